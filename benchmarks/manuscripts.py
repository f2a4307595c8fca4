"""Manuscripts of any size, the same bytes for the same seed.

python -m benchmarks.manuscripts WORDS FOLDER
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.drawings import STYLE, drawing
from benchmarks.invention import SENTENCE_WORDS, Inventor
from benchmarks.works import bibliography

SEED = 1

METADATA = """\
title: {title}
language: en
date: 2026-01-15
authors:
  - name: Ada Example
    affiliations: one
    corresponding: true
    email: ada@example.org
  - name: Boris Example
    affiliations: one
affiliations:
  - {{id: one, name: University of Examples, city: Exampleton, country: Norway}}
abstract: >-
  {abstract}
keywords: [{keywords}]
funding: This work received no funding.
statements:
  conflicts: The authors declare none.
  data: The tables that the figures draw are in `figures/data/`.
  code: The scripts that draw the figures are in `figures/`.
build:
  formats: [pdf, docx, html]
  csl: chicago-author-date
"""
BARE = """\
title: {title}
lang: en
date: 2026-01-15
author: [Ada Example, Boris Example]
abstract: >-
  {abstract}
link-citations: true
"""
"""The same for pandoc, but for keywords: its Typst template takes them for variables."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a manuscript is."""

    words: int
    """Of the sections, as `wc -w` counts them; about."""

    references: int
    figures: int

    @property
    def sections(self) -> int:
        """The number of sections: files of at most about 2,500 words."""
        return max(6, self.words // 2500)


SIZES = {size.words: size for size in (Size(6000, 40, 4), Size(40_000, 300, 20))}
SIZES[150_000] = Size(150_000, 2000, 80)


def manuscript(size: Size, seed: int = SEED) -> dict[str, str]:
    """Return the files of a manuscript by their paths."""
    inventor = Inventor(seed)
    keys, works = bibliography(inventor, size.references)
    files = {"bib/references.bib": works, "figures/_style.py": STYLE}
    drawings = []
    for number in range(1, size.figures + 1):
        name, made = drawing(inventor, number)
        drawings.append(name)
        files |= made
    head = {
        "title": inventor.title(2),
        "abstract": " ".join(inventor.sentence() for _ in range(8)),
        "keywords": ", ".join(dict.fromkeys(inventor.word("noun") for _ in range(5))),
    }
    files["manuscript/metadata.yaml"] = METADATA.format(**head)
    files["bare.yaml"] = BARE.format(**head)
    return files | dict(_Author(inventor, size, keys, drawings).sections())


def write(files: dict[str, str], folder: Path) -> None:
    """Write the files of a manuscript to a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


class _Author:
    """Writes the sections, and keeps count of what is still to be cited and referred to."""

    def __init__(self, inventor: Inventor, size: Size, keys: list[str], drawings: list[str]):
        self.inventor, self.size = inventor, size
        self.drawings = drawings
        again = inventor.random.choices(keys, k=len(keys) // 2)
        self.due = [*keys, *again]
        inventor.random.shuffle(self.due)
        self.written = 0
        self.labels: list[str] = []
        self.notes = 0

    def sections(self) -> Iterator[tuple[str, str]]:
        """Yield the path and the text of each section."""
        count = self.size.sections
        for number in range(1, count + 1):
            drawn = self.drawings[
                (number - 1) * len(self.drawings) // count : number * len(self.drawings) // count
            ]
            parts = list(self._section(number, drawn))
            if number == count and self.due:
                parts.append(f"Others have shown the same [{self._cluster(len(self.due))}].")
            yield f"manuscript/{number:02}-section.md", "\n\n".join(parts) + "\n"

    def _section(self, number: int, drawn: list[str]) -> Iterator[str]:
        """Yield a heading, and paragraphs with all else evenly between them."""
        target = self.size.words // self.size.sections
        between = self._between(number, target, drawn)
        ends = (number * self.size.words) // self.size.sections
        begun, placed = ends - target, 0
        yield self._heading(1, f"sec:s{number}")
        while self.written < ends or placed < len(between):
            share = (self.written - begun) / target
            if placed < len(between) and share >= (placed + 1) / (len(between) + 1):
                made = between[placed]()
                placed += 1
            else:
                made = self._paragraph()
            self.written += len(made.split())
            yield made

    def _between(self, number: int, words: int, drawn: list[str]) -> list[Callable[[], str]]:
        """Return what a section holds beside paragraphs, as functions that write it."""
        random = self.inventor.random
        found: list[Callable[[], str]] = [partial(self._figure, name) for name in drawn]
        found += [partial(self._table, f"tbl:t{number}-{n}") for n in range(-(-words // 2000))]
        found += [partial(self._equation, f"eq:e{number}-{n}") for n in range(words // 900)]
        found += [self._note] * (words // 500)
        found += [random.choice((self._list, self._quotation)) for _ in range(words // 900)]
        random.shuffle(found)
        headings = [partial(self._heading, 2, f"sec:s{number}-{n}") for n in range(words // 700)]
        for position, heading in enumerate(headings):
            found.insert((position + 1) * len(found) // (len(headings) + 1), heading)
        return found

    def _heading(self, level: int, label: str) -> str:
        self.labels.append(label)
        return f"{'#' * level} {self.inventor.title(1)} {{#{label}}}"

    def _paragraph(self) -> str:
        sentences = self.inventor.random.randint(4, 8)
        return "\n".join(self.inventor.sentence(self._close()) for _ in range(sentences))

    def _close(self) -> str:
        """Return a citation, a reference or nothing, so that all works are cited by the end."""
        left = max(1, (self.size.words - self.written) // SENTENCE_WORDS)
        if self.due and self.inventor.chance(len(self.due) / left / 1.2):
            return self._citation()
        if self.labels and self.inventor.chance(0.04):
            return f"(see @{self.inventor.random.choice(self.labels)})"
        return ""

    def _citation(self) -> str:
        random = self.inventor.random
        if self.inventor.chance(0.2):
            return f"as argued by @{self.due.pop()}"
        locator = f", ch. {random.randint(1, 12)}" if self.inventor.chance(0.25) else ""
        return f"[{self._cluster(random.choice((1, 1, 2, 3)))}{locator}]"

    def _cluster(self, count: int) -> str:
        keys = dict.fromkeys(self.due.pop() for _ in range(min(count, len(self.due))))
        return "; ".join(f"@{key}" for key in keys)

    def _figure(self, name: str) -> str:
        label = f"fig:{name}"
        self.labels.append(label)
        picture = f"![{self.inventor.sentence()}]({name}){{#{label}}}"
        return f"{self._introduced(label)}\n\n{picture}"

    def _table(self, label: str) -> str:
        self.labels.append(label)
        random = self.inventor.random
        columns = random.randint(3, 6)
        rows = [["Group", *(self.inventor.word("noun") for _ in range(columns - 1))]]
        rows.append([":---", *["---:"] * (columns - 1)])
        for _ in range(random.randint(4, 12)):
            values = (f"{random.uniform(0, 900):.1f}" for _ in range(columns - 1))
            rows.append([self.inventor.title(1), *values])
        body = "\n".join("| " + " | ".join(row) + " |" for row in rows)
        caption = f": {self.inventor.sentence()} {{#{label}}}"
        return f"{self._introduced(label)}\n\n{body}\n\n{caption}"

    def _equation(self, label: str) -> str:
        self.labels.append(label)
        return f"{self._introduced(label)}\n\n$$ {self.inventor.formula()} $$ {{#{label}}}"

    def _introduced(self, label: str) -> str:
        return f"{self.inventor.sentence(f'(@{label})')} {self.inventor.sentence(self._close())}"

    def _note(self) -> str:
        self.notes += 1
        text = f"{self.inventor.sentence()} See <https://example.org/note/{self.notes}>."
        return f"{self._paragraph()}[^n{self.notes}]\n\n[^n{self.notes}]: {text}"

    def _list(self) -> str:
        items = self.inventor.random.randint(3, 6)
        return "\n".join(f"{n}. {self.inventor.sentence()}" for n in range(1, items + 1))

    def _quotation(self) -> str:
        return "\n".join(f"> {self.inventor.sentence()}" for _ in range(3))


if __name__ == "__main__":
    write(manuscript(SIZES[int(sys.argv[1])]), Path(sys.argv[2]))
