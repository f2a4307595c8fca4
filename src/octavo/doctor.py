"""What a build finds on this machine and in this folder: versions, fonts, optional tools."""

from __future__ import annotations

import platform
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from pathlib import Path
from typing import Literal

from octavo import cage, git, version
from octavo.diagnostics import Faults, ToolError, UsageError
from octavo.pandoc import pandoc_path, pandoc_version
from octavo.project import Project, load_project
from octavo.render.pdf import FACES
from octavo.render.typst_engine import families_of, letters_beyond
from octavo.root import METADATA, STORE, find_root
from octavo.sources import Undecodable, Unopened, read_text
from octavo.store import FolderShelf
from octavo.tools import run

SECONDS = 20
"""How long a program may take to say its version."""

EXTRAS = {"distributed": "figures on a cluster", "fsspec": "a shared store"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was looked for; without what is `missing`, nothing can be built."""

    topic: str
    found: str
    state: Literal["found", "absent", "missing"] = "found"
    hint: str = ""


def facts(folder: Path) -> Iterator[Fact]:
    """Yield what there is, each as soon as it is known."""
    yield Fact("octavo", f"{version()}, {Path(__file__).parent}")
    yield Fact("python", f"{platform.python_version()}, {sys.executable}")
    yield Fact("system", platform.platform())
    yield _pandoc()
    for package in ("typst", "matplotlib"):
        yield _package(package)
    yield from _programs(folder)
    for package, use in EXTRAS.items():
        yield _extra(package, use)
    yield from _manuscript(folder)


def _pandoc() -> Fact:
    try:
        return Fact("pandoc", f"{pandoc_version()}, {pandoc_path()}")
    except ToolError as error:
        return Fact("pandoc", str(error), "missing", error.hint)


def _package(name: str) -> Fact:
    try:
        return Fact(name, installed(name))
    except PackageNotFoundError:
        return Fact(name, "not installed", "missing", f"install the package {name}")


def _extra(package: str, use: str) -> Fact:
    try:
        return Fact(package, f"{installed(package)}, for {use}")
    except PackageNotFoundError:
        hint = "install octavo[cluster] if you want it"
        return Fact(package, f"not installed: {use}", "absent", hint)


def _programs(folder: Path) -> Iterator[Fact]:
    """Yield the programs of the machine that are asked for, none of them by every build."""
    for words, topic, use in (
        (("--version",), "git", "octavo diff compares what it keeps"),
        (("lfs", "version"), "git-lfs", "it fetches large data that are kept apart"),
    ):
        try:
            ended = git.asked(folder, *words)
        except ToolError:
            ended = None
        if ended is None or ended.code:
            yield Fact(topic, "not installed", "absent", f"install it: {use}")
        else:
            yield Fact(topic, ended.output.decode("utf-8", "replace").strip())
    yield _cage()


def _cage() -> Fact:
    """Tell whether manuscripts of strangers can be built: the program alone is not enough."""
    use = "manuscripts of strangers are built within it"
    try:
        words = cage.trial()
    except ToolError:
        return Fact("bubblewrap", "not installed", "absent", f"install it: {use}")
    ended = run([*words, "true"], timeout=SECONDS)
    if ended.code:
        hint = f"see whether the system allows user namespaces: {use}"
        return Fact("bubblewrap", f"makes no cage: {ended.messages.strip()}", "absent", hint)
    told = run((words[0], "--version"), timeout=SECONDS).output.decode("utf-8", "replace")
    return Fact("bubblewrap", told.strip())


def _manuscript(folder: Path) -> Iterator[Fact]:
    try:
        root = find_root(folder)
    except UsageError:
        hint = "`octavo init paper` begins one"
        yield Fact("manuscript", f"none here: no {METADATA.as_posix()}", "absent", hint)
        return
    try:
        project = load_project(root)
    except Faults as faults:
        hint = "`octavo check` tells where"
        told = f"{root}, which cannot be read: {faults.diagnostics[0].message}"
        yield Fact("manuscript", told, "absent", hint)
        return
    yield Fact("manuscript", f"{root}, {len(project.sections)} sections")
    yield _store(project)
    yield from _fonts(project)


def _store(project: Project) -> Fact:
    settings = project.metadata.build.store
    kept = sum(size for _, size, _ in FolderShelf(project.root / STORE).sizes())
    shared = f", shared at {settings.address}" if settings.address else ""
    limit = f"{kept / 1e6:.0f} of {settings.limit:.0f} MB"
    return Fact("store", f"{project.root / STORE}, {limit}{shared}")


def _fonts(project: Project) -> Iterator[Fact]:
    """Yield for each script of the texts whether the PDF has a font for it."""
    letters = _letters(project)
    faces = (*project.metadata.build.pdf.fonts, *FACES, *families_of(project))
    try:
        foreign, lost = letters_beyond("".join(letters.values()), faces, project)
    except ToolError as error:
        yield Fact("fonts", str(error), "missing", error.hint)
        return
    for script, found in letters.items():
        topic = f"font: {script}"
        missing = [c for c in found if c in lost]
        borrowed = [c for c in found if c in foreign]
        if missing:
            hint = "put a font that has them into templates/pdf/fonts/, or install one"
            yield Fact(topic, f"none has {' '.join(missing[:10])}", "missing", hint)
        elif borrowed:
            hint = "a font in templates/pdf/fonts/ makes the PDF the same on every machine"
            yield Fact(topic, f"this machine's for {' '.join(borrowed[:10])}", "absent", hint)
        else:
            yield Fact(topic, "comes along")


def _letters(project: Project) -> dict[str, str]:
    """Return the letters of all texts by their script, as Unicode's names have it."""
    found: dict[str, set[str]] = {}
    for path in (*project.sections, METADATA, *project.bibliographies):
        try:
            text = read_text(project.root, path)
        except (Undecodable, Unopened):  # the checks tell of it
            continue
        for letter in set(text):
            if unicodedata.category(letter).startswith("L"):
                script = unicodedata.name(letter, "unnamed").split()[0].split("-")[0].lower()
                found.setdefault(script, set()).add(letter)
    return {script: "".join(sorted(found[script])) for script in sorted(found)}
