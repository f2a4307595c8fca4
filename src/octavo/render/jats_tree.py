"""What pandoc's JATS lacks: labels as elements, references of a kind, parts in their places."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

XLINK = "http://www.w3.org/1999/xlink"
KINDS = {
    "fig": "fig",
    "fig-group": "fig",
    "table-wrap": "table",
    "disp-formula": "disp-formula",
    "sec": "sec",
    "ref": "bibr",
    "fn": "fn",
    "aff": "aff",
}
"""The kind of a cross-reference by the element it leads to."""

PUBLICATIONS = {
    "article-journal": "journal",
    "article-magazine": "magazine",
    "article-newspaper": "newspaper",
    "chapter": "book",
    "dataset": "data",
    "entry-dictionary": "book",
    "entry-encyclopedia": "book",
    "paper-conference": "confproc",
    "periodical": "journal",
}
"""The kinds of publications as the Tag Suite suggests them, by their types in CSL.

https://jats.nlm.nih.gov/publishing/tag-library/1.3/attribute/publication-type.html
"""

PART = re.compile(r"octavo-(abstract|back)-")
IN_FRONT = tuple(
    f"octavo-back-{name}" for name in ("contributions", "licence", "funding", "how-to-cite")
)
"""Parts of the back matter that stand in the front as data."""


@dataclass(slots=True)
class Trees:
    """The pieces of an article as XML, without the namespaces that its root declares."""

    body: str = ""
    back: str = ""
    parts: dict[str, str] = field(default_factory=dict)


def trees_of(written: bytes, numbers: Mapping[str, str], behind: Collection[str] = ()) -> Trees:
    """Return the pieces of what pandoc wrote; `numbers` are those of equations by label.

    Parts of the back matter stand before the references, but for those `behind` them.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    declared = f'<r xmlns:xlink="{XLINK}" xmlns:mml="http://www.w3.org/1998/Math/MathML">'
    root: Any = etree.fromstring(written.replace(b"<r>", declared.encode(), 1), parser)
    body, back = root.find("body"), root.find("back")
    _mend(root, numbers)
    trees = Trees()
    for box in [*root.iter("boxed-text")]:
        if PART.match(box.get("id", "")):
            _wrap(box)
            trees.parts[box.get("id")] = _inner(box)
            box.getparent().remove(box)
    moved = [sec for sec in body.iter("sec") if PART.match(sec.get("id", ""))]
    for section in moved:
        section.getparent().remove(section)
    kept = [section for section in moved if section.get("id") not in IN_FRONT]
    place = 0
    for section in kept:
        if section.get("id").removeprefix("octavo-back-") in behind:
            back.append(_named(section))
        else:
            back.insert(place, _named(section))
            place += 1
    _connect([body, back])
    trees.body, trees.back = _inner(body), _inner(back)
    return trees


def _wrap(part: Any) -> None:
    """Put what is no paragraph into one: abstracts and acknowledgements hold nothing else."""
    from lxml import etree

    for child in [*part]:
        if child.tag not in ("p", "sec", "title"):
            paragraph = etree.Element("p")
            child.addprevious(paragraph)
            paragraph.append(child)


def _inner(element: Any) -> str:
    from lxml import etree

    text = "".join(etree.tostring(child, encoding="unicode") for child in element)
    return re.sub(r' xmlns:(?:xlink|mml)="[^"]*"', "", text).strip()


def _named(section: Any) -> Any:
    """Return a section of the back matter: acknowledgements have an element of their own."""
    name = section.get("id").removeprefix("octavo-back-")
    if name == "acknowledgements":
        section.tag = "ack"
        section.attrib.clear()
        _wrap(section)
    else:
        section.set("id", f"statement-{name}")
        if name in ("data", "code"):
            section.set("sec-type", "data-availability")
    return section


def _mend(root: Any, numbers: Mapping[str, str]) -> None:
    for title in root.iter("title"):
        _label(title, title, "section-number")
    for caption in root.iter("caption"):
        for paragraph in caption.findall("p")[:1]:
            _label(caption, paragraph, "caption-label")
    for wrap in root.iter("table-wrap"):
        table = wrap.find("table")
        if table is not None and table.get("id"):
            wrap.set("id", table.attrib.pop("id"))
    for table in root.iter("table"):
        _fill(table)
    for citation in root.iter("element-citation"):
        kind = citation.get("publication-type", "")
        citation.set("publication-type", PUBLICATIONS.get(kind, kind))
    for formula in [*root.iter("named-content")]:
        if formula.get("content-type") == "equation":
            _number(formula, numbers)


def _fill(table: Any) -> None:
    """Let a body without rows have those of the foot, or else of the head: none may be empty."""
    for body in table.findall("tbody"):
        if len(body):
            continue
        parts = [part for name in ("tfoot", "thead") for part in table.findall(name)]
        if parts and len(table.findall("tbody")) == 1:
            body.extend([*parts[0]])
            table.remove(parts[0])
        else:
            table.remove(body)


def _label(before: Any, holder: Any, kind: str) -> None:
    """Turn the number at the beginning of a text into a label before it."""
    from lxml import etree

    mark = holder[0] if len(holder) and not (holder.text or "").strip() else None
    if mark is None or mark.get("content-type") != kind:
        return
    label = etree.Element("label")
    label.text = "".join(mark.itertext())
    holder.text = re.sub(r"^\.?\s+", "", mark.tail or "")
    holder.remove(mark)
    before.addprevious(label)


def _number(formula: Any, numbers: Mapping[str, str]) -> None:
    """Give an equation its label in the place of the text around it."""
    from lxml import etree

    display = formula.find("disp-formula")
    if display is None:
        return
    name = formula.get("id", "")
    if name:
        display.set("id", name)
    if numbers.get(name):
        label = etree.Element("label")
        label.text = f"({numbers[name]})"
        display.insert(0, label)
    display.tail = formula.tail
    formula.getparent().replace(formula, display)


def _connect(parts: list[Any]) -> None:
    """Say of each cross-reference what it leads to; one that leads nowhere is its text."""
    kinds = {e.get("id"): KINDS.get(e.tag, "other") for p in parts for e in p.iter() if e.get("id")}
    for part in parts:
        for reference in [*part.iter("xref")]:
            reference.attrib.pop("alt", None)
            kind = kinds.get(reference.get("rid"))
            if kind is None:
                _unwrap(reference)
            else:
                reference.set("ref-type", kind)


def _unwrap(element: Any) -> None:
    """Leave what an element holds in its place."""
    from lxml import etree

    anchor = etree.Element("x")
    element.addprevious(anchor)
    anchor.tail = element.text
    for child in [*element]:
        element.addprevious(child)
    last = element.getprevious()
    last.tail = (last.tail or "") + (element.tail or "")
    parent = element.getparent()
    element.tail = None
    parent.remove(element)
    etree.strip_tags(parent, "x")
