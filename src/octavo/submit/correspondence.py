"""What goes to the editors beside the article: the cover letter and the highlights.

They are Markdown from `templates/letters/`, filled with what the metadata say; the author's own
words of a letter are in `manuscript/letters/`, for one journal (`NAME.md`) or for any
(`cover-letter.md`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from octavo.authored import with_safe_links
from octavo.diagnostics import Diagnostic, Faults
from octavo.document import Document
from octavo.manuscript import READER
from octavo.metadata import Author, Metadata
from octavo.pandoc import pandoc_blocks
from octavo.project import Project
from octavo.render.template import Fragment, fill
from octavo.render.title_block import affiliation_text, date_text, places_of
from octavo.sources import Undecodable, Unopened, read_text
from octavo.submit.profile import Profile

TEMPLATES = "letters"
FOLDER = Path("manuscript/letters")
LETTER = "cover-letter"
MARKUP = re.compile(r"[\\`*_{}\[\]()<>#+\-.!|~^$@\"']")


def letter_text_of(root: Path, journal: str) -> Path | None:
    """Return the author's own text of a letter, the one for this journal first."""
    places = (FOLDER / f"{journal}.md", FOLDER / f"{LETTER}.md")
    return next((place for place in places if os.path.lexists(root / place)), None)


def cover_letter(
    project: Project, article: Document, profile: Profile, counts: str, journal: str
) -> Document:
    """Return the letter to the editors, which the corresponding author signs."""
    metadata = project.metadata
    own = letter_text_of(project.root, journal)
    context = {
        "date": date_text(metadata),
        "to": profile.letter.to or "Editors",
        "journal": profile.name,
        "title": metadata.full_title,
        "letter": Fragment(_read(project.root, own).strip()) if own else "",
        "says": profile.letter.says,
        "counts": counts,
        "signing": [_signature(author, metadata) for author in _signing(metadata.authors)],
    }
    return _document(project, article, f"{LETTER}.md", context, "Cover letter")


def highlights(project: Project, article: Document) -> Document:
    """Return the highlights as a document of their own."""
    context = {"highlights": [Fragment(text) for text in project.metadata.highlights]}
    return _document(project, article, "highlights.md", context, article.words["highlights"])


def _signing(authors: Sequence[Author]) -> Sequence[Author]:
    """Return the corresponding authors, or the first where nobody is said to be one."""
    return [author for author in authors if author.corresponding] or authors[:1]


def _signature(author: Author, metadata: Metadata) -> dict[str, Any]:
    places = [affiliation_text(place) for place in places_of(author, metadata)]
    orcid = [f"https://orcid.org/{author.orcid}"] if author.orcid else []
    return {"name": author.name, "lines": [*places, *filter(None, [author.email]), *orcid]}


def _read(root: Path, path: Path) -> str:
    try:
        return read_text(root, path)
    except (Undecodable, Unopened) as error:
        code = "encoding-invalid" if isinstance(error, Undecodable) else "source-unreadable"
        raise Faults(Diagnostic(code, error.message, error.span, (error.hint,))) from None


def _document(
    project: Project, article: Document, template: str, context: Mapping[str, Any], title: str
) -> Document:
    """Fill a template, and return it as a document without a title block."""
    text = fill(project.root, TEMPLATES, template, _escaped, context)
    blocks = pandoc_blocks(f"--from={READER}", data=text.encode(), store=project.store)
    with_safe_links(blocks)
    return replace(
        article,
        metadata=_plain(project.metadata, title),
        abstracts=(),
        blocks=blocks,
        works={},
        name=template.removesuffix(".md"),
        titled=False,
    )


def _plain(metadata: Metadata, title: str) -> Metadata:
    """Return metadata that name nothing but a title, on pages of letters."""
    build = metadata.build.model_copy(
        update={"layout": "article", "spacing": None, "line_numbers": None, "floats": "text"}
    )
    return Metadata.model_construct(
        title=title, language=metadata.language, date=metadata.date, authors=(), build=build
    )


def _escaped(text: str) -> str:
    """Return a text as Markdown that says it: nothing in it is markup."""
    return MARKUP.sub(lambda found: f"\\{found[0]}", text)
