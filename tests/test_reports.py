"""Findings as people read them: no source steers their terminal."""

from __future__ import annotations

import json
from pathlib import Path

from octavo.diagnostics import Diagnostic, Span
from octavo.reports import sarif_of, texts_of


def text_of(root: Path, name: str, line: int, column: int, end: int) -> list[str]:
    """Return what is printed of a finding, without its message."""
    finding = Diagnostic("rule", "something", Span(Path(name), line, column, end))
    return next(texts_of([finding], root)).split("\n")[1:]


def test_carets_stand_below_what_they_mean(tmp_path: Path) -> None:
    """Wide letters take two columns, marks none, and tabs one."""
    (tmp_path / "a.md").write_text("中\u0301\tword\n\n", encoding="utf-8")
    assert text_of(tmp_path, "a.md", 1, 4, 8) == ["    中\u0301 word", "       ^^^^"]
    assert text_of(tmp_path, "a.md", 2, 1, 1) == []
    assert text_of(tmp_path, "a.md", 9, 1, 1) == []


def test_what_would_steer_a_terminal_is_shown_as_unknown(tmp_path: Path) -> None:
    """Escapes, and letters that turn the direction, each take one place."""
    (tmp_path / "a.md").write_text("a\x1b[2J\u202eb\n", encoding="utf-8")
    assert text_of(tmp_path, "a.md", 1, 7, 8) == ["    a\ufffd[2J\ufffdb", "          ^"]


def test_what_is_built_and_what_is_no_text_has_no_line(tmp_path: Path) -> None:
    """A finding in a PDF has a place, but no line of text."""
    (tmp_path / "build").mkdir()
    for name in ("build/a.html", "b.pdf"):
        (tmp_path / name).write_bytes(b"\xff\xfe<p>")
        assert text_of(tmp_path, name, 1, 1, 2) == []


def test_a_finding_without_an_end_has_no_end_in_sarif() -> None:
    """A place is a line and a column there, as some findings know no more."""
    log = json.loads(sarif_of([Diagnostic("rule", "x", Span(Path("a b.md"), 3, 2))], "1.0.0", {}))
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "a%20b.md"}
    assert place["region"] == {"startLine": 3, "startColumn": 2}
