"""Programs end, or are ended, and the message says what they were doing."""

from __future__ import annotations

import time

import pytest

from octavo import pandoc as asking
from octavo.diagnostics import ToolError
from octavo.pandoc import pandoc
from octavo.tools import Ended


@pytest.mark.parametrize(
    ("arguments", "doing", "hint"),
    [
        (["--from=markdown-x"], "reading the sections", "brackets"),
        (["--from=json", "--citeproc", "--csl=/a/b.csl"], "in the style b.csl", "another style"),
        (["--from=biblatex", "--to=csljson"], "reading the cited entries", "entry"),
        (["--from=json", "--to=typst-citations-smart"], "writing typst", "formulas"),
    ],
)
def test_a_pandoc_that_does_not_end_is_said_to_do_what_it_did(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], doing: str, hint: str
) -> None:
    """The author learns where to look."""
    monkeypatch.setattr(asking, "run", lambda *_, **__: Ended(None, b"", ""))
    with pytest.raises(ToolError, match=rf"did not end within 60 seconds, .*{doing}$") as caught:
        pandoc(*arguments, data=b"")
    assert hint in caught.value.hint


def test_the_limit_grows_with_the_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """A book may take longer than a letter."""
    monkeypatch.setattr(asking, "run", lambda *_, **__: Ended(None, b"", ""))
    with pytest.raises(ToolError, match="did not end within 360 seconds"):
        pandoc("--from=markdown", data=b" " * 10_000_000)


def test_a_pandoc_that_runs_on_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Brackets by the thousand are given up on time."""
    monkeypatch.setattr(asking, "PANDOC_SECONDS", 0.5)
    started = time.perf_counter()
    with pytest.raises(ToolError, match="reading the sections"):
        pandoc("--from=markdown", data=b"[" * 20_000)
    assert time.perf_counter() - started < 20
