"""Where quoted passages stand in the marked PDF: places go into the tree, pages and lines come out.

A place stands within a word, where no line can end: before a word it might be at the end of the
line above, and behind one, at the end of a paragraph, on the next page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from octavo.nodes import Node, attr, span
from octavo.render import PLACE, Place
from octavo.respond.finding import Named, Passage
from octavo.respond.lines import Atom
from octavo.words import Words

LETTER = re.compile("[0-9A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u052f]")
"""Letters that stand beside each other whatever is between them, as Arabic ones do not."""

STOPS = re.compile(r"[^\w\s]+$")


def put_places(found: Passage | Named, number: int) -> None:
    """Put the two places of a passage into its tree."""
    _put(found.last, f"{PLACE}{number}-to", last=True)
    _put(found.first, f"{PLACE}{number}-from", last=False)


def _put(atom: Atom, name: str, *, last: bool) -> None:
    mark = span([], attr(name))
    at = next(n for n, node in enumerate(atom.parent) if node is atom.node)
    text = atom.text if atom.node["t"] == "Str" else ""
    cut = _split(text, last=last)
    if cut:
        # the node of the atom goes on being the one that is found again
        rest: Node = {"t": "Str", "c": text[cut:] if last else text[:cut]}
        atom.node["c"] = text[:cut] if last else text[cut:]
        atom.parent[at : at + 1] = [atom.node, mark, rest] if last else [rest, mark, atom.node]
    elif _is_place(atom.parent, at + 1) or _is_place(atom.parent, at - 1):
        atom.parent.insert(at + 1 if _is_place(atom.parent, at + 1) else at, mark)
    elif last and atom.line.atoms and atom.line.atoms[-1] is atom:
        atom.parent.insert(at, mark)
    else:
        atom.parent.insert(at + 1, mark)


def _is_place(inlines: list[Node], at: int) -> bool:
    """Tell whether another place is there already, within the same word."""
    if not 0 <= at < len(inlines) or inlines[at]["t"] != "Span":
        return False
    return str(inlines[at]["c"][0][0]).startswith(PLACE)


def _split(text: str, *, last: bool) -> int:
    """Return how many letters of a word stand before its place; 0 where it has none within."""
    stops = STOPS.search(text)
    if last and stops and stops.start():
        return stops.start()
    places = [n for n in range(1, len(text)) if LETTER.match(text[n - 1]) and LETTER.match(text[n])]
    if places:
        return places[-1] if last else places[0]
    return stops.start() if stops else 0


def place_of(
    found: Passage | Named, number: int, places: Mapping[str, Place], table: Words
) -> str | None:
    """Return in words where a passage stands, or None where the PDF does not tell."""
    first, last = (places.get(f"{PLACE}{number}-{end}") for end in ("from", "to"))
    if first is None or last is None:
        return None
    comma = "،" if table.direction == "rtl" else ","
    lined = isinstance(found, Passage) or found.lined
    if not lined or first.line is None or last.line is None:
        return _some(table, "page", first.page, last.page)
    if first.page == last.page:
        page = _some(table, "page", first.page, first.page)
        return f"{page}{comma} {_some(table, 'line', first.line, last.line)}"
    ends = ((first.page, first.line), (last.page, last.line))
    return " – ".join(
        f"{_some(table, 'page', p, p)}{comma} {_some(table, 'line', n, n)}" for p, n in ends
    )


def _some(table: Words, what: str, first: int, last: int) -> str:
    if first == last:
        return table[f"{what}-number"].replace("{}", str(first))
    return table[f"{what}-numbers"].replace("{}", f"{first}–{last}")
