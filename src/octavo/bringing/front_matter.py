"""What papers say of themselves in YAML, each system in its own words, in ours.

- pandoc: https://pandoc.org/MANUAL.html#metadata-variables
- Quarto: https://quarto.org/docs/authoring/front-matter.html
- Manubot: `content/metadata.yaml` (https://github.com/manubot/rootstock, USAGE.md)
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import get_args

from octavo.bringing.brought import Brought
from octavo.bringing.parts import day_of, placed
from octavo.metadata import Role
from octavo.yaml_source import Value

Data = Mapping[str, Value]
TEXTS = {
    "title": "title",
    "subtitle": "subtitle",
    "short-title": "short-title",
    "running-head": "short-title",
    "doi": "doi",
    "abstract": "abstract",
    "acknowledgements": "acknowledgements",
    "acknowledgments": "acknowledgements",
    "lang": "language",
    "language": "language",
}
STATEMENTS = {
    "conflicts": "conflicts",
    "conflict-of-interest": "conflicts",
    "competing-interests": "conflicts",
    "data-availability": "data",
    "code-availability": "code",
    "ethics": "ethics",
}
ELSEWHERE = frozenset(
    "author authors affiliation affiliations institute institutes keywords keyword date license"
    " licence funding bibliography csl references format output nocite link-citations".split()
)
"""Keys that are read apart, or are settings of another program alone."""

SETTINGS = frozenset(
    "number-sections numbersections toc documentclass geometry fontsize mainfont papersize"
    " linestretch execute jupyter knitr engine filters editor header-includes classoption"
    " reference-section-title crossref project theme css template pdf-engine cite-method"
    " csl-refs toc-title toc-depth fig-width fig-height highlight-style linkcolor urlcolor"
    " manubot-fail-on-errors manubot-requests-cache-path manubot-clear-requests-cache".split()
)
LICENCES = {
    "cc by": "CC BY 4.0",
    "cc-by": "CC BY 4.0",
    "cc by-sa": "CC BY-SA 4.0",
    "cc0": "CC0 1.0",
}


def take(data: Data, where: str, brought: Brought) -> None:
    """Put what a paper's YAML says into the metadata; tell what has no place there."""
    metadata = brought.metadata
    for key, value in data.items():
        if value in (None, "", [], {}):
            continue
        if key in TEXTS:
            metadata.setdefault(TEXTS[key], text_of(value))
        elif key in STATEMENTS:
            placed(metadata, STATEMENTS[key], text_of(value))
        elif key in SETTINGS:
            brought.note(where, f"`{key}` is a setting of another program, and is left out")
        elif key not in ELSEWHERE:
            hint = "see docs/metadata.md for the keys that there are"
            brought.tell(
                where, f"`{key}: {text_of(value)[:60]}` has no place in the metadata", hint
            )
    people(data, where, brought)
    _rest(data, where, brought)


def _rest(data: Data, where: str, brought: Brought) -> None:
    metadata = brought.metadata
    words = data.get("keywords") or data.get("keyword")
    if isinstance(words, str):
        words = [w.strip() for w in re.split(r"[;,]", words) if w.strip()]
    if isinstance(words, list) and words:
        metadata["keywords"] = [text_of(word) for word in words]
    day = data.get("date")
    if isinstance(day, datetime.date):
        metadata["date"] = day
    elif (written := day_of(str(day))) is not None:
        metadata["date"] = written
    elif day:
        brought.tell(where, f"the date `{day}` is left out", "write it as `date: 2026-11-23`")
    licence = data.get("license") or data.get("licence")
    if licence:
        text = text_of(licence)
        metadata["licence"] = LICENCES.get(text.lower(), text)
    funding = data.get("funding")
    grants = [*_grants(funding, where, brought)]
    if isinstance(funding, str):
        metadata["funding"] = funding
    elif grants:
        metadata["funding"] = [*grants]


def text_of(value: Value) -> str:
    """Return a value as text: a mapping's `text`, `name`, `type` or `id`, a list's texts."""
    if isinstance(value, Mapping):
        named = (value.get(key) for key in ("text", "name", "literal", "type", "id", "statement"))
        return text_of(next((each for each in named if each), ""))
    if isinstance(value, list):
        return ", ".join(text_of(each) for each in value)
    return str(value).strip()


def _grants(value: Value, where: str, brought: Brought) -> Iterator[Value]:
    """Yield the sources of money; a text without more is one, what names none is told."""
    for one in value if isinstance(value, list) else [value] if value else ():
        if not isinstance(one, Mapping):
            yield {"funder": text_of(one)}
            continue
        funder = one.get("source") or one.get("funder") or one.get("statement") or one.get("name")
        award = one.get("award") or one.get("award-id") or one.get("award-number") or one.get("id")
        if funder:
            yield {"funder": text_of(funder), **({"award": text_of(award)} if award else {})}
        else:
            said = ", ".join(f"{key}: {text_of(value)[:40]}" for key, value in one.items())
            brought.tell(where, f"no funder is named in `{said}`", "write it as `funder:`")


# People


def people(data: Data, where: str, brought: Brought) -> None:
    """Take over the authors and their places of work, however they are written."""
    places = _Places()
    for key in ("affiliations", "affiliation", "institutes", "institute"):
        known = data.get(key)
        for one in known if isinstance(known, list) else [known]:
            if one:
                places.add(one)
    given = data.get("author") or data.get("authors")
    listed = given if isinstance(given, list) else [given] if given else []
    authors: list[Value] = []
    for one in listed:
        if isinstance(one, Mapping):
            _money(one, brought)
            authors.append(_author(one, places, where, brought))
        elif isinstance(one, str):
            authors += [{"name": n.strip()} for n in re.split(r"\s+and\s+|;", one) if n.strip()]
    _known_places(authors, places, where, brought)
    if authors:
        brought.metadata["authors"] = authors
    if places.found:
        brought.metadata["affiliations"] = [*places.found]


