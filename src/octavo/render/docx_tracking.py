"""Tracked changes as Word keeps them: runs, paragraphs, rows, cells, moved text.

ECMA-376, part 1, 17.13.5.  A run that was put in or left out stands in `w:ins` or `w:del`; a
paragraph, whose mark was, says so in its properties, a row and a cell in theirs.  Moved text
stands between `moveFromRangeStart` and its end, and `moveToRangeStart` and its, of one name.
"""

from __future__ import annotations

from typing import Any

from octavo.render.docx_paragraphs import properties_of
from octavo.tracking import Tracking
from octavo.word_namespaces import M, W

CHANGE = f"{{{W}}}change"
RUN, PARAGRAPH, ROW, CELL, TABLE = (f"{{{W}}}{name}" for name in ("r", "p", "tr", "tc", "tbl"))
FORMULAS = (f"{{{M}}}oMath", f"{{{M}}}oMathPara")
ELEMENTS = {
    "insertion": "ins",
    "deletion": "del",
    "moved-from": "moveFrom",
    "moved-to": "moveTo",
}
GONE = ("deletion", "moved-from")
DELETED = {f"{{{W}}}t": f"{{{W}}}delText", f"{{{W}}}instrText": f"{{{W}}}delInstrText"}
FIRST = 90_000
"""The first number of a change: bookmarks and comments have lower ones."""


def track(stories: list[Any], tracking: Tracking) -> None:
    """Make tracked changes of the marks in all stories."""
    tracker = _Tracker(tracking)
    for story in stories:
        tracker.story(story)


