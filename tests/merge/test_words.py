"""Edits within a paragraph change those words and nothing else."""

from __future__ import annotations

import pytest

from benchmarks.reviewing import Reviewer
from octavo.pipeline import build
from octavo.project import load_project
from tests.merge.conftest import Resave, Trip

Edit = tuple[str, str]

PLAIN: list[tuple[Edit, list[str]]] = [
    (
        ("first paragraph cites", "opening passage cites"),
        [
            "-The first paragraph cites one work [@rose1998, pp. 144–147] and two more",
            "+The opening passage cites one work [@rose1998, pp. 144–147] and two more",
        ],
    ),
    (
        ("emphasised words", "stressed words"),
        [
            "-[see @walt1987; @rose1998, ch. 3], and @walt1987 in the text. "
            "It has *emphasised words*,",
            "+[see @walt1987; @rose1998, ch. 3], and @walt1987 in the text. "
            "It has *stressed words*,",
        ],
    ),
    (
        ("link to a page", "link to our page"),
        [
            "-**strong ones**, ***both***, `code`, a "
            "[link to a page](https://example.org/a_b), and a",
            "+**strong ones**, ***both***, `code`, a "
            "[link to our page](https://example.org/a_b), and a",
        ],
    ),
    (
        (" people, a share", " women, a part"),
        [
            "-footnote.[^one] The survey asked {{ values.people | thousands }} people, a share",
            "+footnote.[^one] The survey asked {{ values.people | thousands }} women, a part",
        ],
    ),
    (
        ("is the slope", "is the steepness"),
        [
            "-where $m$ is the slope. \"Quoted words\" and 'single ones' -- with a dash --- "
            "and an ellipsis...",
            "+where $m$ is the steepness. \"Quoted words\" and 'single ones' -- with a dash --- "
            "and an ellipsis...",
        ],
    ),
    (
        ("and it goes on", "and goes on"),
        [
            "-[^one]: The note has a citation [@walt1987] and *emphasis*, and it goes on",
            "+[^one]: The note has a citation [@walt1987] and *emphasis*, and goes on",
        ],
    ),
    (
        ("second row", "another row"),
        ["-| Russia | 2012 | second row |", "+| Russia | 2012 | another row |"],
    ),
    (
        ("plain table", "simple table"),
        [
            "-: A plain table of three rows. {#tbl:plain}",
            "+: A simple table of three rows. {#tbl:plain}",
        ],
    ),
    (
        ("A wave that rises", "A line that rises"),
        [
            "-![A wave that rises *once* and falls, after @rose1998.](wave){#fig:wave}",
            "+![A line that rises *once* and falls, after @rose1998.](wave){#fig:wave}",
        ],
    ),
    (
        ("Methods and materials", "Materials"),
        ["-## Methods and materials {#sec:method}", "+## Materials {#sec:method}"],
    ),
    (
        ("over several lines", "over many lines"),
        [
            "-  several lines, with *emphasis* and a citation [@rose1998],",
            "+  many lines, with *emphasis* and a citation [@rose1998],",
        ],
    ),
    (
        ("every construct", "each construct"),
        [
            '-title: "Dense: every construct at once"',
            '+title: "Dense: each construct at once"',
        ],
    ),
    (
        ("another word", "a third word"),
        ["-keywords: [one word, another word]", "+keywords: [one word, a third word]"],
    ),
    (
        ("They are free", "They cost nothing"),
        ["-    They are free.", "+    They cost nothing."],
    ),
    (
        ("which is here, ", ""),
        ["-which is here, ends the paragraph.", "+ends the paragraph."],
    ),
    (
        ("the section closes it;", "the section ends [*] it;"),
        [
            "-The last paragraph of the section closes it\\; a backslash \\* and an entity &amp; "
            "stay.",
            "+The last paragraph of the section ends \\[\\*\\] it\\; a backslash \\* and an entity "
            "&amp; stay.",
        ],
    ),
    (
        ("its definition".capitalize(), "The definition"),
        [
            "-:   Its definition is here.",
            "+:   The definition is here.",
        ],
    ),
]


@pytest.mark.parametrize(("edit", "lines"), PLAIN)
def test_plain_words_change_alone(trip: Trip, edit: Edit, lines: list[str]) -> None:
    """A replacement in Word is the same replacement in the source, whatever stands beside it."""
    trip.reviewer.noise()
    trip.reviewer.replace(*edit)
    assert trip.changes() == lines


@pytest.mark.parametrize("edit", [edit for edit, _ in PLAIN[:6]])
def test_tracked_words_change_alone(trip: Trip, edit: Edit) -> None:
    """A tracked replacement is taken as the plain one is."""
    lines = dict(PLAIN)[edit]
    trip.reviewer.replace(*edit, author="Ann")
    merged = trip.back()
    assert all(done.change.authors == ("Ann",) for done in merged.done)
    assert trip.changes() == lines


