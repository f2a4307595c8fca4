"""Citations that were typed by hand, as citations by key where one work alone fits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from octavo.alignment import TOKEN
from octavo.bibliography import Entry
from octavo.merge.composing import escaped
from octavo.merge.tokens import Key, Sign, folded

NAME = r"[^\W\d_a-z][\w’'-]{1,40}"
YEAR = r"(?:1[5-9]|20)\d\d"
TYPED = re.compile(
    rf"\((?:(?:see|cf\.|e\.g\.)[^()\d]{{0,20}}\s)?{NAME}[^()]{{0,200}}?\b{YEAR}[^()]{{0,80}}\)"
    rf"|{NAME}(?:(?:,? (?:and|&) | ){NAME}){{0,3}}(?: et al\.)?,? \({YEAR}[^()]{{0,40}}\)"
)
ITEM = re.compile(
    rf"(?P<prefix>(?:(?:see|cf\.|e\.g\.|also),?\s+){{0,3}})(?P<names>{NAME}.*?),?\s+\(?"
    rf"(?P<year>{YEAR})[a-z]?(?:\s*[,:]\s*(?P<locator>[^()]+))?\)?"
)
DATED = re.compile(
    r"\(?(?:\w+ )?(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December|Spring|Summer|Autumn|Winter|In|Since|Until|By|From|After|Before|Resolution|Act|Law"
    r"|Figure|Table|Section)\b"
)
"""What has a year behind it and is no citation."""

BARE = re.compile(r"\w(?:\w|[:.#$%&+?<>~/-](?=\w))*")
"""A key that needs no braces around it."""

UNFIT = "<!-- no entry fits this citation -->"
JOINING = frozenset(("and", "et", "al", "und", "y"))


def with_typed(signs: Sequence[Sign], before: str) -> list[Sign]:
    """Return words in which each citation typed by hand is one thing; `before` has none new."""
    out: list[Sign] = []
    run: list[Sign] = []
    for sign in [*signs, None]:
        if sign is not None and sign.kind == "text" and not sign.link:
            run.append(sign)
            continue
        out += _found(run, folded(before))
        run = []
        if sign is not None:
            out.append(sign)
    return out


def without_loose_spaces(signs: Sequence[Sign], before: str) -> list[Sign]:
    """Return words without the spaces that a deletion has left within quotation marks."""
    out: list[Sign] = []
    for number, sign in enumerate(signs):
        behind = signs[number + 1].text if number + 1 < len(signs) else ""
        closes = behind == "”" and " ”" not in before
        opens = bool(out) and out[-1].text == "“" and "“ " not in before
        if sign.is_space and (closes or opens):
            continue
        out.append(sign)
    return out


def _found(run: list[Sign], before: str) -> Iterator[Sign]:
    text = "".join(sign.text for sign in run)
    at = number = 0
    for found in TYPED.finditer(text):
        if folded(found[0]) in before:
            continue
        while number < len(run) and at < found.start():
            yield run[number]
            at += len(run[number].text)
            number += 1
        if at != found.start():
            continue
        author = next((s.author for s in run[number:] if s.author), "")
        yield Sign("typed", found[0], author=author)
        while number < len(run) and at < found.end():
            at += len(run[number].text)
            number += 1
    yield from run[number:]


def cited_by_hand(
    text: str, entries: Mapping[str, Entry], straight: bool
) -> tuple[str, tuple[Key, ...]]:
    """Return the source of a citation typed by hand, and what it prints.

    Where it fits no work, or several, it stays as it was typed, with a remark.
    """
    made = _bracketed(text, entries) if text.startswith("(") else _in_text(text, entries)
    if made is not None:
        key = "".join(made.split())
        return made, (("citation", key, "", ""),)
    remark = "" if DATED.match(text) else UNFIT
    words = tuple(("text", " " if w.isspace() else folded(w), "", "") for w in TOKEN.findall(text))
    return f"{escaped(text, straight)}{remark}", words


def cited(key: str) -> str:
    """Return the citation of a key, in braces where it would end too early."""
    return f"@{key}" if BARE.fullmatch(key) else f"@{{{key}}}"


def _bracketed(text: str, entries: Mapping[str, Entry]) -> str | None:
    items = []
    for part in text[1:-1].split(";"):
        found = ITEM.fullmatch(part.strip())
        key = None if found is None else _fitting(found, entries)
        if found is None or key is None:
            return None
        prefix = " ".join(found["prefix"].split())
        items.append(
            f"{prefix + ' ' if prefix else ''}{cited(key)}{_located(found['locator'], ', ')}"
        )
    return f"[{'; '.join(items)}]"


def _in_text(text: str, entries: Mapping[str, Entry]) -> str | None:
    found = ITEM.fullmatch(text)
    key = None if found is None else _fitting(found, entries)
    if found is None or key is None:
        return None
    locator = _located(found["locator"], "")
    return f"{cited(key)}{f' [{locator}]' if locator else ''}"


def _fitting(found: re.Match[str], entries: Mapping[str, Entry]) -> str | None:
    """Return the key of the one work of these authors and this year, if it is one."""
    wanted = [w.casefold() for w in re.findall(r"[^\W\d_][\w'-]+", folded(found["names"]))]
    wanted = [w for w in wanted if w not in JOINING]
    fits = [
        key
        for key, entry in entries.items()
        if entry.year == found["year"] and wanted and set(wanted) <= set(_families(entry))
    ]
    return fits[0] if len(fits) == 1 else None


def _families(entry: Entry) -> Iterator[str]:
    """Yield the words of the family names of a work's authors."""
    text = re.sub(r"[{}]", "", folded(entry.text("author") or entry.text("editor")))
    for name in re.split(r"\s+and\s+", text):
        family = name.split(",")[0] if "," in name else name.rpartition(" ")[2]
        yield from (word.casefold() for word in re.findall(r"[^\W\d_][\w'-]+", family))


def _located(text: str | None, before: str) -> str:
    """Return what stands behind a year: numbers without a word for them are pages."""
    if not text:
        return ""
    bare = " ".join(text.split())
    return f"{before}p. {bare}" if re.match(r"\d", bare) else f"{before}{bare}"
