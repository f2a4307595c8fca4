"""YAML as authors write it: plain data, and the place of every value.

Aliases are refused, because a few hundred bytes of them expand to gigabytes;
so are duplicate keys and tags, because what they mean depends on the reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from octavo.diagnostics import Diagnostic, Faults, Span
from octavo.yaml_faults import worded

Value: TypeAlias = "dict[str, Value] | list[Value] | str | int | float | bool | date | None"
Place: TypeAlias = "tuple[str | int, ...]"
"""The keys and indices that lead to a value."""

MAX_BYTES = 1_000_000
MAX_DEPTH = 50
FORBIDDEN = yaml.reader.Reader.NON_PRINTABLE
"""What no YAML file may hold; an escape such as `"\\0"` would be a way round it."""

PLAIN_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str int float bool null map seq".split())}
TIMESTAMP = "tag:yaml.org,2002:timestamp"


@dataclass(frozen=True, slots=True)
class Source:
    """The data of a YAML file and the spans of its keys and values."""

    data: Value
    keys: dict[Place, Span]
    values: dict[Place, Span]
    text: str = ""
    extents: dict[Place, tuple[int, int]] = field(default_factory=dict)
    """Where each value begins and ends in `text`."""

    path: Path = Path()
    """The file; of files that are laid over each other, the lowest."""

    def at(self, place: Place) -> Value:
        """Return the value of a place, or None where there is none."""
        value = self.data
        for part in place:
            if isinstance(value, dict) and isinstance(part, str):
                value = value.get(part)
            elif isinstance(value, list) and isinstance(part, int) and part < len(value):
                value = value[part]
            else:
                return None
        return value

    def span(self, place: Place) -> Span:
        """Return the nearest span known for a place: its key, itself or what holds it."""
        while place and place not in self.keys and place not in self.values:
            place = place[:-1]
        return self.keys.get(place) or self.values[place]


def read_yaml(path: Path, text: str) -> Source:
    """Read a YAML document whose messages name `path`; raise `Faults` where it is not plain."""
    if len(text) > MAX_BYTES:
        raise Faults(_fault(Span(path), "the file is larger than 1 MB"))
    try:
        _refuse_traps(path, text)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        reader = _Reader(path)
        data = reader.value(root, ()) if root is not None else {}
    except yaml.MarkedYAMLError as error:
        raise Faults(_syntax(path, text, error)) from None
    except yaml.reader.ReaderError as error:
        raise Faults(_unreadable(path, text, error)) from None
    if reader.faults:
        raise Faults(*reader.faults)
    reader.values.setdefault((), Span(path))
    return Source(data, reader.keys, reader.values, text, reader.extents, path)


def laid_over(upper: Source, lower: Source) -> Source:
    """Return a file with another over it: mappings are joined, all else is replaced.

    The text stays the lower one's, and so do the extents, which are those of it.
    """
    kept = {place for place in lower.values if _shows_through(upper, place)}
    keys = {place: span for place, span in lower.keys.items() if place in kept} | upper.keys
    values = {place: span for place, span in lower.values.items() if place in kept} | upper.values
    data = _joined(upper.data, lower.data)
    return Source(data, keys, values, lower.text, lower.extents, lower.path)


def _joined(upper: Value, lower: Value) -> Value:
    if not isinstance(upper, dict) or not isinstance(lower, dict):
        return upper
    return lower | {key: _joined(value, lower.get(key, value)) for key, value in upper.items()}


def _shows_through(upper: Source, place: Place) -> bool:
    """Tell whether a place of the lower file is still there with the other over it."""
    held = (upper.at(place[:length]) for length in range(1, len(place) + 1))
    return all(value is None or isinstance(value, dict) for value in held)


def _refuse_traps(path: Path, text: str) -> None:
    """Raise `Faults` at the first alias, or where the lists and keys hold each other too deep."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if isinstance(event, yaml.AliasEvent):
            span = Span(path, line, column, column + len(event.anchor or "") + 1)
            raise Faults(_fault(span, f"an alias `*{event.anchor}`", "write the value out again"))
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            message = f"lists and keys hold each other more than {MAX_DEPTH} deep"
            raise Faults(_fault(Span(path, line, column, column + 1), message, "close a bracket"))


class _Reader:
    """Turns composed nodes into data, noting spans and faults on the way."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.keys: dict[Place, Span] = {}
        self.values: dict[Place, Span] = {}
        self.extents: dict[Place, tuple[int, int]] = {}
        self.faults: list[Diagnostic] = []
        self.constructor = yaml.SafeLoader("")

    def value(self, node: Node, place: Place) -> Value:
        self.values[place] = self.span(node)
        self.extents[place] = (node.start_mark.index, node.end_mark.index)
        if isinstance(node, MappingNode):
            return dict(self.items(node, place))
        if isinstance(node, SequenceNode):
            return [self.value(item, (*place, n)) for n, item in enumerate(node.value)]
        return self.scalar(node)

    def items(self, node: MappingNode, place: Place) -> Iterator[tuple[str, Value]]:
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self.faults.append(_fault(self.span(key), "a key that is no word", "write a word"))
                continue
            name = self.printable(key, str(key.value))
            here = (*place, name)
            if here in self.keys:
                first = self.keys[here].line
                hint = f"`{name}` is first given at line {first}; keep one"
                self.faults.append(_fault(self.span(key), f"the key `{name}` is given twice", hint))
                continue
            self.keys[here] = self.span(key)
            yield name, self.value(value, here)

    def scalar(self, node: Node) -> Value:
        if not isinstance(node, ScalarNode) or node.tag not in PLAIN_TAGS | {TIMESTAMP}:
            self.faults.append(_fault(self.span(node), f"the tag `{node.tag}`", "write plain data"))
            return None
        try:
            value = self.constructor.construct_object(node)
        except ValueError:
            hint = "a date is year, month and day: `2026-03-09`"
            self.faults.append(_fault(self.span(node), f"`{node.value}` is no date", hint))
            return None
        if isinstance(value, datetime):
            return value.date()
        assert value is None or isinstance(value, (str, int, float, bool, date))
        return self.printable(node, value) if isinstance(value, str) else value

    def printable(self, node: Node, text: str) -> str:
        """Note a character that only an escape could bring in, and return the text."""
        found = FORBIDDEN.search(text)
        if found:
            self.faults.append(_fault(self.span(node), _forbidden(found[0]), "delete the escape"))
        return text

    def span(self, node: Node) -> Span:
        start, end = node.start_mark, node.end_mark
        last = end.column if end.line == start.line else start.column + 1
        return Span(self.path, start.line + 1, start.column + 1, last + 1)


def _fault(span: Span, message: str, hint: str = "") -> Diagnostic:
    return Diagnostic("yaml-unreadable", message, span, (hint,) if hint else ())


def _syntax(path: Path, text: str, error: yaml.MarkedYAMLError) -> Diagnostic:
    mark, message, hint = worded(error, text)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return _fault(Span(path, line, column, column + 1), f"not valid YAML: {message}", hint)


def _unreadable(path: Path, text: str, error: yaml.reader.ReaderError) -> Diagnostic:
    message = _forbidden(text[error.position])
    return _fault(Span.within(path, text, error.position), message, "delete it")


def _forbidden(character: str) -> str:
    return f"a character that YAML forbids (U+{ord(character):04X})"
