"""Journal profiles: found by name, inherited, and marked with where their rules were read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from octavo.diagnostics import Faults, UsageError
from octavo.styles import shipped_style
from octavo.submit.profile import Profile, Range
from octavo.submit.profiles import RULES, Journal, journal_names, load_journal
from tests.conftest import Write

ROOT = Path(__file__).parents[1]
SHIPPED = journal_names(ROOT)
WANTED = {
    *("world-politics", "international-security", "international-affairs", "apsr"),
    *("review-of-international-studies", "elsevier", "springer-nature", "taylor-and-francis"),
    *("wiley", "plos", "mdpi", "arxiv"),
}
HOUSE = """\
name: A house
publisher: House Press
field: a publisher's general profile
note: Of the house.
sources:
  house: {title: Guide, url: https://house.example/guide, read: 2026-11-26}
style: apa
layout: {spacing: double, line-numbers: true}
limits: {keywords: 5, words: {most: 9000, counting: [text, notes]}}
checklist: [One., Two.]
sourced: {style: house, layout: house, limits: house}
unsourced: [checklist]
"""
JOURNAL = """\
inherits: house
name: A journal
sources:
  page: {title: Page, url: https://journal.example/authors, read: 2026-11-25}
layout: {spacing: single}
checklist: [Three.]
sourced: {layout: page}
unsourced: [checklist]
"""


def loaded(write: Write, journal: str = JOURNAL, house: str = HOUSE) -> Journal:
    """Write a house and a journal of it, and return the journal's profile."""
    folder = "templates/journals"
    root = write({f"{folder}/house.yaml": house, f"{folder}/journal.yaml": journal})
    return load_journal(root, "journal")


def refused(write: Write, journal: str, house: str = HOUSE) -> list[str]:
    """Return what is wrong with a profile: place, message and hints, a line each."""
    with pytest.raises(Faults) as caught:
        loaded(write, journal, house)
    assert {d.code for d in caught.value.diagnostics} <= {"profile-invalid", "yaml-unreadable"}
    return ["; ".join([f"{d.span}: {d.message}", *d.hints]) for d in caught.value.diagnostics]


def origin(journal: Journal, *place: str) -> list[str]:
    """Return the titles of the sources of a rule."""
    rule = next(rule for rule in journal.rules if rule.place == place)
    return [source.title for source in rule.origins]


def test_mappings_are_joined_and_lists_replaced(write: Write) -> None:
    """What the journal says stands over the house's, key by key; a list is one thing."""
    profile = loaded(write).profile
    assert profile.layout.spacing == "single"
    assert profile.layout.line_numbers is True
    assert profile.checklist == ("Three.",)
    assert profile.limits.keywords == Range(most=5)


def test_what_is_true_of_the_house_alone_is_not_inherited(write: Write) -> None:
    """Field and note are the file's own, the publisher is not."""
    profile = loaded(write).profile
    assert (profile.name, profile.publisher) == ("A journal", "House Press")
    assert (profile.field, profile.note) == (None, None)


def test_a_profile_needs_a_name_of_its_own(write: Write) -> None:
    """A journal does not go by the name of its house."""
    assert refused(write, JOURNAL.replace("name: A journal\n", "")) == [
        "templates/journals/journal.yaml:1:1: the key `name` is missing"
    ]


def test_each_rule_knows_where_it_was_read(write: Write) -> None:
    """An inherited rule has the house's source, a replaced one the journal's, or none."""
    journal = loaded(write)
    assert origin(journal, "layout", "spacing") == ["Page"]
    assert origin(journal, "layout", "line-numbers") == ["Guide"]
    assert origin(journal, "limits", "words", "most") == ["Guide"]
    assert origin(journal, "checklist") == []


def test_each_rule_knows_its_place(write: Write) -> None:
    """A value of the journal is in its file, an inherited one in the house's."""
    journal = loaded(write)
    assert str(journal.span("layout", "spacing")) == "templates/journals/journal.yaml:5:10"
    assert str(journal.span("limits", "keywords")) == "templates/journals/house.yaml:9:10"


def test_a_rule_may_have_several_sources(write: Write) -> None:
    """A list that was read in two places names both."""
    text = JOURNAL.replace("{layout: page}", "{layout: page, checklist: [page, house]}")
    assert origin(loaded(write, text.replace("unsourced: [checklist]\n", "")), "checklist") == [
        "Page",
        "Guide",
    ]


def test_the_longest_mark_covers_a_rule(write: Write) -> None:
    """A mark of a rule within another one goes before that of the whole."""
    house = HOUSE.replace("[checklist]", "[checklist, limits.words.counting]")
    journal = loaded(write, house=house)
    assert origin(journal, "limits", "words", "most") == ["Guide"]
    assert origin(journal, "limits", "words", "counting") == []


def test_a_replaced_rule_leaves_nothing_of_the_old_one(write: Write) -> None:
    """A number in the place of a mapping is the one rule there."""
    text = JOURNAL.replace("layout: {spacing: single}", "limits: {words: 7000}")
    journal = loaded(write, text.replace("{layout: page}", "{limits: page}"))
    assert [r.place for r in journal.rules if "words" in r.place] == [("limits", "words")]
    assert journal.profile.limits.words is not None
    assert journal.profile.limits.words.most == 7000


def test_a_statement_without_keys_is_a_rule(write: Write) -> None:
    """What asks for a statement and says no more of it must be marked too."""
    text = JOURNAL.replace("layout: {spacing: single}", "statements: {data: {}}")
    assert refused(write, text.replace("sourced: {layout: page}\n", "", 1))[0].startswith(
        "templates/journals/journal.yaml:5:14: the rule `statements.data` does not say"
    )
    journal = loaded(write, text.replace("{layout: page}", "{statements: page}"))
    assert origin(journal, "statements", "data") == ["Page"]


def test_a_mapping_without_keys_leaves_what_is_inherited(write: Write) -> None:
    """It says nothing more than the house did."""
    text = JOURNAL.replace("layout: {spacing: single}", "limits: {words: {}}")
    journal = loaded(write, text.replace("{layout: page}", "{limits: page}"))
    assert origin(journal, "limits", "words", "most") == ["Guide"]


def test_a_rule_can_be_taken_back(write: Write) -> None:
    """`null` in the place of a rule is that there is none."""
    text = JOURNAL.replace("layout: {spacing: single}", "style: null")
    journal = loaded(write, text.replace("{layout: page}", "{style: page}"))
    assert journal.profile.style is None


def test_the_manuscripts_own_profile_goes_before_the_shipped(write: Write) -> None:
    """Who disagrees with a shipped profile writes one of its name."""
    root = write({"templates/journals/plos.yaml": "name: Ours\n"})
    assert load_journal(root, "plos").profile.name == "Ours"
    assert load_journal(write(), "apsr").profile.name == "American Political Science Review"


def test_an_own_profile_inherits_from_a_shipped_one(write: Write) -> None:
    """A new journal of a known house is a few lines."""
    root = write({"templates/journals/ours.yaml": "name: Ours\ninherits: elsevier\n"})
    assert load_journal(root, "ours").profile.figures.widths == (90, 140, 190)


def test_names_are_those_of_both_folders_in_order(write: Write) -> None:
    """Own and shipped profiles are listed together, and hidden files are none."""
    folder = "templates/journals"
    names = journal_names(
        write({f"{folder}/aardvark.yaml": "name: A\n", f"{folder}/_draft.yaml": "name: D\n"})
    )
    assert names == sorted({"aardvark", *SHIPPED})


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("worldpolitics", "did you mean `world-politics`"),
        ("qqqq", "write templates/journals/qqqq.yaml, or see `octavo journals`"),
        ("../metadata", "write templates/journals"),
        ("_draft", "write templates/journals"),
    ],
)
def test_an_unknown_journal_is_told_with_the_nearest(write: Write, name: str, hint: str) -> None:
    """A name is no path, and a slip of the finger is guessed."""
    root = write({"templates/journals/_draft.yaml": "name: Draft\n"})
    with pytest.raises(UsageError) as caught:
        load_journal(root, name)
    assert str(caught.value) == f"no journal `{name}`"
    assert caught.value.hint.startswith(hint)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "layout: {spacing: single}",
            "layout: {spaces: single}",
            "5:10: unknown key `spaces`; did you mean `spacing`",
        ),
        (
            "layout: {spacing: single}",
            "layout: {spacing: wide}",
            "5:10: `wide` is no value of `spacing`; write `single`, `one-and-a-half` or `double`",
        ),
        (
            "{layout: page}",
            "{layout: pages}",
            "7:11: no source `pages`; did you mean `page`?",
        ),
        (
            "{layout: page}",
            "{layout: page, limits: page}",
            "7:25: the file gives no rule `limits`",
        ),
        (
            "[checklist]",
            "[checklist, layout]",
            "8:24: the rule `layout` is marked twice; keep one",
        ),
        (
            "unsourced: [checklist]\n",
            "",
            "6:1: the rule `checklist` does not say where it was read; name a source of it under"
            " `sourced`, or list `checklist` under `unsourced`",
        ),
        (
            "  page: {",
            "  house: {",
            "4:3: what the file inherits has a source `house` too; give this one another name",
        ),
        ("read: 2026-11-25", "read: lately", "4:61: `sources.page.read`: `lately` is no date"),
        ("https://journal.example/authors", "authors.html", "4:23: `authors.html` is no value of"),
        ("inherits: house", "inherits: hous", "1:1: no journal `hous`; did you mean `house`?"),
        (
            "checklist: [Three.]\nsourced: {layout: page}\nunsourced: [checklist]",
            "style: apaa\nsourced: {layout: page, style: page}",
            "6:1: no citation style `apaa`; did you mean ",
        ),
        (
            "checklist: [Three.]\nsourced: {layout: page}\nunsourced: [checklist]",
            "review: double-anonymous\nsourced: {layout: page, review: page}",
            "6:1: the authors must stay unknown, and no file of `files` is anonymous; write"
            " `- part: anonymous` and",
        ),
    ],
)
def test_a_fault_has_its_place_and_a_hint(write: Write, old: str, new: str, told: str) -> None:
    """Whoever writes a profile reads where to look, and what to do."""
    assert old in JOURNAL
    first = refused(write, JOURNAL.replace(old, new))[0]
    assert first.startswith(f"templates/journals/journal.yaml:{told}")


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("files: [{part: main, name: ../main}]", "9:22: `files.0.name`: no name of a file"),
        ("files: [{part: main, name: .main}]", "9:22: `files.0.name`: no name of a file"),
        ("files: [{part: main, name: 'a:b'}]", "9:22: `files.0.name`: no name of a file"),
        ("figures: {name: Figure}", "9:11: `figures.name`: all figures would have this name"),
        ("figures: {name: '/{number}'}", "9:11: `figures.name`: no name of a file"),
        ("files: [{part: main}, {part: main}]", "9:24: the part `main` is given twice"),
    ],
)
def test_files_have_names_of_their_own(write: Write, rule: str, told: str) -> None:
    """No file leads out of the bundle, is hidden, or takes the place of another."""
    key = rule.split(":", maxsplit=1)[0]
    text = f"{JOURNAL.replace('[checklist]', f'[checklist, {key}]')}{rule}\n"
    assert refused(write, text)[0].startswith(f"templates/journals/journal.yaml:{told}")


