"""What is documented exists, and what exists is documented."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from octavo.checks import rules
from octavo.cli import COMMANDS, command_named
from octavo.counting import Counted
from octavo.metadata import Author, Journal, Metadata, Role
from octavo.root import shipped_templates
from octavo.settings import (
    BuildSettings,
    CheckSettings,
    FigureSettings,
    HtmlSettings,
    OnlineSettings,
)
from octavo.styles import shipped_styles
from octavo.submit import profile as schema
from octavo.submit.profile import Part, StatementName
from octavo.submit.profiles import OWN, journal_names, load_journal
from octavo.submit.profiles import Journal as Profiled
from octavo.submit.wording import rows, sources_of
from tests.conftest import Write

PROFILE_MODELS = (
    *(schema.Profile, schema.Source, schema.Limits, schema.WordRange, schema.Length),
    *(schema.Highlights, schema.Layout, schema.Statement, schema.Figures, schema.File),
    *(schema.Anonymity, schema.Letter),
)
ROOT = Path(__file__).parents[1]


def read(name: str) -> str:
    """Return a text of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


RULES_HEAD = """# Rules

`octavo check` looks for all of these and reports them together, as
`path:line:column: severity: what is wrong [rule]`, with the line and a hint.  Errors and
warnings end with exit code 1; notes do not.  Rules with ● guard every build too: a build
stops at them, so they can be neither lowered nor excused.  [Checking](checking.md) tells
how the others are.

"""


def rules_page() -> str:
    """Return the page of the rules, made from their docstrings."""
    rows = [
        f"| [`{r.code}`](#{r.code}) | {r.family.value} | {r.severity.value} |"
        f" {'●' if r.guards else ''} | {first_sentence(r.description)} |"
        for r in rules().values()
    ]
    table = ["| rule | family | severity | | finds |", "|---|---|---|---|---|", *rows]
    sections = [f"## `{rule.code}`\n\n{rule.description.strip()}\n" for rule in rules().values()]
    return RULES_HEAD + "\n".join(table) + "\n\n" + "\n".join(sections)


def first_sentence(text: str) -> str:
    """Return what a rule finds."""
    return " ".join(text.strip().split("\n\n")[0].split()).rstrip(".").replace("|", "\\|")


def test_every_rule_is_described(request: pytest.FixtureRequest) -> None:
    """The rules' page is that of their docstrings; `--rewrite` writes it."""
    if request.config.getoption("--rewrite"):
        (ROOT / "docs/rules.md").write_text(rules_page(), encoding="utf-8")
    assert read("docs/rules.md") == rules_page()


JOURNALS_HEAD = """# Journals

What each of them asks for, and where that was read: this page is made of the profiles in
`templates/journals/`, and `octavo journals NAME` shows the same. Rules that were read **nowhere**
are known, or assumed, by whoever wrote the profile; a source that is second-hand tells what others
read. Journals change their rules: read the journal's own page before you send anything.
[Adding a journal](adding-a-journal.md) tells how a profile is written or mended.

"""


def journals_page() -> str:
    """Return the page of the journals, made from their profiles."""
    journals = [load_journal(ROOT, name) for name in journal_names(ROOT)]
    table = ["| journal | name | review | rules | read nowhere |", "|---|---|---|---|---|"]
    table += [
        f"| [`{j.id}`](#{j.id}) | {cell(j.profile.name)} | {j.profile.review} | {len(j.rules)} |"
        f" {sum(not rule.origins for rule in j.rules)} |"
        for j in journals
    ]
    return JOURNALS_HEAD + "\n".join(table) + "\n\n" + "\n".join(map(journal_section, journals))


def journal_section(journal: Profiled) -> str:
    """Return all rules of a journal as a table, and their sources as a list."""
    profile, sources = journal.profile, sources_of(journal)
    ancestors = ", ".join(f"[`{name}`](#{name})" for name in journal.ancestors)
    facts = [profile.publisher, profile.field, ancestors and f"inherits {ancestors}"]
    head = f"**{profile.name}**: {'; '.join(fact for fact in facts if fact)}."
    lines = ["| rule | what | read in |", "|---|---|---|"]
    for row in rows(journal):
        numbers = sorted(sources.index(source) + 1 for source in row.origins)
        where = ", ".join(map(str, numbers)) or "**nowhere**"
        lines.append(f"| `{row.place}` | {'<br>'.join(map(cell, row.says))} | {where} |")
    listed = [
        f"{n}. [{cell(s.title)}]({s.url}), {s.read}{f': {s.note}' if s.note else ''}"
        for n, s in enumerate(sources, 1)
    ]
    parts = [f"## `{journal.id}`", head, profile.note, "\n".join(lines), "\n".join(listed)]
    return "\n\n".join(part for part in parts if part) + "\n"


def cell(text: str) -> str:
    """Return a text as it stands in a table."""
    return text.replace("|", "\\|")


def test_every_journal_is_described(request: pytest.FixtureRequest) -> None:
    """The journals' page is that of their profiles; `--rewrite` writes it."""
    if request.config.getoption("--rewrite"):
        (ROOT / "docs/journals.md").write_text(journals_page(), encoding="utf-8")
    assert read("docs/journals.md") == journals_page()


