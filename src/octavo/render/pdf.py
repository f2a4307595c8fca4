"""The article as a tagged PDF (PDF/UA-1 and PDF/A-2a), set by Typst in this process."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from octavo.document import Abstract, Document
from octavo.nodes import plain_text
from octavo.pandoc import pandoc_parts
from octavo.project import Project
from octavo.render import Rendered
from octavo.render.template import Fragment, fill
from octavo.render.title_block import semicolon, title_block
from octavo.render.typst_code import literal
from octavo.render.typst_engine import compiled, families_of
from octavo.render.typst_markup import Markup
from octavo.sheet import Sheet, sheet_of
from octavo.store import Store
from octavo.words import direction_of, words_of

WRITER = (
    "--from=json",
    "--to=typst-citations-smart",
    "--wrap=none",
    "--syntax-highlighting=none",
)

SPANNING = re.compile(r"#float-figure\(wide: true|#set figure\(\.\.whole-width\)|#turned\[")
"""What spans both columns, where there are two."""

FACES = ("Libertinus Serif", "Amiri")
"""The text faces that come along: Latin, Greek, Cyrillic and Hebrew; Arabic and Persian."""


def render(document: Document, project: Project, *, paged: bool = False) -> Rendered:
    """Return the article as PDF, and as pictures of its pages if `paged`.

    Equal documents give equal bytes.  Raise `Faults` for letters that no font has, `ToolError`
    where Typst cannot set it.
    """
    settings = document.metadata.build
    in_columns = settings.pdf.columns == 2 and settings.floats != "end"
    markup = Markup(document.graphics, in_columns=in_columns)
    *abstracts, body = _written(markup, document, project.store)
    context = {
        **_context(document, project, abstracts, body),
        "spanning": "yes" if SPANNING.search(body) else "no",
    }
    source = fill(project.root, "pdf", "article.typ", literal, context)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "article.typ").write_text(source, encoding="utf-8")
        for path, picture in markup.pictures.items():
            shutil.copyfile(path if path.is_absolute() else project.root / path, folder / picture)
        return compiled(folder / "article.typ", document.timestamp, project, paged=paged)


def _written(markup: Markup, document: Document, store: Store | None) -> list[Fragment]:
    """Write all parts in one run of pandoc."""
    parts = markup.rewritten([*(a.blocks for a in document.abstracts), document.blocks])
    name = f"{document.name}.pdf"
    written = pandoc_parts(
        *WRITER, parts=parts, form="typst", remark="// %s", name=name, store=store
    )
    return [Fragment(part) for part in written]


def _context(
    document: Document, project: Project, abstracts: list[Fragment], body: Fragment
) -> dict[str, Any]:
    metadata, own = document.metadata, document.abstracts
    language, _, rest = metadata.language.partition("-")
    return {
        **title_block(metadata, document.words),
        "titled": document.titled,
        "fonts": [*metadata.build.pdf.fonts, *FACES, *families_of(project)],
        "columns": str(metadata.build.pdf.columns),
        **_sheet(sheet_of(metadata.build)),
        "watermark": document.watermark,
        "floats": metadata.build.floats,
        "language": language.lower(),
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
        "heading": own[abstract.kind],
        "text": text,
        "keywords_heading": own["keywords"],
        "keywords": semicolon(abstract.language).join(abstract.keywords),
    }
