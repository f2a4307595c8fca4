"""The authors' own works among those cited: which they are, hidden, or spoken of as one's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from octavo.bibliography import Bibliography, Entry, bare_doi
from octavo.diagnostics import Diagnostic, Severity, Span
from octavo.folding import without_tex
from octavo.manuscript import Kind, Manuscript, Mention
from octavo.metadata import Author
from octavo.needles import FAMILY, NAME, Needle, Needles, needles_of_work
from octavo.nodes import Node, rewrite
from octavo.persons import is_author, persons_in
from octavo.sources import COMMENT
from octavo.words import Words

MASKED = "masked-"
"""The keys of masked works begin so."""

VOICES = {
    "en": r"I|my|mine|myself|we|our|ours|us|ourselves|the (?:present |current )?authors?['’]?s?",
    "de": r"ich|mein\w*|wir|uns|unser\w*|eigene\w*|de[rsmn] Autor\w*|die Autor\w*",
    "fr": r"je|j['’](?=\w)|mon|ma|mes|nous|notre|nos|les? auteur\w*|l['’]auteur\w*",
    "es": r"yo|mi|mis|nosotr[oa]s|nuestr[oa]s?|hemos|l[oa]s? autor\w*|el autor",
    "ru": r"я|мой|моя|моё|мои|моей|моих|мы|нас|нам|нами|наш\w*|автор\w*",
    "fa": r"من|ما|نگارنده|نگارندگان|پژوهش پیشینم\w*|نویسندگان این",
    "ar": r"أنا|نحن|لنا|دراستنا|بحثنا|مقالنا|الباحثان|الباحث",
    "zh": r"我们?|笔者|本文作者|作者",
}
"""Words by which authors speak of themselves, by language."""

SENTENCE = re.compile(r"(?<=[.!?؟])[\"”’»)\]]*\s+(?=[\"“‘«(\[]*[^\W\d_a-zа-я])|(?<=[。！？])")
PARAGRAPH = re.compile(r"\n[ \t]*\n")
WORDS_BEHIND = r"(?:[ \n]+[^\W\d_]+){0,2}"


def own_works(authors: Sequence[Author], bibliography: Bibliography) -> frozenset[str]:
    """Return the keys of the works by an author of the article, or edited by one alone."""
    return frozenset(
        key
        for key, entry in bibliography.entries.items()
        if any(is_author(authors, one) for one in persons_in(_makers(entry, bibliography)))
    )


def namesakes(authors: Sequence[Author], bibliography: Bibliography) -> frozenset[str]:
    """Return the family names, squeezed, of others in the bibliography than the authors."""
    return frozenset(
        name
        for entry in bibliography.entries.values()
        for field in ("author", "editor", "translator")
        for one in persons_in(entry.text(field))
        if not one.group and not is_author(authors, one)
        for name in ("".join(one.family), "".join((*one.particles, *one.family)))
    )


def _makers(entry: Entry, bibliography: Bibliography) -> str:
    """Return who a work is by: its authors, else its editors, inherited where it gives none."""
    for name in ("author", "editor"):
        for one in bibliography.lineage([entry.key]):
            if one.text(name):
                return one.text(name)
    return ""


@dataclass(frozen=True, slots=True)
class Masks:
    """What stands in the place of works that are hidden."""

    bibliography: Bibliography
    keys: Mapping[str, str]
    """The keys of the masked works by those of the works."""

    def tree(self, blocks: list[Node]) -> list[Node]:
        """Return blocks that cite the masked works."""
        out: list[Node] = rewrite(blocks, {"Cite": self._cited})
        return out

    def manuscript(self, manuscript: Manuscript) -> Manuscript:
        """Return a manuscript that cites the masked works."""
        return replace(
            manuscript,
            blocks=self.tree(manuscript.blocks),
            supplement=self.tree(manuscript.supplement),
            prose={name: self.tree(blocks) for name, blocks in manuscript.prose.items()},
            mentions=tuple(map(self._mentioned, manuscript.mentions)),
        )

    def _mentioned(self, mention: Mention) -> Mention:
        if mention.kind is not Kind.CITATION:
            return mention
        return replace(mention, text=self.keys.get(mention.text, mention.text))

    def _cited(self, node: Node) -> list[Node] | None:
        citations = node["c"][0]
        if not any(citation["citationId"] in self.keys for citation in citations):
            return None
        renamed = [self._renamed(citation) for citation in citations]
        shown = "; ".join(f"@{citation['citationId']}" for citation in renamed)
        # The inlines, in which pandoc keeps what the author wrote, hold the key.
        return [{"t": "Cite", "c": [renamed, [{"t": "Str", "c": f"[{shown}]"}]]}]

    def _renamed(self, citation: Mapping[str, Any]) -> dict[str, Any]:
        key = citation["citationId"]
        return {**citation, "citationId": self.keys.get(key, key)}


def masks_of(
    bibliography: Bibliography, manuscript: Manuscript, own: frozenset[str], words: Words
) -> Masks:
    """Return the works of `own` behind masks, numbered as the text cites them."""
    cited = dict.fromkeys(m.text for m in manuscript.of(Kind.CITATION) if m.text in own)
    keys = {key: f"{MASKED}{number}" for number, key in enumerate(cited, 1)}
    kept = {key: entry for key, entry in bibliography.entries.items() if key not in own}
    parents = {entry.key for entry in bibliography.lineage(kept)}
    entries = {k: e for k, e in bibliography.entries.items() if k in kept or k in parents}
    for key, name in keys.items():
        entries[name] = _masked(bibliography.entries[key], name, words)
    return Masks(replace(bibliography, entries=entries, duplicates=(), texts={}), keys)


def named_beside(masks: Masks, manuscript: Manuscript, needles: Needles) -> Iterator[Diagnostic]:
    """Yield the works that are cited, are not hidden, and have an author's name in them."""
    for key in dict.fromkeys(m.text for m in manuscript.of(Kind.CITATION)):
        entry = masks.bibliography.entries.get(key)
        texts = [without_tex(text) for text in entry.fields.values()] if entry else []
        found = [
            text[hit.start : hit.end]
            for text in texts
            for hit in needles.of(NAME, FAMILY).hits(text)
            if hit.needle.sure
        ]
        if entry and found and key not in masks.keys:
            message = f"“{found[0]}” stands in the reference @{key}, which is not masked"
            hint = "if it tells who wrote this, cite it otherwise"
            yield Diagnostic("author-named", message, entry.span, (hint,), Severity.NOTE)


