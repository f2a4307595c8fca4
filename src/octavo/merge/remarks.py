"""Comments of a reviewed file: with their authors, threads and places, into the file of remarks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from octavo.comments import Comment, Remark, added, read_comments, written
from octavo.merge.package import Package
from octavo.word_namespaces import W14, W15, W
from octavo.word_paragraphs import Paragraph
from octavo.word_story import read_story

LONGEST = 300
"""Letters of a place that are quoted; the rest of a longer one is left out."""

ON = re.compile(r"On “.*?”: ", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Found:
    """A comment of the file, before it has a section."""

    comment: Comment
    paragraph: int
    """The reviewed paragraph that it begins in; -1 where it has no place."""


def comments_of(package: Package, paragraphs: Sequence[Paragraph]) -> list[Found]:
    """Return the comments of a file, the answers within those that they answer."""
    raw = {
        number: one for part in package.related("comments") for number, one in _raw(package, part)
    }
    parents, done = _threads(package)
    places = _places(paragraphs)
    by_paragraph = {one.paragraph: number for number, one in raw.items()}
    found: dict[str, Found] = {}
    for number, one in raw.items():
        top = _top(one.paragraph, parents)
        parent = by_paragraph.get(top, number)
        if parent != number and parent in found:
            held = found[parent]
            answers = (*held.comment.answers, one.remark)
            found[parent] = replace(held, comment=replace(held.comment, answers=answers))
            continue
        at, quote, nth = places.get(number, (-1, "", 1))
        settled = done.get(one.paragraph, False)
        found[number] = Found(Comment(one.remark, "", quote, nth, (), settled), at)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Raw:
    remark: Remark
    paragraph: str
    """The number of its last paragraph, by which threads know it."""


def _raw(package: Package, part: str) -> Iterator[tuple[str, _Raw]]:
    for element in package.tree(part):
        if element.tag != f"{{{W}}}comment":
            continue
        texts = [p.text for p in read_story(element, package.links(part))]
        text = ON.sub("", "\n\n".join(one.strip() for one in texts if one.strip()), count=1)
        author, date = str(element.get(f"{{{W}}}author", "")), str(element.get(f"{{{W}}}date", ""))
        paragraphs = [p.get(f"{{{W14}}}paraId") for p in element.iter(f"{{{W}}}p")]
        known = str(paragraphs[-1]).upper() if paragraphs and paragraphs[-1] else ""
        remark = Remark(" ".join(author.split()) or "Unknown", _settled(date), text)
        yield str(element.get(f"{{{W}}}id")), _Raw(remark, known)


def _settled(date: str) -> str:
    found = re.match(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?", date)
    return f"{found[0]}Z" if found and "T" in found[0] else found[0] if found else ""


def _threads(package: Package) -> tuple[dict[str, str], dict[str, bool]]:
    """Return which comment answers which, and which are settled, by their paragraphs."""
    parents: dict[str, str] = {}
    done: dict[str, bool] = {}
    for part in package.related("commentsExtended"):
        for element in package.tree(part).iter(f"{{{W15}}}commentEx"):
            known = str(element.get(f"{{{W15}}}paraId", "")).upper()
            parent = element.get(f"{{{W15}}}paraIdParent")
            if parent:
                parents[known] = str(parent).upper()
            done[known] = str(element.get(f"{{{W15}}}done", "0")) in ("1", "true", "on")
    return parents, done


def _top(paragraph: str, parents: Mapping[str, str]) -> str:
    seen = {paragraph}
    while paragraph in parents and parents[paragraph] not in seen:
        paragraph = parents[paragraph]
        seen.add(paragraph)
    return paragraph


def _places(paragraphs: Sequence[Paragraph]) -> dict[str, tuple[int, str, int]]:
    """Return where each comment begins: paragraph, words, and which of such places it is."""
    found: dict[str, tuple[int, str, int]] = {}
    starts: dict[str, tuple[int, int]] = {}
    for number, paragraph in enumerate(paragraphs):
        for anchor in paragraph.anchors:
            if anchor.comment not in starts:
                starts[anchor.comment] = (number, anchor.offset)
                found[anchor.comment] = _quoted(paragraphs, number, anchor.offset, None)
            else:
                first, offset = starts[anchor.comment]
                end = anchor.offset if first == number else None
                found[anchor.comment] = _quoted(paragraphs, first, offset, end)
    return found


def _quoted(
    paragraphs: Sequence[Paragraph], number: int, start: int, end: int | None
) -> tuple[int, str, int]:
    text = paragraphs[number].text
    quote = text[start:end] if end is None or end > start else ""
    if not quote.strip():
        start, quote = 0, text
    if len(quote) > LONGEST:
        quote = quote[:LONGEST].rsplit(" ", 1)[0]
    wanted = " ".join(quote.split())
    pattern = re.compile(r"\s+".join(map(re.escape, wanted.split())) or r"\Z")
    earlier = sum(len(pattern.findall(p.text)) for p in paragraphs[:number] if not p.note)
    begin = start + len(quote) - len(quote.lstrip())
    within = sum(1 for match in pattern.finditer(text) if match.start() < begin)
    return number, wanted, earlier + within + 1 if wanted else 1


@dataclass(frozen=True, slots=True)
class Kept:
    """The file of remarks behind a merge, and what became of each comment."""

    text: str
    statuses: tuple[tuple[Comment, str], ...]
    """`kept`, `present` or `dropped`."""


def kept(before: str, comments: Sequence[Comment], sent: Collection[str]) -> Kept:
    """Add comments to the file of remarks: answers to the remarks they answer, settled ones out.

    Those in `sent` went out with the file; where they have been settled since, they stay so.
    """
    known = read_comments(before)
    by_key = {comment.remark.mark: number for number, comment in enumerate(known)}
    answered = {answer.mark for comment in known for answer in comment.answers}
    statuses: list[tuple[Comment, str]] = []
    changed: dict[int, Comment | None] = {}
    new: list[Comment] = []
    for comment in comments:
        number = by_key.get(comment.remark.mark)
        mark = comment.remark.mark
        if number is None and not comment.answers and (mark in sent or mark in answered):
            continue
        if number is None:
            statuses.append((comment, "dropped" if comment.done else "kept"))
            new += [] if comment.done else [comment]
            continue
        there = known[number]
        heard = {answer.mark for answer in there.answers}
        more = tuple(answer for answer in comment.answers if answer.mark not in heard)
        if comment.done:
            changed[number] = None
        elif more:
            changed[number] = replace(there, answers=(*there.answers, *more))
        statuses.append((comment, "dropped" if comment.done else "kept" if more else "present"))
    if changed:
        rest = [changed.get(n, comment) for n, comment in enumerate(known)]
        return Kept(written([c for c in (*rest, *new) if c is not None]), tuple(statuses))
    return Kept(added(before, new) if new else before, tuple(statuses))
