"""The article's own citation as texts for reference managers, to unfold on the page."""

from __future__ import annotations

import re
from html import escape

from octavo.metadata import Metadata
from octavo.own_citation import bibtex_of, ris_of

VALUE = re.compile(r"^(  \w+ = \{|[A-Z][A-Z0-9]  - )(.+?)(\},)?$", re.MULTILINE)
"""The value of a field or a tag."""


def citation_files(metadata: Metadata) -> str:
    """Return the article as BibTeX and as RIS, in HTML that needs no script."""
    if not metadata.authors:
        return ""
    texts = {"BibTeX": bibtex_of(metadata), "RIS": ris_of(metadata)}
    return "\n".join(
        f'<details class="citation-file">\n<summary>{name}</summary>\n'
        f'<pre dir="ltr" translate="no">{_isolated(text)}</pre>\n</details>'
        for name, text in texts.items()
    )


def _isolated(text: str) -> str:
    """Keep values that run from right to left from disturbing the braces around them."""
    return VALUE.sub(r"\1<bdi>\2</bdi>\3", escape(text, quote=False))
