"""metadata.yaml: what is wrong is named at its place; what is right is typed."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from octavo.diagnostics import Faults, ToolError, UsageError, nearest
from octavo.project import load_project
from octavo.root import find_root
from tests.conftest import METADATA, Load, Write


def faults(write: Write, metadata: str) -> list[str]:
    """Return what is said of a metadata.yaml, hints behind."""
    with pytest.raises(Faults) as caught:
        load_project(write({"manuscript/metadata.yaml": metadata}))
    return [
        f"{d.span}: {d.message}" + "".join(f" ({hint})" for hint in d.hints)
        for d in caught.value.diagnostics
    ]


def test_an_unknown_key_is_named_with_the_nearest(write: Write) -> None:
    """A misspelt key is an error at its line, with the key that was meant."""
    assert faults(write, METADATA + "keyword: [a]\n") == [
        "manuscript/metadata.yaml:3:1: unknown key `keyword` (did you mean `keywords`?)"
    ]


def test_an_unknown_key_within_a_list_is_named(write: Write) -> None:
    """The hint knows the keys of the part that the key stands in."""
    text = "title: x\nauthors:\n  - name: Ada\n    orcd: 0000-0002-1825-0097\n"
    assert faults(write, text) == [
        "manuscript/metadata.yaml:4:5: unknown key `orcd` (did you mean `orcid`?)"
    ]


def test_a_missing_key_is_named_where_it_should_be(write: Write) -> None:
    """Without a title the message names it."""
    assert faults(write, "authors: [{name: Ada}]\n") == [
        "manuscript/metadata.yaml:1:1: the key `title` is missing"
    ]


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("- a\n", "a list"),
        ("text\n", "a bare value"),
        ("2026\n", "a bare value"),
        ("", "empty"),
        ("# title: x\n", "empty"),
        ("---\n", "empty"),
        ("{}\n", "empty"),
    ],
)
def test_a_file_without_keys_says_what_it_is(write: Write, text: str, shape: str) -> None:
    """A list, a text or nothing at all is one fault that shows how to begin."""
    assert faults(write, text) == [
        f"manuscript/metadata.yaml:1:1: the file is {shape}: it must be keys with values"
        " (begin it with `title: …` and `authors: [{name: …}]`)"
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("subtitle: 5", "1: `subtitle`: `5` is no text (put it in quotes)"),
        ("subtitle:\n  ''", "1: `subtitle` is empty"),
        ("abstract: {en: no}", "12: `abstract.en`: `false` is no text (put it in quotes)"),
        ("funding: [DFG]", "11: `funding.0` has keys of its own: `funder`, `award`"),
        ("build: {number-sections: maybe}", "9: … is neither `true` nor `false`"),
        ("build: {figures: {dpi: many}}", "19: … is no whole number"),
        ("build: {figures: {dpi: 3}}", "19: … it must be greater than or equal to 72"),
    ],
)
def test_a_wrong_value_is_named_at_its_key(write: Write, line: str, said: str) -> None:
    """What an author wrote is said to be no text, no number or empty, once, at its place."""
    (message,) = faults(write, f"{METADATA}{line}\n")
    begin, _, end = said.partition("…")
    assert message.startswith(f"manuscript/metadata.yaml:3:{begin}")
    assert message.endswith(end)


@pytest.mark.parametrize(
    ("role", "hint"),
    [
        ("Conceptualisation", "did you mean `conceptualization` or `visualization`?"),
        ("writing", "did you mean `writing-original-draft` or `writing-review-editing`?"),
        ("Formal analysis", "did you mean `formal-analysis`?"),
        ("coder", "write `conceptualization`, `data-curation`, "),
    ],
)
def test_a_word_that_is_none_of_a_few_is_told_the_nearest(
    write: Write, role: str, hint: str
) -> None:
    """Whoever writes a role, a format or a part amiss learns how it is written."""
    (message,) = faults(write, f"title: x\nauthors: [{{name: Ada, roles: [{role}]}}]\n")
    assert message.startswith(
        f"manuscript/metadata.yaml:2:31: `{role}` is no value of `roles` ({hint}"
    )


def test_a_key_that_is_none_of_a_few_is_named(write: Write) -> None:
    """It is not its value that is wrong."""
    (message,) = faults(write, METADATA + "build: {headings: {refs: Works}}\n")
    assert "3:20: `refs` is no key of `headings` (write `contributions`, " in message


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("authors: [{name: Ada, orcid: 0000-0002-1825}]", "0000-0002-1825-0097"),
        ("authors: [{name: Ada, email: ada at example.org}]", "name@example.org"),
        ("authors: [Ada]\ndoi: 11.1/x", "10.1000/182"),
    ],
)
def test_a_value_of_one_form_is_shown_as_it_is_written(write: Write, line: str, hint: str) -> None:
    """The hint is an example, for a pattern tells authors nothing."""
    (message,) = faults(write, f"title: x\n{line}\n")
    assert message.endswith(f"(write it as `{hint}`)")


def test_a_date_that_is_none_is_told_its_form(write: Write) -> None:
    """A month and a year are no date, and neither is a number."""
    for written in ("November 2026", "2026"):
        assert faults(write, f"{METADATA}date: {written}\n") == [
            f"manuscript/metadata.yaml:3:1: `date`: `{written}` is no date"
            " (write it as `2026-03-09`, with year, month and day)"
        ]


def test_a_language_that_is_none_is_named(write: Write) -> None:
    """A key that should be a language's code is said to be none, once."""
    assert faults(write, METADATA + "abstract: {farsi: Text.}\n") == [
        "manuscript/metadata.yaml:3:12: `farsi` is no code of a language"
        " (write it as `en` or `en-GB`)"
    ]