def test_the_journal_of_the_walk_through_can_be_added(write: Write) -> None:
    """The example is a whole profile, and shows what the page says of it."""
    example = re.search(r"```yaml\n# (\S+)\n(.*?)```", read("docs/adding-a-journal.md"), re.DOTALL)
    assert example is not None
    path, text = example.groups()
    journal = load_journal(write({path: text}), Path(path).stem)
    assert journal.profile.figures.formats == ("tiff", "eps")
    assert (
        journal.profile.figures.dpi == load_journal(ROOT, "taylor-and-francis").profile.figures.dpi
    )
    unread = {row.place for row in rows(journal) if not row.origins}
    assert "figures.widths" in unread
    assert "limits.words.most" not in unread


def test_every_key_of_a_profile_is_described() -> None:
    """Each key and each word that a profile may hold stands in the walk through."""
    page = read("docs/adding-a-journal.md")
    named = {field for model in PROFILE_MODELS for field in model.model_fields} | set(OWN)
    named |= {*get_args(Counted), *get_args(StatementName), *get_args(Part)}
    for name in named:
        assert f"`{name.replace('_', '-')}`" in page, name


def test_every_key_of_the_metadata_is_described() -> None:
    """Each key stands in the tables of the metadata's page."""
    page = read("docs/metadata.md")
    models = (
        *(Metadata, Author, Journal, BuildSettings, FigureSettings, HtmlSettings),
        *(CheckSettings, OnlineSettings),
    )
    for model in models:
        for name in model.model_fields:
            assert f"`{name.replace('_', '-')}`" in page, name


def test_the_roles_named_exist() -> None:
    """The examples of roles are of the vocabulary."""
    line = re.search(r"the fourteen of .*?\.\n", read("docs/metadata.md"), re.DOTALL)
    assert line is not None
    assert set(re.findall(r"`([a-z-]+)`", line[0])) <= set(get_args(Role))


def test_every_command_and_option_is_described() -> None:
    """The commands' page has each word that the command line takes, and no other command."""
    page = read("docs/commands.md")
    assert set(re.findall(r"`octavo ([a-z]+)", page)) == set(COMMANDS)
    for command in map(command_named, COMMANDS):
        for parameter in command.params:
            for option in (o for o in parameter.opts if o.startswith("-")):
                assert f"`{option}" in page, option


def test_every_session_is_described() -> None:
    """The sessions of nox are those that the page lists."""
    listed = re.search(r"session of nox.*", read("docs/commands.md"), re.DOTALL)
    assert listed is not None
    sessions = re.findall(
        r"^@nox\.session(?:\((?:name=\"(\w+)\")?.*\))?\ndef (\w+)", read("noxfile.py"), re.M
    )
    names = [given or name for given, name in sessions]
    assert re.findall(r"^\| `(\w+)`", listed[0], re.MULTILINE) == names


def test_every_template_is_described() -> None:
    """The templates' page names each shipped file; journals and the starter are no templates."""
    page = read("docs/templates.md")
    for path in shipped_templates().glob("*/*"):
        assert path.parent.name in ("journals", "starter") or path.name in page, path


PAGES = sorted(path.name for path in (ROOT / "docs").glob("*.md"))


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", *(f"docs/{n}" for n in PAGES)])
def test_links_between_pages_lead_somewhere(page: str) -> None:
    """A relative link names a file of the repository."""
    here = (ROOT / page).parent
    text = re.sub(r"```.*?```|`[^`\n]*`", "", read(page), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#]+)", text):
        if "://" not in target:
            assert (here / target).exists(), target


def test_every_page_is_of_one_kind() -> None:
    """The index has each page once: to learn, to get something done, to look up, to understand."""
    listed = re.findall(r"\]\(([\w-]+\.md)\)", read("docs/README.md"))
    assert sorted(listed) == [name for name in PAGES if name != "README.md"]
    kinds = re.findall(r"^## (.*)", read("docs/README.md"), re.MULTILINE)
    assert kinds == ["To learn", "To get something done", "To look up", "To understand"]


def test_every_fault_that_was_tried_has_its_tests() -> None:
    """All forty items are on the page, each with tests, and every test that it names exists."""
    page = read("docs/reliability.md")
    rows = re.findall(r"^\| (\d+) \|.*\| (.*?) \|$", page, re.MULTILINE)
    assert [int(number) for number, _ in rows] == [*range(1, 41)]
    texts = (p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("test_*.py"))
    known = {name for text in texts for name in re.findall(r"^def (test_\w+)", text, re.MULTILINE)}
    for number, tests in rows:
        named = re.findall(r"`(\w+)`", tests)
        assert named, number
        assert set(named) <= known, number


def test_the_readmes_commands_are_those_of_ci() -> None:
    """CI runs what newcomers are told to run."""
    commands = re.findall(r"```console\n(.+)\n```", read("README.md"))
    assert commands == ["python3 build.py", "python3 noxfile.py -s tests"]
    for command in commands:
        assert command in read(".ci/run")


def test_the_styles_that_the_docs_name_are_at_hand() -> None:
    """Whoever copies the name of a citation style gets that style."""
    text = (ROOT / "docs" / "writing.md").read_text(encoding="utf-8")
    named = re.search(r"The style is `build: csl:` .*?name \((.*?)\)", text, re.DOTALL)
    assert named is not None
    assert set(re.findall(r"`([\w-]+)`", named[1])) <= set(shipped_styles())