def test_words_change_alone_behind_a_save_in_libreoffice(trip: Trip, resave: Resave) -> None:
    """The map holds where another program has written the file anew."""
    trip.reviewer.data = resave(trip.reviewer.saved())
    trip.reviewer.__post_init__()
    for edit, _ in PLAIN:
        trip.reviewer.replace(*edit)
    merged = trip.back()
    assert [done.status for done in merged.done] == ["applied"] * len(merged.done)
    assert len(merged.done) >= len(PLAIN)


def test_a_deleted_citation_goes_as_a_whole(trip: Trip) -> None:
    """A citation is one thing; the line's end before it goes, for no space is left there."""
    trip.reviewer.replace("two more (see Walt 1987; Rose 1998, ch. 3), and", "two more, and")
    assert trip.changes() == [
        "-The first paragraph cites one work [@rose1998, pp. 144–147] and two more",
        "-[see @walt1987; @rose1998, ch. 3], and @walt1987 in the text. It has *emphasised words*,",
        "+The first paragraph cites one work [@rose1998, pp. 144–147] and two more, and @walt1987 "
        "in the text. It has *emphasised words*,",
    ]


def test_a_heading_may_begin_otherwise(trip: Trip) -> None:
    """New words stand behind its number, which is the build's with the space behind it."""
    trip.reviewer.replace("Introduction", "A Short Introduction")
    assert trip.changes() == [
        "-# Introduction {#sec:intro}",
        "+# A Short Introduction {#sec:intro}",
    ]


@pytest.mark.parametrize("edit", ["1,304", "1305", "many"])
def test_a_value_is_not_written_over(trip: Trip, edit: str) -> None:
    """What a value prints is the build's, and the change is told with the value's name."""
    trip.reviewer.replace("1,204", edit)
    merged = trip.back()
    assert not merged.texts
    assert merged.done[0].status == "not mapped"
    assert "{{ values.people | thousands }}" in merged.done[0].change.reason


def test_words_set_otherwise_are_marked(trip: Trip) -> None:
    """Italics and bold of Word's are emphasis of the source."""
    trip.reviewer.format("first paragraph", "i")
    trip.reviewer.format("The survey", "b")
    assert trip.changes() == [
        "-The first paragraph cites one work [@rose1998, pp. 144–147] and two more",
        "+The *first paragraph* cites one work [@rose1998, pp. 144–147] and two more",
        "-footnote.[^one] The survey asked {{ values.people | thousands }} people, a share",
        "+footnote.[^one] **The survey** asked {{ values.people | thousands }} people, a share",
    ]


def test_a_citation_typed_by_hand_is_one_by_its_key(trip: Trip) -> None:
    """One that fits a work is its key; one that fits none is marked and told."""
    trip.reviewer.insert(
        "ends the paragraph", " (Rose 1998; Walt, 1987, pp. 3-4), after Walt (1987), (Smith 2020)"
    )
    assert trip.changes()[1] == (
        "+which is here, ends the paragraph [@rose1998; @walt1987, pp. 3-4], after @walt1987, "
        "(Smith 2020)<!-- no entry fits this citation -->."
    )


@pytest.mark.parametrize(
    "setting",
    [
        "csl: chicago-notes-bibliography",
        "csl: ieee",
        "docx: {citations: text}",
        "floats: end",
        "number-sections: false",
    ],
)
def test_words_change_alone_in_every_style(trip: Trip, setting: str) -> None:
    """Whatever a citation prints, in brackets or as a note, it is one thing of the source."""
    metadata = trip.root / "manuscript" / "metadata.yaml"
    text = metadata.read_text(encoding="utf-8")
    metadata.write_text(f"{text}  {setting}\n", encoding="utf-8")
    build(load_project(trip.root), ["docx"])
    trip.reviewer = Reviewer((trip.root / "build" / "manuscript.docx").read_bytes())
    assert not trip.back().done
    edits = [
        ("first paragraph", "opening passage"),
        ("survey asked", "poll asked"),
        ("first row", "top row"),
        ("that rises", "that climbs"),
        ("it goes on", "goes on"),
    ]
    expected = {name: trip.before(name) for name in ("01-text.md", "02-end.md")}
    for old, new in edits:
        trip.reviewer.replace(old, new)
        expected = {name: text.replace(old, new) for name, text in expected.items()}
    assert trip.behind("01-text.md") == expected["01-text.md"]


@pytest.mark.parametrize("edit", [("another word", ""), ("one word", "one word; a third")])
def test_keywords_do_not_come_or_go(trip: Trip, edit: Edit) -> None:
    """A list of the metadata keeps its length: what would change it is told."""
    trip.reviewer.replace(*edit)
    merged = trip.back()
    assert not merged.texts
    assert {done.status for done in merged.done} <= {"not mapped", "conflict"}
    assert merged.done
