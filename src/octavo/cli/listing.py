"""Files that a command made, as it lists them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click


def list_files(root: Path, paths: Iterable[Path]) -> None:
    """Print files below the manuscript's folder, each with its size."""
    for path in paths:
        size = path.stat().st_size / 1000
        click.echo(f"{path.relative_to(root).as_posix()}  {size:,.0f} kB")
