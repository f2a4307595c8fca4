"""The sources as one long text, in which every place has one number.

Sections come first, then the Markdown of the metadata, then their bare texts (the title, the
keywords).  Places in a text of the metadata are those of its value; `yaml_edits` takes them
back to the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from octavo.manuscript import BOUNDARY, PROSE, prose_of
from octavo.metadata import Metadata
from octavo.validation import validated
from octavo.yaml_source import Place, Source, laid_over, read_yaml

LITERAL = ("title", "subtitle", "credit", "licence")
"""Keys whose values are printed as they are: nothing in them is markup."""


@dataclass(frozen=True, slots=True)
class Part:
    """One text among the sources: a section, or a value of the metadata."""

    path: str
    place: Place
    """Where in the metadata it stands; empty for a section."""

    start: int
    end: int
    literal: bool = False

    @property
    def name(self) -> str:
        """What messages call it."""
        return f"{self.path} ({'.'.join(map(str, self.place))})" if self.place else self.path


@dataclass(frozen=True, slots=True)
class Texts:
    """All sources, joined."""

    whole: str
    parts: tuple[Part, ...]
    markdown: int
    """Where the Markdown ends and bare texts begin."""

    sources: Mapping[str, Source]
    """The files of metadata by path."""

    metadata: Metadata
    supplement: int = -1
    """Where the supplement begins."""

    def part_at(self, offset: int) -> Part | None:
        """Return the text that a place is in."""
        return next((p for p in self.parts if p.start <= offset <= p.end), None)

    def text(self, part: Part) -> str:
        """Return the text of a part."""
        return self.whole[part.start : part.end]


def joined(texts: Mapping[str, str]) -> Texts:
    """Return the sources of a document, joined; raise `Faults` where the metadata are none."""
    sources = {path: read_yaml(Path(path), text) for path, text in texts.items() if _is_yaml(path)}
    uppermost = None
    for source in sources.values():
        uppermost = source if uppermost is None else laid_over(source, uppermost)
    assert uppermost is not None
    metadata = validated(Metadata, uppermost, "metadata-invalid")
    builder = _Builder()
    for path, text in texts.items():
        if not _is_yaml(path):
            if "/supplement/" in path and builder.supplement < 0:
                builder.supplement = builder.add(f"::: {{#{BOUNDARY}}}\n:::\n\n")
            builder.part(path, (), text, "\n\n")
    for path, place, name, text in _prose(metadata, sources):
        builder.add(f"::: {{#{PROSE}{name}}}\n")
        builder.part(path, place, text, "\n:::\n\n")
    markdown = builder.length
    for path, place, text in _literals(metadata, sources):
        builder.part(path, place, text, "\n\n", literal=True)
    return Texts(
        "".join(builder.pieces),
        tuple(builder.parts),
        markdown,
        sources,
        metadata,
        builder.supplement,
    )


class _Builder:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.parts: list[Part] = []
        self.length = 0
        self.supplement = -1

    def add(self, text: str) -> int:
        self.pieces.append(text)
        self.length += len(text)
        return self.length

    def part(self, path: str, place: Place, text: str, behind: str, literal: bool = False) -> None:
        start = self.length
        end = self.add(text)
        self.parts.append(Part(path, place, start, end, literal))
        self.add(behind)


def _is_yaml(path: str) -> bool:
    return path.endswith((".yaml", ".yml"))


def _prose(
    metadata: Metadata, sources: Mapping[str, Source]
) -> Iterator[tuple[str, Place, str, str]]:
    """Yield the Markdown of the metadata that one value holds: path, place, name and text."""
    for name, text in prose_of(metadata).items():
        top, _, rest = name.partition("-")
        if name == "highlights":
            for number, one in enumerate(metadata.highlights):
                yield from _found(sources, ((name, number),), f"{name}-{number}", one)
            continue
        places: list[Place] = [(name,), ("statements", name)]
        if top in ("abstract", "summary"):
            places = [(top, rest), (top,)]
        yield from _found(sources, places, name, text)


def _found(
    sources: Mapping[str, Source], places: list[Place] | tuple[Place, ...], name: str, text: str
) -> Iterator[tuple[str, Place, str, str]]:
    for path, source in reversed([*sources.items()]):
        for place in places:
            value = source.at(place)
            if isinstance(value, str) and value.strip() == text.strip():
                yield path, place, name, value
                return


def _literals(
    metadata: Metadata, sources: Mapping[str, Source]
) -> Iterator[tuple[str, Place, str]]:
    for name in LITERAL:
        value = getattr(metadata, name)
        if isinstance(value, str):
            for path, place, _, text in _found(sources, ((name,),), name, value):
                yield path, place, text
    for language, words in metadata.keywords_by_language.items():
        for number, word in enumerate(words):
            places: tuple[Place, ...] = (("keywords", language, number), ("keywords", number))
            for path, place, _, text in _found(sources, places, "keywords", word):
                yield path, place, text