def test_an_author_may_be_a_name_and_an_orcid_an_address(write: Write) -> None:
    """What authors write first is understood."""
    text = "title: x\nauthors: [Ada, {name: Omar, orcid: https://orcid.org/0000-0002-1825-0097}]\n"
    authors = load_project(write({"manuscript/metadata.yaml": text})).metadata.authors
    assert [(a.name, a.orcid) for a in authors] == [
        ("Ada", None),
        ("Omar", "0000-0002-1825-0097"),
    ]


def test_several_faults_come_together(write: Write) -> None:
    """All that is wrong with the file is said at once."""
    assert len(faults(write, "titel: x\nauthors: []\n")) == 3


def test_an_unknown_affiliation_is_named(write: Write) -> None:
    """An author's affiliation must be one of those listed."""
    text = (
        "title: x\nauthors: [{name: Ada, affiliations: [unj]}]\n"
        "affiliations: [{id: uni, name: A University}]\n"
    )
    assert faults(write, text) == [
        "manuscript/metadata.yaml:2:38: no affiliation has the id `unj` (did you mean `uni`?)"
    ]


def test_bytes_that_are_not_utf8_are_placed(write: Write) -> None:
    """A Latin-1 file is refused at the line and column of its first foreign byte."""
    root = write({"manuscript/metadata.yaml": "title: Über\n".encode("latin-1")})
    with pytest.raises(Faults, match=r"metadata.yaml:1:8: the byte 0xDC is not UTF-8"):
        load_project(root)


def test_sections_are_in_the_order_of_their_numbers(load: Load) -> None:
    """Only numbered files are sections, and their names give the order."""
    project = load({f"manuscript/{name}.md": "x" for name in ("10-c", "02-b", "01-a", "notes")})
    assert [path.name for path in project.sections] == ["01-a.md", "02-b.md", "10-c.md"]


def test_no_section_is_a_fault(write: Write) -> None:
    """A manuscript without sections says what to write."""
    root = write({"manuscript/notes.md": ""})
    with pytest.raises(Faults, match="the manuscript has no sections"):
        load_project(root)


def test_a_named_bibliography_must_exist(write: Write) -> None:
    """A bibliography file that is not there is an error at its line."""
    assert faults(write, METADATA + "build:\n  bibliography: bib/other.bib\n") == [
        "manuscript/metadata.yaml:4:3: no bibliography file `bib/other.bib` in the project"
    ]


def test_a_bibliography_outside_the_project_is_refused(write: Write, tmp_path: Path) -> None:
    """Nothing outside the project's folder is read."""
    outside = tmp_path.parent / "outside.bib"
    outside.write_text("@book{x, title={X}}")
    (message,) = faults(write, METADATA + "build:\n  bibliography: ../outside.bib\n")
    assert "no bibliography file `../outside.bib` in the project" in message


def test_helper_scripts_are_no_figures(load: Load) -> None:
    """A script whose name begins with an underscore is imported, not drawn."""
    project = load({"figures/wave.py": "", "figures/_style.py": ""})
    assert [path.name for path in project.scripts] == ["wave.py"]


def test_a_title_has_apostrophes(load: Load) -> None:
    """A straight one within a word is printed as an apostrophe; any other sign stays."""
    metadata = METADATA.replace("A title", "\"Iraq's ’war’ 'x' 5'9\"")
    assert load({"manuscript/metadata.yaml": metadata}).metadata.title == "Iraq’s ’war’ 'x' 5'9"


