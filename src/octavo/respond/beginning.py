"""`octavo respond --new`: a round to be filled in, with the comments of the reviewers if given."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from octavo.diagnostics import UsageError
from octavo.folders import make_folder, put
from octavo.git import asked
from octavo.render.template import fill
from octavo.respond.rounds import FOLDER, round_names
from octavo.sources import Undecodable, Unopened, leads_out, read_text

TEMPLATE = "round.md"
SPEAKER = re.compile(
    r"(?:#+\s*)?((?:(?:associate|handling|academic)\s+)?(?:reviewer|referee|editor|gutachter(?:in)?)"
    r"(?:\s*(?:#|no\.?)?\s*\d+)?)\s*(?:\(.*\)|[:.]|comments?|report|'s comments|’s comments)*\s*",
    re.IGNORECASE,
)
"""A line that says who speaks, in the e-mails of journals."""

RULE = re.compile(r"[-=*_~#\s]+")
MARKUP = re.compile(r"[\\`*_{}\[\]<>@$^~&]|^#+|:::+")
NAME = re.compile(r"[\w][\w.-]*")


def begin(root: Path, name: str | None = None, reviews: Path | None = None) -> Path:
    """Write the file of a new round; return where it is, from the project's folder.

    Raise `UsageError` where there is one of that name.
    """
    name = (name or _next(root)).removesuffix(".md")
    path = FOLDER / f"{name}.md"
    if not NAME.fullmatch(name):
        raise UsageError(f"`{name}` is no name of a round", "a number is enough")
    if leads_out(root, root / FOLDER):
        raise UsageError(f"{FOLDER.as_posix()} leads out of the project", "take the link away")
    if os.path.lexists(root / path):
        raise UsageError(f"{path.as_posix()} is there", "name another round, or edit this one")
    said = list(_spoken(_text(reviews))) if reviews else [("Reviewer 1", []), ("Reviewer 2", [])]
    context = {"revision": _revision(root), "speakers": said}
    text = fill(root, "letters", TEMPLATE, str, context)
    make_folder(root / FOLDER)
    put(text.encode(), root / path)
    return path


def _next(root: Path) -> str:
    """Return the number behind that of the latest round."""
    names = round_names(root)
    number = re.findall(r"\d+", names[-1])[-1:] if names else ["0"]
    return str(int(number[0]) + 1) if number else str(len(names) + 1)


def _revision(root: Path) -> str:
    """Return the latest tag, or the commit, that the working copy comes from."""
    for words in (("describe", "--tags", "--abbrev=0"), ("rev-parse", "--short", "HEAD")):
        ended = asked(root, *words)
        if ended.code == 0:
            return ended.output.decode("utf-8", "replace").strip()
    return "submitted"


def _text(path: Path) -> str:
    try:
        return read_text(path.parent.resolve(), Path(path.name))
    except (Undecodable, Unopened) as error:
        raise UsageError(f"{path}: {error.message}", error.hint) from None


def _spoken(text: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield who speaks, and what they say: a comment a paragraph, each as lines."""
    speaker, said = "Reviewer 1", list[list[str]]()
    for paragraph in re.split(r"\n[ \t]*\n", text.strip("\n")):
        lines = [line.strip().lstrip(">").strip() for line in paragraph.splitlines()]
        kept: list[str] = []
        for line in lines:
            found = SPEAKER.fullmatch(line)
            if found is None:
                kept += [_plain(line)] if line and not RULE.fullmatch(line) else []
                continue
            said += [kept] if kept else []
            if said:
                yield speaker, said
            speaker, said, kept = _named(found[1]), [], []
        said += [kept] if kept else []
    yield speaker, said


def _named(speaker: str) -> str:
    """Return who speaks as a heading has it: `REFEREE #2` is `Referee 2`."""
    return " ".join(re.sub(r"#|\bno\.?", " ", speaker, flags=re.IGNORECASE).split()).capitalize()


def _plain(line: str) -> str:
    """Return a line as Markdown that says it; lists stay lists."""
    return MARKUP.sub(lambda found: f"\\{found[0]}", line)
