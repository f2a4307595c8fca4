"""What the comparison of two revisions costs, beside the builds that it stands between.

python -m benchmarks.comparing WORDS [SHARE]

A manuscript of so many words is revised: a share of its paragraphs, a tenth unless said, has
words exchanged, is left out, or comes at another place.  CPU seconds by stage.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from benchmarks.manuscripts import SIZES, manuscript, write
from octavo.diff.documents import Named, marked_document
from octavo.document import Document
from octavo.pipeline import compose, gather, render
from octavo.project import Project, load_project

T = TypeVar("T")
FORMATS = ("pdf", "docx", "html")
DATE = "2026-01-15T00:00:00Z"


def main(words: int, share: float = 0.1) -> None:
    """Print the seconds of each stage."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(manuscript(SIZES[words]), folder)
        project = load_project(folder)
        old = timed("the old revision, read", lambda: read(project))
        revise(project, share)
        new = timed("the new revision, read", lambda: read(project))
        sides = Named(old, "old", folder), Named(new, "new", folder)
        marked = timed("the comparison", lambda: marked_document(*sides, "Ada", DATE))
        whole = marked.summary.whole
        print(
            f"  +{whole.added} −{whole.removed} words, {whole.places} places, {whole.moved} moved"
        )
        for form in FORMATS:
            for name, document in (("plain", new), ("marked", marked.document)):
                timed(f"{form}, {name}", partial(render, project, [document], [form], ignore))


def ignore(_: str) -> None:
    """Take what is told of progress."""


def read(project: Project) -> Document:
    """Return the article, ready for renderers."""
    return compose(gather(project), FORMATS)[0]


def revise(project: Project, share: float) -> None:
    """Change a share of the paragraphs."""
    draw = random.Random(1)  # noqa: S311
    for section in project.sections:
        path = project.root / section
        passages = path.read_text(encoding="utf-8").split("\n\n")
        for place, passage in enumerate(passages):
            if passage[:1].isalpha() and draw.random() < share:
                passages[place] = draw.choice((_exchanged, _left_out, _doubled))(passage)
        path.write_text("\n\n".join(passages), encoding="utf-8")


def _exchanged(passage: str) -> str:
    words = enumerate(passage.split(" "))
    return " ".join(f"new {word}" if n % 9 == 4 else word for n, word in words)


def _left_out(passage: str) -> str:
    return passage[: len(passage) // 3] if "@" not in passage else passage


def _doubled(passage: str) -> str:
    return f"{passage} Besides, there is a sentence that was not there before."


def timed(name: str, act: Callable[[], T]) -> T:
    """Do something and print what it took of the processor."""
    started = time.process_time()
    result = act()
    print(f"{time.process_time() - started:7.2f} s  {name}")
    return result


if __name__ == "__main__":
    main(int(sys.argv[1]), *(float(share) for share in sys.argv[2:]))
