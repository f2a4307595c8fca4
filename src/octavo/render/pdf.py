"""The article as a tagged PDF (PDF/UA-1 and PDF/A-2a), set by Typst in this process."""

from __future__ import annotations

import re
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import Any, Literal

from octavo.diagnostics import ToolError
from octavo.document import Abstract, Document
from octavo.nodes import plain_text, raw_block
from octavo.project import Project
from octavo.render.template import Fragment, fill
from octavo.render.title_block import semicolon, title_block
from octavo.render.typst_markup import Markup, literal
from octavo.tools import pandoc, pandoc_json
from octavo.words import direction_of, words_of

WRITER = (
    "--from=json",
    "--to=typst-citations-smart",
    "--wrap=none",
    "--syntax-highlighting=none",
)
STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
UNPRINTED = re.compile(r"\\u\{([0-9a-f]+)\}")
"""How Typst names a letter that cannot be shown."""

OWN_FONTS = Path("templates", "pdf", "fonts")
"""Where a manuscript may keep fonts that its text needs."""


def render(document: Document, project: Project) -> bytes:
    """Return the article as PDF; equal documents give equal bytes.

    Raise `ToolError` where Typst cannot set it, a letter that no font has included.
    """
    markup = Markup(document.graphics)
    *abstracts, body = _written(markup, document)
    source = fill(project.root, "pdf", "article.typ", literal, _context(document, abstracts, body))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "article.typ").write_text(source, encoding="utf-8")
        for path, picture in markup.pictures.items():
            shutil.copyfile(path if path.is_absolute() else project.root / path, folder / picture)
        return _compiled(folder / "article.typ", document, project)


def _written(markup: Markup, document: Document) -> list[Fragment]:
    """Write all parts in one run of pandoc; the mark between them is one that no text can hold."""
    mark = f"// {secrets.token_hex(16)}"
    parts = markup.rewritten([*(a.blocks for a in document.abstracts), document.blocks])
    joined = [block for part in parts for block in (*part, raw_block("typst", mark))]
    text = pandoc(*WRITER, data=pandoc_json(joined)).decode()
    return [Fragment(part.strip()) for part in text.split(mark)[:-1]]


def _context(document: Document, abstracts: list[Fragment], body: Fragment) -> dict[str, Any]:
    metadata, own = document.metadata, document.abstracts
    language, _, rest = metadata.language.partition("-")
    return {
        **title_block(metadata, document.words),
        "layout": metadata.build.layout,
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


def _compiled(source: Path, document: Document, project: Project) -> bytes:
    """Set a page source with the fonts that come along, or else with the machine's too."""
    import typst

    for system in (False, True):
        try:
            return bytes(
                typst.compile(
                    source,
                    root=source.parent,
                    font_paths=_font_folders(project),
                    ignore_system_fonts=not system,
                    pdf_standards=[*STANDARDS],
                    timestamp=document.timestamp,
                )
            )
        except typst.TypstError as error:
            message = str(getattr(error, "diagnostic", "") or error)
            if system or not re.search(r"font|glyph|displayed", message):
                raise ToolError(*_failure(message)) from error
    raise AssertionError("unreachable")


def _failure(message: str) -> tuple[str, str]:
    """Return what to say of a failure of Typst's, and what to do about it."""
    shown = re.findall(r'the text `"(.+?)"` could', message)
    letters = " ".join(dict.fromkeys(UNPRINTED.sub(r"U+\1", text) for text in shown))
    if letters:
        hint = f"put a font that has them into {OWN_FONTS.as_posix()}/"
        return f"no font at hand has these letters of the PDF: {letters}", hint
    tidy = re.sub(r"[^\s]*?article\.typ", "article.typ", message).strip()
    return f"Typst cannot set the PDF: {tidy}", "a template in templates/pdf/ may be at fault"


def _font_folders(project: Project) -> list[Path]:
    import fontpkg_amiri

    folders = [Path(fontpkg_amiri.__file__).parent / "files", project.root / OWN_FONTS]
    return [folder for folder in folders if folder.is_dir()]
