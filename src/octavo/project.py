"""A manuscript's folder: what is in it, and its validated settings."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from octavo.diagnostics import Diagnostic, Faults, Span, ToolError, nearest
from octavo.metadata import Metadata
from octavo.root import METADATA, STORE
from octavo.sources import Unopened, leads_out, links_out, needed_text
from octavo.store import FolderShelf, Store
from octavo.strangers import is_caged
from octavo.validation import validated
from octavo.yaml_source import Source, laid_over, read_yaml

BUILT = ("figures", "diff", "response", "submission", "revision", ".store")
OUTPUTS = ("build", *(f"build/{name}" for name in BUILT))
"""The folders that something is written to."""


@dataclass(frozen=True, slots=True)
class Project:
    """Where the sources are and what `metadata.yaml` says; paths are relative to `root`."""

    root: Path
    metadata: Metadata
    sections: tuple[Path, ...]
    scripts: tuple[Path, ...]
    bibliographies: tuple[Path, ...]
    supplement: tuple[Path, ...]
    """Those of the sections that make the supplement."""

    strays: tuple[Path, ...]
    """Files beside the sections that are none, for want of a number."""

    source: Source
    """`metadata.yaml` as read, for the places of its values."""

    links_out: tuple[Unopened, ...] = ()
    """Links to data, helpers and fonts that are no files of the project."""
    store: Store | None = None
    """Where results of stages are kept, if they are."""

    overlays: tuple[Source, ...] = ()
    """What a journal is told otherwise than `metadata.yaml` says; the last is the uppermost."""

    @property
    def layers(self) -> tuple[Source, ...]:
        """The files of metadata, the lowest first; each has its path and text."""
        return self.source, *self.overlays

    @property
    def output(self) -> Path:
        """The folder of everything that is built."""
        return self.root / "build"


def load_project(root: Path, store: str | None = None, overlays: Sequence[Path] = ()) -> Project:
    """Read the settings and list the sources; raise `Faults` for what the author must mend.

    `store` is where results are shared, in the place of what the metadata say; `""` is nowhere.
    Each of the overlays is a file of metadata that hold instead of those before.
    """
    _stay_inside(root)
    source, *laid = (read_yaml(path, needed_text(root, path)) for path in (METADATA, *overlays))
    for overlay in laid:
        if not isinstance(overlay.data, (dict, type(None))):
            raise Faults(_no_keys(overlay))
        source = laid_over(overlay, source)
    metadata = _validated(source)
    supplement = _sections_in(root, root / "manuscript" / "supplement")
    scripts = sorted((root / "figures").glob("*.py"))
    return Project(
        root=root,
        metadata=metadata,
        sections=(*_sections(root), *supplement),
        supplement=supplement,
        strays=tuple(_strays(root)),
        scripts=tuple(s.relative_to(root) for s in scripts if not s.name.startswith("_")),
        bibliographies=_bibliographies(root, metadata, source),
        source=source,
        links_out=tuple(
            link for name in ("figures", "templates") for link in links_out(root, Path(name))
        ),
        store=_store(root, metadata.build.store.address if store is None else store),
        overlays=tuple(laid),
    )


def _stay_inside(root: Path) -> None:
    """Raise `ToolError` where a folder of outputs is a link: who made it may not say where to."""
    for name in OUTPUTS:
        if leads_out(root, root / name):
            message = f"{name} is a link that leads out of the project"
            raise ToolError(message, "take it away: what is built stays in the project")


def _store(root: Path, address: str | None) -> Store:
    own = FolderShelf(root / STORE)
    if not address or is_caged():  # a stranger's sources may name whose store they like
        return Store(own)
    from octavo.remote_shelf import RemoteShelf

    return Store(own, RemoteShelf(address))


def _sections(root: Path) -> tuple[Path, ...]:
    found = _sections_in(root, root / "manuscript")
    if not found:
        span = Span(METADATA)
        hint = "write the first section to manuscript/01-introduction.md"
        for path in _strays(root):
            hint = f"name `{path.as_posix()}` `01-{path.name}`: the number is its place"
            break
        raise Faults(Diagnostic("section-missing", "the manuscript has no sections", span, (hint,)))
    return found


def _sections_in(root: Path, folder: Path) -> tuple[Path, ...]:
    return tuple(path.relative_to(root) for path in sorted(folder.glob("[0-9]*.md")))


def _strays(root: Path) -> Iterator[Path]:
    """Yield what is Markdown without a number; `_name` and a README are meant so."""
    for path in sorted((root / "manuscript").glob("*.md")):
        if not re.match(r"[0-9_.]|README\.", path.name):
            yield path.relative_to(root)


def _bibliographies(root: Path, metadata: Metadata, source: Source) -> tuple[Path, ...]:
    """Return the bibliography files; the usual one may be wanting, one that is named may not.

    Whether they are files that can be read turns out when they are.
    """
    faults, found = [], []
    named = source.at(("build", "bibliography")) is not None
    for number, name in enumerate(metadata.build.bibliography):
        if _is_inside(root, name) and os.path.lexists(root / name):
            found.append(Path(name))
        elif named:
            span = source.span(("build", "bibliography", number))
            message = f"no bibliography file `{name}` in the project"
            faults.append(Diagnostic("bibliography-missing", message, span))
    if faults:
        raise Faults(*faults)
    return tuple(found)


def _is_inside(root: Path, name: str) -> bool:
    """Tell whether a path as written stays in the project."""
    return Path(os.path.normpath(root / name)).is_relative_to(os.path.normpath(root))


def _validated(source: Source) -> Metadata:
    if not isinstance(source.data, dict) or not source.data:
        raise Faults(_no_keys(source))
    metadata = validated(Metadata, source, "metadata-invalid")
    faults = list(_unknown_affiliations(metadata, source))
    if faults:
        raise Faults(*faults)
    return metadata


def _no_keys(source: Source) -> Diagnostic:
    """Say of a file without keys what it is instead."""
    shapes = ((list, "a list"), ((dict, type(None)), "empty"))
    shape = next((word for kind, word in shapes if isinstance(source.data, kind)), "a bare value")
    message = f"the file is {shape}: it must be keys with values"
    hint = "begin it with `title: …` and `authors: [{name: …}]`"
    return Diagnostic("metadata-invalid", message, Span(source.path), (hint,))


def _unknown_affiliations(metadata: Metadata, source: Source) -> list[Diagnostic]:
    known = [affiliation.id for affiliation in metadata.affiliations]
    return [
        Diagnostic(
            "metadata-invalid",
            f"no affiliation has the id `{name}`",
            source.span(("authors", a, "affiliations", n)),
            nearest(name, known),
        )
        for a, author in enumerate(metadata.authors)
        for n, name in enumerate(author.affiliations)
        if name not in known
    ]
