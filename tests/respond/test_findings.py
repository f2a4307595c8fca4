"""What is wrong with answers, each with its place."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from octavo.cli import run
from octavo.diagnostics import Faults, UsageError
from octavo.nodes import SPACE, attr, header, para, plain_text, string, words
from octavo.pandoc import pandoc_blocks
from octavo.pipeline import compose, gather
from octavo.project import load_project
from octavo.respond.answering import Answer, answer, respond
from octavo.respond.beginning import begin
from octavo.respond.finding import Finder
from octavo.respond.letter import Writer, letter_of
from octavo.respond.rounds import read_round, round_names
from octavo.words import words_of
from tests.conftest import Write
from tests.diff.conftest import put
from tests.respond.revised import FRONT, WRONG

NAME = "wrong"
PATH = Path("manuscript/responses/wrong.md")


def letter(root: Path, name: str) -> Answer:
    """Return what is made of a round, without a file of it."""
    return answer(gather(load_project(root)), read_round(root, name), ())


@pytest.fixture(scope="module")
def findings(reviewed: Path) -> list[tuple[str, str, str]]:
    """Return code, place and message of what is wrong."""
    put(reviewed, {PATH.as_posix(): WRONG})
    made, artifacts = respond(load_project(reviewed), NAME, ("html",))
    assert artifacts == ()
    assert not list((reviewed / "build").glob("response/response-wrong*"))
    return [(f.code, str(f.span), f.message) for f in made.failing]


def at(text: str, column: int = 1) -> str:
    """Return the place of a line that begins so."""
    lines = WRONG.split("\n")
    return (
        f"{PATH.as_posix()}:{next(n for n, line in enumerate(lines, 1) if text in line)}:{column}"
    )


def test_a_comment_without_an_answer_is_told(findings: list[tuple[str, str, str]]) -> None:
    """The comment is named by its number, where it begins."""
    found = ("answer-missing", at("> This has no answer"), "comment 1.1 has no answer")
    assert [f for f in findings if f[0] == "answer-missing"] == [found]


def test_a_change_that_the_diff_does_not_hold_is_told(findings: list[tuple[str, str, str]]) -> None:
    """A passage that stands as it stood is no change, and one that is still there is not gone."""
    assert [f[1:] for f in findings if f[0] == "change-missing"] == [
        (at("::: change", 5), "nothing changed in “where d is what was delivered.”"),
        (at("::: removed", 5), "“Words stand twice here. Words” was not removed, or not all of it"),
    ]


def test_a_quotation_that_is_not_there_or_twice_is_told(
    findings: list[tuple[str, str, str]],
) -> None:
    """Each is told at its own fence."""
    lines = WRONG.split("\n")
    first, second = (n for n, line in enumerate(lines, 1) if line == "::: quote")
    place = PATH.as_posix()
    assert [f for f in findings if f[0].startswith("quote-")] == [
        (
            "quote-missing",
            f"{place}:{first}:5",
            "the manuscript has no “States align against perceived dangers”",
        ),
        ("quote-ambiguous", f"{place}:{second}:5", "“Words stand twice here.” is there 2 times"),
    ]


def test_unknown_labels_and_keys_are_told(findings: list[tuple[str, str, str]]) -> None:
    """They are those of the manuscript, and have their places in the answers."""
    line = next(n for n, text in enumerate(WRONG.split("\n"), 1) if text.startswith("See @fig"))
    told = {(code, place) for code, place, _ in findings if code.endswith("undefined")}
    assert told == {
        ("crossref-undefined", f"{PATH.as_posix()}:{line}:6"),
        ("citation-undefined", f"{PATH.as_posix()}:{line}:17"),
        ("crossref-undefined", f"{PATH.as_posix()}:{line}:34"),
    }


def test_a_hint_says_how_the_manuscript_goes_on(reviewed: Path) -> None:
    """Where a quotation begins to differ, what stands there is shown."""
    put(reviewed, {PATH.as_posix(): WRONG})
    made = letter(reviewed, NAME)
    hints = [f.hints for f in made.failing if f.code == "quote-missing"]
    assert hints[0] == ("it has “… States align against perceived threats, as Walt held (Walt …”",)


def test_a_citation_that_another_style_prints_otherwise_is_told_of(reviewed: Path) -> None:
    """Its key is the same in all styles; who wrote the key is not told to write it."""
    said = (
        "::: quote\nWalt held [1], in 1987\n:::\n\n::: quote\nWalt held [@walt1987], indeed\n:::\n"
    )
    put(reviewed, {"manuscript/responses/style.md": f"{FRONT}\n> Why?\n\n{said}"})
    made = letter(reviewed, "style")
    (reviewed / "manuscript/responses/style.md").unlink()
    hints = [f.hints[1:] for f in made.failing if f.code == "quote-missing"]
    key = "write a citation as `[@key]`: journals' styles print it in other ways"
    assert hints == [(key,), ()]


def test_a_draft_is_made_all_the_same(reviewed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says on its pages what is missing, and the exit code is still 1."""
    put(reviewed, {PATH.as_posix(): WRONG})
    code = run(["respond", NAME, "-C", str(reviewed), "--draft", "--to", "html"])
    assert code == 1
    page = (reviewed / "build/response/response-wrong.html").read_text(encoding="utf-8")
    assert "[No answer yet]" in page
    assert "[not in the manuscript: States align against perceived dangers]" in page
    said = capsys.readouterr()
    assert f"{at('> This has no answer')}: error: comment 1.1 has no answer" in said.err
    assert "build/response/response-wrong.html" in said.out


