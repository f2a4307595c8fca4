"""Where letters stand in the sources: what a font lacks is told with its place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from octavo.diagnostics import Span
from octavo.project import Project
from octavo.root import METADATA
from octavo.sources import Undecodable, Unopened, read_text


def places_of(letters: Collection[str], project: Project) -> Iterator[tuple[Span, str]]:
    """Yield the first place of any of these letters in each source that has one, with them.

    Letters that stand in no source, those of a figure's description or a style's own,
    come last, at the beginning of the metadata.
    """
    left = set(letters)
    for path in (*project.sections, METADATA, *project.bibliographies, *project.scripts):
        try:
            text = read_text(project.root, path)
        except (Undecodable, Unopened):
            continue
        here = [letter for letter in dict.fromkeys(letters) if letter in text]
        if here:
            left -= set(here)
            yield _first(here, text, path), " ".join(here)
    if left:
        yield Span(METADATA), " ".join(letter for letter in letters if letter in left)


def _first(letters: list[str], text: str, path: Path) -> Span:
    found = re.search("[" + "".join(map(re.escape, letters)) + "]", text)
    assert found is not None
    return Span.within(path, text, found.start())
