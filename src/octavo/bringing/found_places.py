"""Where it stands in the sources of a manuscript what a finding names by its words alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from octavo.diagnostics import Diagnostic, Faults, Span
from octavo.prose import prose_of_text
from octavo.yaml_source import read_yaml

METADATA = PurePosixPath("manuscript/metadata.yaml")
FOUND_AGAIN = {
    "link-unsafe": "{}",
    "value-undefined": "{{{{{}}}}}",
    "image-missing": "{}",
    "image-unreadable": "{}",
}
"""How what is found in a text of the metadata is written there, by what the message names."""

ENVIRONMENT = re.compile(r"\\begin\{([^{}]+)\}.{0,5000}?\\end\{\1\}", re.DOTALL)


def keys_of(text: str) -> list[str] | None:
    """Return the keys of the metadata; None where they cannot be read."""
    try:
        data = read_yaml(Path(METADATA), text).data
    except Faults:
        return None
    return list(data) if isinstance(data, dict) else None


def outside_code(one: Diagnostic, files: Mapping[PurePosixPath, bytes]) -> Diagnostic:
    """Return a finding of TeX with the place of its words that are no code.

    It is found by its words alone, which a listing before it may show, too.
    """
    first = PurePosixPath(one.span.path.as_posix())
    named = ""
    sections = [path for path in files if path.match("manuscript/*.md")]
    for path in sorted(path for path in sections if path >= first and first in sections):
        text, begun = files[path].decode(), 0
        if path == first:
            begun = offset_of(text, one)
            named = text[begun : begun + one.span.end - one.span.column]
        prose = ENVIRONMENT.sub(
            lambda found: found[0][0] + " " * (len(found[0]) - 1),
            prose_of_text(Path(path), text).text,
        )
        for found in re.compile(re.escape(named)).finditer(text, begun):
            if prose[found.start()] == "\\":
                return replace(
                    one, span=Span.within(Path(path), text, found.start(), len(found[0]))
                )
    return one


def offset_of(text: str, one: Diagnostic) -> int:
    """Return where in a text a finding begins."""
    lines = text.split("\n")[: one.span.line - 1]
    return sum(len(line) + 1 for line in lines) + one.span.column - 1
