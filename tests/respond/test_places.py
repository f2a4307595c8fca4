"""Pages and lines are those of the finished PDF, as its text is read by another program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from lxml import html

from octavo.nodes import Node, para, string
from octavo.project import load_project
from octavo.respond.answering import respond
from octavo.respond.finding import Passage
from octavo.respond.lines import lines_of
from octavo.respond.placing import put_places
from tests.conftest import METADATA, Files
from tests.diff.conftest import GIT, repository

STEMS = "alignment deliveries government perception international of a threatening".split()
FIRST, LAST = 7, 5
"""How often a word is the first or the last one of a passage."""


def words() -> Iterator[str]:
    """Yield words none of which is there twice, of all lengths."""
    number = 0
    while True:
        letters = "".join(chr(ord("a") + int(digit)) for digit in f"{number:04d}")
        yield f"{STEMS[number * 7 % len(STEMS)]}{letters}"
        number += 1


def paragraphs(count: int) -> list[list[str]]:
    """Return paragraphs of many lengths, so that they end anywhere on a page."""
    stream = words()
    return [[next(stream) for _ in range(9 + n * 37 % 110)] for n in range(count)]


def manuscript(said: list[list[str]], columns: int) -> tuple[Files, Files]:
    """Return a manuscript of paragraphs, in which a few words change."""
    text = "# Text {#sec:text}\n\n" + "\n\n".join(f"{' '.join(p)}." for p in said)
    note = f"{said[0][0]}[^n]", "\n\n[^n]: Notevaara stands at the notevaarb.\n"
    text = text.replace(said[0][0], note[0], 1) + note[1]
    settings = f"{METADATA}build: {{pdf: {{columns: {columns}}}}}\n"
    old: Files = {"manuscript/metadata.yaml": settings, "manuscript/01-text.md": text}
    changed = text.replace(f" {said[3][2]} ", f" {said[3][2]} newly ")
    return old, {**old, "manuscript/01-text.md": changed}


def response(said: list[list[str]]) -> str:
    """Return answers that quote stretches which begin and end at all places of a line."""
    every = [word for paragraph in said for word in paragraph]
    quotes = []
    for n, at in enumerate(range(0, len(every), FIRST)):
        end = min(at + 3 * LAST * (n % 9), len(every) - 1)
        said_of = every[at] if end == at else f"{every[at]} … {every[end]}"
        quotes.append(f"::: quote\n{said_of}\n:::\n")
    quotes.append("::: quote\nNotevaara … notevaarb.\n:::\n")
    return "---\nrevision: v1\n---\n\n# Reviewer 1\n\n> Where?\n\n" + "\n".join(quotes)


LEVEL = 5.0
"""Points between the feet of a line's words and of its number."""

GAP = 1.0
"""Points between two words; letters of one word stand nearer."""

Spot = tuple[int, int]
"""A page and a line."""


def numbered(path: Path, columns: int) -> dict[str, Spot]:
    """Return the page and the line of every word, and of the part of one that begins a line."""
    found: dict[str, Spot] = {}
    pdf = pdfium.PdfDocument(path)
    for page in range(1, len(pdf) + 1):
        halves = [(0, 595)] if columns == 1 else [(0, 297), (297, 595)]
        text = pdf[page - 1].get_textpage()
        for left, right in halves:
            for line in lines(text, left, right):
                number = re.match(r"\s*(\d+)\s+\S", line) or re.search(r"\S\s+(\d+)\s*$", line)
                if number is None:
                    continue
                for word in re.findall(r"[A-Za-z]{4,}", line):
                    found.setdefault(word, (page, int(number[1])))
    return found


def lines(text: Any, left: float, right: float) -> Iterator[str]:
    """Yield the lines of a page between two edges, in points; their numbers stand level."""
    level: list[tuple[float, list[tuple[float, float, str]]]] = []
    for n in range(text.count_chars()):
        letter, box = text.get_text_range(n, 1), text.get_charbox(n, loose=True)
        if not letter.strip() or not left <= box[0] < right:
            continue
        near = next((found for height, found in level if abs(height - box[1]) < LEVEL), None)
        if near is None:
            level.append((box[1], near := []))
        near.append((box[0], box[2], letter))
    for _, found in level:
        line, end = "", 0.0
        for start, stop, letter in sorted(found):
            line, end = f"{line}{' ' if start - end > GAP else ''}{letter}", stop
        yield line