def test_no_letter_is_made_while_something_is_wrong(
    reviewed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """How much is wrong is said last, with what shows the letter all the same."""
    put(reviewed, {PATH.as_posix(): WRONG})
    assert run(["respond", NAME, "-C", str(reviewed), "--to", "docx", "-q"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert re.search(r"^no letter was made: \d+ errors", said.err, re.MULTILINE)
    assert said.err.endswith("  hint: mend these, or see how it would look with --draft\n")
    assert not (reviewed / "build/response/response-wrong.docx").exists()


@pytest.mark.parametrize("words", [("--new",), ("--from", "mail.txt")])
def test_a_round_is_begun_on_the_command_line(
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
) -> None:
    """Where its file is is said, and what to do with it; reviews alone begin one too."""
    root = write({"mail.txt": "Reviewer 1:\n\nSay more.\n"})
    monkeypatch.chdir(root)
    assert run(["respond", *words]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "manuscript/responses/1.md is a response to reviewers",
        "  hint: write what you answer below each comment, then `octavo respond`",
    ]
    text = (root / "manuscript/responses/1.md").read_text(encoding="utf-8")
    assert ("> Say more." in text) == ("--from" in words)


@pytest.mark.parametrize(
    ("front", "code", "place"),
    [
        (FRONT.replace("v1", "v0"), "revision-unknown", ":2:1"),
        (FRONT.replace("editor:", "edtor:"), "response-invalid", ":5:1"),
        ("", "response-invalid", ":1:1"),
    ],
)
def test_what_stands_above_the_text_is_checked(
    reviewed: Path, front: str, code: str, place: str
) -> None:
    """A revision that git does not know, a key that is none, and nothing at all."""
    put(reviewed, {"manuscript/responses/front.md": f"{front}\n# Reviewer 1\n"})
    with pytest.raises(Faults) as faults:
        letter(reviewed, "front")
    told = [(d.code, str(d.span)) for d in faults.value.diagnostics]
    assert told == [(code, f"manuscript/responses/front.md{place}")]
    (reviewed / "manuscript/responses/front.md").unlink()


def test_the_latest_round_is_the_one_of_the_highest_number(tmp_path: Path) -> None:
    """Numbers count as numbers, whatever stands before them; raised digits are none."""
    for name in ("round-2", "1", "10", "²"):
        put(tmp_path, {f"manuscript/responses/{name}.md": FRONT})
    assert round_names(tmp_path) == ["²", "1", "round-2", "10"]
    assert read_round(tmp_path).name == "10"
    assert read_round(tmp_path, "2").name == "round-2"
    with pytest.raises(UsageError, match="no round `3`"):
        read_round(tmp_path, "3")


REVIEWS = """\
Reviewer #1:

The claim of 5 * 3 [sic] @home
is odd.
--------
Say more.

REFEREE 2

1. Table 1 is unclear.
2. ::: change &lt; that
"""


def test_a_round_begins_with_what_reviewers_wrote(reviewed: Path, tmp_path: Path) -> None:
    """Each paragraph becomes a comment; nothing in it is markup; the latest tag is the revision."""
    (tmp_path / "mail.txt").write_text(REVIEWS, encoding="utf-8")
    path = begin(reviewed, "9", tmp_path / "mail.txt")
    text = (reviewed / path).read_text(encoding="utf-8")
    (reviewed / path).unlink()
    assert text.startswith("---\nrevision: v2 ")
    said = text[text.index("# Reviewer") : text.index("<!--")].split("\n\n")
    assert [part.strip() for part in said if part.strip()] == [
        "# Reviewer 1",
        "> The claim of 5 \\* 3 \\[sic\\] \\@home\n> is odd.\n> Say more.",
        "# Referee 2",
        "> 1. Table 1 is unclear.\n> 2. \\::: change \\&lt; that",
    ]


LETTERS = {
    "ScholarOne": """\
Reviewer(s)' Comments to Author:

Reviewer: 1

Comments to the Author
The table is odd.

Reviewer: 2
Comments to the Author
Say more.
""",
    "Editorial Manager": """\
Reviewers' comments:

Reviewer #1: The table is odd.

Reviewer #2: Say more.
""",
    "a reply": """\
> Reviewer 1: The table is odd.

**Reviewer 2 (Comments for the Authors):**

Say more.
""",
}


@pytest.mark.parametrize("name", LETTERS)
def test_a_round_begins_with_what_systems_of_journals_send(tmp_path: Path, name: str) -> None:
    """Lines that say who speaks part the comments, and lines that say that some follow are none."""
    assert said_in(LETTERS[name], tmp_path) == [
        "# Reviewer 1",
        "> The table is odd.",
        "# Reviewer 2",
        "> Say more.",
    ]


def test_what_stands_before_the_first_reviewer_is_the_editors(tmp_path: Path) -> None:
    """A letter has each speaker once; those of Open Journal Systems have letters."""
    mail = (
        "Dear author,\nplease revise.\n\nReviewer A:\nThe table is odd.\n\nReviewer B:\nSay more."
    )
    assert said_in(mail, tmp_path) == [
        "# Editor",
        "> Dear author,\n> please revise.",
        "# Reviewer A",
        "> The table is odd.",
        "# Reviewer B",
        "> Say more.",
    ]
    quote = {"t": "BlockQuote", "c": [para(words("Say more."))]}
    letter = letter_of([header(1, words("Reviewer B"), attr()), quote], read_round(tmp_path))
    assert [comment.number for comment in letter.comments] == ["B.1"]


def test_a_numbered_point_is_a_paragraph_with_its_number(tmp_path: Path) -> None:
    """Reviewers number their points; a list would lose the look of a quotation in Word."""
    blocks = pandoc_blocks(
        "--from=markdown", data=b"> 2. Say more.\n\n> (3) And this.\n\n> - A dash."
    )
    begin(tmp_path, "1")
    letter = letter_of(blocks, read_round(tmp_path))
    parts = [one for c in letter.comments for one in Writer({}, {}, words_of("en")).comment(c)]
    said = [part["c"][1] for part in parts if part["t"] == "Div"]
    assert [(one[0]["t"], plain_text(one)) for one in said] == [
        ("Para", "2. Say more."),
        ("Para", "(3) And this."),
        ("BulletList", "A dash."),
    ]


def said_in(mail: str, folder: Path) -> list[str]:
    """Return the headings and comments with which a round begins."""
    (folder / "mail.txt").write_text(mail, encoding="utf-8")
    text = (folder / begin(folder, "1", folder / "mail.txt")).read_text(encoding="utf-8")
    said = text[text.index("reading.\n") + 8 : text.index("<!--")].split("\n\n")
    return [part.strip() for part in said if part.strip()]


def test_a_new_round_has_the_next_number(tmp_path: Path) -> None:
    """It can be read at once, and is not written over."""
    put(tmp_path, {"manuscript/responses/round-2.md": FRONT})
    path = begin(tmp_path)
    assert path == Path("manuscript/responses/3.md")
    assert read_round(tmp_path).settings.revision == "submitted"
    with pytest.raises(UsageError, match="is there"):
        begin(tmp_path, "3")


@pytest.mark.parametrize(("there", "name"), [("final", "2"), ("final-9", "10"), ("2-final", "3")])
def test_a_new_round_has_a_number_whatever_others_are_called(
    tmp_path: Path, there: str, name: str
) -> None:
    """It counts on from the last number in their names; where there is none, from how many."""
    put(tmp_path, {f"manuscript/responses/{there}.md": FRONT})
    assert begin(tmp_path) == Path(f"manuscript/responses/{name}.md")


@pytest.mark.parametrize("name", ["../1", "a/b", "-1", " "])
def test_a_name_that_leads_elsewhere_begins_nothing(tmp_path: Path, name: str) -> None:
    """A round is a file of the folder of responses."""
    with pytest.raises(UsageError, match="is no name of a round"):
        begin(tmp_path, name)
    assert not list(tmp_path.iterdir())


def test_reviews_that_are_no_text_begin_nothing(tmp_path: Path) -> None:
    """A letter saved as something else is told with its name, and no file is made."""
    (tmp_path / "mail.pdf").write_bytes(b"%PDF-1.7 \xff\xfe")
    with pytest.raises(UsageError, match=r"mail\.pdf: "):
        begin(tmp_path, "1", tmp_path / "mail.pdf")
    assert not (tmp_path / "manuscript").exists()


def test_without_a_round_the_first_is_shown_how_to_begin(tmp_path: Path) -> None:
    """There is nothing to make a letter of."""
    with pytest.raises(UsageError, match="manuscript/responses has no rounds") as error:
        read_round(tmp_path)
    assert error.value.hint == "`octavo respond --new` begins the first"


def test_a_new_round_is_in_the_project(tmp_path: Path) -> None:
    """A folder that is a link to another place is not written to."""
    (tmp_path / "paper/manuscript").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "paper/manuscript/responses").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="manuscript/responses leads out of the project"):
        begin(tmp_path / "paper")
    assert not list((tmp_path / "elsewhere").iterdir())


def test_words_that_are_everywhere_are_counted(reviewed: Path) -> None:
    """Each beginning counts, and those of 20,000 cost no more than one look at the text each."""
    text = {"t": "Para", "c": [node for _ in range(20_000) for node in (string("the"), SPACE)]}
    evidence = gather(load_project(reviewed))
    document = replace(compose(evidence, ("html",))[0], abstracts=(), blocks=[text])
    first, count = Finder([document]).passages("the … the the … the")
    assert first is not None
    assert len([atom for atom in first.atoms if atom.text == "the"]) == 4
    assert count == 20_000 - 3


def test_a_division_that_is_not_closed_is_told(reviewed: Path) -> None:
    """It is the answers' fault and no section's, and a draft is made of what there is."""
    put(reviewed, {"manuscript/responses/open.md": f"{FRONT}\n> Why?\n\n::: change\nStates\n"})
    made = letter(reviewed, "open")
    (reviewed / "manuscript/responses/open.md").unlink()
    told = [str(f.span) for f in made.failing if f.code == "block-unclosed"]
    assert told == ["manuscript/responses/open.md:1:1"]
