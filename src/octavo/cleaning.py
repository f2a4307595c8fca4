"""Taking away what was built, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from octavo import layout, supplement
from octavo.diagnostics import ToolError
from octavo.root import MANIFEST, STORE, Format, file_of

DOCUMENTS = ("manuscript", supplement.NAME, layout.TABLES)


def clean(root: Path) -> Iterator[Path]:
    """Take away the outputs, the drawn figures and the store; yield each as it goes."""
    output = root / "build"
    files = [output / file_of(name, form) for name in DOCUMENTS for form in get_args(Format)]
    files.append(output / MANIFEST)
    try:
        for path in files:
            if path.is_file() or path.is_symlink():
                path.unlink()
                yield path
        for folder in (output / "figures", root / STORE):
            if folder.is_dir() and not folder.is_symlink():
                shutil.rmtree(folder)
                yield folder
    except OSError as error:
        raise ToolError(f"cannot take away {error.filename}: {error.strerror}") from error
