"""Typst, in this process: the fonts that it may take, and what it says when it fails."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from octavo.diagnostics import Diagnostic, Faults, Severity, ToolError
from octavo.folders import unfinished
from octavo.project import Project
from octavo.render import Rendered
from octavo.render.missing_letters import places_of
from octavo.render.typst_places import placed
from octavo.root import FONTS
from octavo.typesetting import typeset_apart
from octavo.typst_runner import Job, Typeset, Unset, typeset

STANDARDS = ("a-2a", "ua-1")
HINT = "a template in templates/pdf/ may be at fault"
SECONDS, SECONDS_A_MEGABYTE = 120, 60
MEGABYTES, MEGABYTES_A_MEGABYTE = 4000, 500
"""How long Typst may run, and how much memory it may need, by the size of the page source.

An article of 40,000 words has 0.4 MB and takes 2 seconds and 330 MB.
"""

UNSHOWN = re.compile(r'the (?:text|PDF contains the codepoint) `"(.+?)"`')
UNPRINTED = re.compile(r"\\u\{([0-9a-f]+)\}")
"""How Typst names a letter that cannot be shown."""


SIGNS = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
BOOK_FACES = re.compile(r"(Noto Serif|Source Han Serif|Songti|SimSun|Yu Mincho|MS Mincho|Batang)\b")
"""Faces of the machine that are better beside a book face than whatever has the letter."""


@dataclass(frozen=True, slots=True)
class _Failed(Exception):
    """Typst set nothing: `letters` are those that no font has, `message` is what it says."""

    letters: tuple[str, ...]
    message: str


def compiled(source: Path, timestamp: int, project: Project, *, paged: bool = False) -> Rendered:
    """Set a page source as PDF with the fonts that come along, or else with the machine's too.

    What the page may take beyond its own fonts is in `sys.inputs.borrowed`.  Raise `Faults` for
    letters that no font has, `ToolError` for any other failure of Typst's.
    """
    try:
        made = _compile(source, timestamp, project, machine=False, paged=paged)
        return Rendered(made.data, (), made.pages, placed(made.spots))
    except _Failed as failed:
        if not failed.letters:
            raise ToolError(*_failure(failed.message)) from failed
        foreign = failed.letters
    try:
        made = _compile(source, timestamp, project, machine=True, paged=paged)
    except _Failed as failed:
        if failed.letters:
            raise Faults(*_missing(failed.letters, project)) from failed
        raise ToolError(*_failure(failed.message)) from failed
    told = tuple(_borrowed(foreign, project))
    return Rendered(made.data, told, made.pages, placed(made.spots))


def families_of(project: Project) -> list[str]:
    """Return the families of the manuscript's own fonts."""
    import typst

    folder = project.root / FONTS
    if not folder.is_dir():
        return []
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )
    return list(fonts.families())


def letters_beyond(
    letters: str, faces: Collection[str], project: Project
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the letters that these faces and signs lack, and those of them that no font has."""
    families = "".join(f"{json.dumps(face, ensure_ascii=False)}, " for face in faces)
    text = json.dumps(" ".join(letters), ensure_ascii=False)
    page = f"""#set document(title: "Letters")
#set text(font: ({families}"DejaVu Sans",), fallback: "borrowed" in sys.inputs)
#{text}
"""
    with unfinished() as folder:
        source = folder / "letters.typ"
        source.write_text(page, encoding="utf-8")
        foreign = _unset(source, project, machine=False)
        return foreign, _unset(source, project, machine=True) if foreign else ()


def _unset(source: Path, project: Project, *, machine: bool) -> tuple[str, ...]:
    """Return the letters of a page that cannot be set."""
    try:
        _compile(source, 0, project, machine=machine, paged=False)
    except _Failed as failed:
        if not failed.letters:
            raise ToolError(*_failure(failed.message)) from failed
        return failed.letters
    return ()


def _compile(
    source: Path, timestamp: int, project: Project, *, machine: bool, paged: bool
) -> Typeset:
    """Return the PDF and, if `paged`, its pages as SVG.

    Pages are for those who look at one article again and again: in this process, where Typst
    remembers what it has laid out, and without limits.
    """
    size = source.stat().st_size / 1e6
    job = Job(
        str(source),
        [str(folder) for folder in _font_folders(source, project)],
        machine,
        {"borrowed": ",".join(_book_faces())} if machine else {},
        {"pdf_standards": [*STANDARDS], "timestamp": timestamp},
        round(MEGABYTES + MEGABYTES_A_MEGABYTE * size),
    )
    try:
        if paged:
            return typeset(job, paged=True)
        return typeset_apart(job, SECONDS + SECONDS_A_MEGABYTE * size, HINT)
    except Unset as error:
        message = str(error)
        texts = [UNPRINTED.sub(_letter, text) for text in UNSHOWN.findall(message)]
        letters = dict.fromkeys(letter for text in texts for letter in text if letter.strip())
        raise _Failed(tuple(letters), message) from error


def _book_faces() -> list[str]:
    import typst

    return [name for name in typst.Fonts().families() if BOOK_FACES.match(name)]


def _letter(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))


def _missing(letters: tuple[str, ...], project: Project) -> Iterator[Diagnostic]:
    private = tuple(letter for letter in letters if unicodedata.category(letter) == "Co")
    for span, here in places_of(private, project):
        message = f"letters of the private area mean nothing outside one font: {_shown(here)}"
        yield Diagnostic("glyph-missing", message, span, ("write the letter that is meant",))
    hint = f"put a font that has them into {FONTS.as_posix()}/"
    for span, here in places_of([c for c in letters if c not in private], project):
        message = f"no font at hand has these letters of the PDF: {_shown(here)}"
        yield Diagnostic("glyph-missing", message, span, (hint,))


def _borrowed(letters: tuple[str, ...], project: Project) -> Iterator[Diagnostic]:
    hint = f"a font in {FONTS.as_posix()}/ makes the PDF the same on every machine"
    for span, here in places_of(letters, project):
        message = f"these letters of the PDF are set in whatever font has them: {_shown(here)}"
        yield Diagnostic("font-borrowed", message, span, (hint,), Severity.NOTE)


def _shown(letters: str) -> str:
    """Return letters as a terminal shows them; those that cannot be seen by their numbers."""
    return " ".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in letters.split())


def _failure(message: str) -> tuple[str, str]:
    """Return what to say of a failure of Typst's, and what to do about it."""
    tidy = re.sub(r"[^\s]*?article\.typ", "article.typ", message).strip()
    return f"Typst cannot set the PDF: {tidy}", HINT


def _font_folders(source: Path, project: Project) -> list[Path]:
    import fontpkg_amiri

    found = find_spec("matplotlib")  # importing it would take longer than most pages
    assert found is not None
    letters = Path(str(found.origin)).parent / "mpl-data" / "fonts" / "ttf"
    # Beside DejaVu Sans, matplotlib has a font of last resort, which has a box for every letter.
    signs = source.parent / "fonts"
    signs.mkdir(exist_ok=True)
    for name in SIGNS:
        shutil.copyfile(letters / name, signs / name)
    folders = [Path(fontpkg_amiri.__file__).parent / "files", signs, project.root / FONTS]
    return [folder for folder in folders if folder.is_dir()]
