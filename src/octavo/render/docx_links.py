"""Bookmarks and links: every target there, once, and every link alive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from octavo.word_namespaces import R, W

START, END, LINK = (f"{{{W}}}{name}" for name in ("bookmarkStart", "bookmarkEnd", "hyperlink"))
NAME, IDENTIFIER, ANCHOR = (f"{{{W}}}{name}" for name in ("name", "id", "anchor"))
RELATION = f"{{{R}}}id"


def connect(stories: Mapping[Any, Any]) -> None:
    """Mend the bookmarks and links of all stories; a story is a part and its element."""
    names: set[str] = set()
    for story in stories.values():
        _place_bookmarks(story, names)
    for part, story in stories.items():
        for hyperlink in list(story.iter(LINK)):
            _mend(hyperlink, part, names)


def _place_bookmarks(story: Any, names: set[str]) -> None:
    """Keep the first bookmark of each name, within the paragraph that it points at."""
    ends = {end.get(IDENTIFIER): end for end in story.iter(END)}
    for start in list(story.iter(START)):
        name, end = start.get(NAME), ends.get(start.get(IDENTIFIER))
        paragraph = None if _is_inline(start) else _next_paragraph(start)
        if name in names or end is None or (paragraph is None and not _is_inline(start)):
            _remove(start, end)
            continue
        start.set(IDENTIFIER, str(len(names)))
        end.set(IDENTIFIER, str(len(names)))
        names.add(name)
        if paragraph is not None:
            properties = paragraph.find(f"{{{W}}}pPr")
            paragraph.insert(0 if properties is None else 1, start)
            paragraph.append(end)


def _is_inline(start: Any) -> bool:
    return any(parent.tag == f"{{{W}}}p" for parent in start.iterancestors())


def _next_paragraph(start: Any) -> Any:
    for place in (start, *start.iterancestors()):  # XPath's `following::` would look at all
        for sibling in place.itersiblings():
            found = next(sibling.iter("{*}p"), None)
            if found is not None:
                return found
    return None


def _remove(*elements: Any) -> None:
    for element in elements:
        if element is not None:
            element.getparent().remove(element)


def _mend(hyperlink: Any, part: Any, names: set[str]) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE

    anchor, address = hyperlink.get(ANCHOR), hyperlink.attrib.pop("href", None)
    if address is not None:
        kind = RELATIONSHIP_TYPE.HYPERLINK
        hyperlink.set(RELATION, part.relate_to(address, kind, is_external=True))
    elif anchor is not None and anchor not in names:
        _unwrap(hyperlink)
    elif anchor is not None:
        for style in hyperlink.iter(f"{{{W}}}rStyle"):
            if style.get(f"{{{W}}}val") == "Hyperlink":
                style.set(f"{{{W}}}val", "CrossReference")


def _unwrap(hyperlink: Any) -> None:
    """Leave the text of a link that leads nowhere."""
    for style in list(hyperlink.iter(f"{{{W}}}rStyle")):
        if style.get(f"{{{W}}}val") == "Hyperlink":
            style.getparent().remove(style)
    for child in list(hyperlink):
        hyperlink.addprevious(child)
    hyperlink.getparent().remove(hyperlink)
