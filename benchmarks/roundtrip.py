"""Round trips through Word: what a co-author changes, and what comes back of it.

`python -m benchmarks.roundtrip` edits the Word files of the reference manuscript and of the
dense one as Word would, lets LibreOffice save some of them again, merges them, and compares the
sources with what they ought to be.  With `--write` the table goes into `docs/roundtrip.md`.
"""

from __future__ import annotations

import itertools
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.reviewing import Reviewer, text_of
from octavo.comments import COMMENTS, read_comments
from octavo.merge.merging import Merge, merge
from octavo.pipeline import build
from octavo.project import load_project
from octavo.tools import run

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "roundtrip.md"
SEED = 7
WORDS, MOVES = 40, 4
CONSTRUCTS = re.compile(
    r"(?<![\w\\])@[\w{]|\$[^$\n]+\$|\[\^[^]]+\]|\^\[|\{\{|\]\(|(?<!\w)[*_]{1,3}(?=\w)|\{[#.]"
)
"""Citations, formulas, notes, values, links, emphasis, labels: what may be flattened to text."""

BESIDE = re.compile(r"\b([a-z]{4,})(?=(?:,|\.)?\s?(?:\[@|\[\^|\{\{|\$|\*|\[[a-z]|@))")
"""Words that stand before a construct."""

Texts = dict[str, str]


@dataclass
class Paper:
    """A manuscript, its Word file, and what a reviewer ought to make of its sources."""

    root: Path
    reviewer: Reviewer
    expected: Texts
    chance: random.Random
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    """The section of each edit, what is to go and what is to come."""

    comments: int = 0

    def once(self, text: str) -> bool:
        """Tell whether a text stands once in the sources and once in the file."""
        there = sum(source.count(text) for source in self.expected.values())
        printed = sum(text_of(p).count(text) for p in self.reviewer.paragraphs())
        return there == printed == 1

    def substitute(self, old: str, new: str) -> None:
        """Change the sources as they ought to be changed."""
        name = next(n for n, text in self.expected.items() if old in text)
        self.expected[name] = self.expected[name].replace(old, new, 1)
        self.changes.append((name, old, new))


def sources(root: Path) -> Texts:
    """Return the sections and the metadata."""
    paths = [*sorted((root / "manuscript").glob("[0-9]*.md")), root / "manuscript/metadata.yaml"]
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def candidates(paper: Paper) -> list[str]:
    """Return words that can be told apart, those beside constructs first."""
    text = "\n".join(t for n, t in paper.expected.items() if n.endswith(".md"))
    beside = [found[1] for found in BESIDE.finditer(text)]
    words = list(dict.fromkeys([*beside, *re.findall(r"\b[a-z]{6,}\b", text)]))
    first = [word for word in words if word in beside]
    rest = [word for word in words if word not in beside]
    paper.chance.shuffle(first)
    paper.chance.shuffle(rest)
    half = first[: WORDS * 2]
    return [word for word in (*half, *rest[: WORDS * 4]) if paper.once(word)]


def words(paper: Paper, authors: tuple[str, ...] = ("",), spared: int = 0) -> None:
    """Replace words and put words in, plain or tracked; the first candidates may be spared."""
    for number, word in enumerate(candidates(paper)[spared : spared + WORDS]):
        author = authors[number % len(authors)]
        if number % 4 == 3:
            paper.reviewer.insert(word, " put in", author)
            paper.substitute(word, f"{word} put in")
        else:
            paper.reviewer.replace(word, f"changed{'abcd'[number % 4]}", author)
            paper.substitute(word, f"changed{'abcd'[number % 4]}")


def tracked(paper: Paper) -> None:
    """Let two authors edit, remark on each other, and answer."""
    remarked = candidates(paper)[:6]
    state = paper.chance.getstate()
    for number, word in enumerate(remarked):
        answers = (("Bob Editor", "Yes."), ("Ann Author", "Good.")) if number % 2 else ()
        paper.reviewer.comment(word, f"Is “{word}” right?", "Ann Author", answers)
        paper.comments += 1 + len(answers)
    paper.chance.setstate(state)
    words(paper, ("Ann Author", "Bob Editor"), len(remarked))


def chunks(paper: Paper) -> Iterator[tuple[str, str, str]]:
    """Yield plain paragraphs that can be told apart: their first words, they, and the next one."""
    for name, text in paper.expected.items():
        parts = text.split("\n\n") if name.endswith(".md") else []
        for part, behind in itertools.pairwise(parts):
            head = re.match(r"[A-Z][\w’,]* [\w’,]+ [\w’,]+ [\w’,]+", part)
            plain = all(
                re.match(r"[A-Z“]", one) and not re.search(r"^\W", one) for one in (part, behind)
            )
            if head and plain and "\n|" not in part and "===" not in part and paper.once(head[0]):
                yield head[0], part, behind.rstrip("\n")


