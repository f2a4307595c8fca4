"""The way back: a bookmark around every paragraph, and what the file was made of."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from typing import Any

from octavo.origin import Origin, packed
from octavo.word_namespaces import R, W
from octavo.word_story import BOOKMARK, read_story

START, END = f"{{{W}}}bookmarkStart", f"{{{W}}}bookmarkEnd"
NAME, IDENTIFIER = f"{{{W}}}name", f"{{{W}}}id"
STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"


def carry_origin(word: Any, stories: Mapping[Any, Any], origin: Origin) -> None:
    """Mark the paragraphs of all stories, and put what they were made of into the package."""
    number = sum(1 for story in stories.values() for _ in story.iter(START))
    count = 0
    for story in stories.values():
        for paragraph in story.iter(f"{{{W}}}p"):
            if _is_ruler(paragraph):
                continue
            count += 1
            _mark(paragraph, count, number + count)
    paragraphs = [
        read for part, story in stories.items() for read in read_story(story, links_of(part))
    ]
    _attach(word, packed(origin, paragraphs))


def links_of(part: Any) -> dict[str, str]:
    """Return the addresses that a part leads to, by their identifiers."""
    return {name: one.target_ref for name, one in part.rels.items() if one.is_external}


def _is_ruler(paragraph: Any) -> bool:
    """Tell whether a paragraph is a rule above notes, or ends a section and holds nothing."""
    note = paragraph.getparent()
    if note.tag == f"{{{W}}}footnote" and note.get(f"{{{W}}}type") is not None:
        return True
    return paragraph.find(f"{{{W}}}r") is None and not len(
        paragraph.xpath("./*[not(self::*[local-name()='pPr'])]")
    )


def _mark(paragraph: Any, number: int, identifier: int) -> None:
    from lxml import etree

    start, end = etree.Element(START), etree.Element(END)
    for element in (start, end):
        element.set(IDENTIFIER, str(identifier))
    start.set(NAME, f"{BOOKMARK}{number}")
    properties = paragraph.find(f"{{{W}}}pPr")
    paragraph.insert(0 if properties is None else 1, start)
    paragraph.append(end)


def _attach(word: Any, data: bytes) -> None:
    """Add a part of custom XML to the package, with the properties that Word knows it by."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    identifier = str(uuid.UUID(bytes=hashlib.sha256(data).digest()[:16])).upper()
    package = word.part.package
    properties = (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f'<ds:datastoreItem ds:itemID="{{{identifier}}}" xmlns:ds="{STORE}"><ds:schemaRefs>'
        '<ds:schemaRef ds:uri="urn:octavo:origin"/></ds:schemaRefs></ds:datastoreItem>'
    )
    item = Part(PackURI("/customXml/item1.xml"), "application/xml", data, package)
    described = PackURI("/customXml/itemProps1.xml")
    item.relate_to(Part(described, PROPERTIES, properties.encode(), package), f"{R}/customXmlProps")
    word.part.relate_to(item, f"{R}/customXml")