class _Tracker:
    def __init__(self, tracking: Tracking) -> None:
        self.tracking = tracking
        self.number = FIRST
        self.moves: dict[tuple[str, str], list[Any]] = {}

    def story(self, story: Any) -> None:
        """Go through a story in the order of its text."""
        opened: list[str] = []
        blocks: list[str] = []
        signs = []
        for element in list(story.iter()):
            if element.tag == CHANGE:
                signs.append(element)
                self._turn(element, opened, blocks)
            elif element.tag == PARAGRAPH and blocks:
                self._mark_paragraph(element, blocks[-1], "")
            elif (opened or blocks) and self._is_content(element):
                self._wrap(element, [*blocks, *opened])
        for sign in signs:
            sign.getparent().remove(sign)
        self._end_moves()

    def _turn(self, sign: Any, opened: list[str], blocks: list[str]) -> None:
        role, change = sign.get(f"{{{W}}}role"), sign.get(f"{{{W}}}val")
        match role:
            case "open":
                opened.append(change)
            case "close":
                opened.pop()
            case "open-blocks":
                blocks.append(change)
            case "close-blocks":
                blocks.pop()
            case "paragraph":
                self._mark_paragraph(_above(sign, PARAGRAPH), change, sign.get(f"{{{W}}}number"))
            case "row":
                name = "del" if change in GONE else "ins"
                self._mark_of_table(_above(sign, ROW), "trPr", name)
            case "cell":
                name = "cellDel" if change in GONE else "cellIns"
                self._mark_of_table(_above(sign, CELL), "tcPr", name)

    def _is_content(self, element: Any) -> bool:
        """Tell whether an element is a run or a formula, and not a part of one."""
        if element.tag == RUN:
            return True
        return element.tag in FORMULAS and element.getparent().tag not in FORMULAS

    def _wrap(self, element: Any, changes: list[str]) -> None:
        """Put a run or a formula into the element of its innermost change."""
        change = changes[-1]
        if change == "deletion" and "moved-to" in changes:
            element.getparent().remove(element)  # it is left out where the text came from too
            return
        if "moved-from" in changes:
            change = "moved-from"
        before = element.getprevious()
        name = f"{{{W}}}{ELEMENTS[change]}"
        if before is not None and before.tag == name:
            before.append(element)
        else:
            wrapper = self._change(ELEMENTS[change])
            element.addprevious(wrapper)
            wrapper.append(element)
        if change == "deletion":
            for text in list(element.iter(*DELETED)):
                text.tag = DELETED[text.tag]

    def _change(self, name: str) -> Any:
        from docx.oxml.parser import OxmlElement

        self.number += 1
        element = OxmlElement(f"w:{name}")
        element.set(f"{{{W}}}id", str(self.number))
        element.set(f"{{{W}}}author", self.tracking.author)
        element.set(f"{{{W}}}date", self.tracking.date)
        return element

    def _mark_paragraph(self, paragraph: Any, change: str, number: str) -> None:
        """Mark a paragraph's end, unless nothing follows that it could be joined with."""
        from docx.oxml.parser import OxmlElement

        if number:
            self.moves.setdefault((change, number), []).append(paragraph)
        if change in GONE and not _is_followed(paragraph):
            return
        properties = properties_of(paragraph)
        marks = properties.find(f"{{{W}}}rPr")
        if marks is None:
            marks = OxmlElement("w:rPr")
            properties.append(marks)
        if not any(child.tag.endswith(tuple(ELEMENTS.values())) for child in marks):
            marks.insert(0, self._change(ELEMENTS[change]))

    def _mark_of_table(self, part: Any, kind: str, name: str) -> None:
        """Note in the properties (`kind`) of a row or a cell that it is new or gone (`name`)."""
        from docx.oxml.parser import OxmlElement

        properties = part.find(f"{{{W}}}{kind}")
        if properties is None:
            properties = OxmlElement(f"w:{kind}")
            part.insert(0, properties)
        if properties.find(f"{{{W}}}{name}") is not None:
            return  # a row of a table that is changed as a whole, which says so too
        gone = properties.find(f"{{{W}}}del")
        if gone is None:
            properties.append(self._change(name))
        else:  # left out on the way to where it came
            gone.addprevious(self._change(name))

    def _end_moves(self) -> None:
        """Put the ranges of moved text around its paragraphs."""
        for (change, number), paragraphs in self.moves.items():
            name = ELEMENTS[change]
            start = self._change(f"{name}RangeStart")
            start.set(f"{{{W}}}name", f"move{number}")
            end = self._change(f"{name}RangeEnd")
            for key in ("author", "date"):
                del end.attrib[f"{{{W}}}{key}"]
            end.set(f"{{{W}}}id", start.get(f"{{{W}}}id"))
            paragraphs[0].addprevious(start)
            paragraphs[-1].addnext(end)
        self.moves.clear()


def _above(element: Any, tag: str) -> Any:
    return next(element.iterancestors(tag), None)


def _is_followed(paragraph: Any) -> bool:
    """Tell whether a paragraph could be joined with what follows; in a cell, with a paragraph."""
    tags = (PARAGRAPH,) if paragraph.getparent().tag == CELL else (PARAGRAPH, TABLE)
    return next(paragraph.itersiblings(*tags), None) is not None


def note_summary(word: Any, tracking: Tracking) -> None:
    """Put the summary of the changes into a comment on the first line of the document."""
    from docx.oxml.parser import OxmlElement

    first = next(word.element.body.iter(PARAGRAPH), None)
    if first is None or not tracking.lines:
        return
    comment = word.part._comments_part.comments.add_comment(
        "\n".join(tracking.lines), tracking.author, _initials(tracking.author)
    )
    comment._comment_elm.set(f"{{{W}}}date", tracking.date)
    number = str(comment.comment_id)
    start, end, run = (
        OxmlElement(f"w:{name}") for name in ("commentRangeStart", "commentRangeEnd", "r")
    )
    reference = OxmlElement("w:commentReference")
    run.append(reference)
    for element in (start, end, reference):
        element.set(f"{{{W}}}id", number)
    properties = first.find(f"{{{W}}}pPr")
    first.insert(0 if properties is None else 1, start)
    first.append(end)
    first.append(run)


def _initials(name: str) -> str:
    return "".join(part[0] for part in name.split())[:9]
