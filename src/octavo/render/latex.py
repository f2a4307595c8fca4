"""The article as LaTeX: a package of source, pictures and references that TeX Live builds.

pdfLaTeX sets it where its letters are Latin, else LuaLaTeX.  The package has no
folders, and names of plain letters, as arXiv and journals ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from octavo.document import Abstract, Document
from octavo.nodes import Node
from octavo.pandoc import pandoc_parts
from octavo.project import Project
from octavo.render import Rendered
from octavo.render.latex_commands import CANCEL, definitions_of, packages_of
from octavo.render.latex_markup import Markup
from octavo.render.latex_names import Languages
from octavo.render.latex_references import bibliography, entries_of
from octavo.render.latex_text import declarations, is_latin, is_of_one_face, literal
from octavo.render.template import Fragment, fill
from octavo.render.title_block import semicolon, title_block
from octavo.render.zip_package import packed
from octavo.scripts import SCRIPTS
from octavo.sheet import Sheet, sheet_of
from octavo.store import Store
from octavo.words import words_of

WRITER = ("--from=json", "--to=latex-smart", "--wrap=none", "--syntax-highlighting=none")
MANUAL = "README.txt"
STRETCHES = {"one-and-a-half": "1.24", "double": "1.66"}
"""How much further apart than single lines are, as `setspace` has it for letters of 11 points."""


def render(document: Document, project: Project) -> Rendered:
    """Return the package; equal documents give equal bytes."""
    entries = entries_of(document.blocks, document.words.direction)
    parts = [*(a.blocks for a in document.abstracts), document.blocks, *(e.blocks for e in entries)]
    markup = Markup(document, parts, project.store)
    written = _written(markup.rewritten(), document.name, project.store)
    count = len(document.abstracts)
    abstracts, body, references = written[:count], written[count], written[count + 1 :]
    listed = bibliography(entries, references, markup.labels, markup.languages)
    context = _context(document, markup.languages, abstracts, body, listed)
    files = {f"{document.name}.tex": fill(project.root, "latex", "article.tex", literal, context)}
    if listed:
        files[f"{document.name}.bbl"] = listed
    pictures = markup.pictures.files(project.root, document.timestamp)
    names = [*files, *sorted(pictures), MANUAL]
    files[MANUAL] = fill(project.root, "latex", MANUAL, str, {**context, "files": names})
    texts = {name: text.encode() for name, text in files.items()}
    return Rendered(packed(sorted({**texts, **pictures}.items()), document.timestamp))


def _written(parts: list[list[Node]], name: str, store: Store | None) -> list[Fragment]:
    """Write all parts in one run of pandoc."""
    written = pandoc_parts(
        *WRITER, parts=parts, form="latex", remark="%% %s", name=name, store=store
    )
    return [Fragment(part) for part in written]


def _context(
    document: Document, languages: Languages, abstracts: list[Fragment], body: Fragment, listed: str
) -> dict[str, Any]:
    metadata, words = document.metadata, document.words
    context = {
        "name": document.name,
        **title_block(metadata, words),
        "language": metadata.language,
        **_sheet(sheet_of(metadata.build)),
        "watermark": document.watermark,
        "keywords": [word for a in document.abstracts for word in a.keywords],
        "figure": words["figure"][:1].upper() + words["figure"][1:],
        "table": words["table"][:1].upper() + words["table"][1:],
        "appendix": words["appendix"][:1].upper() + words["appendix"][1:],
        "abstracts": [
            _abstract(abstract, text, languages)
            for abstract, text in zip(document.abstracts, abstracts, strict=True)
        ],
        "body": body,
    }
    return {**context, **_engine("".join([*_texts(context), listed]), languages)}


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "layout": "manuscript" if sheet.review else "article",
        "paper": sheet.paper,
        "spacing": sheet.spacing or "",
        "stretch": STRETCHES.get(sheet.spacing or "single", ""),
        "line_numbers": sheet.line_numbers,
        "font_size": f"{sheet.points:g}" if sheet.points else "",
    }


def _abstract(abstract: Abstract, text: Fragment, languages: Languages) -> dict[str, Any]:
    own = words_of(abstract.language)
    return {
        "language": Fragment(languages.other(abstract.language)),
        "heading": own[abstract.kind],
        "text": text,
        "keywords_heading": own["keywords"],
        "keywords": semicolon(abstract.language).join(abstract.keywords),
    }


def _texts(value: Any) -> Iterator[str]:
    """Yield every text of a context, whatever holds it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, Mapping):
        yield from _texts([*value.values()])


def _engine(text: str, languages: Languages) -> dict[str, Any]:
    """Return what the letters of an article ask of LaTeX."""
    for language, letters in SCRIPTS.items():
        if re.search(f"[{letters}]", text):
            languages.cover(language)
    latin = is_latin(text)
    from_right = [*languages.written_as("ar"), *languages.written_as("he")]
    return {
        "engine": "pdflatex" if latin else "lualatex",
        "one_face": is_of_one_face(text),
        "main": languages.main,
        "languages": languages.listed(),
        "arabic": languages.written_as("ar"),
        "eastern": languages.written_as("zh"),
        "bidirectional": bool(from_right),
        "direction": "TRT" if languages.main in from_right else "TLT",
        "declared": [
            {"letter": letter, "command": Fragment(command)}
            for letter, command in (declarations(text) if latin else ())
        ],
        "packages": packages_of(text),
        "definitions": [Fragment(line) for line in definitions_of(text)],
        "cancels": bool(CANCEL.search(text)),
    }
