"""A folder that a paper is brought from: read within its bounds, and never run."""

from __future__ import annotations

import os
import posixpath
import stat
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from octavo.bringing.brought import MAX_FILES, MAX_SOURCE, Brought, refuse
from octavo.sources import MAX_BYTES, Undecodable, text_of

MAX_INCLUDED = 1000
"""Files that take another in: a thesis has a hundred."""

LEFT = frozenset("_site _book _freeze node_modules __pycache__ renv venv build output".split())
"""Folders of what programs made."""


@dataclass(slots=True)
class Folder:
    """The files below a folder by their paths; no link is followed out of it."""

    root: Path
    brought: Brought
    files: dict[PurePosixPath, int] = field(default_factory=dict)
    """The bytes of each file."""

    included: list[int] = field(default_factory=list)
    """The bytes of each file that another took in, as often as that was done."""

    used: set[PurePosixPath] = field(default_factory=set)
    """What was taken over, or looked at and told."""

    @classmethod
    def walked(cls, root: Path, brought: Brought) -> Folder:
        """List what a folder holds; raise `UsageError` where that is too much."""
        folder = cls(root, brought)
        real = os.path.realpath(root)
        for place, folders, names in os.walk(root):
            folders[:] = sorted(n for n in folders if not n.startswith(".") and n not in LEFT)
            for name in [n for n in folders if Path(place, n).is_symlink()]:
                folder._tell_link(Path(place, name))
                folders.remove(name)
            for name in sorted(names):
                folder._take(Path(place, name), real)
            if len(folder.files) > MAX_FILES or sum(folder.files.values()) > MAX_SOURCE:
                size = f"{MAX_FILES:,} files or {MAX_SOURCE / 1e6:,.0f} MB"
                raise refuse(str(root), f"the folder has more than {size}")
        return folder

    def _take(self, path: Path, real: str) -> None:
        if path.name.startswith("."):
            return
        target = os.path.realpath(path)
        if not Path(target).is_relative_to(real):
            self._tell_link(path)
            return
        try:
            facts = Path(target).stat()
        except OSError:
            self._tell_link(path)
            return
        if stat.S_ISREG(facts.st_mode):
            self.files[PurePosixPath(path.relative_to(self.root).as_posix())] = facts.st_size

    def _tell_link(self, path: Path) -> None:
        name = path.relative_to(self.root).as_posix()
        self.brought.tell(name, "a link that leads elsewhere is left out", "put a copy there")

    def find(self, *endings: str) -> list[PurePosixPath]:
        """Return the files with one of these endings, in the order of their paths."""
        return [path for path in sorted(self.files) if path.suffix.lower() in endings]

    def data(self, path: PurePosixPath) -> bytes:
        """Return what a file holds."""
        self.used.add(path)
        return (self.root / path).read_bytes()

    def text(self, path: PurePosixPath) -> str:
        """Return a text; raise `UsageError` at the first byte that is not UTF-8."""
        if self.files.get(path, 0) > MAX_BYTES:
            raise refuse(str(path), f"the file has more than {MAX_BYTES / 1e6:.0f} MB")
        try:
            return text_of(Path(path), self.data(path))
        except Undecodable as error:
            raise refuse(str(error.span), error.message, error.hint) from None

    def include(self, path: PurePosixPath, where: str) -> str:
        """Return a text that another takes in at a place; raise `UsageError` where it never ends.

        A few files that take each other in several times are millions of lines together.
        """
        self.included.append(self.files[path])
        if len(self.included) > MAX_INCLUDED:
            raise refuse(where, f"more than {MAX_INCLUDED:,} files are included")
        if sum(self.included) > MAX_BYTES:
            raise refuse(where, f"more than {MAX_BYTES / 1e6:.0f} MB are included")
        return self.text(path)

    def inside(self, name: str, base: PurePosixPath) -> PurePosixPath | None:
        """Return the file that a name means in a text of the folder `base`; None without one."""
        for bare in (name, unquote(name)):
            for start in (base.as_posix(), "."):
                joined = bare.lstrip("/") if bare.startswith("/") else posixpath.join(start, bare)
                path = PurePosixPath(posixpath.normpath(joined))
                if path in self.files:
                    return path
        return None


SCRIPTS = frozenset(".py .r .jl .ipynb .m .do .sas .sps .sh .stan".split())
DATA = frozenset(".csv .tsv .xlsx .xls .json .parquet .rds .rdata .dta .sav .txt .geojson".split())


def take_rest(folder: Folder) -> None:
    """Copy scripts and data that the paper came with, unrun; name what is left."""
    left = []
    for path in sorted(folder.files.keys() - folder.used):
        suffix = path.suffix.lower()
        if suffix in SCRIPTS or (suffix in DATA and not path.name.startswith("requirements")):
            place = PurePosixPath("scripts", path)
            folder.brought.files[place] = folder.data(path)
            if suffix in SCRIPTS:
                hint = "one that draws a figure with matplotlib can stand in `figures/`"
                folder.brought.tell(
                    path.as_posix(), f"the script is kept as {place}, not run", hint
                )
            else:
                folder.brought.note(path.as_posix(), f"is kept as {place}")
        else:
            left.append(path.as_posix())
    if left:
        shown = ", ".join(left[:20]) + (f" and {len(left) - 20} others" if len(left) > 20 else "")
        folder.brought.note(str(folder.root.name), f"files that are left where they are: {shown}")