@pytest.mark.parametrize("columns", [1, 2])
def test_the_lines_that_a_letter_names_are_true(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    """Every passage begins and ends where the letter says; its words are looked up in the PDF."""
    for name, value in GIT.items():
        monkeypatch.setenv(name, value)
    said = paragraphs(16)
    old, new = manuscript(said, columns)
    root = repository(tmp_path / "paper", old, {**new, "manuscript/responses/1.md": response(said)})
    made, _ = respond(load_project(root), "1", ("html",))
    assert [f.message for f in made.failing] == []
    page: Any = html.fromstring((root / "build/response/response-1.html").read_bytes())
    places = page.xpath("//*[contains(@class, 'revised-place')]")
    boxes = page.xpath("//*[contains(@class, 'revised-text')]")
    truth = numbered(root / "build/response/response-1-marked-manuscript.pdf", columns)
    checked = 0
    for place, box in zip(places, boxes, strict=True):
        quoted = re.findall(r"[A-Za-z]{4,}", box.text_content())
        first, last = spot(truth, quoted[0], 0), spot(truth, quoted[-1], 1)
        if first is None or last is None:  # it is hyphenated, and its end was not to be read
            continue
        checked += 1
        assert place.text_content().strip() == f"{told(first, last)}:", quoted
    assert checked > 0.9 * len(places)
    assert len(places) > 80


def test_the_page_of_an_equation_is_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the words above or below it are on another page."""
    for name, value in GIT.items():
        monkeypatch.setenv(name, value)
    text = "# Text\n" + "".join(
        f"\n{'Words of a line. ' * (5 + n * 11 % 24)}\n\n$$ x_{{{n}}} = {n} $$ {{#eq:e{n}}}\n"
        for n in range(1, 31)
    )
    asked = " ".join(f"[@eq:e{n}]{{.quote}};" for n in range(1, 31))
    files: Files = {"manuscript/metadata.yaml": METADATA, "manuscript/01-text.md": text}
    answers = f"---\nrevision: v1\n---\n\n# Reviewer 1\n\n> Where?\n\n{asked}\n"
    root = repository(tmp_path / "paper", files, {**files, "manuscript/responses/1.md": answers})
    made, _ = respond(load_project(root), "1", ("html",))
    assert [f.message for f in made.failing] == []
    page: Any = html.fromstring((root / "build/response/response-1.html").read_bytes())
    pdf = pdfium.PdfDocument(root / "build/response/response-1-marked-manuscript.pdf")
    pages = [pdf[n].get_textpage().get_text_range() for n in range(len(pdf))]
    truth = {
        int(n): str(at) for at, held in enumerate(pages, 1) for n in re.findall(r"\((\d+)\)", held)
    }
    named = re.findall(r"Equation\s(\d+) \(pp?\. ([\d–]+)\)", page.text_content())
    assert {int(n): at for n, at in named} == truth
    assert len(truth) == 30


def spot(truth: dict[str, Spot], word: str, side: int) -> Spot | None:
    """Return where a word begins, or ends (1); a hyphenated one begins on the line above."""
    if word in truth:
        return truth[word]
    rest = next((word[n:] for n in range(2, len(word) - 3) if word[n:] in truth), None)
    if rest is None or side:
        return truth.get(rest or "")
    before = truth[rest][1] - 1
    return next((place for place in truth.values() if place[1] == before), None)


def told(first: Spot, last: Spot) -> str:
    """Return a place as a letter names it."""
    if first == last:
        return f"p. {first[0]}, l. {first[1]}"
    if first[0] == last[0]:
        return f"p. {first[0]}, ll. {first[1]}–{last[1]}"
    return f"p. {first[0]}, l. {first[1]} – p. {last[0]}, l. {last[1]}"


@pytest.mark.parametrize(
    ("word", "placed"),
    [
        ("government.", "g|o|vernmen|t|."),
        ("نظریه.", "نظریه||||."),
        ("نظریه", "||||نظریه"),
    ],
)
def test_places_stand_within_words(word: str, placed: str) -> None:
    """Two passages that share their only word have places where no line can end before it.

    Arabic letters stay joined; a word that ends a paragraph has no place behind it.
    """
    line: list[Node] = [string(word)]
    (found,) = lines_of([para(line)])
    passage = Passage("manuscript", found.atoms[0], found.atoms[0], tuple(found.atoms))
    put_places(passage, 0)
    put_places(passage, 1)
    assert "".join(node["c"] if node["t"] == "Str" else "|" for node in line) == placed
