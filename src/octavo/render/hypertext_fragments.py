"""Trees written as fragments of HTML by one run of pandoc: polyglot markup, without styles."""

from __future__ import annotations

import re
from collections.abc import Iterable

from octavo.nodes import Node
from octavo.pandoc import pandoc_parts
from octavo.render.template import Fragment
from octavo.store import Store

WRITER = ("--from=json", "--to=html5", "--mathml", "--wrap=none", "--syntax-highlighting=none")
STYLE = re.compile(r'(<[a-z][^<>]*?) style="([^"]*)"')
ALIGNMENT = re.compile(r"text-align: *(left|center|right)")
EMPTY_HEADER = re.compile(r"<th(?: [^<>]*)?>\s*</th>")


def fragments(trees: Iterable[list[Node]], name: str, store: Store | None) -> list[Fragment]:
    """Return each tree of the output `name` as HTML, in order."""
    parts, remark = [*trees], "<!--%s-->"
    written = pandoc_parts(*WRITER, parts=parts, form="html", remark=remark, name=name, store=store)
    return [_fragment(part) for part in written]


def _fragment(html: str) -> Fragment:
    """Turn pandoc's inline styles into classes: what a page allows is its own style alone."""
    html = STYLE.sub(_class_for_style, html)
    return Fragment(EMPTY_HEADER.sub("<td></td>", html).strip())


def _class_for_style(match: re.Match[str]) -> str:
    alignment = ALIGNMENT.match(match[2])
    if alignment is None:
        return match[1]
    if ' class="' in match[1]:
        return match[1].replace(' class="', f' class="{alignment[1]} ')
    return f'{match[1]} class="{alignment[1]}"'
