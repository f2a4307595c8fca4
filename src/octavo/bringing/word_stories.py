"""The stories of a Word file made ready for pandoc: stand-ins for what it would lose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

from octavo.bringing.brought import Brought
from octavo.bringing.word_bookmarks import codes_of, marked
from octavo.bringing.word_citations import (
    CONTROL,
    LIST,
    Citation,
    Unread,
    citation_of,
    control_of,
)
from octavo.bringing.word_fields import Field, StandIns, each_field, fields_of, remove, text_run
from octavo.bringing.word_package import Package, text_of
from octavo.bringing.word_sources import sources_of
from octavo.bringing.works import Works
from octavo.labels import label_of
from octavo.word_namespaces import w

QUIET = frozenset("HYPERLINK PAGE NUMPAGES SYMBOL EQ FORMTEXT QUOTE TITLE AUTHOR".split())
"""Fields whose text says all that they say, or that pandoc reads itself."""

CONTENTS = frozenset("TOC TOA INDEX TC XE RD".split())
DRAWN = {
    w("object"): "an embedded object",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": "a chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": "a diagram (SmartArt)",
    "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}wsp": "a drawn shape",
}
MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
CHANGES = (w("ins"), w("del"), w("moveFrom"), w("moveTo"))


@dataclass(frozen=True, slots=True)
class Reference:
    """A mention of a place in the text, with the words that the file shows for it."""

    targets: tuple[str, ...]
    """Bookmarks, the surest first."""

    shown: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that is referred to."""

    name: str


@dataclass(frozen=True, slots=True)
class Series:
    """A number that counts itself: of a figure, a table or an equation."""

    name: str
    shown: str


Thing: TypeAlias = Citation | Reference | Anchor | Series


