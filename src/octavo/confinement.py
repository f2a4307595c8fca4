"""A command run in the cage, and what it made put in its place.

What comes out is a stranger's, who may have got hold of all that ran within: it is data, of which
only files with names that are known are taken, and words that no terminal and no service of
continuous integration takes for more.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, get_args

from octavo.cage import HINT, cage, refuse_links
from octavo.diagnostics import ToolError
from octavo.folders import is_plain, unfinished
from octavo.layout import TABLES
from octavo.publishing import put_all
from octavo.root import Format, file_of
from octavo.supplement import NAME
from octavo.tools import Bounds, Confined, confine

BOUNDS = Bounds(
    seconds=900, memory=8_000_000_000, processes=400, messages=10_000_000, results=500_000_000
)
GREETING = b"octavo cage 1\n"
ENDS = (0, 1, 2, 3, 130)
ARTICLE = "manuscript"
FILES = {file_of(*known): known for known in product((ARTICLE, NAME, TABLES), get_args(Format))}
"""The files that a build makes, of which others are never taken, by their names."""

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e]")
COMMAND = re.compile(r"^(\s*):(?=:)", re.MULTILINE)
ANNOTATION = re.compile(r"::(error|warning|notice) [^\r\n]*::")


@dataclass(frozen=True, slots=True)
class Told:
    """How a command ended in the cage, what it said, and what it made."""

    code: int
    output: str
    messages: str
    files: dict[str, bytes]


def confined(
    root: Path,
    words: Sequence[str],
    *,
    folder: Path | None = None,
    shown: Collection[Path] = (),
) -> Told:
    """Run a command of Octavo's in a cage; `folder` is where it leaves files, below the root.

    Raise `ToolError` where there is no cage to be had, or where it had to be ended.
    """
    asked = {"words": [*words], "folder": str(root / folder) if folder else ""}
    # without a folder of its own, a command looks at what was built
    built = () if folder else [p for name in sorted(FILES) if is_plain(p := root / "build" / name)]
    with unfinished() as aside:
        inside = cage(root, aside, shown, built)

        def command(end: int) -> list[str]:
            runs = [sys.executable, "-P", "-m", "octavo.cli.caged"]
            return [*inside, *runs, json.dumps({**asked, "end": end})]

        ended = confine(command, BOUNDS)
    return told_of(ended)


def told_of(ended: Confined) -> Told:
    """Return what came out of a cage; raise `ToolError` where it was not made, or not left."""
    messages = ended.ended.messages
    if not ended.results.startswith(GREETING) and not ended.excess:
        last = clean(messages.strip().rpartition("\n")[2])
        raise ToolError(f"a stranger's sources need a cage, and none can be made: {last}", HINT)
    files, code = _files(ended.results.removeprefix(GREETING))
    if ended.excess or code not in ENDS:
        how = ended.excess or f"it ended with the code {ended.ended.code}"
        said = clean(messages[-2000:].strip())
        raise ToolError(f"the build was ended in its cage: {how}", said)
    output = ended.ended.output.decode("utf-8", "replace")
    return Told(code, output, messages, files)


def _files(results: bytes) -> tuple[dict[str, bytes], int]:
    """Return the files that came out, and the exit code; -1 where they break off."""
    files: dict[str, bytes] = {}
    try:
        while results:
            head, _, results = results.partition(b"\n")
            told: dict[str, Any] = json.loads(head)
            if "code" in told:
                return files, int(told["code"])
            name, size = str(told["name"]), int(told["size"])
            if name not in FILES or not 0 <= size <= len(results):
                break
            files[name], results = results[:size], results[size:]
    except (ValueError, TypeError, KeyError, RecursionError):
        return {}, -1
    return {}, -1


def publish(root: Path, name: Path, files: dict[str, bytes]) -> tuple[Path, ...]:
    """Put what came out of the cage in its place, and take away what is not made any more."""
    refuse_links(root, name)
    places = put_all(root / name, {FILES[file]: data for file, data in files.items()})
    return tuple(places.values())


def clean(text: str, form: str = "text") -> str:
    """Return a stranger's words as nothing but words.

    What moves a terminal's cursor is taken out, and what a GitHub runner takes for a command
    (`::set-output…` at the beginning of a line, `##[…` anywhere) is broken.
    """
    text = CONTROL.sub("", text.replace("\r\n", "\n"))
    if form in BROKEN:
        return text.replace("##[", BROKEN[form])
    lines = text.replace("##[", "## [").split("\n")
    kept = ANNOTATION.match if form == "github" else lambda _: None
    return "\n".join(line if kept(line) else COMMAND.sub(r"\1: ", line) for line in lines)


BROKEN = {"json": r"#\u0023[", "sarif": r"#\u0023[", "junit": "#&#35;["}
"""The same sign, written otherwise, in forms that programs read."""