def works_as_needles(bibliography: Bibliography, own: frozenset[str]) -> Iterator[Needle]:
    """Yield what tells of the authors' own works."""
    for key in sorted(own):
        entry = bibliography.entries[key]
        yield from needles_of_work(without_tex(entry.text("title")), bare_doi(entry.text("doi")))


def _masked(entry: Entry, key: str, words: Words) -> Entry:
    said = {"author": words["author"], "title": words["details-removed"]}
    fields = {name: f"{{{{{text}}}}}" for name, text in said.items()}
    if re.fullmatch(r"\d{4}", entry.year):
        fields["date"] = f"{{{entry.year}}}"
    return Entry(key, "misc", entry.span, fields)


def voices(manuscript: Manuscript, own: frozenset[str], language: str) -> Iterator[Diagnostic]:
    """Yield where a sentence that cites an own work speaks of it as one's own."""
    pattern = VOICES.get(language.split("-")[0].lower(), VOICES["en"])
    bounds = ("", "") if language.startswith("zh") else (r"(?<![\w’'])", r"(?!\w)")
    voice = re.compile(rf"{bounds[0]}(?:{pattern}){bounds[1]}{WORDS_BEHIND}", re.IGNORECASE)
    texts = {section.path: section.text for section in manuscript.sections}
    seen: set[Span] = set()
    for mention in manuscript.of(Kind.CITATION):
        if mention.text not in own or mention.span.path not in texts:
            continue
        for place, words in _spoken(texts[mention.span.path], mention.span, voice):
            if place not in seen:
                seen.add(place)
                yield Diagnostic(
                    "self-citation-voice",
                    f"“{words}” tells that @{mention.text} is a work of the authors",
                    place,
                    ("write of it as of anyone’s work, or have a profile mask it (`anonymity`)",),
                    Severity.WARNING,
                )


def _spoken(text: str, cited: Span, voice: re.Pattern[str]) -> Iterator[tuple[Span, str]]:
    blotted = COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    at = offset_of(text, cited)
    start, end = _sentence(blotted, at)
    for found in voice.finditer(blotted, start, end):
        first = found[0].split("\n")[0]
        place = Span.within(cited.path, text, found.start(), len(first))
        yield place, " ".join(found[0].split())


def offset_of(text: str, span: Span) -> int:
    """Return where in its file's text a place is."""
    start = 0
    for _ in range(span.line - 1):
        start = text.find("\n", start) + 1
    return start + span.column - 1


def _sentence(text: str, at: int) -> tuple[int, int]:
    """Return the range of the sentence that holds a place."""
    start, end = paragraph_around(text, at)
    cuts = [start, *(found.end() for found in SENTENCE.finditer(text, start, end)), end]
    first = max(cut for cut in cuts if cut <= at)
    return first, min((cut for cut in cuts if cut > at), default=end)


def paragraph_around(text: str, at: int) -> tuple[int, int]:
    """Return the range of the paragraph that holds a place."""
    before = [found.end() for found in PARAGRAPH.finditer(text, 0, at)]
    behind = PARAGRAPH.search(text, at)
    return (before[-1] if before else 0), (behind.start() if behind else len(text))


def cited_places(mentions: Iterable[Mention], path: Path) -> Iterator[Span]:
    """Yield where a file cites works."""
    return (m.span for m in mentions if m.kind is Kind.CITATION and m.span.path == path)
