"""A journal's figures as files: every numbered picture, drawn anew by its script.

A picture that is no script's is converted, as far as that makes nothing up.  Every file is then
read back and held to what the journal asks: see `figure_findings`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from octavo.checks import Evidence
from octavo.diagnostics import Diagnostic, Severity, Span
from octavo.document import Document, Graphic
from octavo.drawings import inches_of_pdf, inches_of_svg
from octavo.figure_facts import Drawn
from octavo.figure_medium import MILLIMETRES, Medium, width_for
from octavo.figures import DrawFor, Figures, draw_figures
from octavo.floats import only_image
from octavo.folders import make_folder, put, unfinished
from octavo.nodes import Node, pair_of, walk
from octavo.pictures import TEXT_WIDTH, inches, measure
from octavo.progress import Progress, silently
from octavo.root import METADATA
from octavo.submit import profile
from octavo.submit.figure_findings import File, findings_of
from octavo.submit.figure_fonts import Typeface, typeface_for
from octavo.submit.figure_forms import ENDINGS, Form, Wanted, finished, is_dotted
from octavo.tools import starting_anew, stopping_all

DPI = 300
"""Dots per inch where the journal does not say."""

MAX_DOTS = 250_000_000
"""Dots of a drawing that is made of them: a gigabyte in memory."""

MASTERS: Mapping[Form, str] = {"svg": "svg", "pdf": "pdf", "eps": "eps"}
"""What matplotlib writes itself; all else is made of its PNG."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A picture that has a number in the text."""

    picture: str
    """The name of a script's picture, or the address of a file, as the text has it."""

    number: str
    """`1`, `2a`, `A1`, `S1`."""

    width: float | None = None
    """Inches that the text asks for."""


@dataclass(frozen=True, slots=True)
class FigureFiles:
    """The files that were made, in the order of their numbers, and what is to be said of them."""

    files: tuple[File, ...]
    findings: tuple[Diagnostic, ...]


def numbered_of(documents: Sequence[Document]) -> tuple[Numbered, ...]:
    """Return the numbered pictures of an article and its supplement, in order."""
    return tuple(
        picture
        for document in documents
        for node in walk(document.blocks)
        if node["t"] == "Figure"
        for picture in _numbered(node)
    )


def _numbered(figure: Node) -> Iterator[Numbered]:
    """Yield the picture of a figure, or those of its parts; parts themselves have no number."""
    number = _label(figure)
    if number is None or "subfigure" in figure["c"][0][1]:
        return
    parts = [n for n in figure["c"][2] if n["t"] == "Figure" and "subfigure" in n["c"][0][1]]
    for part in parts or [figure]:
        image = only_image(part["c"][2])
        if image is not None:
            width = inches(pair_of(image["c"][0], "width"), TEXT_WIDTH)
            letter = (_label(part) or "") if parts else ""
            yield Numbered(image["c"][2][0], f"{number}{letter}", width)


def _label(figure: Node) -> str | None:
    """Return the number in the label of a figure's caption."""
    for node in walk(figure["c"][1]):
        if node["t"] == "Span" and "caption-label" in node["c"][0][1]:
            return pair_of(node["c"][0], "number")
    return None


@dataclass(frozen=True, slots=True)
class _Order:
    """What is asked for, and what is known of the pictures."""

    evidence: Evidence
    rules: profile.Figures
    forms: tuple[Form, ...]
    typeface: Typeface | None
    graphics: Mapping[str, Graphic] = field(default_factory=dict)
    """What the scripts drew."""

    drawn: Mapping[str, Drawn] = field(default_factory=dict)
    places: Mapping[str, Span] = field(default_factory=dict)
    """Where each picture is from: its script, or the text that shows it."""

    @property
    def medium(self) -> Medium:
        """How the scripts are to draw."""
        rules = self.rules
        size = rules.text_size
        return Medium(
            tuple(sorted({MASTERS.get(form, "png") for form in self.forms})),
            rules.dpi or DPI,
            refit=True,
            widths=tuple(sorted(width / MILLIMETRES for width in rules.widths)),
            height=rules.height / MILLIMETRES if rules.height else None,
            least=size.least if size else None,
            most=size.most if size else None,
            font=self.typeface.family if self.typeface else "",
            faces=self.typeface.files if self.typeface else (),
        )


def draw_for(
    evidence: Evidence,
    rules: profile.Figures,
    numbered: Sequence[Numbered],
    folder: Path,
    *,
    formats: Sequence[Form] = (),
    progress: Progress = silently,
    draw: DrawFor = draw_figures,
) -> FigureFiles:
    """Make the files of numbered pictures in a folder, in the journal's first format or in some.

    What keeps a file from being made, and what of a file is not as the journal asks, is told.
    """
    project = evidence.project
    typeface, said = typeface_for(rules.fonts, project.root)
    order = _Order(evidence, rules, tuple(formats) or rules.formats[:1], typeface)
    make_folder(folder)
    make_folder(project.output)
    with unfinished(project.output.resolve()) as place:
        figures = _redrawn(order, numbered, place, progress, draw)
        order = _with(order, figures)
        made = [
            _made(order, each, form, folder)
            for each in numbered
            for form in order.forms
            if each.picture in order.places
        ]
    told = [finding for _, findings in made for finding in findings]
    found = (*said, *_said_of(figures, evidence), *_missing(order, numbered), *told)
    files = tuple(file for file, _ in made if file is not None)
    return FigureFiles(files, tuple(dict.fromkeys(found)))


