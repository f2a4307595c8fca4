"""Finished files, put in the places of the old ones once all of them are written."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from itertools import product
from pathlib import Path

from octavo.folders import make_folder, refuse_folder, unfinished, writing
from octavo.layout import TABLES
from octavo.root import file_of
from octavo.supplement import NAME

Known = tuple[str, str]
"""The name of a document, and a format."""


def put_all(folder: Path, files: Mapping[Known, bytes]) -> dict[Known, Path]:
    """Put files in a folder, each whole, and return where they are.

    What an earlier build left beside them, and this has no more, is taken away.
    """
    make_folder(folder)
    places = {known: folder / file_of(*known) for known in files}
    with unfinished(folder) as aside:
        for known, place in places.items():
            refuse_folder(place)
            with writing(place), (aside / place.name).open("wb") as file:
                file.write(files[known])
                file.flush()
                os.fsync(file.fileno())
        for place in places.values():
            with writing(place):
                (aside / place.name).replace(place)
        _take_away(folder, files)
    return places


def _take_away(folder: Path, files: Collection[Known]) -> None:
    """Leave nothing of an earlier build beside an article that has no such part any more."""
    for form, name in product({form for _, form in files}, (NAME, TABLES)):
        path = folder / file_of(name, form)
        if (name, form) not in files and path.is_file():
            with writing(path):
                path.unlink()
