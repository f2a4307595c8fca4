"""Whether web addresses lead somewhere: knows URLs, never manuscripts."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from octavo.answers import Answers
    from octavo.web import Answer, Web


class Verdict(StrEnum):
    """What came of a visit."""

    FINE = "fine"
    BROKEN = "broken"
    MOVED = "moved"
    UNVERIFIABLE = "unverifiable"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Visit:
    """What a server answered for an address, and where else the page is."""

    verdict: Verdict
    reason: str = ""
    address: str = ""
    """The new address of what moved; the archived copy of what is broken."""


UNCERTAIN = frozenset((401, 403, 405, 406, 407, 408, 425, 429, 451))
"""Answers that say nothing of the page: servers give them to programs."""

NO_HEAD = frozenset((400, 403, 404, 405, 406, 410, 501))
"""Answers to HEAD that some servers give although GET would work."""


def visit_all(
    addresses: Iterable[str],
    web: Web,
    answers: Answers,
    exclude: Iterable[str] = (),
    archive: str = "",
) -> dict[str, Visit]:
    """Visit every address that no pattern excludes and no fresh answer is known for."""
    patterns = list(exclude)
    bare = {address.partition("#")[0] for address in addresses}
    wanted = [a for a in sorted(bare) if not any(fnmatch.fnmatchcase(a, p) for p in patterns)]
    known = {a: _visit(kept) for a in wanted if (kept := answers.get(f"link {a}"))}

    async def ask(address: str) -> Visit:
        visit = await _asked(web, address)
        if visit.verdict is Verdict.BROKEN and archive:
            return Visit(visit.verdict, visit.reason, await _archived(web, archive, address))
        return visit

    new = web.gather((a for a in wanted if a not in known), ask)
    for address, visit in new.items():
        if visit.verdict in (Verdict.FINE, Verdict.MOVED):  # what is dead may come back
            answers.put(f"link {address}", asdict(visit))
    return known | new


def _visit(kept: dict[str, object]) -> Visit:
    return Visit(Verdict(str(kept["verdict"])), str(kept["reason"]), str(kept["address"]))


async def _asked(web: Web, address: str) -> Visit:
    from octavo.web import Gone, Problems, Refused, reason_of

    try:
        answer = await web.ask("HEAD", address)
        if answer.status in NO_HEAD:
            answer = await web.ask("GET", address)
    except Refused as error:
        return Visit(Verdict.REFUSED, str(error))
    except Gone as error:
        return Visit(Verdict.BROKEN, str(error))
    except Problems as error:
        return Visit(Verdict.UNVERIFIABLE, reason_of(error))
    return _judged(answer)


def _judged(answer: Answer) -> Visit:
    if answer.status < 400:
        if answer.permanent:
            return Visit(Verdict.MOVED, "moved for good", answer.address)
        return Visit(Verdict.FINE)
    verdict = Verdict.UNVERIFIABLE if answer.status in UNCERTAIN else Verdict.BROKEN
    return Visit(verdict, f"status {answer.status}")


async def _archived(web: Web, archive: str, address: str) -> str:
    """Ask the Wayback Machine for a copy: https://archive.org/help/wayback_api.php."""
    from octavo.web import Gone, Problems, Refused, loaded

    question = f"{archive}/wayback/available?url={quote(address, safe='')}"
    try:
        answer = loaded(await web.ask("GET", question, reading=True))
    except (Gone, Refused, *Problems):
        return ""
    match answer:
        case {"archived_snapshots": {"closest": {"available": True, "url": str(found)}}}:
            return found
    return ""
