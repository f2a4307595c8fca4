"""What is documented exists, and what exists is documented."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from octavo.checks import rules
from octavo.cli import COMMANDS, command_named
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
        r"^@nox\.session(?:\(name=\"(\w+)\"\))?\ndef (\w+)", read("noxfile.py"), re.M
    )
    names = [given or name for given, name in sessions]
    assert re.findall(r"^\| `(\w+)`", listed[0], re.MULTILINE) == names


def test_every_template_is_described() -> None:
    """The templates' page names each shipped file; journals are no templates."""
    page = read("docs/templates.md")
    for path in shipped_templates().glob("*/*"):
        assert path.parent.name == "journals" or path.name in page, path


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", "docs/writing.md", "docs/checking.md"]
)
def test_links_between_pages_lead_somewhere(page: str) -> None:
    """A relative link names a file of the repository."""
    here = (ROOT / page).parent
    text = re.sub(r"```.*?```", "", read(page), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#]+)", text):
        if "://" not in target:
            assert (here / target).exists(), target


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
