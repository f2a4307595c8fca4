"""What `octavo check --online` asks, and of whom."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from octavo import version
from octavo.bibliography import Bibliography, bare_doi, load_bibliography
from octavo.checks import Evidence, Family
from octavo.links import visit_all
from octavo.project import Project
from octavo.registry import (
    Lookup,
    Services,
    State,
    look_up_all,
    read_snapshot,
    write_snapshot,
)

if TYPE_CHECKING:
    from octavo.web import Web


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Whether servers are asked, or a snapshot is read in their place."""

    online: bool = False
    snapshot: Path | None = None
    private: bool = False
    """Whether servers of private networks are asked too: never by a manuscript's own word."""


def inquire(evidence: Evidence, inquiry: Inquiry, families: Collection[Family] = ()) -> Evidence:
    """Return the evidence with what registries and servers say."""
    wanted = set(families) or set(Family)
    if Family.CITATIONS in wanted and inquiry.snapshot is not None:
        evidence = replace(evidence, lookups=read_snapshot(inquiry.snapshot))
    elif Family.CITATIONS in wanted and inquiry.online:
        evidence = replace(
            evidence,
            lookups=look_up(evidence.project, evidence.bibliography, private=inquiry.private),
        )
    if Family.LINKS in wanted and inquiry.online:
        from octavo.answers import Answers

        settings = evidence.project.metadata.checks.online
        web = _web(evidence.project, settings.per_host, private=inquiry.private)
        pages = [address.page for address in evidence.addresses]
        with Answers(_store(evidence.project), settings.max_age) as answers:
            archive = settings.services.archive
            visits = visit_all(pages, web, answers, settings.exclude, archive)
        evidence = replace(evidence, visits=visits)
    return evidence


def write(project: Project, file: Path, *, private: bool = False) -> tuple[int, int]:
    """Write a fresh snapshot; return how many works are in it, and how many could not be."""
    lookups = look_up(project, load_bibliography(project), private=private, fresh=True)
    known = {doi: one for doi, one in lookups.items() if one.state is not State.UNVERIFIABLE}
    write_snapshot(file, known, datetime.datetime.now(datetime.UTC).date())
    return len(known), len(lookups) - len(known)


def look_up(
    project: Project, bibliography: Bibliography, *, private: bool = False, fresh: bool = False
) -> dict[str, Lookup]:
    """Ask the registries for every DOI of the bibliography; `fresh` believes nothing kept."""
    from octavo.answers import Answers

    settings = project.metadata.checks.online
    dois = [bare_doi(entry.text("doi")) for entry in bibliography.entries.values()]
    # Crossref grants ten requests a second to those who give an address.
    web = _web(project, per_host=3, pause=0.3, private=private)
    given = settings.services
    services = Services(given.crossref, given.datacite, given.doi)
    with Answers(_store(project), -1 if fresh else settings.max_age) as answers:
        return look_up_all([doi for doi in dois if doi], web, answers, services)


def _store(project: Project) -> Path:
    return project.output / "cache" / "answers.sqlite"


def _web(project: Project, per_host: int, pause: float = 0.0, *, private: bool) -> Web:
    from octavo.web import Web

    metadata = project.metadata
    authors = [author.email for author in metadata.authors if author.corresponding]
    mail = metadata.checks.online.services.mail or next(filter(None, authors), None)
    agent = f"octavo/{version()}" + (f" (mailto:{mail})" if mail else "")
    timeout = metadata.checks.online.timeout
    return Web(agent, timeout, per_host, pause, private)