def _unfolded(value: Value) -> Value:
    """Return a place that is written `id: name`, or `id: {name: …}`, with both as keys."""
    if not isinstance(value, Mapping) or len(value) != 1 or "name" in value:
        return value
    identifier, inner = next(iter(value.items()))
    if isinstance(inner, Mapping):
        return {"id": identifier, **inner}
    return {"id": identifier, "name": inner} if isinstance(inner, str) else dict(value)


def _money(one: Data, brought: Brought) -> None:
    """Take over what an author is paid by, as Manubot has it."""
    funders = one.get("funders")
    for funder in funders if isinstance(funders, list) else [funders] if funders else ():
        held = brought.metadata.setdefault("funding", [])
        if isinstance(held, list) and {"funder": text_of(funder)} not in held:
            held.append({"funder": text_of(funder)})


class _Places:
    """Places of work, each once."""

    def __init__(self) -> None:
        self.found: list[Value] = []
        self._ids: dict[str, str] = {}

    def add(self, value: Value) -> str:
        """Return the id of a place; of a `ref` or a name that is known, that of before."""
        if isinstance(value, Mapping) and value.get("ref"):
            return self._ids.get(str(value["ref"]), str(value["ref"]))
        value = _unfolded(value)
        if isinstance(value, Mapping):
            name = text_of(
                value.get("name") or value.get("institution") or value.get("department") or ""
            )
            given = str(value.get("id") or value.get("number") or "")
        else:
            name, given = text_of(value), ""
        if name in self._ids or given in self._ids:
            return self._ids.get(given) or self._ids[name]
        identifier = given or f"place-{len(self.found) + 1}"
        place: dict[str, Value] = {"id": identifier, "name": name}
        for key in ("department", "city", "country", "ror"):
            if isinstance(value, Mapping) and value.get(key) and text_of(value[key]) != name:
                place[key] = text_of(value[key])
        self.found.append(place)
        self._ids |= {name: identifier, given or identifier: identifier}
        return identifier


def _known_places(authors: list[Value], places: _Places, where: str, brought: Brought) -> None:
    """Leave out the places that authors name and nothing describes."""
    known = {place["id"] for place in places.found if isinstance(place, Mapping)}
    for author in authors:
        here = author.get("affiliations") if isinstance(author, dict) else None
        if not isinstance(author, dict) or not isinstance(here, list):
            continue
        for name in [name for name in here if name not in known]:
            brought.tell(where, f"no affiliation has the id `{name}`, which {author['name']} names")
            here.remove(name)


def _author(one: Data, places: _Places, where: str, brought: Brought) -> Value:
    """Return an author of the metadata; what has no place there is told."""
    if len(one) == 1 and "name" not in one and isinstance(next(iter(one.values())), Mapping):
        name, inner = next(iter(one.items()))
        assert isinstance(inner, Mapping)
        one = {"name": name, **inner}
    author: dict[str, Value] = {"name": _name(one.get("name"), one)}
    for key in ("orcid", "email"):
        if one.get(key):
            author[key] = re.sub(r"^https?://orcid\.org/", "", str(one[key]))
    affiliations = one.get("affiliations") or one.get("affiliation") or one.get("institute")
    listed = (
        affiliations if isinstance(affiliations, list) else [affiliations] if affiliations else []
    )
    author_places = [places.add(place) for place in listed]
    if author_places:
        author["affiliations"] = [*author_places]
    attributes = one.get("attributes")
    marked = attributes if isinstance(attributes, (Mapping, list)) else ()
    if one.get("corresponding") or "corresponding" in marked:
        author["corresponding"] = True
    _roles(one, author, where, brought)
    known = {"name", "orcid", "email", "affiliations", "affiliation", "institute", "corresponding"}
    known |= {
        "funders",
        "initials",
        "attributes",
        "role",
        "roles",
        "contributions",
        "id",
        "given",
        "family",
        "literal",
    }
    for key in sorted(one.keys() - known):
        if one[key]:
            said = f"`{key}: {text_of(one[key])[:40]}` of {author['name']}"
            brought.tell(where, f"{said} has no place in the metadata")
    return author


def _name(value: Value, one: Data) -> str:
    source = value if isinstance(value, Mapping) else one
    if isinstance(value, str):
        return value.strip()
    parts = [text_of(source.get(k) or "") for k in ("given", "dropping-particle", "family")]
    return " ".join(part for part in parts if part) or text_of(source.get("literal") or "Author")


def _roles(one: Data, author: dict[str, Value], where: str, brought: Brought) -> None:
    """Take over roles that CRediT has; tell of others."""
    known = {re.sub(r"\W+", "-", role): role for role in get_args(Role)}
    given = one.get("roles") or one.get("role") or one.get("contributions") or ()
    words = [*given] if isinstance(given, (list, Mapping)) else [str(given)] if given else []
    found: list[Value] = []
    for word in words:
        text = (
            text_of(word)
            if not isinstance(word, Mapping) or len(word) != 1
            else str(next(iter(word)))
        )
        role = known.get(re.sub(r"[\W_]+", "-", text.lower()).strip("-"))
        if role:
            found.append(role)
        else:
            brought.tell(where, f"the role “{text}” of {author['name']} is none of CRediT’s")
    if found:
        author["roles"] = found
