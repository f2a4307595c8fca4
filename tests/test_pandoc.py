"""Programs end, or are ended, and the message says what they were doing."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo import pandoc as asking
from octavo.diagnostics import ToolError
from octavo.nodes import Node, para, string, words
from octavo.pandoc import pandoc, pandoc_blocks, pandoc_json, pandoc_parts
from octavo.store import FolderShelf, Store
from octavo.tools import Ended
from tests.conftest import examples

FORMS = {
    "typst": ("typst-citations-smart", "// %s"),
    "latex": ("latex-smart", "%% %s"),
    "html": ("html5", "<!-- %s -->"),
}
BLOCKS = (
    *("A paragraph.", "# A heading", "- item\n- other", "1. one\n2. two", "> quoted"),
    *("| A |\n|---|\n| 1 |", "```\ncode\n```", "$$x$$", "Term\n:   Meaning", "***"),
    *("::: {#x .y}\nInner.\n:::", "- [ ] to do", "| verse\n| lines"),
)


@pytest.fixture(autouse=True)
def found() -> None:
    """Look for pandoc before a test puts anything in the place of what runs it."""
    asking.pandoc_path()


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


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits what runs already")
def test_a_pandoc_that_needs_too_much_memory_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system gives it no more than the limit."""
    monkeypatch.setattr(asking, "PANDOC_MEGABYTES", 60)
    monkeypatch.setattr(asking, "PANDOC_MEGABYTES_A_MEGABYTE", 0)
    with pytest.raises(ToolError, match="pandoc needed more than 60 MB, reading the sections"):
        pandoc("--from=markdown", "--to=json", data=b"word *word*\n\n" * 60_000)


def test_a_pandoc_that_runs_on_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Brackets by the thousand are given up on time."""
    monkeypatch.setattr(asking, "PANDOC_SECONDS", 0.5)
    started = time.perf_counter()
    with pytest.raises(ToolError, match="reading the sections"):
        pandoc("--from=markdown", data=b"[" * 20_000)
    assert time.perf_counter() - started < 20


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits others' memory")
def test_a_pandoc_that_needs_too_much_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory of the machine is not pandoc's alone."""
    monkeypatch.setattr(asking, "PANDOC_MEGABYTES", 30)
    monkeypatch.setattr(asking, "PANDOC_MEGABYTES_A_MEGABYTE", 0)
    with pytest.raises(ToolError, match=r"pandoc needed more than \d+ MB, reading the sections"):
        pandoc("--from=markdown", data=b"Some *words*.\n\n" * 10_000)


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
            *arguments,
            parts=[tree, empty, tree[:1]],
            form=form,
            remark=remark,
            name="a",
            store=None,
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
        given = {"parts": [paragraphs], "form": form, "remark": remark, "name": "a", "store": None}
        return pandoc_parts(*arguments, **given)[0]  # type: ignore[arg-type]

    before = write()
    assert write() == before
    assert len(asked) == 1
    paragraphs[4] = para(words("An edit."))
    assert write() == before.replace("Paragraph 4 of this test alone.", "An edit.")
    assert len(asked) == 2
    assert b"Paragraph" not in asked[1]


def test_blocks_of_the_last_build_are_recalled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process asks pandoc for the blocks alone that the last build did not write."""
    store, asked = Store(FolderShelf(tmp_path)), []

    def counted(*arguments: str, data: bytes, **_: Any) -> bytes:
        asked.append(data)
        return pandoc(*arguments, data=data)

    monkeypatch.setattr(asking, "pandoc", counted)

    def write(*texts: str, name: str = "manuscript") -> str:
        monkeypatch.setattr(asking, "_written_once", {})
        blocks = [para([string(text)]) for text in texts]
        form, remark, arguments = WRITERS[0]
        (text,) = pandoc_parts(
            *arguments, parts=[blocks], form=form, remark=remark, name=name, store=store
        )
        return text

    assert write("one", "two") == "<p>one</p>\n<p>two</p>"
    assert write("other", name="supplement") == "<p>other</p>"
    assert write("one", "three") == "<p>one</p>\n<p>three</p>"
    assert write("three", "one", "three") == "<p>three</p>\n<p>one</p>\n<p>three</p>"
    assert write("other", name="supplement") == "<p>other</p>"
    assert len(asked) == 3
    assert b"three" in asked[2]
    assert b"one" not in asked[2]


@given(st.lists(st.sampled_from(BLOCKS), max_size=8), st.sampled_from(sorted(FORMS)))
@examples(20)
def test_a_block_is_written_alike_whatever_stands_around_it(blocks: list[str], form: str) -> None:
    """Block by block gives the words and marks of all at once."""
    trees = [pandoc_blocks("--from=markdown", data=block.encode()) for block in blocks]
    whole = [block for tree in trees for block in tree]
    writer = ("--from=json", f"--to={FORMS[form][0]}", "--wrap=none")
    remark = FORMS[form][1]
    (text,) = pandoc_parts(*writer, parts=[whole], form=form, remark=remark, name="a", store=None)
    at_once = pandoc(*writer, data=pandoc_json(whole)).decode()
    assert text.split() == at_once.split()


def test_the_language_of_the_machine_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder of other letters is found where the locale knows ASCII alone."""
    folder = tmp_path / "ein Größeres – ۲"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("LC_ALL", "C")
    works = folder / "größe.bib"
    works.write_text("@book{a, author={Ö, Å}, title={T}, date={1990}}")
    said = pandoc("--citeproc", "--to=plain", data=b"@a", files={"--bibliography": works})
    assert said.decode().startswith("Ö (1990)\n")


def test_what_a_user_has_told_pandoc_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Abbreviations in the home folder, behind which a space stays together, are passed over."""
    plain = pandoc("--to=json", data=b"See wave. 1")
    for name in (".pandoc", ".local/share/pandoc", "share/pandoc"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "abbreviations").write_text("wave.\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    assert pandoc("--to=json", data=b"See wave. 1") == plain
