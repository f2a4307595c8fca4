"""Bibliographies of a folder: kept as they are, or made into entries."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from octavo.bringing.brought import Brought
from octavo.bringing.folder import Folder
from octavo.bringing.works import Works, plain_item
from octavo.styles import shipped_styles
from octavo.yaml_source import Value, read_yaml

REFERENCES = PurePosixPath("bib/references.bib")
"""Where the first bibliography of a manuscript is, or its only one."""


def take_bibliographies(
    named: Iterable[str], base: PurePosixPath, folder: Folder, brought: Brought, where: str
) -> None:
    """Keep the bibliographies that a paper names, or else all that its folder holds."""
    paths = []
    for name in named:
        path = folder.inside(name, base)
        if path is None:
            brought.tell(
                where, f"the bibliography `{name}` is not in the folder", "put a copy there"
            )
        else:
            paths.append(path)
    for path in paths or folder.find(".bib"):
        _keep(path, folder, brought)
    kept = [path.as_posix() for path in brought.files if path.parent.name == "bib"]
    if kept not in ([], [REFERENCES.as_posix()]):
        _build(brought)["bibliography"] = [*kept]


def _keep(path: PurePosixPath, folder: Folder, brought: Brought) -> None:
    suffix = path.suffix.lower()
    name, number = REFERENCES, 1
    while name in brought.files:
        name = PurePosixPath("bib", f"{path.stem}{'' if number == 1 else f'-{number}'}.bib")
        number += 1
    if suffix in (".bib", ".bibtex"):
        brought.files[name] = folder.text(path).encode()
        return
    works = works_in(folder.text(path), suffix, path)
    if works:
        brought.files[name] = entries_of(works).encode()
        brought.note(path.as_posix(), f"the works are written as BibTeX to {name}")
    else:
        brought.tell(path.as_posix(), "no works can be read there", "export them as BibTeX")


def works_in(text: str, suffix: str, path: PurePosixPath) -> list[Any]:
    """Return the works of a list in CSL's terms, as JSON or YAML; empty where there are none."""
    if suffix == ".json":
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            return []
    else:
        data = read_yaml(Path(path), text).data
        found = data.get("references") if isinstance(data, dict) else data
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def entries_of(works: Iterable[Any]) -> str:
    """Return works as BibLaTeX, under the keys that they have."""
    made = Works()
    for one in works:
        key = str(one.get("id", f"work{len(made.items) + 1}"))
        made.items[key] = {**plain_item(one), "id": key}
    return made.bibtex()


def take_style(
    value: Value, base: PurePosixPath, folder: Folder, brought: Brought, where: str
) -> None:
    """Take over the citation style: by its name where it is at hand, or as a file."""
    if not isinstance(value, str):
        return
    name = re.sub(r"\.csl$", "", value.rpartition("/")[2])
    path = folder.inside(value, base) or folder.inside(f"{value}.csl", base)
    if name in shipped_styles():
        _build(brought)["csl"] = name
    elif path is not None:
        target = PurePosixPath("templates/csl", path.name)
        brought.files[target] = folder.data(path)
        _build(brought)["csl"] = target.as_posix()
    else:
        hint = "put the file into the manuscript, and name it in `build: csl:`"
        brought.tell(where, f"the citation style `{value}` is not at hand", hint)


def _build(brought: Brought) -> dict[str, Value]:
    build = brought.metadata.setdefault("build", {})
    assert isinstance(build, dict)
    return build
