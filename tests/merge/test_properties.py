"""Generated documents and edits: what is not edited stays, what is edited changes alone."""

from __future__ import annotations

import itertools
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.reviewing import Reviewer
from octavo.merge.merging import Merge, merge
from octavo.pipeline import build
from octavo.project import load_project
from tests.conftest import BIBLIOGRAPHY, examples

METADATA = (
    "title: A title\nauthors: [{name: Ada Example}]\nvalues: {people: 1204}\n"
    "abstract: An abstract with some words in it.\n"
)
FRAGMENTS = (
    "W",
    "W W W",
    "W,",
    "(W)",
    "W; W",
    "*W W*",
    "**W W**",
    "***W***",
    "W*W*",
    "[W W](https://example.org/x_y)",
    "[@rose1998, p. 5]",
    "[see @rose1998; @walt1987]",
    "@walt1987",
    "$x_1 + y$",
    "`code`",
    "{{ values.people }}",
    "W^[W *W* W]",
    '"W W"',
    "W's",
    "W--W",
    "H~2~O",
    "W\\*",
    "[W]{.smallcaps}",
    "~~W W~~",
    "W &amp; W",
    "W<!-- a remark -->",
    "W...",
)
"""Pieces of paragraphs; each `W` becomes a word of its own."""

BLOCKS = (
    "{}",
    "{}",
    "{}",
    "- {}\n- {}",
    "1. {}\n2. {}",
    "> {}",
    "## {}",
    "| A | B |\n|---|---|\n| {} | {} |",
)

Blocks = list[tuple[str, list[str], list[str], bool]]

paragraph = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=9)
document = st.lists(
    st.tuples(st.sampled_from(BLOCKS), paragraph, paragraph, st.booleans()), min_size=1, max_size=6
)


def named() -> Iterator[str]:
    """Yield words, each once."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    for first, second, third in itertools.product(letters, letters, letters):
        yield f"lo{first}{second}{third}m"


def written(blocks: Blocks) -> str:
    """Return the source of a document."""
    words = named()
    out = ["# Introduction", "Opening words here."]
    for form, one, two, broken in blocks:
        narrow = form.startswith(("|", "#"))
        joint = "\n> " if form.startswith(">") else "\n  " if form[0] in "-1" else "\n"
        joint = joint if broken and not narrow else " "
        texts = [joint.join(part).replace("\n\n", "\n") for part in (one, two)]
        filled = [re.sub("W", lambda _: next(words), text) for text in texts]
        out.append(form.format(*filled))
    return "\n\n".join(out) + "\n"


class Paper:
    """A small manuscript in a folder of its own, built."""

    def __init__(self, root: Path, text: str) -> None:
        self.root = root
        self.text = text
        for name, content in (
            ("manuscript/metadata.yaml", METADATA),
            ("manuscript/01-text.md", text),
            ("bib/references.bib", BIBLIOGRAPHY),
        ):
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_text(content, encoding="utf-8")
        build(load_project(root), ["docx"])
        self.reviewer = Reviewer((root / "build" / "manuscript.docx").read_bytes())

    def back(self) -> Merge:
        """Return what the reviewed file changes."""
        path = self.root / "reviewed.docx"
        path.write_bytes(self.reviewer.saved())
        return merge(load_project(self.root), path)

    def behind(self, merged: Merge) -> str:
        """Return the section behind a merge."""
        return merged.texts.get(Path("manuscript/01-text.md"), ("", self.text))[1]


@examples(10)
@given(document, st.booleans())
def test_what_is_untouched_stays(blocks: Blocks, noisy: bool) -> None:
    """No document, whatever is in it, changes when nothing in it was edited."""
    with tempfile.TemporaryDirectory() as folder:
        paper = Paper(Path(folder), written(blocks))
        if noisy:
            paper.reviewer.noise()
        merged = paper.back()
        assert not merged.texts
        assert not merged.done


@examples(10)
@given(document, st.data())
def test_words_that_are_replaced_change_alone(blocks: Blocks, data: st.DataObject) -> None:
    """The source behind the merge is the source with these words replaced, byte for byte."""
    text = written(blocks)
    words = re.findall(r"lo\w{3}m", text) or ["Opening"]
    chosen = data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=4, unique=True))
    author = data.draw(st.sampled_from(["", "Ann"]))
    with tempfile.TemporaryDirectory() as folder:
        paper = Paper(Path(folder), text)
        expected = text
        for number, word in enumerate(chosen):
            new = f"changed{'abcd'[number]}"
            paper.reviewer.replace(word, new, author=author)
            expected = expected.replace(word, new)
        merged = paper.back()
        assert [d.status for d in merged.done] == ["applied"] * len(merged.done)
        assert paper.behind(merged) == expected


@examples(10)
@given(document, st.data())
def test_words_that_come_and_go_change_alone(blocks: Blocks, data: st.DataObject) -> None:
    """But for spaces, and marks around nothing, the source has the new words and not the old."""
    text = written(blocks)
    words = re.findall(r"lo\w{3}m", text) or ["Opening"]
    gone = data.draw(st.sampled_from(words))
    beside = data.draw(st.sampled_from(words))
    with tempfile.TemporaryDirectory() as folder:
        paper = Paper(Path(folder), text)
        paper.reviewer.insert(beside, " newly added")
        paper.reviewer.replace(gone, "")
        merged = paper.back()
        assert [d.status for d in merged.done] == ["applied"] * len(merged.done)
        if gone != beside:
            expected = text.replace(beside, f"{beside} newly added").replace(gone, "")
            assert bare(paper.behind(merged)) == bare(expected)


def bare(text: str) -> str:
    """Return a text without spaces and without marks."""
    return re.sub(r"[\s*~>]+|\[\](?:\{[^}]*\}|\([^)]*\))", "", text)
