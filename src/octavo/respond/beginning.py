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
    r"(?P<name>(?:(?:associate|handling|academic)\s+)?"
    r"(?:reviewer|referee|editor|gutachter(?:in)?)"
    r"(?P<number>\s*(?:#|no\.?|:)?\s*\d+|\s+[:#]?\s*[A-H](?!\w))?)"
    r"\s*(?:\(.*\)|[:.]|comments?(?: (?:to|for) (?:the )?authors?)?|report|['’]s comments)*\s*"
    r"(?P<said>(?<=:)\s.*)?",
    re.IGNORECASE,
)
"""A line that says who speaks, in the e-mails of journals, perhaps with what they say."""

ANNOUNCED = re.compile(
    r"(?:(?:reviewer|referee|editor)(?:s|\(s\))?['’]?s?\s+)?comments?"
    r"(?:\s+(?:to|for)\s+(?:the\s+)?authors?(?:\(s\))?)?\s*:?",
    re.IGNORECASE,
)
"""A line that says no more than that comments follow."""

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
    """Yield who speaks, and what they say: a comment a paragraph, each as lines.

    What stands before the first who is named is the editor's, if anyone is named.
    """
    paragraphs = [
        [line.strip().lstrip(">").strip() for line in paragraph.splitlines()]
        for paragraph in re.split(r"\n[ \t>]*\n", text.strip("\n"))
    ]
    named = any(_speaker(line) for lines in paragraphs for line in lines)
    speaker, said = "Editor" if named else "Reviewer 1", list[list[str]]()
    for lines in paragraphs:
        kept: list[str] = []
        for line in lines:
            found = _speaker(line)
            if found is not None:
                said += [kept] if kept else []
                if said:
                    yield speaker, said
                speaker, said, kept, line = _named(found["name"]), [], [], found["said"] or ""
            kept += [_plain(line.strip())] if _says(line) else []
        said += [kept] if kept else []
    yield speaker, said


def _speaker(line: str) -> re.Match[str] | None:
    """Return who a line says to be speaking; one who goes on in it must have a number."""
    found = SPEAKER.fullmatch(line.strip("#*_ "))
    return found if found and (found["number"] or not found["said"]) else None


def _says(line: str) -> bool:
    return bool(line) and not RULE.fullmatch(line) and not ANNOUNCED.fullmatch(line.strip("#*_ "))


def _named(speaker: str) -> str:
    """Return who speaks as a heading has it: `REFEREE #2` is `Referee 2`."""
    name = re.sub(r"[#:]|\bno\.?", " ", speaker, flags=re.IGNORECASE)
    return re.sub(r"\b[a-h]$", lambda found: found[0].upper(), " ".join(name.split()).capitalize())


def _plain(line: str) -> str:
    """Return a line as Markdown that says it; lists stay lists."""
    return MARKUP.sub(lambda found: f"\\{found[0]}", line)
