"""What the DOI registries know of works: Crossref, DataCite, and the DOI system itself.

https://www.crossref.org/documentation/retrieve-metadata/rest-api/
https://support.datacite.org/docs/api-get-doi
https://www.doi.org/doi-handbook/HTML/rest-api.html
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from octavo.diagnostics import UsageError
from octavo.folders import put

if TYPE_CHECKING:
    from octavo.answers import Answers
    from octavo.web import Answer, Web


class State(StrEnum):
    """Whether a DOI leads to a work."""

    FOUND = "found"
    UNKNOWN = "unknown"
    UNVERIFIABLE = "unverifiable"


@dataclass(frozen=True, slots=True)
class Notice:
    """A retraction, withdrawal or expression of concern about a work."""

    kind: str
    doi: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class Lookup:
    """What is known of a DOI; empty texts are unknown."""

    state: State
    source: str = ""
    title: str = ""
    year: str = ""
    author: str = ""
    """The first author's family name."""

    volume: str = ""
    notices: tuple[Notice, ...] = ()
    published: str = ""
    """The DOI of the published version of a preprint."""

    problem: str = ""


@dataclass(frozen=True, slots=True)
class Services:
    """The base addresses of the registries."""

    crossref: str
    datacite: str
    doi: str


GRAVE = frozenset("retraction withdrawal removal partial_retraction expression_of_concern".split())
"""The kinds of Crossref's updates that take a work back or put it in doubt."""


def look_up_all(
    dois: Iterable[str], web: Web, answers: Answers, services: Services
) -> dict[str, Lookup]:
    """Look every DOI up that no fresh answer is known for."""
    wanted = sorted({doi.lower() for doi in dois})
    known = {d: lookup_of(kept) for d in wanted if (kept := answers.get(f"doi {d}"))}

    async def ask(doi: str) -> Lookup:
        return await _asked(doi, web, services)

    new = web.gather((doi for doi in wanted if doi not in known), ask)
    for doi, lookup in new.items():
        if lookup.state is State.FOUND:  # what is unknown may be registered
            answers.put(f"doi {doi}", asdict(lookup))
    return known | new


async def _asked(doi: str, web: Web, services: Services) -> Lookup:
    from octavo.web import Gone, Problems, Refused, loaded, reason_of

    name = quote(doi, safe="/")
    places = (
        (f"{services.crossref}/works/{name}", _crossref),
        (f"{services.datacite}/dois/{name}", _datacite),
        (f"{services.doi}/api/handles/{name}", _handle),
    )
    problem = ""
    for address, read in places:
        try:
            answer = await web.ask("GET", address, reading=True)
        except (Gone, Refused, *Problems) as error:
            problem = problem or reason_of(error)
            continue
        found = read(loaded(answer)) if answer.status == 200 else None
        if found is not None:
            return found
        if answer.status != 404:
            problem = problem or _trouble(answer)
    return Lookup(State.UNVERIFIABLE, problem=problem) if problem else Lookup(State.UNKNOWN)


def _trouble(answer: Answer) -> str:
    return f"status {answer.status}" if answer.status != 200 else "an answer that cannot be read"


def _crossref(data: Any) -> Lookup | None:
    match data:
        case {"message": dict(work)}:
            pass
        case _:
            return None
    notices = tuple(
        Notice(str(u.get("type", "")), str(u.get("DOI", "")), _date(u.get("updated")))
        for u in _objects(work.get("updated-by"))
        if u.get("type") in GRAVE
    )
    issued = work.get("published-print") or work.get("issued") or work.get("published")
    return Lookup(
        State.FOUND,
        "Crossref",
        title=_first(work.get("title")),
        year=_date(issued)[:4],
        author=_said(work.get("author"), "family", "name"),
        volume=str(work.get("volume") or ""),
        notices=notices,
        published=_published(work.get("relation")),
    )


def _first(values: Any) -> str:
    return str(values[0]) if isinstance(values, list) and values else ""


def _objects(values: Any) -> list[dict[str, Any]]:
    """Return those of a list that are objects; of what is no list, nothing."""
    return [one for one in values if isinstance(one, dict)] if isinstance(values, list) else []


def _said(values: Any, *names: str) -> str:
    """Return what the first object of a list says under the first of some names that it has."""
    first = next(iter(_objects(values)), {})
    return next((str(first[name]) for name in names if first.get(name)), "")


def _date(value: Any) -> str:
    match value:
        case {"date-parts": [[int(year), *rest], *_]}:
            known = (part for part in rest if isinstance(part, int) and part)
            return "-".join([str(year), *(f"{part:02}" for part in known)])
    return ""


def _published(relation: Any) -> str:
    match relation:
        case {"is-preprint-of": [{"id": str(doi)}, *_]}:
            return doi
    return ""


def _datacite(data: Any) -> Lookup | None:
    match data:
        case {"data": {"attributes": dict(work)}}:
            pass
        case _:
            return None
    published = [
        str(one.get("relatedIdentifier", ""))
        for one in _objects(work.get("relatedIdentifiers"))
        if one.get("relationType") == "IsPreviousVersionOf"
        and one.get("relatedIdentifierType") == "DOI"
        and _said([work.get("types")], "resourceTypeGeneral") == "Preprint"
    ]
    return Lookup(
        State.FOUND,
        "DataCite",
        title=_said(work.get("titles"), "title"),
        year=str(work.get("publicationYear") or ""),
        author=_said(work.get("creators"), "familyName", "name"),
        volume=_said([work.get("container")], "volume"),
        published=published[0] if published else "",
    )


def _handle(data: Any) -> Lookup | None:
    match data:
        case {"responseCode": 1}:
            return Lookup(State.FOUND, "doi.org")
    return None


def lookup_of(kept: Mapping[str, Any]) -> Lookup:
    """Return a lookup from what was kept of it."""
    notices = tuple(Notice(**one) for one in kept.get("notices", ()))
    return Lookup(**{**kept, "state": State(kept["state"]), "notices": notices})


def write_snapshot(path: Path, lookups: Mapping[str, Lookup], today: datetime.date) -> None:
    """Write what the registries know to a file that can be kept with the manuscript."""
    works = {doi: asdict(lookup) for doi, lookup in sorted(lookups.items())}
    text = json.dumps({"taken": today.isoformat(), "works": works}, ensure_ascii=False, indent=1)
    put(f"{text}\n".encode(), path)


def read_snapshot(path: Path) -> dict[str, Lookup]:
    """Return the lookups of a snapshot; raise `UsageError` where it is none."""
    try:
        works = json.loads(path.read_text(encoding="utf-8"))["works"]
        return {str(doi).lower(): lookup_of(kept) for doi, kept in works.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        hint = "`octavo snapshot FILE` writes one"
        raise UsageError(f"{path} is no snapshot of the registries: {error}", hint) from error
