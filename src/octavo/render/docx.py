"""The article as a Word document: real styles, live links, native equations and notes."""

from __future__ import annotations

import re

from octavo.document import Abstract, Document
from octavo.folders import unfinished
from octavo.nodes import Node, attr, div, para, plain_text, raw_block, span, words
from octavo.pandoc import pandoc, pandoc_json
from octavo.project import Project
from octavo.render import Rendered
from octavo.render.docx_changes import around, marked_whole
from octavo.render.docx_citations import Citations
from octavo.render.docx_fields import Fields
from octavo.render.docx_front import front_matter
from octavo.render.docx_markup import Markup
from octavo.render.docx_package import finished
from octavo.render.docx_pictures import Pictures
from octavo.render.docx_reference import reference_of
from octavo.render.docx_turned import postponed
from octavo.render.title_block import semicolon
from octavo.render.zip_package import zip_moment
from octavo.sheet import sheet_of
from octavo.tracking import compared, pieces
from octavo.words import direction_of, words_of


def _between(text: bytes) -> re.Pattern[bytes]:
    """Match what stands between two strings in the JSON of a tree, and not behind another node."""
    others = (b"Space", b"SoftBreak", b"LineBreak", b"Str")
    behind = (b'(?<!"t": "' + other + re.escape(text) + b")" for other in others)
    return re.compile(re.escape(text) + b"".join(behind))


BETWEEN_WORDS = _between(b'"}, {"t": "Space"}, {"t": "Str", "c": "')
BETWEEN_PARTS = _between(b'"}, {"t": "Str", "c": "')


def render(document: Document, project: Project) -> Rendered:
    """Return the article as a Word document; equal documents give equal bytes."""
    with unfinished() as folder:
        sheet = sheet_of(document.metadata.build)
        pictures = Pictures(document.graphics, project.root, folder, sheet)
        blocks = _blocks(
            document,
            project,
            Markup(
                pictures,
                Fields(document.blocks),
                Citations(document),
                tracked=document.tracking is not None,
            ),
        )
        reference = folder / "reference.docx"
        reference.write_bytes(reference_of(project, document.metadata.build))
        written = pandoc(
            "--from=json",
            "--to=docx",
            "--syntax-highlighting=none",
            "--output=-",
            data=in_few_strings(pandoc_json(blocks, _meta(document))),
            env={"SOURCE_DATE_EPOCH": f"{zip_moment(document.timestamp).timestamp():.0f}"},
            files={"--reference-doc": reference, "--resource-path": folder},
            store=project.store,
        )
    return Rendered(finished(written, document, pictures))


def in_few_strings(tree: bytes) -> bytes:
    """Make one string of neighbouring words, as pandoc's Word writer does after it has read them.

    That halves what it has to read.  A space behind what is no word stays what it is.
    """
    return BETWEEN_PARTS.sub(b"", BETWEEN_WORDS.sub(b" ", tree))


def _meta(document: Document) -> dict[str, Node]:
    """Return the language and direction alone: the title is ours to print."""
    language = document.metadata.language
    return {
        "lang": {"t": "MetaString", "c": language},
        "dir": {"t": "MetaString", "c": direction_of(language)},
    }


def _blocks(document: Document, project: Project, markup: Markup) -> list[Node]:
    front = [raw_block("openxml", front_matter(document, project))] if document.titled else []
    shown = [a for a in document.abstracts if a.kind != "changes"]  # a comment says it
    abstracts = [block for a in shown for block in _abstract(a, markup, _before(a, document))]
    return [*front, *abstracts, *postponed(markup.rewritten(document.blocks))]


def _before(abstract: Abstract, document: Document) -> tuple[str, ...]:
    """Return the keywords that an abstract had in the document that this one is compared with."""
    known = document.tracking.old.abstracts if document.tracking else ()
    return next((a.keywords for a in known if a.name == abstract.name), ())


def _abstract(abstract: Abstract, markup: Markup, before: tuple[str, ...]) -> list[Node]:
    """Return an abstract with its heading and keywords, in its own language's direction."""
    table, blocks = words_of(abstract.language), []
    if plain_text(abstract.blocks):
        title = [para(words(table[abstract.kind]))]
        title = marked_whole(title, abstract.change) if abstract.change else title
        blocks.append(_styled(title, "Abstract Title", abstract.language))
        blocks.append(_styled(markup.rewritten(abstract.blocks), "Abstract", abstract.language))
    if abstract.keywords:
        blocks.append(_styled([_keywords(abstract, before)], "Keywords", abstract.language))
    return blocks


def _keywords(abstract: Abstract, before: tuple[str, ...]) -> Node:
    """Return the keywords as one line; where they changed, with words put in and left out."""
    label = words(f"{words_of(abstract.language)['keywords']}:")
    content = [span(label, attr(custom_style="Caption Label")), *words(" ")]
    comma = semicolon(abstract.language)
    given = [list(pieces(word)) for word in abstract.keywords]
    if abstract.change:
        text = comma.join(piece for word in given for _, piece in word)
        return marked_whole([para([*content, *words(text)])], abstract.change)[0]
    new = [piece for word in given for change, piece in word if change != "deletion"]
    for change, text in pieces(compared(comma.join(before or new), comma.join(new))):
        content += around(change, words(text)) if change else words(text)
    return para(content)


def _styled(blocks: list[Node], style: str, language: str) -> Node:
    attribute = attr(custom_style=style, lang=language, dir=direction_of(language))
    return div(blocks, attribute)