DENSE: tuple[tuple[str, tuple[str, ...], str, str], ...] = (
    ("delete_paragraph", ("Another nested one",), "    - Another nested one.\n", ""),
    (
        "new_paragraph",
        ("The third item", "A fourth item."),
        "- The third item.\n",
        "- The third item.\n- A fourth item.\n",
    ),
    (
        "new_paragraph",
        ("A list follows", "A new paragraph."),
        "A list follows.\n\n",
        "A list follows.\n\nA new paragraph.\n\n",
    ),
    ("split", ("is long enough",), ", which is long", ", which\n- is long"),
    ("delete_row", ("Russia",), "| Russia | 2012 | second row |\n", ""),
    (
        "new_row",
        ("Syria", "Egypt", "2014", "new"),
        "| Syria | 2013 | *third* row |\n",
        "| Syria | 2013 | *third* row |\n| Egypt | 2014 | new |\n",
    ),
    ("replace", ("plain table", "simple table"), "A plain table", "A simple table"),
    ("replace", ("that rises", "that climbs"), "that rises", "that climbs"),
    ("replace", ("Methods and materials", "Materials"), "## Methods and materials", "## Materials"),
    (
        "replace",
        ("a fixture of round trips".capitalize(), "A test of round trips"),
        "subtitle: A fixture",
        "subtitle: A test",
    ),
    ("replace", ("several lines", "many lines"), "several lines", "many lines"),
    ("split", ("Another sentence",), ". Another sentence", ".\n\nAnother sentence"),
    (
        "join",
        ("The same words",),
        "The same words. The same words. The same words.\n\n",
        "The same words. The same words. The same words.\n",
    ),
    ("delete_paragraph", ("A paragraph within",), "A paragraph within a division.\n", ""),
)
"""What is done to the dense manuscript, and what is to come of it."""


def structure(paper: Paper) -> None:
    """Delete, add, split, join and move paragraphs, items and rows; edit captions and headings."""
    if any("A fixture of round trips" in text for text in paper.expected.values()):
        for name, words_given, old, behind in DENSE:
            getattr(paper.reviewer, name)(*words_given)
            paper.substitute(old, behind)
        return
    known = list(chunks(paper))
    paper.chance.shuffle(known)
    taken: set[str] = set()
    kinds = [delete, new, split, join, move]
    for kind in kinds:
        done = 0
        for head, part, behind in known:
            if done == MOVES or part in taken or behind in taken:
                continue
            if kind(paper, head, part, behind):
                taken |= {part, behind}
                done += 1


def delete(paper: Paper, head: str, part: str, _: str) -> bool:
    """Delete a paragraph."""
    if "[^" in part:
        return False
    paper.reviewer.delete_paragraph(head)
    paper.substitute(f"{part}\n\n", "")
    return True


def new(paper: Paper, head: str, part: str, _: str) -> bool:
    """Write a new paragraph."""
    text = f"A new paragraph number {len(paper.changes)}, with an * asterisk."
    paper.reviewer.new_paragraph(head, text)
    paper.substitute(f"{part}\n\n", f"{part}\n\n{text.replace('*', chr(92) + '*')}\n\n")
    return True


def split(paper: Paper, _: str, part: str, __: str) -> bool:
    """Split a paragraph where a sentence begins."""
    found = re.search(r"[a-z]\. ([A-Z][a-z]* [a-z]+ [a-z]+)", part)
    if found is None or not paper.once(found[1]):
        return False
    paper.reviewer.split(found[1])
    paper.substitute(f". {found[1]}", f".\n\n{found[1]}")
    return True


def join(paper: Paper, head: str, part: str, behind: str) -> bool:
    """Join a paragraph with the next."""
    following = paper.reviewer.find(head).getnext()
    if following is None or not text_of(following).startswith(behind[:12]):
        return False
    paper.reviewer.join(head)
    paper.substitute(f"{part}\n\n{behind}", f"{part}\n{behind}")
    return True


def move(paper: Paper, head: str, part: str, behind: str) -> bool:
    """Move a paragraph behind the next."""
    target = re.match(r"[A-Z][\w’,]* [\w’,]+ [\w’,]+ [\w’,]+", behind)
    if target is None or not paper.once(target[0]):
        return False
    paper.reviewer.move(head, target[0])
    paper.substitute(f"{part}\n\n{behind}", f"{behind}\n\n{part}")
    return True


def nothing(_: Paper) -> None:
    """Leave the file as it is."""