def test_dates_are_dates(load: Load) -> None:
    """The date is read as one."""
    project = load({"manuscript/metadata.yaml": METADATA + "date: 2026-11-23\n"})
    assert project.metadata.date == datetime.date(2026, 11, 23)


def test_the_project_is_found_from_below(write: Write) -> None:
    """A command works in any folder of the manuscript."""
    root = write()
    assert find_root(root / "manuscript") == root


def test_no_project_is_a_usage_error(tmp_path: Path) -> None:
    """Outside a manuscript the message says so."""
    with pytest.raises(UsageError, match="no manuscript here"):
        find_root(tmp_path)


def test_words_where_a_list_belongs_are_told_once(write: Write) -> None:
    """The hint writes the very words as a list, also where keys of languages could stand."""
    assert faults(write, METADATA + "keywords: sediment, dams\n") == [
        "manuscript/metadata.yaml:3:1: `keywords` is no list (write it as `[sediment, dams]`)"
    ]
    assert faults(write, METADATA + "build: {formats: pdf}\n") == [
        "manuscript/metadata.yaml:3:9: `build.formats` is no list (write it as `[pdf]`)"
    ]


def test_a_section_without_a_number_is_told_where_there_is_no_other(write: Write) -> None:
    """Who wrote one is not told to write the first."""
    root = write({"manuscript/metadata.yaml": METADATA, "manuscript/intro.md": "# One\n"})
    with pytest.raises(Faults) as caught:
        load_project(root)
    (found,) = caught.value.diagnostics
    assert found.hints == ("name `manuscript/intro.md` `01-intro.md`: the number is its place",)


def test_a_value_where_keys_belong_is_told_the_keys(write: Write) -> None:
    """A path alone does not say what it is for."""
    assert faults(write, METADATA + "build: {docx: journal.docx}\n") == [
        "manuscript/metadata.yaml:3:9: `build.docx` has keys of its own: `citations`, `reference`,"
        " `roundtrip`"
    ]


def test_a_name_in_other_capitals_is_the_one_that_was_meant() -> None:
    """`APA` is like no name of a style, letter by letter."""
    assert nearest("APA", ["acta", "apa", "apa-6th"]) == ("did you mean `apa`?",)


def test_names_that_begin_with_a_word_come_first() -> None:
    """`chicago` is less like the styles of that name, letter by letter, than like `chaos`."""
    known = ["chaos", "chicago-notes", "chicago-author-date", "chimia"]
    assert nearest("chicago", known) == (
        "did you mean `chicago-notes` or `chicago-author-date` or `chaos`?",
    )


def test_an_overlay_holds_instead_of_the_metadata(write: Write) -> None:
    """What a journal is told otherwise replaces what all are told, and leaves the rest."""
    overlay = Path("manuscript/journals/any.yaml")
    root = write(
        {
            "manuscript/metadata.yaml": METADATA
            + "abstract: Long.\nstatements: {data: D., code: C.}\n",
            str(overlay): "abstract: Short.\nstatements: {code: Other.}\n",
        }
    )
    metadata = load_project(root, overlays=[overlay]).metadata
    assert (metadata.title, metadata.abstract) == ("A title", "Short.")
    assert (metadata.statements.data, metadata.statements.code) == ("D.", "Other.")


def test_a_fault_of_an_overlay_is_named_in_it(write: Write) -> None:
    """The place is in the file that holds the mistake."""
    overlay = Path("manuscript/journals/any.yaml")
    root = write({str(overlay): "keywords: [a]\nabstrct: x\n"})
    with pytest.raises(Faults) as caught:
        load_project(root, overlays=[overlay])
    (found,) = caught.value.diagnostics
    assert str(found.span) == "manuscript/journals/any.yaml:2:1"
    assert found.hints == ("did you mean `abstract`?",)


@pytest.mark.parametrize("name", ["build", "build/figures", "build/diff"])
def test_outputs_stay_in_the_project(
    write: Write, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    """A folder of outputs that is a link out of the project is refused before it is written to."""
    root = write({name: tmp_path_factory.mktemp("elsewhere")})
    with pytest.raises(ToolError, match=f"{name} is a link that leads out of the project"):
        load_project(root)


def test_outputs_may_be_elsewhere_in_the_project(write: Write) -> None:
    """A link within is as good as a folder."""
    (write() / "out").mkdir()
    assert load_project(write({"build": Path("out")})).output.is_dir()
