"""What other programs put into a Word file: citations of Zotero's, notes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

from benchmarks.reviewing import Reviewer
from octavo.word_namespaces import SPACE, w

Items = Sequence[Mapping[str, Any]]


def run(text: str, *properties: str) -> Any:
    """Return a run of words, set as its properties say."""
    made = etree.Element(w("r"))
    around = etree.SubElement(made, w("rPr"))
    for name in properties:
        etree.SubElement(around, w(name))
    node = etree.SubElement(made, w("t"))
    node.text = text
    node.set(SPACE, "preserve")
    return made


def instruction(items: Items) -> str:
    """Return the instruction of a field of Zotero's."""
    data = json.dumps({"citationID": "a1", "citationItems": [*items]})
    return f" ADDIN ZOTERO_ITEM CSL_CITATION {data} "


def zotero(items: Items, shown: str = "(Somebody 2000)") -> list[Any]:
    """Return the runs of a citation that Zotero has put in."""
    parts = (
        ("fldChar", "begin", None),
        ("instrText", "", instruction(items)),
        ("fldChar", "separate", None),
        ("t", "", shown),
        ("fldChar", "end", None),
    )
    runs = []
    for name, kind, text in parts:
        made = etree.Element(w("r"))
        node = etree.SubElement(made, w(name))
        node.text = text
        if kind:
            node.set(w("fldCharType"), kind)
        runs.append(made)
    return runs


def put(reviewer: Reviewer, after: str, runs: Sequence[Any]) -> None:
    """Put runs behind some words, with a space between."""
    last = reviewer._isolated(reviewer.find(after), after)[-1]
    for one in reversed([run(" "), *runs]):
        last.addnext(one)


def cite(reviewer: Reviewer, after: str, items: Items) -> None:
    """Put a citation of Zotero's behind some words."""
    put(reviewer, after, zotero(items))


def note(reviewer: Reviewer, after: str, *paragraphs: Sequence[Any]) -> str:
    """Put a new footnote behind some words, and return its number."""
    reviewer.count += 1
    number = str(reviewer.count)
    notes = reviewer.roots["word/footnotes.xml"]
    new = etree.SubElement(notes, w("footnote"), {w("id"): number})
    for runs in paragraphs:
        etree.SubElement(new, w("p")).extend(runs)
    refer(reviewer, after, number)
    return number


def refer(reviewer: Reviewer, after: str, number: str) -> None:
    """Put the mark of a footnote behind some words."""
    mark = etree.Element(w("r"))
    etree.SubElement(mark, w("footnoteReference")).set(w("id"), number)
    reviewer._isolated(reviewer.find(after), after)[-1].addnext(mark)
