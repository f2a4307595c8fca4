"""Programs end, or are ended, and the message says what they were doing."""

from __future__ import annotations

import time

import pytest

from octavo import pandoc as asking
from octavo.diagnostics import ToolError
from octavo.nodes import Node, para, words
from octavo.pandoc import pandoc, pandoc_blocks, pandoc_json, pandoc_parts
from octavo.store import Store
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


PARTS = """# A heading {#sec:a}

- A list
- of two

- again

1.  and

    another

> Quoted `code` and $x^2$.

    a block

| line
|   block

Last, a [link](https://example.org){.class} and “quotes”.
"""
WRITERS = [
    ("html", "<!--%s-->", ("--from=json", "--to=html5", "--mathml", "--wrap=none")),
    ("typst", "// %s", ("--from=json", "--to=typst-citations-smart", "--wrap=none")),
    ("latex", "%% %s", ("--from=json", "--to=latex", "--wrap=none")),
]


@pytest.mark.parametrize(("form", "remark", "arguments"), WRITERS)
def test_blocks_are_written_as_they_are_within_the_whole(
    form: str, remark: str, arguments: tuple[str, ...]
) -> None:
    """What is put together of blocks is what pandoc writes of all of them at once."""
    tree = pandoc_blocks("--from=markdown", data=PARTS.encode())
    whole = pandoc(*arguments, data=pandoc_json(tree)).decode().strip()
    empty: list[Node] = []
    for _ in range(2):
        found = pandoc_parts(
            *arguments, parts=[tree, empty, tree[:1]], form=form, remark=remark, store=None
        )
        assert found[:2] == [whole, ""]
        assert whole.startswith(found[2])


def test_only_new_blocks_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a tree that was written before, with an edit, the edited block alone is asked for."""
    form, remark, arguments = WRITERS[0]
    asked: list[bytes] = []

    def counted(*words: str, data: bytes, store: Store | None = None) -> bytes:
        asked.append(data)
        return pandoc(*words, data=data, store=store)

    monkeypatch.setattr(asking, "pandoc", counted)
    paragraphs = [para(words(f"Paragraph {n} of this test alone.")) for n in range(9)]

    def write() -> str:
        given = {"parts": [paragraphs], "form": form, "remark": remark, "store": None}
        return pandoc_parts(*arguments, **given)[0]  # type: ignore[arg-type]

    before = write()
    assert write() == before
    assert len(asked) == 1
    paragraphs[4] = para(words("An edit."))
    assert write() == before.replace("Paragraph 4 of this test alone.", "An edit.")
    assert len(asked) == 2
    assert b"Paragraph" not in asked[1]
