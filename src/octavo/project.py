"""A manuscript's folder: what is in it, and its validated settings."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from octavo.diagnostics import Diagnostic, Faults, Span
from octavo.metadata import Metadata
from octavo.root import METADATA, STORE
from octavo.sources import Undecodable, Unopened, links_out, read_text
from octavo.store import FolderShelf, Store
from octavo.yaml_source import Place, Source, read_yaml

EXAMPLES = {
    "orcid": "`0000-0002-1825-0097`",
    "email": "`name@example.org`",
    "date": "`2026-03-09`",
    "doi": "`10.1000/182`",
    "language": "`en` or `en-GB`",
    "url": "`https://example.org/page`",
    "mail": "`name@example.org`",
    "ror": "`https://ror.org/02mhbdp94`",
}
"""How values that have one form are written, by their key."""


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

    @property
    def output(self) -> Path:
        """The folder of everything that is built."""
        return self.root / "build"


def load_project(root: Path, store: str | None = None) -> Project:
    """Read the settings and list the sources; raise `Faults` for what the author must mend.

    `store` is where results are shared, in the place of what the metadata say; `""` is nowhere.
    """
    try:
        text = read_text(root, METADATA)
    except (Undecodable, Unopened) as error:
        code = "encoding-invalid" if isinstance(error, Undecodable) else "source-unreadable"
        raise Faults(Diagnostic(code, error.message, error.span, (error.hint,))) from None
    source = read_yaml(METADATA, text)
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
    )


def _store(root: Path, address: str | None) -> Store:
    own = FolderShelf(root / STORE)
    if not address:
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
    try:
        metadata = Metadata.model_validate(source.data)
    except ValidationError as error:
        raise Faults(*(_diagnostic(details, source) for details in _causes(error))) from None
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
    return Diagnostic("metadata-invalid", message, Span(METADATA), (hint,))


def _causes(error: ValidationError) -> list[ErrorDetails]:
    """Leave out what is wrong of a whole only because a part of it is.

    A list is too short where its items are wrong, and a mapping whose key is wrong is no text.
    What is neither a list nor a mapping is told of once, as no list.
    """
    details = error.errors()
    inner = [
        place[:length] for place in (d["loc"] for d in details) for length in range(len(place))
    ]
    lists = {d["loc"][:-1] for d in details if d["type"] == "tuple_type"}
    return [
        d
        for d in details
        if not (d["type"] == "too_short" and d["loc"] in inner)
        and not (d["type"] == "dict_type" and d["loc"][:-1] in lists)
        and not (d["type"] == "string_type" and d["loc"][:1] in inner and _is_key_of(d, details))
    ]


def _is_key_of(whole: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Tell whether a key of a mapping is what is wrong, which a text would not have."""
    return any(d["loc"][:1] == whole["loc"][:1] and d["loc"][-1] == "[key]" for d in details)


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


def _diagnostic(details: ErrorDetails, source: Source) -> Diagnostic:
    place = _known_place(details["loc"], source)
    name = str(details["loc"][-1])
    span = source.span(place)
    hints: tuple[str, ...] = ()
    match details["type"]:
        case "extra_forbidden":
            message = f"unknown key `{name}`"
            hints = nearest(name, _siblings(place))
        case "missing":
            message = f"the key `{name}` is missing"
        case "model_type":
            keys = ", ".join(f"`{key}`" for key in _siblings((*place, "")))
            message = f"`{'.'.join(map(str, place))}` has keys of its own: {keys}"
        case "tuple_type":
            message = f"`{'.'.join(map(str, place))}` is no list"
            hints = (f"write it as `[{source.at(place)}]`",)
        case "string_pattern_mismatch" if name == "[key]":
            message = f"`{place[-1]}` is no code of a language"
            hints = (f"write it as {EXAMPLES['language']}",)
        case "string_pattern_mismatch" if name in EXAMPLES:
            message = f"`{source.at(place)}` is no value of `{name}`"
            hints = (f"write it as {EXAMPLES[name]}",)
        case _:
            where = ".".join(str(part) for part in place)
            message = f"`{where}`: {details['msg'][:1].lower()}{details['msg'][1:]}"
            hints = (f"write it as {EXAMPLES[name]}",) if name in EXAMPLES else ()
    return Diagnostic("metadata-invalid", message, span, hints)


def _known_place(loc: tuple[int | str, ...], source: Source) -> Place:
    """Drop what pydantic adds to a location: the names of a union's members."""
    place: Place = ()
    for part in loc:
        if (*place, part) in source.values:
            place = (*place, part)
    return place


def _siblings(place: Place) -> list[str]:
    model: type | None = Metadata
    for part in place[:-1]:
        model = _model_of(model, part)
    return [name.replace("_", "-") for name in getattr(model, "model_fields", {})]


def _model_of(model: type | None, part: str | int) -> type | None:
    if isinstance(part, int):
        return model
    field = getattr(model, "model_fields", {}).get(part.replace("-", "_"))
    if field is None:
        return None
    found = [field.annotation, *get_args(field.annotation)]
    found += [inner for outer in found[1:] for inner in get_args(outer)]
    return next((t for t in found if hasattr(t, "model_fields")), None)


def nearest(word: str, known: list[str]) -> tuple[str, ...]:
    """Return a hint that names the known words most like `word`, if any is like it."""
    close = [name for name in known if name.casefold() == word.casefold()][:1]
    close = close or difflib.get_close_matches(word, known, n=3, cutoff=0.6)
    return (f"did you mean {' or '.join(f'`{name}`' for name in close)}?",) if close else ()
