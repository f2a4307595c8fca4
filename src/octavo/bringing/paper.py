"""A paper that was brought in, as the files of a manuscript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from octavo.bringing.brought import Brought, Remark
from octavo.bringing.layout import MODELINE, household
from octavo.bringing.settling import settled
from octavo.bringing.tree_text import slug
from octavo.diagnostics import Faults
from octavo.metadata import Metadata
from octavo.validation import validated
from octavo.yaml_source import Value, read_yaml

METADATA = PurePosixPath("manuscript/metadata.yaml")
REPORT = PurePosixPath("brought.txt")
ORDER = (
    *("title", "subtitle", "short-title", "language", "date", "doi", "url", "credit", "authors"),
    *("affiliations", "abstract", "keywords", "acknowledgements", "funding", "statements"),
    *("licence", "values", "build"),
)


def files_of(brought: Brought, source: str) -> dict[PurePosixPath, bytes]:
    """Return all files of the manuscript, the report among them."""
    files = {**household(), **brought.files}
    files[METADATA] = (MODELINE + metadata_of(brought)).encode()
    for number, (heading, text) in enumerate(brought.sections or [("", "# Text\n")], 1):
        name = f"{number:02}-{slug(heading) or 'text'}.md"
        files[PurePosixPath("manuscript", name)] = text.encode()
    files.setdefault(PurePosixPath("bib/references.bib"), b"")
    settled(files, brought)
    lines = [f"Brought in from {source}.", "", *report_of(brought.remarks)]
    files[REPORT] = ("\n".join(lines) + "\n").encode()
    return files


def report_of(remarks: list[Remark]) -> Iterator[str]:
    """Yield the lines of the report: what was lost, and then what has another form now."""
    for remark in dict.fromkeys(sorted(remarks, key=lambda remark: not remark.lost)):
        yield from remark.lines


def metadata_of(brought: Brought) -> str:
    """Return `metadata.yaml`; what is not valid there is left out, and told."""
    given = {key: brought.metadata[key] for key in ORDER if key in brought.metadata}
    given["title"] = given.get("title") or "Untitled"
    given["authors"] = given.get("authors") or [{"name": "Author"}]
    text = _yaml(given)
    while faults := _faults(text):
        before = text
        for place, message in faults:
            said = _take(given, place)
            brought.tell(
                "metadata", f"`{'.'.join(map(str, place))}: {said}` is left out: {message}"
            )
        given.setdefault("title", "Untitled")
        listed = given.get("authors")
        people: list[Value] = [one for one in listed if one] if isinstance(listed, list) else []
        given["authors"] = people or [{"name": "Author"}]
        text = _yaml(given)
        if text == before:
            break
    return text


def _faults(text: str) -> list[tuple[tuple[str | int, ...], str]]:
    """Return the places of what the schema refuses; the last of a list first."""
    try:
        source = read_yaml(Path(METADATA), text)
        validated(Metadata, source, "metadata-invalid")
    except Faults as faults:
        found = []
        for fault in faults.diagnostics:
            places = [
                p
                for p, s in {**source.values, **source.keys}.items()
                if s.line == fault.span.line and p
            ]
            if places:
                found.append((max(places, key=len), fault.message))
        return sorted(set(found), key=lambda pair: str(pair[0]), reverse=True)
    return []


def _take(data: Any, place: tuple[str | int, ...]) -> Value:
    for part in place[:-1]:
        data = data[part]
    try:
        said: Value = data.pop(place[-1])
    except (KeyError, IndexError):
        return None
    return said


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks, and lists beneath their keys indented."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text.strip() else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def _yaml(data: Any) -> str:
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=95)