def _redrawn(
    order: _Order,
    numbered: Sequence[Numbered],
    place: Path,
    progress: Progress,
    draw: DrawFor,
) -> Figures:
    """Let those scripts draw that have a picture with a number."""
    names = {each.picture for each in numbered}
    known = order.evidence.figures.by_name.values()
    scripts = [f.script for f in known if any(g.name in names for g in f.graphics)]
    project = replace(order.evidence.project, scripts=tuple(scripts))
    with starting_anew(), stopping_all():
        return draw(project, progress, medium=order.medium, folder=place)


def _with(order: _Order, figures: Figures) -> _Order:
    """Return an order with what the scripts drew, and where each picture is from."""
    manuscript = order.evidence.manuscript
    shown = {p.target: p.span for p in manuscript.pictures if p.path and not p.rows}
    known = order.evidence.figures.by_name.values()
    return replace(
        order,
        graphics=figures.graphics,
        drawn={d.name: d for figure in figures.by_name.values() for d in figure.drawn},
        places={**shown, **{g.name: Span(f.script) for f in known for g in f.graphics}},
    )


def _missing(order: _Order, numbered: Sequence[Numbered]) -> Iterator[Diagnostic]:
    """Yield the pictures that no script draws and no file holds."""
    for each in numbered:
        if each.picture not in order.places:
            message = f"figure {each.number} has no file: nothing draws `{each.picture}`"
            yield Diagnostic("figure-file-missing", message, Span(METADATA))


def _said_of(figures: Figures, evidence: Evidence) -> Iterator[Diagnostic]:
    """Yield what the rules of a build say of scripts that failed, and of what has no room."""
    from octavo.checks import figure_crowded, figure_cut, figure_failed

    drawn = replace(evidence, figures=figures)
    rules = {
        "failed": figure_failed.check,
        "cut": figure_cut.check,
        "crowded": figure_crowded.check,
    }
    for name, check in rules.items():
        severity = Severity.ERROR if name == "failed" else Severity.WARNING
        for f in check(drawn):
            yield Diagnostic(f"figure-{name}", f.message, f.span, f.hints, severity)
    for note in figures.notes:
        yield Diagnostic("figure-not-kept", note, Span(METADATA), (), Severity.NOTE)


def _made(
    order: _Order, numbered: Numbered, form: Form, folder: Path
) -> tuple[File | None, list[Diagnostic]]:
    """Make one file, and return it with what is to be said of it."""
    place = order.places[numbered.picture]
    graphic = order.graphics.get(numbered.picture) or _given(order, numbered)
    if graphic is None:  # the script failed, which is told
        return None, []
    if form == "eps" and is_dotted(graphic, "eps") and graphic.raster is None:
        form = "pdf" if "pdf" in order.rules.formats else form
    width, height = _size(order, numbered, graphic)
    wanted = Wanted(form, width, height, order.rules.dpi or DPI, order.rules.colour or "rgb")
    if is_dotted(graphic, form) and graphic.raster is None and _dots(wanted) > MAX_DOTS:
        dots = f"{_dots(wanted) / 1_000_000:,.0f} million dots"
        message = f"figure {numbered.number} would have {dots}, more than can be drawn"
        hint = "give it a smaller width in the text, or the journal fewer `dpi`"
        return None, [Diagnostic("figure-file-large", message, place, (hint,))]
    name = order.rules.name.replace("{number}", numbered.number)
    path = folder / f"{name}{ENDINGS[form]}"
    data = finished(graphic, wanted)
    put(data, path)
    drawn = order.drawn.get(numbered.picture)
    family = order.typeface.family if order.typeface else ""
    file = File(path, form, numbered.number, numbered.picture, place, is_dotted(graphic, form))
    return file, list(findings_of(file, data, order.rules, drawn, family))


def _dots(wanted: Wanted) -> float:
    return wanted.width * wanted.height * wanted.dpi**2


def _given(order: _Order, numbered: Numbered) -> Graphic | None:
    """Return a picture that the author gives as a file."""
    for picture in order.evidence.manuscript.pictures:
        if picture.target == numbered.picture and picture.path and not picture.problem:
            bare, path = Graphic(numbered.picture), picture.path
            match path.suffix.lower():
                case ".svg":
                    return replace(bare, svg=path)
                case ".pdf":
                    return replace(bare, pdf=path)
                case _:
                    return replace(bare, raster=path)
    return None


def _size(order: _Order, numbered: Numbered, graphic: Graphic) -> tuple[float, float]:
    """Return the size of a file in inches.

    A script has drawn in the journal's.  A given picture keeps its proportions: where it would
    be too high it is narrower.
    """
    drawn = order.drawn.get(numbered.picture)
    if drawn is not None:
        return drawn.width, drawn.height
    wide, high = _inches(graphic)
    medium = order.medium
    width = width_for(numbered.width or min(wide, TEXT_WIDTH), medium.widths)
    height = width * high / wide
    if medium.height and height > medium.height:
        return width * medium.height / height, medium.height
    return width, height


def _inches(graphic: Graphic) -> tuple[float, float]:
    if graphic.svg is not None:
        return inches_of_svg(graphic.svg)
    if graphic.pdf is not None:
        return inches_of_pdf(graphic.pdf)
    assert graphic.raster is not None
    raster = measure(graphic.raster)
    return raster.inches, raster.height / raster.resolution