class Stories:
    """Makes a package ready, and keeps what the stand-ins stand for."""

    def __init__(self, package: Package, brought: Brought) -> None:
        self.package = package
        self.brought = brought
        self.works = Works()
        self.own = sources_of(package)
        texts = "".join(text_of(story) for _, story in package.stories)
        self.stand_ins: StandIns[Thing] = StandIns(texts)
        self._places: dict[etree._Element, str] = {}

    def prepare(self) -> None:
        """Put stand-ins in the place of fields, links within the text, and their targets."""
        _hide_captions(self.package)
        for part, story in self.package.stories:
            _keep_one_form(story)
            self._tell_drawn(part, story)
            self._controls(part, story)
            self._bookmarked(part, story)
            self._fields(part, story)
            self._links(story)
        self._comments()
        self._changes()
        references = (t for t in self.stand_ins.things if isinstance(t, Reference))
        targets = {target for reference in references for target in reference.targets}
        for _, story in self.package.stories:
            ends = {end.get(w("id")): end for end in story.iter(w("bookmarkEnd"))}
            for start in list(story.iter(w("bookmarkStart"))):
                name = start.get(w("name"), "")
                if name in targets or label_of(name):
                    self._anchor(start, ends.get(start.get(w("id"))), name)

    def _fields(self, part: str, story: etree._Element) -> None:
        self._places = dict(self._numbered(part, story))
        each_field(fields_of(story), self._treated)

    def _bookmarked(self, part: str, story: etree._Element) -> None:
        """Take the citations of Zotero that are bookmarks for what they are."""
        self._places = dict(self._numbered(part, story))
        for code, shown, runs in marked(story, codes_of(self.package)):
            try:
                found = citation_of(code, "", shown, self.works, self.own)
            except Unread as error:
                what = f"the citation “{shown}” stays as text: {error}"
                self.brought.tell(self._at(runs[0]), what)
                continue
            if found is not None:
                runs[0].addprevious(text_run(self.stand_ins.word(found)))
                for run in runs:
                    remove(run)

    def _numbered(self, part: str, story: etree._Element) -> Iterator[tuple[etree._Element, str]]:
        for number, paragraph in enumerate(story.iter(w("p")), 1):
            yield paragraph, self._place(part, number, paragraph)

    def _place(self, part: str, number: int, paragraph: etree._Element) -> str:
        text = self.stand_ins.pattern.sub("…", text_of(paragraph))
        words = " ".join(text.split()[:5])
        story = "" if part.endswith("document.xml") else f" of the {part[5:-4]}"
        return f"{self.package.name}, paragraph {number}{story}" + (f", “{words}”" if words else "")

    def _at(self, element: etree._Element) -> str:
        for paragraph in element.iterancestors(w("p")):
            return self._places.get(paragraph, self.package.name)
        return self.package.name

    def _treated(self, one: Field) -> str | None:
        """Return what stands for a field, or None where its text stays."""
        words = one.instruction.split()
        name = words[0].upper() if words else ""
        data = one.data or next((inner.data for inner in one.inside if inner.data), "")
        where = self._at(one.begin)
        try:
            found = citation_of(one.instruction, data, one.shown, self.works, self.own)
        except Unread as error:
            self.brought.tell(where, f"the citation “{one.shown}” stays as text: {error}")
            return None
        if found is not None:
            return self.stand_ins.word(found)
        if LIST.match(one.instruction.strip()):
            self.brought.note(where, "the list of references is left out: it is made from `bib/`")
            return ""
        if name in CONTENTS:
            self.brought.note(where, "a table of contents or an index is left out")
            return ""
        if name == "SEQ" and len(words) > 1:
            return self.stand_ins.word(Series(words[1], one.shown))
        if name == "REF" and len(words) > 1:
            return self.stand_ins.word(Reference((words[1],), one.shown))
        if name == "HYPERLINK" and (inside := re.search(r'\\l\s+"?([^"\s]+)', one.instruction)):
            return self.stand_ins.word(Reference((inside[1],), one.shown))
        if name not in QUIET:
            self.brought.tell(where, f"the field `{name}` stays as the text “{one.shown}”")
        return None

    def _links(self, story: etree._Element) -> None:
        """Take links to places of the text for references to them."""
        for link in list(story.iter(w("hyperlink"))):
            target = link.get(w("anchor"))
            parent = link.getparent()
            if not target or link.get(w("docLocation")) or parent is None:
                continue
            pieces = [*self.stand_ins.split(text_of(link))]
            shown = "".join(p if isinstance(p, str) else getattr(p, "shown", "") for p in pieces)
            if any(isinstance(piece, Citation) for piece in pieces):
                _unwrap(link)  # a citation has its own link, to its entry
                continue
            if not shown.strip():
                continue
            inner = [name for p in pieces if isinstance(p, Reference) for name in p.targets]
            of_a_part = re.search(r"\d[a-z]$", shown.strip())
            whole = Reference((target, *inner) if of_a_part else (*inner, target), shown)
            link.addprevious(text_run(self.stand_ins.word(whole)))
            parent.remove(link)

    def _controls(self, part: str, story: etree._Element) -> None:
        """Take the content controls of Mendeley Cite for the citations that they are."""
        self._places = dict(self._numbered(part, story))
        for control in list(story.iter(w("sdt"))):
            tag = control.find(f"{w('sdtPr')}/{w('tag')}")
            name = tag.get(w("val"), "") if tag is not None else ""
            content, parent = control.find(w("sdtContent")), control.getparent()
            if content is None or parent is None:
                continue
            if name.startswith("CitaviPlaceholder"):
                shown = text_of(content)
                self.brought.tell(
                    self._at(control),
                    f"the citation “{shown}” of Citavi stays as text",
                    "export the works from Citavi as BibTeX, and write [@key] here",
                )
            if name.startswith("MENDELEY_BIBLIOGRAPHY"):
                where = self.package.name
                self.brought.note(
                    where, "the list of references is left out: it is made from `bib/`"
                )
                parent.remove(control)
            if not name.startswith(CONTROL):
                continue
            try:
                found = control_of(name, text_of(content), self.works)
            except Unread as error:
                what = f"the citation “{text_of(content)}” stays as text: {error}"
                self.brought.tell(self._at(control), what)
                continue
            run = text_run(self.stand_ins.word(found))
            if content.find(w("p")) is not None:
                paragraph = etree.Element(w("p"))
                paragraph.append(run)
                run = paragraph
            parent.replace(control, run)

    def _anchor(self, start: etree._Element, end: etree._Element | None, name: str) -> None:
        """Put the stand-in of a place where it begins; one over paragraphs belongs to the last."""
        run = text_run(self.stand_ins.word(Anchor(name)))
        first, last = _paragraph_of(start), _paragraph_of(end) if end is not None else None
        after = next((p for p in start.itersiblings() if p.tag == w("p")), None)
        if first is None and after is not None and self._is_heading(after):
            _begin(after, run)  # as pandoc has it: a section is within the mark of its heading
        elif first is not None and (last is None or last is first):
            start.addnext(run)
        elif last is not None:
            last.append(run)
        else:
            if after is not None:
                _begin(after, run)

    def _is_heading(self, paragraph: etree._Element) -> bool:
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        tree = self.package.trees.get("word/styles.xml")
        if style is None or tree is None:
            return False
        names = {
            one.get(w("styleId")): (one.find(w("name")), one.find(f"{w('pPr')}/{w('outlineLvl')}"))
            for one in tree.iter(w("style"))
        }
        name, level = names.get(style.get(w("val")), (None, None))
        said = name.get(w("val"), "").lower() if name is not None else ""
        return level is not None or said.startswith("heading")

    def _tell_drawn(self, part: str, story: etree._Element) -> None:
        self._places = dict(self._numbered(part, story))
        for element in story.iter(*DRAWN):
            what = f"{DRAWN[str(element.tag)]} is left out"
            self.brought.tell(self._at(element), what, "save it as a picture, and put it there")

    def _comments(self) -> None:
        tree = self.package.trees.get("word/comments.xml")
        for comment in tree.iter(w("comment")) if tree is not None else ():
            author = comment.get(w("author"), "")
            words = " ".join(text_of(comment).split())
            self.brought.tell(self.package.name, f"a comment by {author} is left out: “{words}”")

    def _changes(self) -> None:
        count = sum(1 for _, story in self.package.stories for _ in story.iter(*CHANGES))
        if count:
            what = f"{count} tracked changes are taken over as if they were accepted"
            hint = "accept or reject them in Word first, where that is wrong"
            self.brought.tell(self.package.name, what, hint)


