"""How what comes in is written: citations by their keys, notes, formulas from where they were."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from octavo.bibliography import Entry, bare_doi
from octavo.merge.citing import cited, cited_by_hand
from octavo.merge.composing import escaped
from octavo.merge.leaves import Leaf
from octavo.merge.mapping import mapped
from octavo.merge.new_text import markdown_of
from octavo.merge.tokens import Key, Sign, folded, signs_of
from octavo.word_paragraphs import Paragraph

LOCATOR = {
    "page": "p.",
    "chapter": "ch.",
    "section": "sec.",
    "volume": "vol.",
    "figure": "fig.",
    "part": "pt.",
    "note": "n.",
    "paragraph": "para.",
    "book": "bk.",
}


@dataclass(slots=True)
class Vocabulary:
    """What is known of the sources and of the bibliography."""

    text: str
    leaves: Sequence[Leaf]
    pairs: Mapping[int, int]
    before: Mapping[int, Paragraph]
    values: Mapping[str, str]
    entries: Mapping[str, Entry]
    notes: Mapping[str, list[Paragraph]]
    """The paragraphs of notes that are new, by their names."""

    known: dict[Key, tuple[str, Key]] | None = None

    @property
    def straight(self) -> bool:
        """Whether the sources have straight quotation marks."""
        return len(re.findall(r"\w'\w", self.text)) > len(re.findall(r"\w’\w", self.text))

    def source_of(self, sign: Sign) -> tuple[str, tuple[Key, ...]] | None:
        """Return the source of a thing that was put in, and its key."""
        if sign.kind == "typed":
            return cited_by_hand(sign.text, self.entries, self.straight)
        found = self._thing(sign)
        return None if found is None else (found[0], (found[1],))

    def _thing(self, sign: Sign) -> tuple[str, Key] | None:
        if sign.kind == "note" and sign.name in self.notes:
            note = self.noted(sign.name)
            return None if note is None else (note[0], sign.key)
        if self.known is None:
            self.known = dict(self._things())
        found = self.known.get(sign.key)
        if found is None and sign.kind == "citation":
            typed_over = any(key[:2] == ("citation", sign.name) for key in self.known)
            return None if typed_over else self._cited(sign)
        return found

    def _things(self) -> Iterator[tuple[Key, tuple[str, Key]]]:
        """Yield the things of the written text, each with its source."""
        for number, paragraph in self.before.items():
            if number not in self.pairs or all(p.kind == "text" for p in paragraph.pieces):
                continue
            leaf = self.leaves[self.pairs[number]]
            view = mapped(signs_of(paragraph.pieces), leaf, self.values)
            for sign, place in zip(view.signs, view.token, strict=True):
                if sign.kind != "text" and place >= 0 and leaf.tokens[place].placed:
                    token = leaf.tokens[place]
                    if token.kind == sign.kind and sign.kind != "picture":
                        yield sign.key, (self.text[token.start : token.end], token.key)

    def noted(self, name: str) -> tuple[str, tuple[Key, ...]] | None:
        """Return a new note as one within the text, its paragraphs one behind the other."""
        signs: list[Sign] = []
        for paragraph in self.notes.get(name, ()):
            signs += [Sign("text", " "), *signs_of(paragraph.pieces)]
        if any(sign.kind == "note" for sign in signs):
            return None
        text, keys = markdown_of(signs, self, self.text)
        return (f"^[{text}]", keys) if text else None

    def _cited(self, sign: Sign) -> tuple[str, Key] | None:
        """Return the citation of a field that Octavo did not write."""
        try:
            items = json.loads(sign.name)
        except ValueError:
            return None
        cited = [self._item(item) for item in items if isinstance(item, dict)]
        if not cited or None in cited:
            return None
        text = f"[{'; '.join(one for one in cited if one)}]"
        return text, ("citation", "".join(text.split()), "", "")

    def _item(self, item: Mapping[str, Any]) -> str | None:
        data = item.get("itemData")
        key = self._key(str(item.get("id", "")), data if isinstance(data, dict) else {})
        if key is None:
            return None
        prefix, locator, suffix = (_told(item, name) for name in ("prefix", "locator", "suffix"))
        label = LOCATOR.get(str(item.get("label", "page")), "p.")
        return "".join(
            (
                f"{prefix} " if prefix else "",
                "-" if item.get("suppress-author") else "",
                cited(key),
                f", {label} {locator}" if locator else "",
                "" if not suffix or suffix[0] in ",.:\\" else ", ",
                suffix,
            )
        )

    def _key(self, identifier: str, data: Mapping[str, Any]) -> str | None:
        """Return the entry of a work: by its key, its DOI, its title, its author and year."""
        if identifier in self.entries:
            return identifier
        doi = bare_doi(str(data.get("DOI", ""))).lower()
        title = _plain(str(data.get("title", "")))
        for key, entry in self.entries.items():
            if doi and bare_doi(entry.text("doi")).lower() == doi:
                return key
        for key, entry in self.entries.items():
            if title and _plain(entry.text("title")) == title:
                return key
        return None


def _told(item: Mapping[str, Any], name: str) -> str:
    """Return what a field says beside a work, as Markdown that no other work begins in."""
    text = item.get(name)
    bare = " ".join(str(text).split()) if isinstance(text, (str, int)) else ""
    return escaped(bare).replace(";", "\\;")


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[{}\\]|<[^>]*>", "", folded(text)).casefold().split())
