"""The letter: each comment set apart, what is answered, and what is quoted with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from octavo.diagnostics import Diagnostic, Span
from octavo.floats import HELD
from octavo.nodes import (
    SPACE,
    Node,
    attr,
    branches,
    div,
    header,
    para,
    plain_text,
    rewrite,
    span,
    string,
    walk,
    words,
)
from octavo.respond.claims import Quote
from octavo.respond.finding import WORD
from octavo.respond.rounds import Round, untagged
from octavo.words import Words

COMMENT, PLACE, REVISED = "reviewer-comment", "revised-place", "revised-text"
STOP = re.compile(r"[.,;:،؛۔。，；：]+$")
NUMBERED = ("Decimal", "DefaultStyle")
SIGNS = {"OneParen": "{})", "TwoParens": "({})"}
"""How the number of a list is written, but where a point follows it."""

UNANSWERED = "write the answer below the comment"


@dataclass(slots=True)
class Comment:
    """What a reviewer said, and what is answered."""

    said: list[Node]
    number: str
    span: Span
    headed: bool
    """Whether the author wrote a heading above it."""

    answer: list[Node] = field(default_factory=list)

    @property
    def answered(self) -> bool:
        """Whether there is an answer at all."""
        return bool(plain_text(self.answer).strip()) or any(
            node["t"] in ("Image", "Math") for node in branches(self.answer)
        )


@dataclass(frozen=True, slots=True)
class Letter:
    """The parts of a letter in order: blocks as they are, and comments with their answers."""

    parts: tuple[Node | Comment, ...]

    @property
    def comments(self) -> Iterator[Comment]:
        """All comments."""
        return (part for part in self.parts if isinstance(part, Comment))

    def unanswered(self) -> Iterator[Diagnostic]:
        """Yield the comments without an answer."""
        for comment in self.comments:
            if not comment.answered:
                message = f"comment {comment.number} has no answer"
                yield Diagnostic("answer-missing", message, comment.span, (UNANSWERED,))


def letter_of(beside: Sequence[Node], round_: Round) -> Letter:
    """Tell apart what reviewers said and what authors answer."""
    parts: list[Node | Comment] = []
    speaker, count = "", 0
    places = _Places(round_)
    for block in beside:
        last = parts[-1] if parts else None
        if block["t"] == "Header" and block["c"][0] == 1:
            speaker, count = _number(block), 0
            parts.append(block)
        elif block["t"] == "BlockQuote":
            count += 1
            number = f"{speaker}.{count}" if speaker else str(count)
            headed = isinstance(last, dict) and last["t"] == "Header" and last["c"][0] > 1
            parts.append(Comment(block["c"], number, places.of(block), headed))
        elif isinstance(last, Comment) and block["t"] != "Header":
            last.answer.append(block)
        else:
            parts.append(block)
    return Letter(tuple(parts))


def _number(heading: Node) -> str:
    """Return by which number or letter a speaker goes in the heading, or none for an editor."""
    found = re.search(r"\d+|\b[A-Z]$", plain_text(heading["c"][2]))
    return found[0] if found else ""


class _Places:
    """Finds comments in the source, one after the other."""

    def __init__(self, round_: Round) -> None:
        self.path, self.text = round_.path, round_.section.text
        self.at = 0

    def of(self, quote: Node) -> Span:
        """Return where the next comment begins."""
        first = next(iter(WORD.findall(plain_text(quote["c"]))), "")
        pattern = re.compile(rf"^ {{0,3}}(>[^\n]*?){re.escape(first)}", re.MULTILINE)
        found = pattern.search(self.text, self.at)
        if found is None:
            return Span(self.path)
        self.at = found.end()
        return Span.within(self.path, self.text, found.start(1))


def _unlisted(said: list[Node]) -> list[Node]:
    """Return a point that a reviewer numbered, `2. …`, as a paragraph: Word quotes no lists."""
    out: list[Node] = []
    for block in said:
        point = block["c"][1][0] if block["t"] == "OrderedList" and len(block["c"][1]) == 1 else []
        if point and point[0]["t"] in ("Para", "Plain") and block["c"][0][1]["t"] in NUMBERED:
            start, _, sign = block["c"][0]
            number = SIGNS.get(sign["t"], "{}.").format(start)
            out += [para([string(number), SPACE, *point[0]["c"]]), *point[1:]]
        else:
            out.append(block)
    return out


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the letter's blocks, in the words of its language."""

    quotes: Mapping[str, Quote]
    places: Mapping[str, str]
    """Where each quotation stands, in words, by its class."""

    words: Words

    def blocks(self, letter: Letter) -> list[Node]:
        """Return the whole letter below its head."""
        out: list[Node] = []
        legend = bool(self.places)
        for part in letter.parts:
            if legend and (isinstance(part, Comment) or part["t"] == "Header"):
                out.append(para([{"t": "Emph", "c": words(self.words["response-legend"])}]))
                legend = False
            if isinstance(part, Comment):
                out += self.comment(part)
            else:
                out += self.filled([part])
        return out

    def comment(self, comment: Comment) -> Iterator[Node]:
        """Yield a comment under its number, and what is answered."""
        if not comment.headed:
            title = words(self.words["reviewer-comment"].replace("{}", comment.number))
            yield header(2, title, attr("", ["unnumbered"]))
        yield div(self.filled(_unlisted(comment.said)), attr(classes=[COMMENT]))
        if comment.answered:
            yield from self.filled(comment.answer)
        else:
            yield para([{"t": "Strong", "c": words(self.words["no-answer"])}])

    def filled(self, blocks: list[Node]) -> list[Node]:
        """Return blocks with quotations in the places of the claims."""
        rules = {
            "Div": self._division,
            "Span": self._span,
            "Figure": _held,
            "CodeBlock": _listing,
            "Code": _listing,
        }
        out: list[Node] = rewrite(blocks, rules)
        return out

    def _tag(self, node: Node) -> str:
        return next((tag for tag in node["c"][0][1] if tag in self.quotes), "")

    def _division(self, node: Node) -> list[Node] | None:
        tag = self._tag(node)
        if not tag:
            return None
        quote = self.quotes[tag]
        if quote.found is None:
            return [div([para(words(self._missing(quote)))], attr(classes=[REVISED]))]
        place = self.places.get(tag)
        told = ", ".join(part for part in (quote.called, place) if part)
        line = para([{"t": "Strong", "c": words(f"{told}:")}])
        head = [div([line], attr(classes=[PLACE]))] if told else []
        return [*head, div(quote.blocks, attr(classes=[REVISED]))]

    def _span(self, node: Node) -> list[Node] | None:
        tag = self._tag(node)
        if not tag:
            return None
        quote, place = self.quotes[tag], self.places.get(tag)
        if quote.found is None:
            return words(self._missing(quote))
        behind = [SPACE, *words(f"({place})")] if place else []
        if quote.called:
            return [*words(quote.called), *behind]
        said = _joined(quote.blocks)
        if not STOP.search(quote.written):
            _unstop(said)
        return [string("“"), span(said, attr()), string("”"), *behind]

    def _missing(self, quote: Quote) -> str:
        return f"[{self.words['quote-missing']}: {quote.written}]"


def _joined(blocks: Sequence[Node]) -> list[Node]:
    """Return the lines of a passage as one."""
    out: list[Node] = []
    for block in blocks:
        if block["t"] in ("Para", "Plain"):
            out += [*([SPACE] if out else []), *block["c"]]
    return out


def _unstop(inlines: list[Node]) -> None:
    """Take from the end of a line what would stop the author's own sentence."""
    nodes = [*walk(inlines)]
    if nodes and nodes[-1]["t"] == "Str":
        nodes[-1]["c"] = STOP.sub("", nodes[-1]["c"])


def _held(figure: Node) -> list[Node]:
    """Let a figure stand where it is shown: a letter is read from top to bottom."""
    name, classes, pairs = figure["c"][0]
    return [{"t": "Figure", "c": [[name, [*classes, HELD], pairs], *figure["c"][1:]]}]


def _listing(node: Node) -> list[Node]:
    return [{"t": node["t"], "c": [node["c"][0], untagged(node["c"][1])]}]
