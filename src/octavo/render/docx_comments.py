"""Open remarks as comments of Word's, at the words that they are about, in their threads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from octavo.comments import Comment, Remark, number_of
from octavo.render.docx_paragraphs import properties_of
from octavo.render.xml_text import NOT_XML
from octavo.word_namespaces import SPACE, W14, W15, W

EXTENDED = "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"
RELATION = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
TEXT, RUN = f"{{{W}}}t", f"{{{W}}}r"
PART = "/word/comments.xml"


def write_comments(word: Any, parts: Mapping[str, Any], comments: Sequence[Comment]) -> None:
    """Put the open comments into a file; one whose words are gone stands at the title."""
    open_ones = [comment for comment in comments if not comment.done]
    if not open_ones:
        return
    body = word.element.body
    texts: list[str] = []
    threads: list[str] = []
    number = 0
    for comment in open_ones:
        numbers = range(number, number + 1 + len(comment.answers))
        number = numbers.stop
        found = _place(body, comment)
        lost = "" if found else f"On “{comment.quote}”: "
        _anchor(*(found or (next(body.iter(f"{{{W}}}p")), 0, 0)), numbers)
        parent = number_of(comment.remark, comment.quote)
        for one, remark in zip(numbers, (comment.remark, *comment.answers), strict=True):
            paragraph = parent if one == numbers.start else number_of(remark, parent)
            texts.append(_comment(one, remark, paragraph, lost if one == numbers.start else ""))
            above = "" if one == numbers.start else f" w15:paraIdParent={quoteattr(parent)}"
            threads.append(f'<w15:commentEx w15:paraId="{paragraph}"{above} w15:done="0"/>')
    _attach(word, parts, "".join(texts), "".join(threads))


def _comment(number: int, remark: Remark, paragraph: str, before: str) -> str:
    """Return a comment; its last paragraph bears the number by which threads know it."""
    lines = f"{before}{remark.text}".split("\n\n")
    out = []
    for place, line in enumerate(lines):
        known = f" w14:paraId={quoteattr(paragraph)}" if place == len(lines) - 1 else ""
        text = escape(NOT_XML.sub("", " ".join(line.split())))
        out.append(f'<w:p{known}><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>')
    date = f" w:date={quoteattr(remark.date)}" if remark.date else ""
    initials = "".join(name[0] for name in remark.author.split()[:3])
    author = quoteattr(NOT_XML.sub("", remark.author))
    return (
        f'<w:comment w:id="{number}" w:author={author}{date} '
        f"w:initials={quoteattr(initials)}>{''.join(out)}</w:comment>"
    )


def _attach(word: Any, parts: Mapping[str, Any], texts: str, threads: str) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    names = f'xmlns:w="{W}" xmlns:w14="{W14}" xmlns:w15="{W15}"'
    ignorable = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'mc:Ignorable="w14 w15"'
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    from docx.oxml.parser import parse_xml

    whole = f"{head}<w:comments {names} {ignorable}>{texts}</w:comments>".encode()
    part = parts[PART]
    if hasattr(part, "_element"):
        part._element = parse_xml(whole)
    else:
        part._blob = whole
    extended = f"{head}<w15:commentsEx {names} {ignorable}>{threads}</w15:commentsEx>".encode()
    place = PackURI("/word/commentsExtended.xml")
    word.part.relate_to(Part(place, EXTENDED, extended, word.part.package), RELATION)


def _place(body: Any, comment: Comment) -> tuple[Any, int, int] | None:
    """Return the paragraph that holds a comment's words, and from where to where they stand."""
    wanted = _folded(comment.quote)
    if not wanted:
        return None
    found = list(_places(body, wanted))
    return found[min(comment.nth, len(found)) - 1] if found else None


def _places(body: Any, wanted: str) -> Iterator[tuple[Any, int, int]]:
    pattern = re.compile(r"\s+".join(map(re.escape, wanted.split())))
    for paragraph in body.iter(f"{{{W}}}p"):
        text = "".join(node.text or "" for node in paragraph.iter(TEXT))
        for match in pattern.finditer(_folded(text, keep=True)):
            yield paragraph, match.start(), match.end()


def _folded(text: str, keep: bool = False) -> str:
    """Return a text as it is compared; `keep` keeps its length."""
    same = text.translate(
        {0xA0: " ", 0x202F: " ", 0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"'}
    )
    return same if keep else " ".join(same.split())


def _anchor(paragraph: Any, start: int, end: int, numbers: range) -> None:
    """Put the marks of comments around a stretch of a paragraph's text."""
    from lxml import etree

    first, last = _border(paragraph, start), _border(paragraph, end)
    for number in numbers:
        begin = etree.Element(f"{{{W}}}commentRangeStart")
        begin.set(f"{{{W}}}id", str(number))
        _insert(paragraph, first, begin)
    place = last
    for number in numbers:
        stop = etree.Element(f"{{{W}}}commentRangeEnd")
        stop.set(f"{{{W}}}id", str(number))
        mark = etree.Element(RUN)
        etree.SubElement(mark, f"{{{W}}}commentReference").set(f"{{{W}}}id", str(number))
        for node in (stop, mark):
            _insert(paragraph, place, node)
            place = node


def _insert(paragraph: Any, behind: Any, node: Any) -> None:
    if behind is None:
        properties_of(paragraph).addnext(node)
    else:
        behind.addnext(node)


def _border(paragraph: Any, at: int) -> Any:
    """Return the paragraph's child behind which a place of its text is; cut a run if need be."""
    before, done = None, 0
    for child in list(paragraph):
        if child.tag == f"{{{W}}}pPr":
            before = child
            continue
        texts = list(child.iter(TEXT))
        length = sum(len(node.text or "") for node in texts)
        if length and at < done + length:
            if at > done and child.tag == RUN and len(texts) == 1:
                return _cut(child, texts[0], at - done)
            return before
        done += length
        if at == done and length:
            return child
        before = child
    return before


def _cut(run: Any, node: Any, at: int) -> Any:
    """Cut a run in two and return the first half."""
    from copy import deepcopy

    behind = deepcopy(run)
    text = node.text or ""
    node.text = text[:at]
    node.set(SPACE, "preserve")
    other = next(behind.iter(TEXT))
    other.text = text[at:]
    other.set(SPACE, "preserve")
    run.addnext(behind)
    return run
