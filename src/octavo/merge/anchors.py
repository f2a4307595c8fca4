"""The sources as pandoc reads them, with the place of every word that it prints.

As `marks` does for mentions: every word that is surely prose is replaced, before pandoc reads
it, by a stand-in of the same length.  What pandoc hands back says where each word stands.
Words within markup are left as they are, because they may mean something to pandoc.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from octavo.diagnostics import Span
from octavo.marks import CANDIDATE, Mark, Marks
from octavo.nodes import Node
from octavo.pandoc import pandoc_blocks
from octavo.prose import GONE, prose_of_text
from octavo.reading import READER

WORD = re.compile(r"[^\W\d_]{2,}")
SENSITIVE = re.compile(
    r"""
      \\[A-Za-z]+\*?(?:\[[^]\n]*\]|\{[^}\n]*\})*     # TeX
    | &\#?\w+;                                        # entities
    | ^[\ \t>]*\(?[ivxlcdmIVXLCDM]{2,}[.)]            # Roman numbers of lists
    | ^[\ \t]*[Tt]able:                               # captions
    | (?<![\^!])\[[^][\n^]{1,200}\](?![({])           # what may be a reference by its text
    | \[[^][]*\]\[[^][]*\]
    | ^(?:\ {4}|\t).*$                                # perhaps code
    | ^=+\s*$ | ^-+\s*$
    """,
    re.VERBOSE | re.MULTILINE,
)
"""Where a word must stay as it is."""

HEADING = re.compile(r"^#+[ \t].*$|^[^\n]+(?=\n(?:=+|-+)[ \t]*$)", re.MULTILINE)


class Anchors(Marks):
    """Stand-ins for words and for mentions; a mark's column is its place, from 1."""

    def anchored(self, text: str) -> str:
        """Return a text with a stand-in for every word and mention."""
        prose = list(prose_of_text(Path(), text).text)
        for pattern in (SENSITIVE, *_implicit(text)):
            for found in pattern.finditer(text):
                prose[found.start() : found.end()] = GONE * (found.end() - found.start())
        places = [(*found.span(), "word") for found in WORD.finditer("".join(prose))]
        places += [self._mention(found) for found in CANDIDATE.finditer(text)]
        pieces, done = [], 0
        for start, end, kind in sorted(places):
            if start >= done:
                whole = text[start:end]
                mark = Mark(kind, whole, whole, Span(Path(), 1, start + 1, end + 1))
                pieces += [text[done:start], self._stand_in(mark)]
                done = end
        return "".join([*pieces, text[done:]])

    @staticmethod
    def _mention(found: re.Match[str]) -> tuple[int, int, str]:
        kind = str(found.lastgroup)
        start, end = found.span() if kind == "value" else found.span(kind)
        return start, end, kind


def _implicit(text: str) -> tuple[re.Pattern[str], ...]:
    """Keep the words of headings that a bracket refers to by their text."""
    names = {found[1].strip().lower() for found in re.finditer(r"\[([^][\n]+)\](?![({:])", text)}
    headings = [
        found
        for found in HEADING.finditer(text)
        if re.sub(r"^#+|#+\s*$|\{[^}]*\}\s*$", "", found[0]).strip().lower() in names
    ]
    return tuple(re.compile(re.escape(found[0])) for found in headings)


def read_anchored(text: str) -> tuple[list[Node], Anchors]:
    """Return the blocks of a text, stand-ins and all; where they disturb, without those."""
    anchors = Anchors([text])
    asked = (f"--from={READER}", "--wrap=preserve")
    blocks = pandoc_blocks(*asked, data=anchors.anchored(text).encode())
    plain = pandoc_blocks(*asked, data=text.encode())
    if len(blocks) != len(plain):
        return plain, anchors
    out = []
    for anchored, bare in zip(blocks, plain, strict=True):
        same = _settled(_restored(anchored, anchors)) == _settled(bare)
        out.append(anchored if same else bare)
    return out, anchors


def _restored(value: Any, anchors: Anchors) -> Any:
    if isinstance(value, str):
        return anchors.restore(value)
    if isinstance(value, list):
        return [_restored(item, anchors) for item in value]
    if isinstance(value, dict):
        return {key: _restored(item, anchors) for key, item in value.items()}
    return value


def _settled(value: Any) -> Any:
    """Return a tree without what depends on the letters: abbreviations, names of headings."""
    if isinstance(value, str):
        return value.replace("\u00a0", " ").replace(" ", "")
    if isinstance(value, list):
        out: list[Any] = []
        for item in value:
            item = _settled(item)
            if _is(item, "Space") or _is(item, "SoftBreak"):
                continue
            if out and _is(item, "Str") and _is(out[-1], "Str"):
                out[-1] = {"t": "Str", "c": out[-1]["c"] + item["c"]}
            else:
                out.append(item)
        return out
    if isinstance(value, dict):
        if value.get("t") == "Header":
            level, attribute, content = value["c"]
            return {"t": "Header", "c": [level, attribute[1:], _settled(content)]}
        if value.get("t") == "Cite":
            return {"t": "Cite", "c": _settled([_bare(c) for c in value["c"][0]])}
        return {key: _settled(item) for key, item in value.items()}
    return value


def _bare(citation: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in citation.items() if k not in ("citationNoteNum", "citationHash")}


def _is(value: Any, kind: str) -> bool:
    return isinstance(value, dict) and value.get("t") == kind
