"""Brackets so deep that pandoc would never end are refused where they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo import pandoc as asking
from octavo.cli import run
from octavo.diagnostics import Faults, Span
from octavo.manuscript import read_manuscript
from octavo.nesting import depth_of
from tests.conftest import Load, Write


def test_brackets_that_nothing_closes_are_refused_at_their_place(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, and the place of the last; pandoc is not asked."""
    root = write({"manuscript/01-a.md": "# A\n\nWords " + "[" * 30 + "@rose1998 [p. 3]\n"})
    assert run(["build", "html", "-C", str(root)]) == 2
    said = capsys.readouterr().err
    assert "manuscript/01-a.md:3:47: error: 31 brackets are open here at once" in said
    assert "write `\\[`" in said


def test_brackets_of_the_metadata_have_the_place_of_their_text(load: Load) -> None:
    """An abstract is read by pandoc too."""
    metadata = f"title: A\nauthors: [A]\nabstract: a {'[' * 30}\n"
    with pytest.raises(Faults) as caught:
        read_manuscript(load({"manuscript/metadata.yaml": metadata}))
    (fault,) = caught.value.diagnostics
    assert fault.span == Span(Path("manuscript/metadata.yaml"), 3, 1, 9)


def test_brackets_that_kept_pandoc_from_ending_are_named(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few are enough where notes are in them; they are no fault until pandoc has given up."""
    monkeypatch.setattr(asking, "PANDOC_SECONDS", 0.2)
    with pytest.raises(Faults, match=r"^manuscript/01-a\.md:1:46: 16 brackets"):
        read_manuscript(load({"manuscript/01-a.md": "[a^[b " * 8 + "\n"}))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("[a] [b [c]] [d]", 2),
        ("[a\n\n[b\n> \n> [c", 1),
        (r"\[\[[a", 1),
        ("`[[[[`[a", 1),
        ("``[`[``[a", 1),
        ("``` {.python}\n[[[[\n\n[[\n```\n[a", 1),
        ("~~~\n[[[[", 0),
        ("$[0, 1[$ and $$[[[$$ [a", 1),
        ("<!-- [[ \n\n [[ -->[a", 1),
        ("]]]][a", 1),
        ("it costs $5 [a [b", 2),
        ("a ` [b [c\n\nd ` [e", 2),
    ],
)
def test_open_brackets_are_counted_in_a_paragraph(text: str, count: int) -> None:
    """What is code, a formula, a comment or escaped is none, and an empty line closes all."""
    assert depth_of(text).count == count
