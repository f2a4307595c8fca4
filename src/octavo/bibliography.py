"""`bib/*.bib` as data: entries with their places, and what is wrong with the files."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    ParsingFailedBlock,
    String,
)
from bibtexparser.model import Entry as ParsedEntry

from octavo.diagnostics import Span
from octavo.project import Project
from octavo.sources import Undecodable, Unopened, read_text

NAME = re.compile(r"[^\s{}\"#%\\]+")
"""What may be the name of a field."""
LONGEST = 1_000_000
"""The letters of the longest field: the longest abstracts have a hundredth of it."""

TOO_LONG = f"stands for more than {LONGEST:,} letters"
SHORTER = "write out what is meant: abbreviations of abbreviations grow fast"


@dataclass(frozen=True, slots=True)
class Entry:
    """One work; field names are lower case, field values are BibTeX source."""

    key: str
    type: str
    span: Span
    fields: Mapping[str, str]
    places: Mapping[str, Span] = field(default_factory=dict)
    """Where the text of each field stands; its first line, if it has several."""

    last: int = 0
    """The last line of the entry."""

    def place(self, *names: str) -> Span:
        """Return the place of the first of these fields that is given, or the entry's."""
        return next((self.places[name] for name in names if name in self.places), self.span)

    def is_same(self, other: Entry) -> bool:
        """Tell whether two entries say the same."""
        mine, others = ({n: e.text(n).split() for n in e.fields} for e in (self, other))
        return (self.type, mine) == (other.type, others)

    @property
    def year(self) -> str:
        """Return the year as it is written, or the empty text."""
        return (self.text("date") or self.text("year"))[:4]

    @property
    def url(self) -> str:
        """Return the web address without the backslashes that TeX wants in it."""
        return re.sub(r"\\(?=[%#&_~])", "", self.text("url").strip())

    @property
    def parents(self) -> tuple[str, ...]:
        """The keys of the entries from which this one inherits."""
        if "crossref" not in self.fields and "xdata" not in self.fields:
            return ()
        names = f"{self.text('crossref')},{self.text('xdata')}".split(",")
        return tuple(name.strip() for name in names if name.strip())

    def text(self, name: str) -> str:
        """Return a field without its outer delimiters, or the empty text."""
        value = self.fields.get(name, "")
        delimited = len(value) > 1 and value[0] in '{"' and value[-1] in '}"'
        return value[1:-1] if delimited else value


def bare_doi(text: str) -> str:
    """Return a DOI without the address of its resolver and without punctuation behind it."""
    bare = re.sub(r"^\s*(https?://(dx\.)?doi\.org/|doi:\s*)", "", text, flags=re.IGNORECASE)
    return bare.strip().rstrip(".,;:")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A piece of a `.bib` file that is no entry."""

    span: Span
    reason: str
    hint: str = "check the braces and commas of this entry"


@dataclass(frozen=True, slots=True)
class Bibliography:
    """All entries by key; what could not be read and what stands twice is kept as data."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    duplicates: tuple[Entry, ...] = ()
    """Entries whose key an earlier one has."""

    unreadable: tuple[Unreadable, ...] = ()
    strings: tuple[str, ...] = ()
    """The `@string` definitions, as they stand."""

    undecodable: tuple[Undecodable, ...] = ()
    unopened: tuple[Unopened, ...] = ()
    texts: Mapping[Path, str] = field(default_factory=dict)
    """What the files hold."""

    def lineage(self, keys: Iterable[str]) -> list[Entry]:
        """Return the entries of `keys` and all from which they inherit, heirs first.

        BibTeX wants a parent behind its children.
        """
        wanted: dict[str, Entry] = {}
        waiting = [key for key in keys if key in self.entries]
        while waiting:
            entry = self.entries[waiting.pop(0)]
            if entry.key not in wanted:
                wanted[entry.key] = entry
                waiting += [key for key in entry.parents if key in self.entries]
        return [*wanted.values()]


def load_bibliography(project: Project) -> Bibliography:
    """Read every bibliography file of the project."""
    entries: dict[str, Entry] = {}
    duplicates: list[Entry] = []
    unreadable: list[Unreadable] = []
    strings: list[str] = []
    undecodable: list[Undecodable] = []
    unopened: list[Unopened] = []
    texts: dict[Path, str] = {}
    lengths: dict[str, int] = {}
    for path in project.bibliographies:
        try:
            text = texts[path] = read_text(project.root, path)
        except Undecodable as error:
            undecodable.append(error)
            continue
        except Unopened as error:
            unopened.append(error)
            continue
        for found in _read(path, text, lengths):
            if isinstance(found, Unreadable):
                unreadable.append(found)
            elif isinstance(found, str):
                strings.append(found)
            elif found.key in entries:
                duplicates.append(found)
            else:
                entries[found.key] = found
    return Bibliography(
        entries,
        tuple(duplicates),
        tuple(unreadable),
        tuple(strings),
        tuple(undecodable),
        tuple(unopened),
        texts,
    )


