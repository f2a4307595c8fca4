"""What goes to the editors beside the article: the cover letter and the highlights.

They are Markdown from `templates/letters/`, filled with what the metadata say; the author's own
words of a letter are in `manuscript/letters/`, for one journal (`NAME.md`) or for any
(`cover-letter.md`), and with what is sent again (`NAME-revision.md`, `revision.md`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from octavo.authored import with_safe_links
from octavo.diagnostics import Diagnostic, Severity
from octavo.document import Document
from octavo.history import Commit
from octavo.layout import self_contained
from octavo.marks import Mark, Marks
from octavo.metadata import Author, Metadata
from octavo.nodes import Node, attr, div, has_class, pair_of, rewrite, walk
from octavo.pandoc import pandoc_blocks
from octavo.project import Project
from octavo.reading import READER, Piece, read
from octavo.render.template import Fragment, fill
from octavo.render.title_block import affiliation_text, date_text, places_of
from octavo.sources import needed_text
from octavo.submit.profiles import Journal

TEMPLATES = "letters"
FOLDER = Path("manuscript/letters")
LETTER = "cover-letter"
MARKUP = re.compile(r"[\\`*_{}\[\]()<>#+\-.!|~^$@\"']")


@dataclass(frozen=True, slots=True)
class Revised:
    """What is sent again: the article that reviewers have seen, and what answers them."""

    old: Commit
    """What they have seen."""

    manuscript: str = ""
    """What the journal calls it by."""

    answered: bool = True
    """Whether a letter to the reviewers comes with it."""


def letter_text_of(root: Path, journal: str, *, revised: bool = False) -> Path | None:
    """Return the author's own text of a letter, the one for this journal first."""
    first = (f"{journal}.md", f"{LETTER}.md")
    again = (f"{journal}-revision.md", "revision.md")
    places = (FOLDER / name for name in (again if revised else first))
    return next((place for place in places if os.path.lexists(root / place)), None)


def cover_letter(
    project: Project,
    article: Document,
    journal: Journal,
    counts: str,
    revised: Revised | None = None,
) -> Document:
    """Return the letter to the editors, which the corresponding author signs."""
    metadata, profile = project.metadata, journal.profile
    own = letter_text_of(project.root, journal.id, revised=revised is not None)
    to, signing = profile.letter.to or "The Editors", _signing(metadata.authors)
    context = {
        "date": date_text(metadata),
        "to": to,
        "greeted": to.removeprefix("The "),
        "journal": profile.name if profile.is_of_one_journal else "",
        "title": metadata.full_title,
        "letter": Fragment(needed_text(project.root, own).strip()) if own else "",
        "revised": revised is not None,
        "manuscript": revised.manuscript if revised else "",
        "answered": revised is not None and revised.answered,
        "says": profile.letter.says,
        "counts": counts,
        "signing": [_signature(author, metadata) for author in signing],
        "others": len(signing) < len(metadata.authors),
    }
    letter = filled(project, article, f"{LETTER}.md", context, "Cover letter")
    return replace(letter, titled=False, blocks=[div(letter.blocks, attr(custom_style="Letter"))])


def unresolved(project: Project, journal: str, *, revised: bool = False) -> Iterator[Diagnostic]:
    """Yield what the author's letter asks for and no letter gives: values and references."""
    own = letter_text_of(project.root, journal, revised=revised)
    for reading in read([Piece(own, needed_text(project.root, own))], project.store) if own else ():
        found = (mark for node in walk(reading.blocks) for mark in _asked(node, reading.marks))
        for mark in dict.fromkeys(found):
            said = mark.whole if mark.kind == "value" else f"@{mark.text}"
            message = f"the letter prints `{said}` as it stands"
            hint = "write the words it stands for: a letter knows neither values nor references"
            yield Diagnostic("letter-unresolved", message, mark.span, (hint,), Severity.WARNING)


def _asked(node: Node, marks: Marks) -> Iterator[Mark]:
    """Yield the values and the references that a node asks for."""
    if node["t"] == "Cite":
        for citation in node["c"][0]:
            yield from marks.find(citation["citationId"])
    elif node["t"] == "Str":
        yield from (mark for mark in marks.find(node["c"]) if mark.kind == "value")


def highlights(project: Project, article: Document) -> Document:
    """Return the highlights as a document of their own, each as the article prints it."""
    said = [*_items(article)]
    places = [Fragment(f"[]{{.highlight number={n}}}") for n in range(len(said))]
    context = {"highlights": places}
    title, of = article.words["highlights"], project.metadata.title
    page = filled(project, article, "highlights.md", context, title, of)

    def printed(node: Node) -> list[Node] | None:
        number = pair_of(node["c"][0], "number") if has_class(node, "highlight") else None
        return said[int(number)] if number else None

    return replace(page, blocks=rewrite(page.blocks, {"Span": printed}))


def _items(article: Document) -> Iterator[list[Node]]:
    """Yield the words of each highlight; what leads into the article is text."""
    for abstract in article.abstracts:
        if abstract.kind == "highlights":
            for block in self_contained(abstract.blocks):
                for item in block["c"] if block["t"] == "BulletList" else ():
                    yield [node for part in item for node in part["c"]]


def _signing(authors: Sequence[Author]) -> Sequence[Author]:
    """Return the corresponding authors, or the first where nobody is said to be one."""
    return [author for author in authors if author.corresponding] or authors[:1]


def _signature(author: Author, metadata: Metadata) -> dict[str, Any]:
    places = [affiliation_text(place) for place in places_of(author, metadata)]
    orcid = [f"https://orcid.org/{author.orcid}"] if author.orcid else []
    return {"name": author.name, "lines": [*places, *filter(None, [author.email]), *orcid]}


def filled(
    project: Project,
    article: Document,
    template: str,
    context: Mapping[str, Any],
    title: str,
    subtitle: str | None = None,
) -> Document:
    """Fill a template of a letter; return it as a document under a title and nobody's name."""
    text = fill(project.root, TEMPLATES, template, _escaped, context)
    blocks = pandoc_blocks(f"--from={READER}", data=text.encode(), store=project.store)
    with_safe_links(blocks)
    return replace(
        article,
        metadata=_plain(project.metadata, title, subtitle),
        abstracts=(),
        blocks=blocks,
        works={},
        name=template.removesuffix(".md"),
    )


def _plain(metadata: Metadata, title: str, subtitle: str | None) -> Metadata:
    """Return metadata that name nothing but titles, on pages of letters."""
    build = metadata.build.model_copy(
        update={"layout": "article", "spacing": "single", "line_numbers": False, "floats": "text"}
    )
    return Metadata.model_construct(
        title=title, subtitle=subtitle, language=metadata.language, authors=(), build=build
    )


def _escaped(text: str) -> str:
    """Return a text as Markdown that says it: nothing in it is markup."""
    return MARKUP.sub(lambda found: f"\\{found[0]}", text)