def test_all_faults_of_marks_are_told_at_once(write: Write) -> None:
    """A second run is not needed to learn of the second one."""
    text = JOURNAL.replace("sourced: {layout: page}\nunsourced: [checklist]\n", "")
    assert [line.split(": ")[1] for line in refused(write, text)] == [
        "the rule `layout.spacing` does not say where it was read; name a source of it under"
        " `sourced`, or list `layout.spacing` under `unsourced`",
        "the rule `checklist` does not say where it was read; name a source of it under"
        " `sourced`, or list `checklist` under `unsourced`",
    ]


def test_a_fault_of_the_house_is_in_its_file(write: Write) -> None:
    """An unmarked rule that is inherited is repaired where it is."""
    faults = refused(write, JOURNAL, HOUSE.replace("limits: house", "style: house"))
    assert any(line.startswith("templates/journals/house.yaml:") for line in faults)


def test_endless_inheritance_is_refused(write: Write) -> None:
    """Two profiles that inherit from each other, or one from itself, are told."""
    end = "the profiles inherit from each other without end"
    assert refused(write, JOURNAL, HOUSE + "inherits: journal\n") == [
        f"templates/journals/house.yaml:13:1: {end}"
    ]
    assert refused(write, JOURNAL.replace("inherits: house", "inherits: journal")) == [
        f"templates/journals/journal.yaml:1:1: {end}"
    ]