def _read(path: Path, text: str, lengths: dict[str, int]) -> Iterator[Entry | Unreadable | str]:
    """Yield what a file holds; `lengths` are those of the texts that abbreviations stand for."""
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    for block in parse_string(text, parse_stack=[]).blocks:
        if isinstance(block, DuplicateFieldKeyBlock):
            names = ", ".join(f"`{name}`" for name in sorted(block.duplicate_keys))
            yield Unreadable(_span(path, block), f"the field {names} is given twice")
        elif isinstance(block, DuplicateBlockKeyBlock):
            if isinstance(block.ignore_error_block, ParsedEntry):
                yield from _entry(path, block.ignore_error_block, lengths)
        elif isinstance(block, ParsingFailedBlock):
            yield _unclosed(path, block)
        elif isinstance(block, ParsedEntry):
            yield from _entry(path, block, lengths)
        elif isinstance(block, String):
            length = _length(str(block.value), lengths)
            if length > LONGEST:
                reason = f"the abbreviation `{block.key}` {TOO_LONG}"
                yield Unreadable(_span(path, block), reason, SHORTER)
                continue
            lengths[block.key.lower()] = length
            yield f"@string{{{block.key} = {block.value}}}"


def _length(value: str, lengths: Mapping[str, int]) -> int:
    """Return the letters of a value once its abbreviations are written out."""
    if not lengths or (value[:1] in ("{", '"') and "#" not in value):
        return len(value)
    names = _outside(value).replace("#", " ").lower().split()
    return len(value) + sum(lengths.get(name, 0) for name in names)


def _entry(
    path: Path, block: ParsedEntry, lengths: Mapping[str, int]
) -> Iterator[Entry | Unreadable]:
    if not block.key:
        yield Unreadable(_span(path, block), f"an entry `@{block.entry_type}` without a key")
        return
    for item in block.fields:
        if not NAME.fullmatch(item.key):
            line = (item.start_line or 0) + 1 - item.key.count("\n")
            name = " ".join(item.key.split())
            reason = f"`{name}` is no name of a field of `{block.key}`: a comma or `=` is missing"
            yield Unreadable(Span(path, line, 1, 1), reason)
            return
        if not _is_value(str(item.value)):
            line = (item.start_line or 0) + 1
            reason = f"the field `{item.key}` of `{block.key}` does not end: a comma is missing"
            yield Unreadable(Span(path, line, 1, 1), reason)
            return
        if _length(str(item.value), lengths) > LONGEST:
            reason = f"the field `{item.key}` of `{block.key}` {TOO_LONG}"
            yield Unreadable(Span(path, (item.start_line or 0) + 1, 1, 1), reason, SHORTER)
            return
    fields = {item.key.lower(): str(item.value) for item in block.fields}
    lines = (block.raw or "").rstrip().split("\n")
    first = block.start_line or 0
    places = {
        item.key.lower(): _place(path, lines, (item.start_line or 0) - first, first, item.key)
        for item in block.fields
    }
    last = first + len(lines)
    yield Entry(block.key, block.entry_type.lower(), _span(path, block), fields, places, last)


def _place(path: Path, lines: list[str], number: int, first: int, name: str) -> Span:
    """Find the text of a field, without its delimiters, on the line on which it begins."""
    line = lines[number] if 0 <= number < len(lines) else ""
    opened = re.search(rf"\b{re.escape(name)}\s*=\s*[{{\"]?", line, re.IGNORECASE)
    if opened is None:
        return Span(path, first + number + 1, 1, max(2, len(line) + 1))
    closed = re.search(r"[}\"]?\s*,?\s*\}?\s*$", line)
    end = closed.start() if closed and closed.start() > opened.end() else len(line)
    return Span(path, first + number + 1, opened.end() + 1, end + 1)


def _is_value(value: str) -> bool:
    """Tell whether a field is one value, or several joined by `#`."""
    outside = _outside(value)
    if "{" not in value and '"' not in value:
        return "=" not in outside and bool(outside.strip())
    return bool(re.fullmatch(r"(\s*[\w:.+/-]*\s*#)*\s*[\w:.+/-]*\s*", outside)) and (
        "#" in outside or not outside.strip()
    )


def _outside(value: str) -> str:
    """Return what of a value stands within no braces and no quotation marks."""
    depth, quoted, rest = 0, False, []
    for character in re.sub(r"\\.", "", value):
        if character == '"' and depth == 0:
            quoted = not quoted
        elif character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
        elif depth == 0 and not quoted:
            rest.append(character)
    return "".join(rest)


def _unclosed(path: Path, block: ParsingFailedBlock) -> Unreadable:
    """Find the line on which a brace opens that a later field shows to be unclosed."""
    lines = (block.raw or "").split("\n")
    depth = 0
    for number, line in enumerate(lines):
        bare = re.sub(r"\\.", "", line)
        depth += bare.count("{") - bare.count("}")
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if depth > 1 and re.match(r"\s*[\w-]+\s*=", following):
            column = line.find("{") + 1
            span = Span(path, (block.start_line or 0) + number + 1, column or 1, len(line) + 1)
            return Unreadable(span, "a brace `{` that opens here is not closed")
    return Unreadable(_span(path, block), "an entry that does not end: a brace is not closed")


def _span(path: Path, block: Block) -> Span:
    first = (block.raw or "").split("\n", 1)[0]
    return Span(path, (block.start_line or 0) + 1, 1, max(2, len(first) + 1))
