"""What a submission holds, for machines: names, hashes, versions, the revision of the sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from octavo.counting import Counts
from octavo.manifests import Json, listed, making, written
from octavo.revision import Revision
from octavo.root import MANIFEST
from octavo.submit.bundle import Member
from octavo.submit.profiles import Journal


def manifest(
    journal: Journal,
    members: Sequence[Member],
    counts: Counts,
    revision: Revision | None,
    *,
    timestamp: int,
    draft: bool,
    revises: str = "",
) -> Member:
    """Return the manifest, a JSON file; equal submissions have equal ones.

    `revises` is the commit that reviewers have seen of what is sent again.
    """
    made = making(revision, timestamp)
    facts: dict[str, Json] = {
        "octavo": made.pop("octavo"),
        "journal": _journal(journal),
        "draft": draft,
        **made,
        **({"revises": revises} if revises else {}),
        "counts": _counts(counts),
        "files": [listed(member.name, member.data, part=member.part) for member in members],
    }
    return Member(MANIFEST, written(facts), "manifest")


def _counts(counts: Counts) -> Json:
    """Return the words of each part, whether it is limited or not, and the numbers of things."""
    words: dict[str, Json] = {part: tally.words for part, tally in counts.parts.items()}
    return {"words": words, **asdict(counts.numbers)}


def _journal(journal: Journal) -> Json:
    sources = journal.profile.sources.values()
    return {
        "profile": journal.id,
        "name": journal.profile.name,
        "sources": [{"title": s.title, "url": s.url, "read": s.read.isoformat()} for s in sources],
    }
