"""The files of a book as one: names that XML takes, links from file to file, pictures in place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from octavo.render.hypertext_pictures import PREFIX
from octavo.targets import SCHEME, is_safe_target

XHTML = "{http://www.w3.org/1999/xhtml}"
MATHML = "{http://www.w3.org/1998/Math/MathML}"
SVG = "{http://www.w3.org/2000/svg}"
TYPE = "{http://www.idpf.org/2007/ops}type"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
VOID = frozenset(f"{XHTML}{name}" for name in "br col hr img input link meta wbr".split())
NAMED = ("aria-labelledby", "aria-describedby", "aria-details", "for", "headers")
"""Attributes that name other elements."""

TYPES = {
    f"doc-{name}": name
    for name in (
        *("abstract", "acknowledgments", "appendix", "backlink", "bibliography", "biblioref"),
        *("chapter", "endnotes", "noteref", "subtitle"),
    )
}
"""What EPUB calls what has one of these roles (https://www.w3.org/TR/epub-ssv-11/)."""

PLAIN = re.compile(r"[A-Za-z0-9._-]")
ON_SERVERS = ("http:", "https:", "ftp:")
SERVER = re.compile(r"(\w+://)((?:[^\s/?#@]*@)?)([^\s/?#@]+)(.*)", re.DOTALL)
HOST = re.compile(r'([^\s"%<>\\^`{|}\[\]:]+)(?::([0-9]{0,5}))?')
FOREIGN = re.compile(r'[\x00-\x20"<>\\^`{|}\[\]\x7f]|%(?![0-9A-Fa-f]{2})')
"""What must not stand in an address as it is."""


def join(pages: Mapping[str, Any], pictures: Sequence[str]) -> None:
    """Make the trees of the files one book; `pictures` are the places of those met, in order."""
    places = _places(pages)
    for name, tree in pages.items():
        for element in tree.iter(f"{XHTML}*"):
            _mend(element, name, pages, places)
        for note in tree.iterfind(f".//{XHTML}ol[@class='notes']/{XHTML}li"):
            note.set(TYPE, "endnote")
        for picture in tree.iter(f"{XHTML}img"):
            source = picture.get("src", "")
            if source.startswith(PREFIX):
                picture.set("src", pictures[int(source.removeprefix(PREFIX))])
        for formula in [*tree.iter(f"{MATHML}math")]:
            _mend_formula(formula)


def properties_of(tree: Any) -> list[str]:
    """Return what the manifest must say of a page (https://www.w3.org/TR/epub-33/#app-item-properties-vocab)."""
    found = {"mathml": f"{MATHML}math", "svg": f"{SVG}svg"}
    return [name for name, tag in found.items() if next(tree.iter(tag), None) is not None]


def serialized(tree: Any) -> bytes:
    """Return a page as a file; what is empty has an end tag, for readers that take it as HTML."""
    from lxml import etree

    for element in tree.iter(f"{XHTML}*"):
        if not len(element) and element.text is None and element.tag not in VOID:
            element.text = ""
    return bytes(
        etree.tostring(tree, xml_declaration=True, encoding="UTF-8", doctype="<!DOCTYPE html>")
    )


def _places(pages: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Give each element with a name one that XML takes and no other has.

    Return the file and the new name by the old one.
    """
    places: dict[str, tuple[str, str]] = {}
    taken: set[str] = set()
    for page, tree in pages.items():
        for element in tree.iter(f"{XHTML}*"):
            old = element.get("id")
            if old:
                new = _free(xml_name(old), taken)
                taken.add(new)
                element.set("id", new)
                places.setdefault(old, (page, new))
    return places


def _free(name: str, taken: Iterable[str]) -> str:
    while name in taken:
        name += "_"
    return name


def xml_name(name: str) -> str:
    """Return a name in ASCII, which XML of every edition takes."""
    text = "".join(c if PLAIN.match(c) else f"_{ord(c):x}_" for c in name)
    return text if text[0].isalpha() else f"n{text}"


def _mend(
    element: Any, page: str, pages: Mapping[str, Any], places: Mapping[str, tuple[str, str]]
) -> None:
    if element.tag == f"{XHTML}a" and element.get("href") is not None:
        target = _target(element.get("href"), page, pages, places)
        if target:
            element.set("href", target)
        else:
            _unlink(element)
    for name in NAMED:
        if element.get(name):
            known = [places[old][1] for old in element.get(name).split() if old in places]
            element.set(name, " ".join(known))
    if element.get("lang"):
        element.set(LANG, element.get("lang"))
    kind = TYPES.get(element.get("role", ""))
    if kind and element.get(TYPE) is None:
        element.set(TYPE, kind)


def _target(
    href: str, page: str, pages: Mapping[str, Any], places: Mapping[str, tuple[str, str]]
) -> str:
    """Return where a link leads from a page, or nothing where that is no place."""
    if href.startswith("#"):
        place = places.get(href[1:]) or places.get(unquote(href[1:]))
        if place is None:
            return ""
        return f"#{place[1]}" if place[0] == page else f"{place[0]}#{place[1]}"
    if href in pages:
        return href
    return _address(href) if SCHEME.match(href) and is_safe_target(href) else ""


def _address(url: str) -> str:
    """Return an address with nothing in it that no address may hold, or nothing if it is none."""
    url = url.strip()
    if not url.lower().startswith(ON_SERVERS):
        return _quoted(url)
    found = SERVER.fullmatch(url)
    if found is None or not _is_host(found[3]):
        return ""
    scheme, user, host, rest = found.groups()
    before, mark, after = rest.partition("#")
    return f"{scheme}{_quoted(user)}{host}{_quoted(before + mark + after.replace('#', '%23'))}"


def _is_host(text: str) -> bool:
    found = HOST.fullmatch(text)
    if found is None or int(found[2] or 0) > 65535:
        return False
    try:
        name = found[1].encode("idna")
    except UnicodeError:
        return False
    return not any(label == b"xn--" for label in name.lower().split(b"."))


def _quoted(text: str) -> str:
    return FOREIGN.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode()), text)


def _unlink(element: Any) -> None:
    """Leave the words of a link that leads to no place in the book."""
    element.tag = f"{XHTML}span"
    for name in ("href", "role", "title"):
        element.attrib.pop(name, None)


def _mend_formula(formula: Any) -> None:
    """Give a formula its TeX as alternative text, not as an annotation, which old readers print."""
    semantics = formula.find(f"{MATHML}semantics")
    annotation = formula.find(f"{MATHML}semantics/{MATHML}annotation")
    if annotation is not None:
        formula.set("alttext", " ".join((annotation.text or "").split()))
        formula.replace(semantics, semantics[0])