def test_what_is_no_yaml_is_refused_with_its_place(write: Write) -> None:
    """A bracket that is not closed, a list, and bytes that are no text."""
    assert refused(write, "name: [A\n")[0].startswith(
        "templates/journals/journal.yaml:1:7: not valid YAML"
    )
    assert refused(write, "- name\n") == [
        "templates/journals/journal.yaml:1:1: the file holds no keys with values"
    ]
    root = write({"templates/journals/journal.yaml": b"name: \xff\n"})
    with pytest.raises(Faults, match=r"journal\.yaml:1:7: the byte 0xFF is not UTF-8"):
        load_journal(root, "journal")


def test_what_cannot_be_read_is_refused(write: Write, tmp_path: Path) -> None:
    """A folder and a link out of the manuscript are no profiles."""
    (tmp_path / "templates/journals/journal.yaml").mkdir(parents=True)
    with pytest.raises(Faults, match="this is a folder, not a file"):
        load_journal(write(), "journal")
    root = write({"templates/journals/other.yaml": Path("/etc/hostname")})
    with pytest.raises(Faults, match="the link leads out of the project"):
        load_journal(root, "other")


def test_a_style_of_the_manuscripts_own_is_at_hand(write: Write) -> None:
    """A .csl file of the manuscript may be named, one outside of it may not."""
    style = "name: A\nstyle: {}\nunsourced: [style]\n"
    profile = "templates/journals/journal.yaml"
    root = write({profile: style.format("bib/ours.csl"), "bib/ours.csl": "<style/>"})
    assert load_journal(root, "journal").profile.style == "bib/ours.csl"
    write({profile: style.format("../ours.csl")})
    with pytest.raises(Faults, match="no citation style"):
        load_journal(root, "journal")


