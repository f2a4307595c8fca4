"""The article as a tagged PDF (PDF/UA-1 and PDF/A-2a), set by Typst in this process."""

from __future__ import annotations

import re
import shutil
from typing import Any

from octavo.document import Abstract, Document
from octavo.folders import unfinished
from octavo.nodes import plain_text
from octavo.pandoc import pandoc_parts
from octavo.project import Project
from octavo.render import PLACE, Rendered
from octavo.render.revisions import Moves, with_notes_in_line
from octavo.render.template import Fragment, fill, tells_marks
from octavo.render.title_block import heading_of, marked_title_block, semicolon
from octavo.render.typst_code import literal
from octavo.render.typst_engine import compiled, families_of
from octavo.render.typst_markup import Markup
from octavo.sheet import Sheet, sheet_of
from octavo.store import Store
from octavo.tracking import pieces
from octavo.words import direction_of, words_of

WRITER = (
    "--from=json",
    "--to=typst-citations-smart",
    "--wrap=none",
    "--syntax-highlighting=none",
)

SPANNING = re.compile(r"#float-figure\(wide: true|#set figure\(\.\.whole-width\)|#turned\[")
"""What spans both columns, where there are two."""

MARKED = re.compile(r"#(?:inserted|removed)\[")
"""What a text has that quotes one in which changes are marked."""

FACES = ("Libertinus Serif", "Amiri")
"""The text faces that come along: Latin, Greek, Cyrillic and Hebrew; Arabic and Persian."""


def render(document: Document, project: Project, *, paged: bool = False) -> Rendered:
    """Return the article as PDF, and as pictures of its pages if `paged`.

    Equal documents give equal bytes.  Raise `Faults` for letters that no font has, `ToolError`
    where Typst cannot set it.
    """
    settings = document.metadata.build
    in_columns = settings.pdf.columns == 2 and settings.floats != "end"
    moves = Moves(document.blocks, document.words.table)
    markup = Markup(document.graphics, in_columns=in_columns, moves=moves)
    *abstracts, body = _written(markup, document, project.store)
    context = {
        **_context(document, project, abstracts, body),
        "placed": PLACE in "".join([*abstracts, body]),
        "spanning": "yes" if SPANNING.search(body) else "no",
    }
    source = fill(project.root, "pdf", "article.typ", _literal, context)
    if document.tracking is not None or MARKED.search(body):
        context["bars"] = document.tracking is not None
        source = fill(project.root, "pdf", "marks.typ", _literal, context) + source
    with unfinished() as folder:
        (folder / "article.typ").write_text(source, encoding="utf-8")
        for path, picture in markup.pictures.items():
            shutil.copyfile(path if path.is_absolute() else project.root / path, folder / picture)
        return compiled(folder / "article.typ", document.timestamp, project, paged=paged)


def _literal(text: str) -> str:
    """Return a text as Typst's, which is content where it is marked."""
    found = list(pieces(text))
    if all(not change for change, _ in found):
        return literal(text)
    calls = {"insertion": "inserted({})", "deletion": "removed({})", "": "[#{};]"}
    return f"({' + '.join(calls[change].format(literal(piece)) for change, piece in found)})"


def _written(markup: Markup, document: Document, store: Store | None) -> list[Fragment]:
    """Write all parts in one run of pandoc."""
    trees = [*(a.blocks for a in document.abstracts), document.blocks]
    if document.tracking is not None:
        trees = with_notes_in_line(trees, document.words["note"])
    parts = markup.rewritten(trees)
    name = f"{document.name}{'.marked' if document.tracking else ''}.pdf"
    written = pandoc_parts(
        *WRITER, parts=parts, form="typst", remark="// %s", name=name, store=store
    )
    return [Fragment(part) for part in written]


def _context(
    document: Document, project: Project, abstracts: list[Fragment], body: Fragment
) -> dict[str, Any]:
    metadata = document.metadata
    own = document.tracking.new.abstracts if document.tracking else document.abstracts
    language, _, rest = metadata.language.partition("-")
    return {
        **marked_title_block(document, marks=tells_marks(project.root, "pdf", "article.typ")),
        "titled": document.titled,
        "fonts": [*metadata.build.pdf.fonts, *FACES, *families_of(project)],
        "columns": str(metadata.build.pdf.columns),
        **_sheet(sheet_of(metadata.build, compared=document.tracking is not None)),
        "watermark": document.watermark,
        "floats": metadata.build.floats,
        "language": language.lower(),
        "direction": document.words.direction,
        "region": rest if re.fullmatch("[A-Z]{2}", rest) else None,
        "short_title": metadata.short_title or metadata.title,
        "description": next((plain_text(a.blocks) for a in own if a.kind == "abstract"), ""),
        "keywords": [word for a in own for word in a.keywords],
        "abstracts": [
            _abstract(abstract, text)
            for abstract, text in zip(document.abstracts, abstracts, strict=True)
        ],
        "body": body,
    }


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "layout": "manuscript" if sheet.review else "article",
        "spacing": sheet.spacing or "",
        "line_numbers": sheet.line_numbers,
        "font_size": f"{sheet.points:g}" if sheet.points else "",
        "page_width": f"{sheet.width:g}",
        "page_height": f"{sheet.height:g}",
    }


def _abstract(abstract: Abstract, text: Fragment) -> dict[str, Any]:
    own = words_of(abstract.language)
    return {
        "language": abstract.language.partition("-")[0].lower(),
        "direction": Fragment(direction_of(abstract.language)),
        "heading": heading_of(abstract, own[abstract.kind]),
        "text": text,
        "keywords_heading": own["keywords"],
        "keywords": semicolon(abstract.language).join(abstract.keywords),
    }
