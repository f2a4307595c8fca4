"""Blocks of every kind that come, go or move: Word can accept and reject each of them."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from octavo.diff.documents import Named, marked_document
from octavo.document import Document
from octavo.pipeline import compose, gather
from octavo.project import Project, load_project
from octavo.render import docx
from tests.conftest import write_all
from tests.diff.test_word import words
from tests.diff.word import decided

METADATA = "title: Ties\nauthors: [Ada Example]\n"
ABSTRACT = "abstract:\n  fr: Des liens sous la menace.\nkeywords:\n  fr: [menace, liens]\n"
FRAME = """\
# Introduction

States align against threats, and power is one ingredient of threat beside others.
{kinds}
# Results

Deliveries of arms grew in each of the years that the registers of both states cover.
{moved}
"""
KINDS = """
- a bullet about deliveries

- a second bullet about training

1. a first step of counting
2. a second step of counting

Entrapment
:   Being drawn into the quarrel of an ally.

Abandonment
:   Being left alone by an ally.

> Whoever commits firmly risks entrapment in the quarrels of others.

| Lines of verse
| stand one below the other

| Case | Tie |
|:-----|:----|
| Iraq | arms |
|      | loans |

: Cases of alignment. {#tbl:cases}

::: {#fig:listing}
```
count = deliveries / demand
```

How deliveries were counted.
:::

$$ s = \\frac{d}{D} $$ {#eq:share}

The share of Iraq is $$ s_i = 4 $$, and that of Syria is
$$ s_j = 5 $$ {#eq:syria}.

| Year | Deliveries |
|:-----|-----------:|
| 2012 | 4 |

: Deliveries on a turned page. {#tbl:turned .landscape}
"""
MOVED = """
> A long quotation that will be moved stands here for now, and it can be known again {words}.

| State | Partner | Years of the treaty that both kept |
|:------|:--------|:-----------------------------------|
| Egypt | Soviet Union | 1955 to 1972 |
{row}| Syria | Soviet Union | 1956 to 1991 |

: Treaties of friendship. {{#tbl:moved}}
"""
BEFORE = MOVED.format(words="at once", row="| Yemen | Soviet Union | 1979 to 1990 |\n")
AFTER = MOVED.format(words="later", row="")


@dataclass(frozen=True, slots=True)
class Sides:
    """Two manuscripts, and the Word files of both and of what changed between them."""

    old: Path
    new: Path
    marked: Path


def composed(root: Path, metadata: str, text: str) -> tuple[Project, Document]:
    """Return a project of one section, and its document as the Word file wants it."""
    write_all(root, {"manuscript/metadata.yaml": metadata, "manuscript/01-a.md": text})
    project = load_project(root)
    return project, compose(gather(project), ("docx",))[0]


@pytest.fixture(scope="module", params=["put in", "left out"])
def sides(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Sides:
    """Return files of a change that puts in blocks of all kinds, or one that leaves them out."""
    folder = tmp_path_factory.mktemp("kinds")
    less = composed(folder / "less", METADATA, FRAME.format(kinds=BEFORE, moved=""))
    more = composed(folder / "more", METADATA + ABSTRACT, FRAME.format(kinds=KINDS, moved=AFTER))
    old, new = (less, more) if request.param == "put in" else (more, less)
    was, now = (Named(document, "", project.root) for project, document in (old, new))
    marked = marked_document(was, now, "Ada", "2026-01-01T00:00:00Z").document
    made = {"old": old, "new": new, "marked": (new[0], marked)}
    for name, (project, document) in made.items():
        (folder / f"{name}.docx").write_bytes(docx.render(document, project).data)
    return Sides(*(folder / f"{name}.docx" for name in ("old", "new", "marked")))


def body(path: Path) -> Any:
    """Return the body of a Word file."""
    with zipfile.ZipFile(path) as package:
        return etree.fromstring(package.read("word/document.xml"))[0]


def test_accepting_gives_the_new_side_and_rejecting_the_old_one(sides: Sides) -> None:
    """No block of any kind stays behind, and none is lost."""
    for accept, plain in ((True, sides.new), (False, sides.old)):
        assert words(decided(sides.marked, accept=accept)) == words(decided(plain, accept=True))


def test_marked_blocks_keep_the_schema(sides: Sides) -> None:
    """The rules of the Open XML SDK find no error."""
    result = OpenXmlValidator().validate(sides.marked)
    assert [str(error) for error in result.errors] == []