def test_the_keys_that_are_rules_are_all_but_what_describes() -> None:
    """No rule can be added to the schema that need not be marked."""
    described = {"name", "publisher", "field", "note", "sources"}
    assert {name.replace("_", "-") for name in Profile.model_fields} == {*RULES, *described}


def test_every_wanted_journal_is_shipped() -> None:
    """Political science, the large houses and arXiv are there."""
    assert set(SHIPPED) >= WANTED


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_profile_is_whole(name: str) -> None:
    """It loads, has files, and hides the authors from reviewers that must not know them."""
    profile = load_journal(ROOT, name).profile
    parts = [file.part for file in profile.files]
    assert parts
    assert len(set(parts)) == len(parts)
    assert profile.style is None or shipped_style(profile.style)
    if profile.review == "double-anonymous":
        assert {"anonymous", "title-page"} <= set(parts)
        assert "main" not in parts


@pytest.mark.parametrize("name", [name for name in SHIPPED if name != "generic"])
def test_a_shipped_profile_was_read_somewhere(name: str) -> None:
    """It has sources of its own with their day, and a rule that was read in each."""
    journal = load_journal(ROOT, name)
    text = (ROOT / f"templates/journals/{name}.yaml").read_text(encoding="utf-8")
    own = re.findall(r"^  ([\w-]+):\n    title: ", text, re.MULTILINE)
    used = [source for rule in journal.rules for source in rule.origins]
    assert own
    for source in own:
        assert journal.profile.sources[source].read
        assert journal.profile.sources[source] in used, source


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_profile_names_what_figures_can_be(name: str) -> None:
    """A name of figure files has the number, and its letters are those of file names."""
    figures = load_journal(ROOT, name).profile.figures
    assert "{number}" in figures.name
    assert re.fullmatch(r"[\w.-]+", figures.name.replace("{number}", "1"))
    assert list(figures.widths) == sorted(figures.widths)


def test_a_range_is_what_it_says() -> None:
    """A number alone is the most; the ends are within."""
    assert Range.model_validate(5) == Range(most=5)
    assert [Range(least=3, most=5).holds(n) for n in (2, 3, 5, 6)] == [False, True, True, False]
    assert Range(least=3).holds(10_000)


def test_the_counted_parts_of_every_limit_are_told() -> None:
    """A limit of words counts the text, whatever else it counts."""
    for name in SHIPPED:
        words = load_journal(ROOT, name).profile.limits.words
        assert words is None or "text" in words.counting


def test_the_formats_are_ones_that_octavo_makes() -> None:
    """No profile asks for a file that nobody builds: arXiv's source is a zip of LaTeX."""
    formats = {
        (name, file.part, form)
        for name in SHIPPED
        for file in load_journal(ROOT, name).profile.files
        for form in file.formats
    }
    assert {form for _, part, form in formats if part != "source"} <= {"docx", "pdf"}
    assert ("arxiv", "source", "zip") in formats


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("files: [{part: main, formats: [zip]}]", "`zip` is no format of the part `main`"),
        ("files: [{part: cover-letter, formats: [bib]}]", "no format of the part `cover-letter`"),
        ("files: [{part: main, name: " + "m" * 200 + "}]", "no name of a file"),
        ("limits: {words: {most: 9, counting: []}}", "`limits.words.counting`"),
    ],
)
def test_what_no_file_can_be_is_a_fault(write: Write, rule: str, said: str) -> None:
    """It is told with its place before anything is made."""
    mark = rule.partition(":")[0]
    journal = f"name: A journal\n{rule}\nunsourced: [{mark}]\n"
    (message,) = refused(write, journal)
    assert message.startswith("templates/journals/journal.yaml:2")
    assert said in message


def test_a_name_that_is_too_long_is_no_journals(write: Write) -> None:
    """No system has files of such names."""
    with pytest.raises(UsageError, match="no journal"):
        load_journal(write(), "j" * 300)
