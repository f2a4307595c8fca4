"""The article's own citation as texts for reference managers, to unfold on the page."""

from __future__ import annotations

from html import escape

from octavo.metadata import Metadata
from octavo.own_citation import bibtex_of, ris_of


def citation_files(metadata: Metadata) -> str:
    """Return the article as BibTeX and as RIS, in HTML that needs no script."""
    texts = {"BibTeX": bibtex_of(metadata), "RIS": ris_of(metadata)}
    return "\n".join(
        f'<details class="citation-file">\n<summary>{name}</summary>\n'
        f'<pre dir="ltr" translate="no">{escape(text, quote=False)}</pre>\n</details>'
        for name, text in texts.items()
    )