def _unwrap(element: etree._Element) -> None:
    """Leave what an element holds in its place."""
    for child in list(element):
        element.addprevious(child)
    remove(element)


def _paragraph_of(mark: etree._Element) -> etree._Element | None:
    """Return the paragraph that a mark is in, or the last before it where it is in none."""
    for paragraph in mark.iterancestors(w("p")):
        return paragraph
    if mark.tag == w("bookmarkStart"):
        return None
    return next((p for p in mark.itersiblings(w("p"), preceding=True)), None)


def _begin(paragraph: etree._Element, run: etree._Element) -> None:
    """Put a run before all others of a paragraph."""
    properties = paragraph.find(w("pPr"))
    paragraph.insert(0 if properties is None else 1, run)


def _hide_captions(package: Package) -> None:
    """Give the styles of captions names that pandoc, which takes all for those of tables, lacks."""
    tree = package.trees.get("word/styles.xml")
    for name in tree.iter(w("name")) if tree is not None else ():
        given = name.get(w("val"), "")
        if given.lower() in ("caption", "table caption", "image caption"):
            name.set(w("val"), f"{given} legend")


def _keep_one_form(story: etree._Element) -> None:
    """Of what the file has in a new and an old form, keep the new one."""
    for both in list(story.iter(f"{MARKUP}AlternateContent")):
        old = both.find(f"{MARKUP}Fallback")
        if old is not None and both.find(f"{MARKUP}Choice") is not None:
            both.remove(old)
