"""Where a manuscript is: read by every command, so it imports little."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from octavo.diagnostics import UsageError

METADATA = Path("manuscript/metadata.yaml")
Format = Literal["pdf", "docx", "html", "jats", "epub", "latex"]
ENDINGS = {"jats": ".xml", "latex": "-latex.zip"}
"""How the files end of the formats that are not their own extension."""

MANIFEST = "manifest.json"
"""What the file is called that tells of finished ones beside it."""

JOURNALS = Path("templates/journals")
"""Where the manuscript's own profiles of journals are."""

FONTS = Path("templates/pdf/fonts")
"""Where a manuscript may keep fonts of its own."""

STORE = Path("build/.store")
"""Where results are kept, unless the metadata say otherwise."""


def file_of(name: str, form: str) -> str:
    """Return what the finished file of a document is called."""
    return f"{name}{ENDINGS.get(form, f'.{form}')}"


def find_root(start: Path) -> Path:
    """Return the nearest folder, upwards, that holds `manuscript/metadata.yaml`."""
    for folder in (start, *start.parents):
        if os.path.lexists(folder / METADATA):
            return folder
    raise UsageError(
        f"no manuscript here: {METADATA.as_posix()} is not in {start} or above it",
        "go to a manuscript's folder, or name it with --project",
    )


def shipped_templates() -> Path:
    """Return the folder of the shipped templates: in the package, or beside the sources."""
    home = Path(__file__).parent
    inside = home / "_templates"
    return inside if inside.is_dir() else home.parents[1] / "templates"


def journal_names(root: Path) -> list[str]:
    """Return the names of all profiles at hand: the manuscript's own, and those shipped."""
    folders = (root / JOURNALS, shipped_templates() / "journals")
    return sorted({path.stem for folder in folders for path in folder.glob("[!_.]*.yaml")})
