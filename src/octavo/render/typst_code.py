"""Typst code: what of a text is none, and what the page's source is made of."""

from __future__ import annotations

import json
from collections.abc import Iterator

from octavo.characters import without
from octavo.nodes import Node, raw_inline, string
from octavo.render.long_runs import pieces


def literal(text: str) -> str:
    """Return a text as a string literal of Typst's, in which nothing is markup."""
    return json.dumps(without(text), ensure_ascii=False)


def code(text: str) -> Node:
    """Return Typst code within a line."""
    return raw_inline("typst", text)


def label_code(name: str) -> str:
    """Return the code of a label, or nothing without a name."""
    return f"#label({literal(name)})" if name else ""


def goal(name: str) -> str:
    """Return a label that is a named destination of the PDF too, for links from other files.

    Typst exports the names of headings alone, so this is one, unseen and out of the tag tree.
    """
    if not name:
        return ""
    heading = f"#heading(outlined: false, bookmarked: false)[goal]{label_code(name)}"
    return f"#[#show heading: none;#place(pdf.artifact[{heading}])]"


def unbroken(text: str) -> Iterator[Node]:
    """Yield a text whose long runs, such as a checksum, break at the end of a line."""
    for piece, is_run in pieces(text):
        yield code(f"#anywhere({literal(piece)});") if is_run else string(piece)
