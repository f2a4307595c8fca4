"""Repairs change what they say, and nothing else."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from octavo.cli import run
from octavo.diagnostics import Diagnostic, Edit, Span
from octavo.fixes import repaired
from octavo.sources import LINE_END, read_text
from tests.conftest import BIBLIOGRAPHY, Write

WRONG = """@book{walt1987,
  author = {Walt, Stephen M.},
  title = {The Origins of Alliances},
  publisher = {Cornell University Press},
  date = {1987},
  doi = {https://doi.org/10.2307/2010183.},
}

"""


def diagnostic(edit: Edit) -> Diagnostic:
    """Return a diagnostic with one repair."""
    return Diagnostic("rule", "message", Span(edit.path), edits=(edit,))


def test_a_fix_keeps_line_ends_and_the_mark(write: Write) -> None:
    """CRLF, a byte-order mark and the rest of the file stay."""
    bib = WRONG.replace("\n", "\r\n")
    root = write(
        {
            "bib/references.bib": b"\xef\xbb\xbf" + bib.encode(),
            "manuscript/01-a.md": "See @walt1987.\n",
        }
    )
    run(["check", "citations", "--fix", "-q", "-C", str(root)])
    wanted = bib.replace("https://doi.org/10.2307/2010183.", "10.2307/2010183")
    assert (root / "bib/references.bib").read_bytes() == b"\xef\xbb\xbf" + wanted.encode()


def test_the_second_of_two_equal_entries_goes(write: Write) -> None:
    """An entry that stands twice is deleted once; another with its key stays."""
    twice = BIBLIOGRAPHY + BIBLIOGRAPHY.split("\n\n")[0] + "\n"
    root = write({"bib/references.bib": twice, "manuscript/01-a.md": "@rose1998; @walt1987.\n"})
    assert run(["check", "citations", "--fix", "-q", "-C", str(root)]) == 0
    assert (root / "bib/references.bib").read_text() == BIBLIOGRAPHY


def test_entries_that_differ_are_left(write: Write) -> None:
    """What has no one right answer is not repaired."""
    twice = BIBLIOGRAPHY + "@book{walt1987, title = {Another}, author={A}, date={1990}}\n"
    root = write({"bib/references.bib": twice, "manuscript/01-a.md": "@rose1998; @walt1987.\n"})
    assert run(["check", "citations", "--fix", "-q", "-C", str(root)]) == 1
    assert (root / "bib/references.bib").read_text() == twice


@given(st.text("ab\r\n", max_size=30), st.integers(1, 6), st.integers(1, 6))
def test_an_edit_replaces_its_range(text: str, line: int, col: int) -> None:
    """Whatever the line ends, the text before and behind an edit stays as it was."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "a.md").write_bytes(text.encode())
        lines = read_text(root, Path("a.md")).split("\n")
        if line > len(lines) or col > len(lines[line - 1]):
            return
        edit = Edit(Path("a.md"), line, col, line, col + 1, "X")
        ((_, after),) = repaired(root, [diagnostic(edit)]).values()
        ends = LINE_END.findall(text)
        assert LINE_END.findall(after) == ends
        lines[line - 1] = lines[line - 1][: col - 1] + "X" + lines[line - 1][col:]
        assert LINE_END.split(after) == lines
