"""Word's fields: what a story holds between its letters.

A field runs from a `begin` mark over its instruction and a `separate` mark to an `end` mark, over
several paragraphs and other fields if need be (ECMA-376, part 1, 17.16.18).  Those that mean
something to us are replaced by a stand-in, a word that pandoc reads as one.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from lxml import etree

from octavo.bringing.brought import refuse
from octavo.bringing.word_package import text_of
from octavo.word_namespaces import SPACE, w

Thing = TypeVar("Thing")
MAX_DEPTH = 50
STEM = "OctavoStandIn"


@dataclass(slots=True)
class Field:
    """One field of a story."""

    begin: etree._Element
    """The run of its first mark, as `end` is that of its last."""

    end: etree._Element | None = None
    instruction: str = ""
    data: str = ""
    """What the first mark carries, in base 64; of fields within it, too."""

    runs: list[etree._Element] = field(default_factory=list)
    """All runs, the marks' own among them, in order."""

    shown: str = ""
    result: bool = False
    inside: list[Field] = field(default_factory=list)


class StandIns(Generic[Thing]):
    """Words that stand for things in a text, until pandoc has read it."""

    def __init__(self, texts: str) -> None:
        stem = STEM
        while stem in texts:
            stem += "Q"
        self._stem = stem
        self.things: list[Thing] = []
        self.pattern = re.compile(rf"{stem}(\d+)Z")

    def word(self, thing: Thing) -> str:
        """Return the word that stands for a thing."""
        self.things.append(thing)
        return f"{self._stem}{len(self.things) - 1}Z"

    def split(self, text: str) -> Iterator[str | Thing]:
        """Cut a text into letters and things."""
        done = 0
        for found in self.pattern.finditer(text):
            if found.start() > done:
                yield text[done : found.start()]
            yield self.things[int(found[1])]
            done = found.end()
        if done < len(text):
            yield text[done:]


def fields_of(story: etree._Element) -> list[Field]:
    """Return the outermost fields of a story, in order; what never ends is none."""
    _divide_runs(story)
    _unfold_simple(story)
    found: list[Field] = []
    open_fields: list[Field] = []
    for run in story.iter(w("r")):
        mark = run.find(w("fldChar"))
        kind = mark.get(w("fldCharType")) if mark is not None else ""
        if len(open_fields) > MAX_DEPTH:
            raise refuse("word/document.xml", f"fields hold each other more than {MAX_DEPTH} deep")
        if kind == "begin" and mark is not None:
            open_fields.append(Field(run, data=mark.findtext(w("fldData")) or ""))
        for each in open_fields:
            each.runs.append(run)
        if open_fields:
            _take(open_fields, run, kind or "", found)
    return found


def _take(open_fields: list[Field], run: etree._Element, kind: str, found: list[Field]) -> None:
    last = open_fields[-1]
    if kind == "separate":
        last.result = True
    elif kind == "end":
        last.end = run
        open_fields.pop()
        if open_fields:
            open_fields[-1].inside.append(last)
        else:
            found.append(last)
    elif not kind and not last.result:
        last.instruction += "".join(node.text or "" for node in run.iter(w("instrText")))
    elif not kind:
        for each in open_fields:
            each.shown += text_of(run) if each.result else ""


def _divide_runs(story: etree._Element) -> None:
    """Give every mark and instruction a run of its own."""
    for run in list(story.iter(w("r"))):
        children = [child for child in run if child.tag != w("rPr")]
        if len(children) < 2 or run.find(w("fldChar")) is None:
            continue
        properties = run.find(w("rPr"))
        for child in children:
            part = etree.Element(w("r"))
            if properties is not None:
                part.append(copy.deepcopy(properties))
            part.append(child)
            run.addprevious(part)
        remove(run)


def _unfold_simple(story: etree._Element) -> None:
    """Write a field that is one element with the marks of the others."""
    for simple in list(story.iter(w("fldSimple"))):
        inner = [_mark("begin"), instruction(simple.get(w("instr"), "")), _mark("separate")]
        for node in [*inner, *simple, _mark("end")]:
            simple.addprevious(node)
        remove(simple)


def _mark(kind: str) -> etree._Element:
    run = etree.Element(w("r"))
    etree.SubElement(run, w("fldChar")).set(w("fldCharType"), kind)
    return run


def instruction(text: str) -> etree._Element:
    """Return the run of an instruction."""
    run = etree.Element(w("r"))
    node = etree.SubElement(run, w("instrText"))
    node.text = text
    node.set(SPACE, "preserve")
    return run


def text_run(text: str) -> etree._Element:
    """Return a run of plain text."""
    run = etree.Element(w("r"))
    node = etree.SubElement(run, w("t"))
    node.text = text
    node.set(SPACE, "preserve")
    return run


def replace(one: Field, text: str) -> None:
    """Put a text in the place of a field; paragraphs that it alone filled go with it."""
    touched = {id(p): p for run in one.runs for p in run.iterancestors(w("p"))}
    if text:
        one.begin.addprevious(text_run(text))
    for run in one.runs:
        remove(run)
    for link in {id(a): a for p in touched.values() for a in p.iter(w("hyperlink"))}.values():
        if not text_of(link) and link.find(f".//{w('drawing')}") is None:
            remove(link)
    for paragraph in touched.values():
        if not _holds_something(paragraph) and _may_go(paragraph):
            remove(paragraph)


def _holds_something(paragraph: etree._Element) -> bool:
    drawn = (w("drawing"), w("pict"), w("object"), w("sectPr"), w("footnoteReference"))
    return bool(text_of(paragraph).strip()) or any(
        paragraph.find(f".//{t}") is not None for t in drawn
    )


def _may_go(paragraph: etree._Element) -> bool:
    """Tell whether others remain: a cell and a note hold a paragraph at least."""
    parent = paragraph.getparent()
    return parent is not None and (parent.tag == w("body") or len(parent.findall(w("p"))) > 1)


def remove(element: etree._Element) -> None:
    """Take an element out of what holds it."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def each_field(found: list[Field], treat: Callable[[Field], str | None]) -> None:
    """Replace fields by what `treat` says of them; of one that stays, those within it."""
    for one in found:
        text = treat(one)
        if text is None:
            each_field(one.inside, treat)
        else:
            replace(one, text)