def noise(paper: Paper) -> None:
    """Do what Word does to every file that it saves."""
    paper.reviewer.noise()


def resaved(paper: Paper) -> None:
    """Let LibreOffice save the file again."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "in.docx")
        place.write_bytes(paper.reviewer.saved())
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
        command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", f"{folder}/out"]
        run([*command, str(place)], timeout=180)
        paper.reviewer = Reviewer(Path(folder, "out", "in.docx").read_bytes())


def edited_later(paper: Paper) -> None:
    """Let LibreOffice save the file, and edit what it wrote."""
    resaved(paper)
    structure(paper)
    words(paper)


CASES: dict[str, Callable[[Paper], None]] = {
    "untouched": nothing,
    "untouched, as Word saves it": noise,
    "untouched, saved by LibreOffice": resaved,
    "plain edits of words": words,
    "tracked by two authors, with comments": tracked,
    "structure": structure,
    "saved by LibreOffice, then structure and words": edited_later,
}


@dataclass(frozen=True)
class Row:
    """What came of one case."""

    manuscript: str
    case: str
    made: int
    applied: int
    collateral: int
    flattened: int
    comments: int
    kept: int

    @property
    def cells(self) -> list[str]:
        """The row of the table."""
        edits = f"{self.applied} / {self.made}" if self.made else "–"
        comments = f"{self.kept} / {self.comments}" if self.comments else "–"
        return [
            self.manuscript,
            self.case,
            edits,
            str(self.collateral),
            str(self.flattened),
            comments,
        ]


def measured(name: str, built: Path, case: str) -> Row:
    """Make one round trip."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "paper")
        shutil.copytree(built, root)
        reviewer = Reviewer((root / "build" / "manuscript.docx").read_bytes())
        paper = Paper(root, reviewer, sources(root), random.Random(SEED))  # noqa: S311  (no secret)
        CASES[case](paper)
        file = root / "reviewed.docx"
        file.write_bytes(paper.reviewer.saved())
        merged = merge(load_project(root), file)
        return _row(name, case, paper, merged)


def _row(name: str, case: str, paper: Paper, merged: Merge) -> Row:
    before = sources(paper.root)
    wrong = flat = 0
    behind: Texts = {}
    for path, expected in paper.expected.items():
        got = merged.texts.get(Path(path), ("", before[path]))[1]
        behind[path] = got
        wrong += _collateral(before[path], expected, got)
        flat += max(0, len(CONSTRUCTS.findall(expected)) - len(CONSTRUCTS.findall(got)))
    kept = read_comments(merged.texts.get(COMMENTS, ("", ""))[1])
    changes = [  # without the words of paragraphs that were deleted behind them
        (n, old, new)
        for n, old, new in paper.changes
        if not new.strip() or new in paper.expected[n]
    ]
    applied = sum(_made(behind[n], old, new) for n, old, new in changes)
    return Row(
        name,
        case,
        len(changes),
        applied,
        wrong,
        flat,
        paper.comments,
        sum(1 + len(comment.answers) for comment in kept),
    )


def _made(text: str, old: str, new: str) -> bool:
    """Tell whether an edit is in a section: what came is there, what went is not."""
    return new in text if new.strip() else old not in text


def _collateral(before: str, expected: str, got: str) -> int:
    """Return how many lines are neither as they were nor as they ought to be."""
    known = {*before.split("\n"), *expected.split("\n")}
    return sum(line not in known for line in got.split("\n"))


def rows() -> Iterator[Row]:
    """Measure every case on both manuscripts."""
    for name, source in (("reference", ROOT), ("dense", ROOT / "benchmarks" / "dense")):
        with tempfile.TemporaryDirectory() as folder:
            built = Path(folder, "paper")
            for part in ("manuscript", "bib", "figures"):
                shutil.copytree(source / part, built / part)
            build(load_project(built), ["docx"])
            for case in CASES:
                yield measured(name, built, case)


HEADS = (
    "manuscript",
    "case",
    "edits applied / made",
    "lines changed that should not be",
    "constructs flattened",
    "comments kept / made",
)


def table(measured_rows: list[Row]) -> str:
    """Return the rows as a table."""
    lines = [HEADS, ("---",) * len(HEADS), *(row.cells for row in measured_rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    """Measure, print, and write."""
    found = []
    for row in rows():
        found.append(row)
        sys.stdout.write(f"| {' | '.join(row.cells)} |\n")
    if "--write" in sys.argv:
        text = PAGE.read_text(encoding="utf-8")
        head, _, rest = text.partition("<!-- table -->\n")
        _, _, tail = rest.partition("<!-- end -->\n")
        PAGE.write_text(
            f"{head}<!-- table -->\n{table(found)}\n<!-- end -->\n{tail}", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
