"""Typst as a program of its own: `python -P typst_runner.py`, a job in JSON to read.

A template may loop for ever or ask for all the memory there is, as may a drawing, and Typst ends
the process in which that happens.  What is written is a line of JSON, which says where the places
stand that the page tells of, and what is set; or what Typst says, with exit code 1.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

SPOTS = "<octavo-spots>"
"""The label of what a page tells of its places."""

Spot = tuple[str, int, float, float]
"""The name of a place, or the number of a line; its page; how far right and down it is, in points.
"""


class Unset(Exception):
    """Typst set nothing; the text is what it says."""


@dataclass(frozen=True, slots=True)
class Job:
    """A page source, and what it may take."""

    source: str
    fonts: list[str]
    """Folders."""

    machine: bool
    """Whether the fonts of the machine may be taken too."""

    inputs: Mapping[str, str]
    setting: Mapping[str, Any]
    """What Typst is told of the format, and of its moment."""

    megabytes: int
    """The most memory that it may need."""

    @property
    def written(self) -> bytes:
        """The job as JSON."""
        return json.dumps(asdict(self)).encode()


@dataclass(frozen=True, slots=True)
class Typeset:
    """What Typst set."""

    data: bytes
    pages: tuple[bytes, ...] = ()
    """As SVG."""

    spots: tuple[Spot, ...] = ()


def typeset(job: Job, *, paged: bool) -> Typeset:
    """Return what is set and, if `paged`, its pages as SVG, for which nothing is laid out again.

    Raise `Unset` where Typst sets nothing.
    """
    import typst

    source = Path(job.source)
    try:
        compiler = typst.Compiler(
            source,
            root=source.parent,
            font_paths=[Path(folder) for folder in job.fonts],
            ignore_system_fonts=not job.machine,
            sys_inputs=dict(job.inputs),
        )
        data = compiler.compile(**job.setting)
        moment = job.setting.get("timestamp")
        pages = compiler.compile(format="svg", timestamp=moment) if paged else []
    except typst.TypstError as error:
        raise Unset(str(getattr(error, "diagnostic", "") or error)) from error
    assert isinstance(data, bytes)
    text = source.read_text(encoding="utf-8")
    if "#turned[" in text:
        from octavo.render.pdf_turned import with_turned

        data = with_turned(data, json.loads(compiler.query("<turned>", field="value")))
    told = json.loads(compiler.query(SPOTS, field="value"))[0] if SPOTS in text else []
    shown = tuple(pages if isinstance(pages, list) else [pages or b""])
    return Typeset(data, shown, tuple(map(tuple, told)))


def _limit(megabytes: int) -> None:
    """Bound the memory of this process, where the system can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """Do the job that is read, and return the exit code."""
    job = Job(**json.loads(sys.stdin.buffer.read()))
    _limit(job.megabytes)
    try:
        made = typeset(job, paged=False)
    except Unset as error:
        sys.stdout.buffer.write(str(error).encode())
        return 1
    sys.stdout.buffer.write(json.dumps(made.spots).encode() + b"\n" + made.data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
