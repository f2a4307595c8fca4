"""Works that a source carries the data of, in CSL's terms: each gets a key, and becomes an entry.

(https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables)
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import Any

from octavo.pandoc import pandoc

KEY = re.compile(r"[A-Za-z][\w:.+/-]*[A-Za-z0-9]")
"""A key that a person gave, or a program for persons; a number or an address is none."""

STOP_WORDS = frozenset(
    "a an the on in of and for to der die das ein eine le la les un une el".split()
)
NAMES = frozenset(
    "author chair collection-editor compiler composer container-author contributor curator director"
    " editor editorial-director executive-producer guest host illustrator interviewer narrator"
    " organizer original-author performer producer recipient reviewed-author script-writer"
    " series-creator translator".split()
)
DATES = frozenset("accessed available-date event-date issued original-date submitted".split())
LONGEST = 100_000
"""Characters of one value: an abstract has a twentieth."""


class Works:
    """All works of a paper by their keys."""

    def __init__(self) -> None:
        self.items: dict[str, dict[str, Any]] = {}
        self._keys: dict[str, str] = {}

    def key(self, data: Any, identity: str = "") -> str:
        """Return the key of a work, and keep its data: once, however often it is cited."""
        item = plain_item(data)
        names = [name for name in (identity, *_identities(item)) if name]
        known = next((self._keys[name] for name in names if name in self._keys), None)
        key = known or self._unused(_wanted(item))
        self._keys |= dict.fromkeys(names, key)
        if known is None:
            self.items[key] = {**item, "id": key}
        return key

    def bibtex(self) -> str:
        """Return the entries as BibLaTeX."""
        if not self.items:
            return ""
        data = json.dumps([*self.items.values()], ensure_ascii=False).encode()
        text = pandoc("--from=csljson", "--to=biblatex", "--sandbox", data=data).decode()
        return "\n\n".join(self._completed(entry) for entry in re.split(r"\n(?=@)", text))

    def _completed(self, entry: str) -> str:
        """Return an entry with the kind of report or thesis, which pandoc leaves out or repeats."""
        head = re.match(r"@(\w+)\{(.*),\n", entry)
        if head is None:
            return entry
        entry = _dated(entry, self.items.get(head[2], {}).get("issued") or {})
        if head[1] in ("report", "thesis", "phdthesis", "mastersthesis"):
            entry = re.sub(r"(?m)^  publisher = ", "  institution = ", entry)
        if head[1] in ("phdthesis", "mastersthesis"):
            return re.sub(r",\n  type = \{\w+\}(?=\n\}|,)", "", entry)
        genre = str(self.items.get(head[2], {}).get("genre", ""))
        if not genre or re.search(r"^  type = ", entry, re.MULTILINE):
            return entry
        return f"{head[0]}  type = {{{re.sub(r'[{}]', '', genre)}}},\n{entry[head.end() :]}"

    def _unused(self, wanted: str) -> str:
        key, number = wanted, 0
        while key in self.items:
            number += 1
            key = f"{wanted}{_letters(number)}"
        return key


def _dated(entry: str, issued: Mapping[str, Any]) -> str:
    """Return an entry with the year of a date in words, of which pandoc makes nothing."""
    year = re.search(r"(?<!\d)\d{4}(?!\d)", str(issued.get("raw", "")))
    if year:
        return entry.replace("\n  date = {}", f"\n  date = {{{year[0]}}}", 1)
    return re.sub(r",\n  date = \{\}", "", entry, count=1)


def plain_item(data: Any) -> dict[str, Any]:
    """Return what of a work's data has the shapes of CSL: texts, names and dates."""
    found: dict[str, Any] = {}
    for name, value in data.items() if isinstance(data, Mapping) else ():
        make = _names if name in NAMES else _date if name in DATES else _literal
        plain = make(value)
        if plain and isinstance(name, str):
            found[name] = plain
    found.setdefault("type", "document")
    return found


def _literal(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return str(value)[:LONGEST]


def _date(value: Any) -> dict[str, Any]:
    """Return a date of numbers, one or two, or as it is written; pandoc's older form has names."""
    named = value if isinstance(value, list) else [value]
    years = [one for one in named[:2] if isinstance(one, Mapping) and _is_number(one.get("year"))]
    if years:
        listed = [[one.get(part) for part in ("year", "month", "day")] for one in years]
        return {"date-parts": [[int(str(n)) for n in takewhile(_is_number, one)] for one in listed]}
    if isinstance(value, Mapping):
        parts = value.get("date-parts")
        if isinstance(parts, list):
            lists = [part for part in parts[:2] if isinstance(part, list) and part]
            whole = [[int(n) for n in part if _is_number(n)] for part in lists]
            return {"date-parts": whole} if whole and all(whole) else {}
        value = value.get("raw") or value.get("literal")
    written = _literal(value)
    return {"raw": written} if written else {}


def _names(value: Any) -> list[dict[str, str]]:
    if isinstance(value, str):
        return [{"literal": value[:LONGEST]}] if value.strip() else []
    names = [
        {str(k): str(v)[:LONGEST] for k, v in name.items() if isinstance(v, str) and v}
        for name in (value if isinstance(value, list) else [value])
        if isinstance(name, Mapping)
    ]
    return [name for name in names if name]


def _is_number(value: Any) -> bool:
    return re.fullmatch(r"-?\d{1,4}", str(value)) is not None


def _identities(item: Mapping[str, Any]) -> Iterator[str]:
    """Yield what two records of one work have in common."""
    if item.get("DOI"):
        yield f"doi {str(item['DOI']).lower()}"
    if item.get("title"):
        title = re.sub(r"\W+", " ", str(item["title"]).lower())
        yield f"title {title} {_year(item)} {_name(item)}".strip()


def _year(item: Mapping[str, Any]) -> str:
    issued = item.get("issued") or {}
    parts = issued.get("date-parts") or [[]]
    found = re.search(r"\d{4}", str(issued.get("raw", "")))
    return str(parts[0][0]) if parts[0] else found[0] if found else ""


def _name(item: Mapping[str, Any]) -> str:
    for role in ("author", "editor", "translator"):
        for name in item.get(role) or ():
            return str(name.get("family") or name.get("literal") or name.get("given") or "")
    return ""


def _wanted(item: Mapping[str, Any]) -> str:
    """Return the key that the source has for a work, or one of its author, year and title."""
    for name in ("citation-key", "citekey", "id"):
        given = str(item.get(name, ""))
        if KEY.fullmatch(given) and not re.search(r"://|^ITEM|\d{9}", given) and len(given) <= 60:
            return given
    words = [w for w in re.findall(r"[^\W\d_]+", str(item.get("title", ""))) if len(w) > 2]
    word = next((w for w in words if w.lower() not in STOP_WORDS), "")
    key = f"{ascii_of(_name(item).split(' ')[-1])}{_year(item)}{ascii_of(word)}".lower()
    return key if key[:1].isalpha() else f"work{key}"


def ascii_of(text: str) -> str:
    """Return the Latin letters and digits of a text, without their marks."""
    parted = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o"))
    return re.sub(r"[^A-Za-z0-9]+", "", parted)


def _letters(number: int) -> str:
    """Return b, c, …, z, aa, … for 1, 2, and so on."""
    letters = ""
    number += 1
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("a") + digit) + letters
    return letters
