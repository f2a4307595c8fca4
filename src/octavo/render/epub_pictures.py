"""Pictures as files of a book: drawings are cleaned of all that is not drawn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from octavo.render.epub_pages import SVG, XHTML, xml_name

XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
KEPT = ("", XLINK, XML)
DROPPED = frozenset(
    f"{SVG}{name}"
    for name in (
        *("animate", "animateColor", "animateMotion", "animateTransform", "discard", "set"),
        *("handler", "metadata", "script"),
    )
)
WORDS = frozenset(f"{XHTML}{n}" for n in "b br code div em i p span strong sub sup".split())
"""What may stand in a `foreignObject`: some programs write the words of a drawing so."""

ADDRESS = re.compile(r"""url\(\s*(?!["']?(?:\#|data:image/))[^)]*\)""", re.IGNORECASE)
IMPORT = re.compile(r"@import[^;]*;?", re.IGNORECASE)
REFERENCE = re.compile(r"""(url\(\s*["']?\#|^\#)([^\s)"']+)""", re.IGNORECASE)


def places_of(files: Iterable[Path]) -> dict[Path, str]:
    """Return the place in the book of each file, those that are met twice once."""
    unique = dict.fromkeys(files)
    return {
        path: f"pictures/picture-{number}{path.suffix.lower()}"
        for number, path in enumerate(unique, 1)
    }


def content_of(path: Path) -> bytes:
    """Return a picture as it is put into the book."""
    data = path.read_bytes()
    return _drawing(data) if path.suffix.lower() == ".svg" else data


def _drawing(data: bytes) -> bytes:
    """Return a drawing without what acts, what is fetched, and what only its editor reads."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    root: Any = etree.fromstring(data, parser)
    foreign = [e for e in root.iter("*") if e is not root and _is_foreign(e)]
    for element in foreign:
        element.clear(keep_tail=True)
        element.tag = "foreign"
    etree.strip_tags(root, "foreign")
    names = {old: new for old in root.xpath("//@id") if (new := xml_name(old)) != old}
    for element in root.iter("*"):
        _clean(element, names)
    etree.cleanup_namespaces(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _is_foreign(element: Any) -> bool:
    drawn = element.tag.startswith(SVG) and element.tag not in DROPPED
    return not drawn and element.tag not in WORDS


def _clean(element: Any, names: Mapping[str, str]) -> None:
    for name, value in [*element.attrib.items()]:
        kept = _attribute(name, value)
        if kept is None:
            del element.attrib[name]
        else:
            element.set(name, names.get(kept, kept) if name == "id" else _renamed(kept, names))
    if element.tag == f"{SVG}style" and element.text:
        style = ADDRESS.sub("none", IMPORT.sub("", element.text))
        element.text = _renamed(style, names)


def _attribute(name: str, value: str) -> str | None:
    """Return the value that an attribute of a drawing keeps, or None if it goes."""
    namespace, _, local = name.rpartition("}")
    if namespace.removeprefix("{") not in KEPT or local.lower().startswith("on"):
        return None
    if local == "href" and not value.startswith(("#", "data:image/")):
        return None
    return ADDRESS.sub("none", value)


def _renamed(value: str, names: Mapping[str, str]) -> str:
    """Let what pointed to an old name point to the new one."""
    return REFERENCE.sub(lambda m: m[1] + names.get(m[2], m[2]), value)
