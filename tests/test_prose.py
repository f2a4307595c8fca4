"""The words that rules read are those that pandoc reads, each in its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from octavo.manuscript import read_manuscript
from octavo.nodes import Node, has_class, walk
from octavo.project import load_project
from octavo.prose import GONE, THING, prose_of_sources, prose_of_text
from tests.conftest import Load

ROOT = Path(__file__).parents[1]
WORD = re.compile(r"[^\W\d_]{2,}")

MARKED = """\
# A heading {#sec:one .unnumbered}

Some *stressed* and `code` words, $x + y$ and @rose1998 [p. 3] [see @walt1987, p. 3].
A [link](https://example.org/path "Its title"), a note[^n] and {{ values.x }}.

<!-- a comment
over lines -->

```python
def hidden(): ...
```

::: {lang=fa}
Words in a division.
:::

| left | right |
|------|-------|
| cell | other |

: Caption words. {#tbl:x}

[^n]: Words of the note.

[ref]: https://example.org/reference
"""


def test_the_reference_article_has_the_same_words() -> None:
    """Every word of the sections that pandoc prints is read, and no other."""
    manuscript = read_manuscript(load_project(ROOT))
    printed = {
        word
        for node in walk(manuscript.blocks)
        if node["t"] == "Str"
        for word in WORD.findall(node["c"])
    }
    read = {
        word
        for section in manuscript.sections
        for word in WORD.findall(prose_of_text(section.path, section.text).text)
    }
    assert read <= printed
    cited = {w for node in walk(manuscript.blocks) if is_thing(node) for w in words(node)}
    assert printed - read <= cited


def is_thing(node: Node) -> bool:
    """Tell whether a node is a citation or a value."""
    return node["t"] == "Cite" or has_class(node, "value")


def words(node: Node) -> set[str]:
    """Return the words within a node."""
    return {w for n in walk(node) if n["t"] == "Str" for w in WORD.findall(n["c"])}


def test_markup_is_no_prose() -> None:
    """Code, formulas, citations, comments, addresses and attributes are blotted out."""
    text = prose_of_text(Path("a.md"), MARKED).text
    assert len(text) == len(MARKED)
    assert (
        WORD.findall(text)
        == (
            "heading Some stressed and words and link note and Words in division left right cell"
            " other Caption words Words of the note"
        ).split()
    )


@pytest.mark.parametrize("piece", ["stressed", "division", "Caption", "note.\n"])
def test_prose_keeps_its_place(piece: str) -> None:
    """A word of the prose is where it is in the source."""
    prose = prose_of_text(Path("a.md"), MARKED)
    start = prose.text.index(piece)
    assert start == MARKED.index(piece)
    span = prose.span(start, start + len(piece))
    line = MARKED.split("\n")[span.line - 1]
    assert line[span.column - 1 : span.end - 1] == piece.strip("\n")


def test_the_texts_of_the_metadata_are_prose(load: Load) -> None:
    """Titles, abstracts and statements are read in `metadata.yaml`, names and settings not."""
    project = load(
        {
            "manuscript/metadata.yaml": "title: 'A title'\nauthors: [{name: Ada Example}]\n"
            "abstract: >-\n  Folded\n  text.\nkeywords: [war, peace]\nlanguage: en\n"
        }
    )
    prose = next(iter(prose_of_sources(project, read_manuscript(project))))
    assert re.sub(f"[{GONE}{THING}]+", " ", prose.text).split() == [
        *("A", "title", "Folded", "text.", "war", "peace")
    ]
