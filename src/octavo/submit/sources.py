"""What else journals take: the LaTeX package without stray files, the works cited as BibTeX."""

from __future__ import annotations

import io
import zipfile

from octavo.bibliography import Bibliography
from octavo.citations import library
from octavo.manuscript import Kind, Manuscript
from octavo.render.latex import MANUAL


def bare(package: bytes) -> bytes:
    """Return a LaTeX package without what TeX does not read: a stray file is a fault there."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as whole, zipfile.ZipFile(stream, "w") as target:
        for entry in whole.infolist():
            if entry.filename != MANUAL:
                target.writestr(entry, whole.read(entry))
    return stream.getvalue()


def cited_entries(bibliography: Bibliography, manuscript: Manuscript) -> str:
    """Return the cited entries, and what they inherit from, as one `.bib` file."""
    cited = dict.fromkeys(mention.text for mention in manuscript.of(Kind.CITATION))
    return library(bibliography, bibliography.lineage(cited))
