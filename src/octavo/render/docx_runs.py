"""Runs: the direction and language of their text, and as few of them as there can be."""

from __future__ import annotations

import locale
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from octavo.scripts import LEFT_TO_RIGHT_MARK, runs_right_to_left
from octavo.word_namespaces import SPACE, W

RUN, PROPERTIES = f"{{{W}}}r", f"{{{W}}}rPr"
TEXTS = (f"{{{W}}}t", f"{{{W}}}delText")
RTL_LETTERS = (
    "\u0590-\u05ff\u0620-\u065f\u066e-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefe"
    "\U00010800-\U00010fff\U0001e800-\U0001efff"
)
FROM_THE_RIGHT = re.compile(f"[{RTL_LETTERS}]")
STRETCH = re.compile(
    f"[{RTL_LETTERS}](?:[^\u200eA-Za-z\u00c0-\u058f\u1e00-\u1fff]*[{RTL_LETTERS}])?"
)
"""Right-to-left words and what is between them."""

LATIN = "A-Za-z\u00c0-\u058f\u1e00-\u1fff"
LTR_STRETCH = re.compile(
    f"(?:[0-9][^\\s{RTL_LETTERS}]*)?[{LATIN}](?:[^{RTL_LETTERS}]*[{LATIN}])?"
    f"(?:[^\\s{RTL_LETTERS}]*[0-9/])?"
)
"""Left-to-right words, with the figures of an address or a designation."""

EAST_ASIAN = frozenset({"ja", "ko", "zh"})
HEBREW = re.compile("[\u0590-\u05ff]")
PERSIAN = re.compile("[پچژگکی]")


def language_tag(language: str) -> str:
    """Return a language with a region, as Word's proofing tools are named."""
    if "-" in language:
        return language
    if language == "ar":
        return "ar-SA"
    name = locale.normalize(language).split(".")[0]
    return name.replace("_", "-") if "_" in name else language


def mend_runs(story: Any) -> None:
    """Part right-to-left from left-to-right text, name the languages, join equal runs."""
    for run in list(story.iter(RUN)):
        for part, right_to_left in _parted(run):
            _set_language(part, right_to_left)
    for paragraph in story.iter(f"{{{W}}}p"):
        if _runs_right_to_left(paragraph):
            _set_direction(paragraph)
    _join_runs(story)


def _parted(run: Any) -> Iterator[tuple[Any, bool]]:
    """Cut a run where the direction of its script changes."""
    texts = [child for child in run if child.tag in TEXTS]
    marked = run.find(f"{PROPERTIES}/{{{W}}}rtl") is not None
    if len(texts) != 1 or not texts[0].text:
        yield run, marked
        return
    if not marked and (texts[0].text.isascii() or not FROM_THE_RIGHT.search(texts[0].text)):
        texts[0].set(SPACE, "preserve")
        yield run, False
        return
    pieces = list(_pieces(texts[0].text, marked))
    for text, right_to_left in pieces[:-1]:
        part = deepcopy(run)
        _set_text(part, text)
        run.addprevious(part)
        yield part, right_to_left
    _set_text(run, pieces[-1][0])
    yield run, pieces[-1][1]


def _pieces(text: str, marked: bool) -> Iterator[tuple[str, bool]]:
    done = 0
    for found in (LTR_STRETCH if marked else STRETCH).finditer(text):
        if text[done : found.start()]:
            yield text[done : found.start()], marked
        yield found[0], not marked
        done = found.end()
    if text[done:]:
        yield text[done:], marked


def _set_text(run: Any, text: str) -> None:
    place = next(child for child in run if child.tag in TEXTS)
    place.text = text
    place.set(SPACE, "preserve")


def _set_language(run: Any, right_to_left: bool) -> None:
    """Write direction and language the way Word reads them: last in the properties."""
    from lxml import etree

    properties = run.find(PROPERTIES)
    if properties is None:
        if not right_to_left:
            return
        properties = etree.Element(PROPERTIES)
        run.insert(0, properties)
    was_marked, language = _without(properties, "rtl"), _without(properties, "lang")
    name = language.get(f"{{{W}}}val", "") if language is not None else ""
    if right_to_left:
        _without(properties, "iCs")
        etree.SubElement(properties, f"{{{W}}}rtl")
        lang = etree.SubElement(properties, f"{{{W}}}lang")
        lang.set(f"{{{W}}}bidi", language_tag(name or _guessed(run)))
    elif name and was_marked is None:
        kind = "eastAsia" if name.split("-")[0] in EAST_ASIAN else "val"
        lang = etree.SubElement(properties, f"{{{W}}}lang")
        lang.set(f"{{{W}}}{kind}", language_tag(name))


def _without(properties: Any, name: str) -> Any:
    """Take an element out of the properties and return it, if it is there."""
    found = properties.find(f"{{{W}}}{name}")
    if found is not None:
        properties.remove(found)
    return found


def _guessed(run: Any) -> str:
    text = "".join(child.text or "" for child in run if child.tag in TEXTS)
    if HEBREW.search(text):
        return "he"
    return "fa" if PERSIAN.search(text) else "ar"


def _runs_right_to_left(paragraph: Any) -> bool:
    """Tell whether a paragraph begins in a right-to-left script and is mostly in it.

    A left-to-right mark says that the paragraph around a name is none.
    """
    text = "".join(node.text or "" for tag in TEXTS for node in paragraph.iter(tag))
    return LEFT_TO_RIGHT_MARK not in text and runs_right_to_left(text)


def _set_direction(paragraph: Any) -> None:
    from lxml import etree

    from octavo.render.docx_paragraphs import properties_of

    properties = properties_of(paragraph)
    if properties.find(f"{{{W}}}bidi") is not None:
        return
    later = [f"{{{W}}}{name}" for name in ("spacing", "ind", "contextualSpacing", "jc")]
    place = next((child for child in properties if child.tag in later), None)
    bidi = etree.Element(f"{{{W}}}bidi")
    if place is None:
        properties.append(bidi)
    else:
        place.addprevious(bidi)


def _join_runs(story: Any) -> None:
    """Add a run's text to the run before it where nothing but the text differs."""
    before: Any = None
    known: bytes | None = None  # the properties of the run before, once they are asked for
    for run in list(story.iter(RUN)):
        if not _is_text(run):
            before = None
            continue
        properties = None
        if before is not None and run.getprevious() is before:
            known = _properties(before) if known is None else known
            properties = _properties(run)
            if properties == known:
                _set_text(run, before[-1].text + run[-1].text)
                before.getparent().remove(before)
        before, known = run, properties


def _is_text(run: Any) -> bool:
    """Tell whether a run holds one text, and nothing else but its properties."""
    count = len(run)
    if not count or count > 2 or (count == 2 and run[0].tag != PROPERTIES):
        return False
    return run[-1].tag in TEXTS and bool(run[-1].text)


def _properties(run: Any) -> bytes:
    from lxml import etree

    properties = run.find(PROPERTIES)
    tag = str(run[-1].tag).encode()
    return tag if properties is None else tag + bytes(etree.tostring(properties, with_tail=False))
