"""Published files, compared with their manifest and with what the sources here become."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from octavo import version
from octavo.diagnostics import UsageError
from octavo.manifests import Manifest, made_with, read_manifest
from octavo.progress import Progress, silently
from octavo.project import Project
from octavo.revision import Revision, revision_of
from octavo.root import MANIFEST
from octavo.verify.again import Wanted, make_each
from octavo.verify.comparison import Compared, compare
from octavo.verify.surroundings import here as here_in
from octavo.verify.verifying import Verified, room

SHORT = 10
"""Characters of a commit's hash that are shown."""


def verify_against(project: Project, path: Path, progress: Progress = silently) -> Verified:
    """Compare published files with their manifest, and make them again and compare.

    Files that are not what the manifest says are told of, and nothing is made.
    """
    path = path / MANIFEST if path.is_dir() else path
    manifest = read_manifest(path)
    beside = tuple(_beside(manifest, path.parent))
    if any(one.differs for one in beside):
        return Verified(beside, told=("the files beside the manifest are not those it lists",))
    told = tuple(_otherwise(manifest, revision_of(project.root)))
    wanted = wanted_by(manifest)
    with room() as base:
        moment = int(manifest.moment.timestamp())
        # what is older is the date of the metadata, for no SOURCE_DATE_EPOCH can be
        place = here_in(base, moment if moment >= 0 else None)
        (made,) = make_each(project.root, wanted, (place,), progress)
        if made.failed is not None:
            return Verified(told=told, failed=made.failed)
        home = f"{wanted.folder_of(wanted.journals[0])}/" if wanted.journals else ""
        names = [one.name for one in manifest.files]
        published = {name: path.parent / name for name in names}
        here = {name: made.files[home + name] for name in names if home + name in made.files}
        called = ("what was published", "what is made here")
        return Verified(tuple(compare(published, here, called)), told=told)


def wanted_by(manifest: Manifest) -> Wanted:
    """Return what is to be made for the files of a manifest.

    Raise `UsageError` where it does not tell enough, as that of a revision, which is silent on
    the round of the answers.
    """
    if manifest.revises:
        message = "what `octavo revise` packed is not made again"
        raise UsageError(message, "the files beside the manifest are those that it lists")
    if manifest.journal is not None:
        return Wanted(journals=(manifest.journal.profile,), draft=manifest.draft)
    if not manifest.formats:
        raise UsageError("the manifest tells neither formats nor a journal")
    return Wanted(tuple(manifest.formats))


def _beside(manifest: Manifest, folder: Path) -> Iterator[Compared]:
    """Yield the files of a manifest, compared with what it says of them."""
    for one in manifest.files:
        place = folder / one.name
        found = hashlib.sha256(place.read_bytes()).hexdigest() if place.is_file() else ""
        differs = f"its sha256 is {found}, not {one.sha256}" if found else "is not there"
        yield Compared(one.name, one.bytes, differs if found != one.sha256 else "")


def _otherwise(manifest: Manifest, here: Revision | None) -> Iterator[str]:
    """Yield what is not here as it was where the files were made."""
    there = manifest.revision
    if there is not None and here is None:
        yield f"made of the revision {there.commit[:SHORT]}; here is no repository"
    elif there is not None and here is not None and there.commit != here.commit:
        yield f"made of the revision {there.commit[:SHORT]}; here is {here.commit[:SHORT]}"
    if there is not None and not there.clean:
        yield f"made of sources with changes that {there.commit[:SHORT]} does not have"
    if here is not None and not here.clean:
        yield "the sources here have changes that are in no revision"
    known = {"octavo": manifest.octavo, **manifest.made_with}
    now = {"octavo": version(), **made_with()}
    for name in dict.fromkeys((*known, *now)):
        if known.get(name) != now.get(name):
            yield f"made with {name} {known.get(name, 'unknown')}; here is {now.get(name, 'none')}"
