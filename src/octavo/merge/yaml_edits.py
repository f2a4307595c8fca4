"""Edits of a value of the metadata as edits of the file that it stands in."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from octavo.diagnostics import Faults
from octavo.merge.edits import Edit, Unmappable, applied
from octavo.yaml_source import Place, Source, read_yaml

HEAD = re.compile(r"[>|][-+\d]*[^\n]*\n|[\"']")


def in_file(source: Source, place: Place, edits: Sequence[Edit]) -> list[Edit]:
    """Return edits of a value as the smallest edits of the file that read as they should."""
    value = source.at(place)
    assert isinstance(value, str)
    wanted = applied(value, edits)
    if not wanted.strip():
        raise Unmappable("nothing would be left of it: take it out of the metadata")
    start, end = source.extents[place]
    small = _small(source.text, value, start, end, edits)
    if small is not None and _reads(source, place, applied(source.text, small), wanted):
        return small
    whole = [Edit(start, end, _written(source.text, start, end, wanted))]
    if _reads(source, place, applied(source.text, whole), wanted):
        return whole
    raise Unmappable("the value cannot be written in its place in the metadata")


def _reads(source: Source, place: Place, text: str, wanted: str) -> bool:
    """Tell whether a file reads with a value as wanted, and all others as they were."""
    try:
        read = read_yaml(Path("metadata.yaml"), text)
    except Faults:
        return False
    got = read.at(place)
    others = [
        p for p in source.values if p != place and isinstance(source.at(p), (str, int, float))
    ]
    same = all(read.at(p) == source.at(p) for p in others)
    return isinstance(got, str) and got.rstrip("\n") == wanted.rstrip("\n") and same


def _small(text: str, value: str, start: int, end: int, edits: Sequence[Edit]) -> list[Edit] | None:
    """Return the edits at their places in the file, or None where these are not found."""
    raw = text[start:end]
    head = HEAD.match(raw)
    begin = head.end() if head else 0
    if raw[:1] in ("|", ">"):
        begin += len(raw[begin:]) - len(raw[begin:].lstrip())
    places = _places(raw, value, begin)
    if places is None:
        return None
    out = []
    for edit in edits:
        if edit.start == edit.end:
            at = places[edit.start - 1][1] if edit.start else places[0][0]
            first = last = at
        else:
            first, last = places[edit.start][0], places[edit.end - 1][1]
        new = _quoted(edit.text, raw[:1], text, start)
        out.append(Edit(start + first, start + last, new))
    return out


def _places(raw: str, value: str, at: int) -> list[tuple[int, int]] | None:
    """Return where each character of a value stands in what is written for it."""
    if not value:
        return None
    out: list[tuple[int, int]] = []
    for letter in value:
        if letter.isspace():
            found = re.compile(r"\s+").match(raw, at)
            if found is None:
                if value.rstrip("\n") == value[: len(out)]:
                    out.append((at, at))
                    continue
                return None
            out.append(found.span())
            at = found.end()
            continue
        while at < len(raw) and raw[at] in "\\'" and raw[at] != letter:
            at += 1
        if at >= len(raw) or raw[at] != letter:
            return None
        end = at + (2 if raw[0] == "'" and letter == "'" else 1)
        out.append((at, end))
        at = end
    return out


def _quoted(new: str, style: str, text: str, start: int) -> str:
    if style == '"':
        return new.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    if style == "'":
        return new.replace("'", "''")
    return re.sub(r"\n(?!\n)", f"\n{_indent(text, start)}", new) if style in "|>" else new


def _indent(text: str, start: int) -> str:
    """Return the indent of the lines of a block."""
    found = re.compile(r"[^\n]*\n(?:[ \t]*\n)*([ \t]+)").match(text, start)
    return found[1] if found else "  "


def _written(text: str, start: int, end: int, value: str) -> str:
    """Return a whole value: on one line in quotes, on several as a block."""
    tail = "\n" if text[start:end].endswith("\n") else ""
    if "\n" not in value.strip("\n"):
        return json.dumps(value.strip("\n"), ensure_ascii=False) + tail
    line = text[text.rfind("\n", 0, start) + 1 : start]
    indent = " " * (len(line) - len(line.lstrip(" -")) + 2)
    body = "\n".join(indent + one if one else "" for one in value.strip("\n").split("\n"))
    return f"|-\n{body}{tail}"
