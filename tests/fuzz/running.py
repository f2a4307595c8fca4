"""One command in this process, and what every input must end with."""

from __future__ import annotations

import io
import re
import resource
from collections.abc import Collection, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from octavo.cli import run
from tests.conftest import BIBLIOGRAPHY, METADATA, SECTION

FILES: Mapping[str, str] = {
    "manuscript/metadata.yaml": METADATA,
    "manuscript/01-introduction.md": SECTION,
    "bib/references.bib": BIBLIOGRAPHY,
}
MEMORY = 2_000_000_000
"""Bytes that neither this process nor an engine may have had at once."""


def lay(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write a manuscript with these files in it."""
    for name, content in {**FILES, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(
            content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        )


def ends_well(words: Collection[str | Path], *places: str) -> int:
    """Run a command; it exits 0, or 1 or 2 with the place of what is wrong, and within bounds.

    A place is `path:line:column`; a package or a folder, which have no lines, may be named
    alone, and is in `places`.
    """
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = run([str(word) for word in words])
    text = said.getvalue()
    assert code in (0, 1, 2), text
    assert "Traceback" not in text
    if code:
        placed = re.search(r"^[^\s:][^\n]*?:\d+:\d+: ", text, re.MULTILINE)
        assert placed or any(place in text for place in places), text
    for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        assert resource.getrusage(whose).ru_maxrss * 1024 < MEMORY
    return code
