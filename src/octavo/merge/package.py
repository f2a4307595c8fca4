"""A reviewed Word file: its parts by what relates them, its origin and its paragraphs."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

from octavo.diagnostics import UsageError
from octavo.origin import NAMESPACE, Unpackable, Written, unpacked
from octavo.word_archive import MAX_FILE, RELATIONSHIP, Archive, open_archive
from octavo.word_namespaces import R, W
from octavo.word_paragraphs import Decide, Paragraph, everybody
from octavo.word_story import read_story

HINT = "give a document that Word has saved as .docx"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


@dataclass(slots=True)
class Package:
    """The parts of a Word file, by name, each read when it is asked for."""

    name: str
    archive: Archive
    main: str = ""
    _trees: dict[str, Any] = field(default_factory=dict)

    def has(self, part: str) -> bool:
        """Tell whether there is a part of that name."""
        return part in self.archive.parts

    def tree(self, part: str) -> Any:
        """Return the root element of a part; raise `UsageError` where it cannot be read."""
        if part not in self._trees:
            self._trees[part] = self.archive.tree(part, self.archive.xml_data(part))
        return self._trees[part]

    def relations(self, part: str) -> list[tuple[str, str, str, bool]]:
        """Return what a part is related to: identifier, kind, target, whether it is outside."""
        name = f"{dirname(part)}/_rels/{part.rpartition('/')[2]}.rels".lstrip("/")
        if not self.has(name):
            return []
        out = []
        for one in self.tree(name).iter(RELATIONSHIP):
            target, outside = str(one.get("Target", "")), one.get("TargetMode") == "External"
            if not outside:
                base = "" if target.startswith("/") else dirname(part)
                target = normpath(join(base, target.lstrip("/")))
            out.append((str(one.get("Id")), _kind(str(one.get("Type", ""))), target, outside))
        return out

    def related(self, kind: str) -> list[str]:
        """Return the names of the parts that the text is related to in one way."""
        return [
            target
            for _, one, target, outside in self.relations(self.main)
            if one == kind and not outside and self.has(target)
        ]

    def links(self, part: str) -> dict[str, str]:
        """Return the addresses that a part leads to, by their identifiers; none is visited."""
        return {name: target for name, _, target, outside in self.relations(part) if outside}


def _kind(address: str) -> str:
    for prefix in (R, STRICT, "http://schemas.microsoft.com/office/2011/relationships"):
        if address.startswith(f"{prefix}/"):
            return address.removeprefix(f"{prefix}/")
    return address.rpartition("/")[2]


def open_package(path: Path) -> Package:
    """Open a Word file; raise `UsageError` where it is none."""
    name = path.as_posix()
    try:
        if path.stat().st_size > MAX_FILE:
            raise UsageError(f"{name}: larger than {MAX_FILE / 1e6:.0f} MB", HINT)
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{name}: the file cannot be read: {error.strerror}", HINT) from error
    package = Package(name, open_archive(name, data))
    mains = [t for _, kind, t, out in package.relations("") if kind == "officeDocument" and not out]
    if not mains or not package.has(mains[0]):
        raise UsageError(f"{name}: the package holds no Word document", HINT)
    package.main = mains[0]
    return package


def origin_of(package: Package) -> Written:
    """Return what a file was made of; raise `UsageError` where it does not say."""
    for part in package.related("customXml"):
        if b"urn:octavo:origin" not in package.archive.xml_data(part)[:400]:
            continue
        root = package.tree(part)
        if root.tag == f"{{{NAMESPACE}}}origin":
            try:
                return unpacked(root.text or "", str(root.get("version", "")))
            except Unpackable as error:
                raise UsageError(f"{package.name}: {error}", "ask for the file again") from error
    raise UsageError(
        f"{package.name}: the file does not say what it was made of",
        "send out what `octavo build docx` makes, with `build: docx: roundtrip: true`; a program "
        "that saves no custom XML, such as Google Docs, takes that out",
    )


def paragraphs_of(package: Package, decide: Decide = everybody) -> list[Paragraph]:
    """Return the paragraphs of the text and of its notes, as tracked changes are decided."""
    root = package.tree(package.main)
    body = next((child for child in root if child.tag == f"{{{W}}}body"), None)
    if body is None:
        raise package.archive.refused(package.main, "the part holds no text")
    out = read_story(body, package.links(package.main), decide)
    for kind in ("footnotes", "endnotes"):
        for part in package.related(kind):
            out += read_story(package.tree(part), package.links(part), decide)
    return out
