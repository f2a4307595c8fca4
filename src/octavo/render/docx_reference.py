"""A journal's own Word template: its styles and pages, and ours for whatever it lacks."""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy
from pathlib import Path
from typing import Any

from octavo.diagnostics import Diagnostic, Faults
from octavo.project import Project
from octavo.render.docx_styles import ID, reference_document
from octavo.render.zip_package import packed
from octavo.settings import BuildSettings
from octavo.sheet import sheet_of
from octavo.word_namespaces import W

VALUE = f"{{{W}}}val"
NAMING = tuple(
    f"{{{W}}}{tag}" for tag in ("basedOn", "next", "link", "pStyle", "rStyle", "tblStyle")
)
"""Elements that name a style."""


def reference_of(project: Project, settings: BuildSettings) -> bytes:
    """Return what pandoc takes the styles and the page from; raise `Faults` where it cannot.

    Equal settings give equal bytes, so that what pandoc makes of them is found again.
    """
    if settings.docx.reference is None:
        return _settled(reference_document(sheet_of(settings)))
    return _settled(_completed(_opened(project, settings.docx.reference)))


def _settled(document: bytes) -> bytes:
    """Take the time of day out of a package."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return packed([(name, package.read(name)) for name in package.namelist()], 0)


def _opened(project: Project, name: str) -> Any:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    path = project.root / Path(name)
    if not path.resolve().is_relative_to(project.root.resolve()) or not path.is_file():
        raise _fault(project, f"no file `{name}` in the project", "give a path within the project")
    try:
        return docx.Document(str(path))
    except (PackageNotFoundError, ValueError, KeyError, SyntaxError, OSError) as error:
        hint = "save it in Word as a document (.docx), without macros"
        raise _fault(project, f"`{name}` is no Word document", hint) from error


def _fault(project: Project, message: str, hint: str) -> Faults:
    span = project.source.span(("build", "docx", "reference"))
    return Faults(Diagnostic("reference-unreadable", message, span, (hint,)))


def _completed(theirs: Any) -> bytes:
    """Give a template the styles that it lacks, and the identifiers that we know styles by.

    A Word in another language calls `Body Text` by another identifier, never by another name.
    """
    import docx

    ours = docx.Document(io.BytesIO(reference_document()))
    known = {_name(style): style for style in theirs.styles.element.iterfind(f"{{{W}}}style")}
    for style in ours.styles.element.iterfind(f"{{{W}}}style"):
        same = known.get(_name(style))
        if same is None:
            theirs.styles.element.append(_as_extra(style))
        elif same.get(ID) != style.get(ID):
            _rename(theirs, str(same.get(ID)), str(style.get(ID)))
    for child in list(theirs.element.body):
        if not child.tag.endswith("}sectPr"):
            theirs.element.body.remove(child)
    stream = io.BytesIO()
    theirs.save(stream)
    return stream.getvalue()


def _name(style: Any) -> tuple[str, str]:
    name = style.find(f"{{{W}}}name")
    return str(style.get(f"{{{W}}}type")), str(name.get(VALUE)).casefold()


def _as_extra(style: Any) -> Any:
    """Return a copy of a style of ours that is nobody's default."""
    copy = deepcopy(style)
    copy.attrib.pop(f"{{{W}}}default", None)
    return copy


def _rename(document: Any, old: str, new: str) -> None:
    stories = [document.styles.element]
    for section in document.sections:
        for kind in ("header", "footer"):
            for variant in (kind, f"first_page_{kind}", f"even_page_{kind}"):
                part = getattr(section, variant)
                stories += [] if part.is_linked_to_previous else [part._element]
    for story in stories:
        for element in story.iter(*NAMING):
            if element.get(VALUE) == old:
                element.set(VALUE, new)
    for style in document.styles.element.iterfind(f"{{{W}}}style"):
        if style.get(ID) == old:
            style.set(ID, new)
