"""Reviewers' remarks, kept beside the sections in `manuscript/_comments.md`.

The file is Markdown that people read and edit.  A heading of the second level is a remark,
ticked when it is settled; those of the third level below it are the answers to it.  The line
behind a remark's heading says where it stands: the section and the words that it is about.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from octavo.sources import needed_text

COMMENTS = Path("manuscript/_comments.md")
HEAD = """\
# Comments

What reviewers remarked in Word. `octavo merge` adds to this file, and `octavo build docx` writes
what is open back into the Word file. Tick a remark, `[x]`, or delete it when it is settled.
"""
REMARK = re.compile(r"## \\?\[(?P<done>[ xX])\\?\] (?P<author>.*?), (?P<date>\S*)[ \t]*")
ANSWER = re.compile(r"### (?P<author>.*?), (?P<date>\S*)[ \t]*")
PLACE = re.compile(r"(?P<path>\S*?):? ?“(?P<quote>.*)”(?:, place (?P<nth>\d+))?")
UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Remark:
    """What one person said at one time."""

    author: str
    date: str
    """ISO 8601, or nothing."""

    text: str

    @property
    def mark(self) -> str:
        """What it is known by: programs change dates, but neither names nor words."""
        return f"{self.author}\n{' '.join(self.text.split())}"


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark on a place of the text, with the answers to it."""

    remark: Remark
    path: str = ""
    """The section that it is in."""

    quote: str = ""
    """The words that it is about, as they are printed."""

    nth: int = 1
    """Which of the places with these words is meant."""

    answers: tuple[Remark, ...] = ()
    done: bool = False

    @property
    def number(self) -> str:
        """Eight hexadecimal digits that are its own."""
        return number_of(self.remark, self.quote)


def number_of(remark: Remark, more: str = "") -> str:
    """Return eight hexadecimal digits for a remark, less than 80000000 as Word wants them."""
    text = "\0".join((remark.author, remark.date, remark.text, more))
    return f"{int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) & 0x7FFFFFFF:08X}"


def comments_text(root: Path) -> str:
    """Return the file of remarks, which need not be there; raise `Faults` where it is no text."""
    return needed_text(root, COMMENTS) if os.path.lexists(root / COMMENTS) else ""


def read_comments(text: str) -> list[Comment]:
    """Return the remarks that a file holds; what is none of them is passed by."""
    found: list[Comment] = []
    for head, body in _parts(text):
        remark, answer = REMARK.fullmatch(head), ANSWER.fullmatch(head)
        if remark:
            place, _, said = body.partition("\n")
            where = PLACE.fullmatch(place.strip())
            if where is None:
                said = body
            found.append(
                Comment(
                    Remark(remark["author"], _date(remark["date"]), _unquoted(said)),
                    where["path"] if where else "",
                    where["quote"] if where else "",
                    int(where["nth"] or 1) if where else 1,
                    (),
                    remark["done"] != " ",
                )
            )
        elif answer and found:
            last = found.pop()
            said_back = Remark(answer["author"], _date(answer["date"]), _unquoted(body))
            found.append(
                Comment(
                    last.remark,
                    last.path,
                    last.quote,
                    last.nth,
                    (*last.answers, said_back),
                    last.done,
                )
            )
    return found


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield each heading of the second and third level with what is below it."""
    head = ""
    body: list[str] = []
    for line in text.split("\n"):
        if line.startswith(("## ", "### ")):
            yield head, "\n".join(body).strip()
            head, body = line, []
        else:
            body.append(line)
    yield head, "\n".join(body).strip()


def _date(text: str) -> str:
    return "" if text == UNDATED else text


def _unquoted(text: str) -> str:
    """Return a remark's text: a line that looks like a heading has a backslash before it."""
    return re.sub(r"^\\(?=#)", "", text.strip(), flags=re.MULTILINE)


def written(comments: Iterable[Comment]) -> str:
    """Return the file for remarks."""
    return "\n".join([HEAD, *(_written(comment) for comment in comments)])


def added(text: str, comments: Sequence[Comment]) -> str:
    """Return a file with more remarks behind what it has; what people wrote in it stays."""
    if not text.strip():
        return written(comments)
    return text.rstrip("\n") + "\n\n" + "\n".join(map(_written, comments))


def _written(comment: Comment) -> str:
    remark = comment.remark
    nth = f", place {comment.nth}" if comment.nth > 1 else ""
    tick = "x" if comment.done else " "
    lines = [f"## [{tick}] {_line(remark.author)}, {remark.date or UNDATED}", ""]
    lines += [f"{comment.path}: “{_line(comment.quote)}”{nth}", "", _body(remark.text), ""]
    for answer in comment.answers:
        lines += [
            f"### {_line(answer.author)}, {answer.date or UNDATED}",
            "",
            _body(answer.text),
            "",
        ]
    return "\n".join(lines)


def _line(text: str) -> str:
    return " ".join(text.split())


def _body(text: str) -> str:
    return re.sub(r"^(?=#)", r"\\", text.strip(), flags=re.MULTILINE)
