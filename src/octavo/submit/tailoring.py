"""A project as a journal wants it: the rules of a profile in the place of the author's settings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast, get_args

from octavo.project import Project
from octavo.root import Format
from octavo.settings import Floats, Part
from octavo.submit.profile import Profile

ANY_LENGTH = 1_000_000
"""The words of an abstract that the usual rule lets pass, where the journal has one of its own."""


def tailored(project: Project, profile: Profile) -> Project:
    """Return the project with a journal's style and layout; where it says nothing, as it was."""
    metadata = project.metadata
    changes: dict[str, Any] = {"build": _build(project, profile)}
    if profile.limits.abstract is not None:
        checks = metadata.checks.model_copy(update={"abstract_words": ANY_LENGTH})
        changes["checks"] = checks
    return replace(project, metadata=metadata.model_copy(update=changes))


def _build(project: Project, profile: Profile) -> Any:
    build, layout = project.metadata.build, profile.layout
    given = {
        "csl": profile.style,
        "spacing": layout.spacing,
        "line_numbers": layout.line_numbers,
        "page": layout.page,
        "font_size": layout.font_size,
        "number_sections": layout.number_sections,
        "floats": _floats(profile),
        "order": profile.order or None,
        "headings": {**build.headings, **_headings(profile)},
        "formats": _formats(profile),
    }
    changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if layout.columns is not None:
        changes["pdf"] = build.pdf.model_copy(update={"columns": layout.columns})
    changes["docx"] = build.docx.model_copy(
        update={"citations": "text", "roundtrip": False}  # the sources stay with their authors
    )
    return build.model_copy(update=changes)


def _floats(profile: Profile) -> Floats | None:
    """Return where floats stand: tables in the text, where no file is for them."""
    floats = profile.layout.floats
    alone = all(file.part != "tables" for file in profile.files)
    return "figures-apart" if floats == "apart" and alone else floats


def _headings(profile: Profile) -> dict[Part, str]:
    said = profile.statements.items()
    return {name: statement.heading for name, statement in said if statement.heading}


def _formats(profile: Profile) -> tuple[Format, ...]:
    """Return the formats that the documents of a submission are made in."""
    known = get_args(Format)
    wanted = (form for file in profile.files for form in file.formats if form in known)
    return cast("tuple[Format, ...]", tuple(dict.fromkeys(wanted)))
