"""What Word does when all changes of a file are accepted or rejected, done here on its XML.

Nothing of Octavo is used: what it says of a file is ECMA-376, part 1, 17.13.5 alone.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
PUT_IN, TAKEN_OUT = ("ins", "moveTo"), ("del", "moveFrom")
CELLS = {"ins": "cellIns", "del": "cellDel"}


def decided(path: Path, *, accept: bool) -> list[str]:
    """Return the paragraphs of a file after all changes are accepted, or all are rejected.

    Notes stand behind the paragraph that refers to them.
    """
    with zipfile.ZipFile(path) as package:
        body = etree.fromstring(package.read("word/document.xml"))[0]
        notes = etree.fromstring(package.read("word/footnotes.xml"))
    gone, kept = (TAKEN_OUT, PUT_IN) if accept else (PUT_IN, TAKEN_OUT)
    for story in (body, notes):
        _decide(story, gone, kept)
    texts = {str(note.get(f"{W}id")): _paragraphs(note, {}) for note in notes}
    return [text for text in _paragraphs(body, texts) if text]


def _decide(story: Any, gone: tuple[str, ...], kept: tuple[str, ...]) -> None:
    for row in list(story.iter(f"{W}tr")):
        if any(row.find(f"{W}trPr/{W}{name}") is not None for name in gone):
            row.getparent().remove(row)
    for table in list(story.iter(f"{W}tbl")):
        if table.find(f"{W}tr") is None:
            table.getparent().remove(table)
    for cell in list(story.iter(f"{W}tc")):
        names = [CELLS[name] for name in gone if name in CELLS]
        if any(cell.find(f"{W}tcPr/{W}{name}") is not None for name in names):
            cell.getparent().remove(cell)
    for name in gone:
        for element in list(story.iter(f"{W}{name}")):
            if element.getparent().tag not in (f"{W}rPr", f"{W}trPr"):
                element.getparent().remove(element)
    _join(story, gone)


def _join(story: Any, gone: tuple[str, ...]) -> None:
    """Join each paragraph whose mark is gone with the one behind it, from the end on."""
    for paragraph in reversed(list(story.iter(f"{W}p"))):
        marks = paragraph.find(f"{W}pPr/{W}rPr")
        if marks is None or all(marks.find(f"{W}{name}") is None for name in gone):
            continue
        following = paragraph.getnext()
        while following is not None and following.tag not in (f"{W}p", f"{W}tbl"):
            following = following.getnext()
        content = [child for child in paragraph if child.tag != f"{W}pPr"]
        if following is not None and following.tag == f"{W}p":
            place = 0 if following.find(f"{W}pPr") is None else 1
            following[place:place] = content
            paragraph.getparent().remove(paragraph)
        elif not any(_text(child, {}) for child in content) and following is not None:
            paragraph.getparent().remove(paragraph)


def _paragraphs(story: Any, notes: dict[str, list[str]]) -> list[str]:
    texts = (_text(paragraph, notes) for paragraph in story.iter(f"{W}p"))
    return [re.sub(r"\s+", " ", text).strip() for text in texts]


def _text(element: Any, notes: dict[str, list[str]]) -> str:
    out = ""
    for child in element.iter():
        if child.tag in (f"{W}t", f"{W}delText", f"{M}t"):
            out += child.text or ""
        elif child.tag in (f"{W}tab", f"{W}br"):
            out += " "
        elif child.tag == f"{W}footnoteReference":
            out += f"[{' '.join(filter(None, notes.get(str(child.get(f'{W}id')), [])))}]"
        elif child.tag.endswith("}docPr"):
            out += f"({child.get('descr')})"
    return out
