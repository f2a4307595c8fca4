"""Sections that are something else in a manuscript: the abstract, statements, references."""

from __future__ import annotations

import re
from functools import cache
from typing import get_args

from octavo.metadata import Role
from octavo.words import words_in_all_languages
from octavo.yaml_source import Value

STATEMENTS = ("conflicts", "data", "code", "ethics", "ai-use")
PROSE = ("abstract", "acknowledgements", "funding", *STATEMENTS)
"""What the metadata hold as Markdown."""

NAMES = (*PROSE, "licence", "keywords", "references", "how-to-cite", "contributions")
OTHERS = {
    "acknowledgements": "acknowledgments, acknowledgement, acknowledgment",
    "references": "bibliography, works cited, literature cited, reference list, literatur",
    "conflicts": "conflict of interest, competing interests, competing interest, disclosure"
    " statement, declaration of competing interest, declaration of interests",
    "data": "data availability statement, data and code availability",
    "code": "code availability statement",
    "ethics": "ethics statement, ethical approval",
    "funding": "funding statement, financial support",
    "keywords": "key words",
}
"""What journals call them beside the words that Octavo prints."""


def name_of(heading: str) -> str:
    """Return what a section with such a heading is, or nothing."""
    bare = re.sub(r"^[\d.\s]+|[.:\s]+$", "", heading).casefold()
    return _table().get(bare, "")


@cache
def _table() -> dict[str, str]:
    found = {word.casefold(): name for name in NAMES for word in words_in_all_languages(name)}
    for name, words in OTHERS.items():
        found |= dict.fromkeys(words.split(", "), name)
    return found


def roles_of(text: str, authors: object) -> bool:
    """Give authors their roles where a text lists those of CRediT alone; tell whether it does."""
    roles = {re.sub(r"\W+", "-", role): role for role in get_args(Role)}
    found: list[tuple[dict[str, object], list[str]]] = []
    people = (
        [author for author in authors if isinstance(author, dict)]
        if isinstance(authors, list)
        else []
    )
    for name, listed in re.findall(r"(?:^|[.;]\s+)([^:.;]+):([^:.;]+)", " ".join(text.split())):
        words = [
            re.sub(r"\W+", "-", word.strip().casefold()) for word in re.split(r",| and ", listed)
        ]
        owner = next((author for author in people if author["name"] == name.strip()), None)
        if owner is None or not all(word in roles for word in words):
            return False
        found.append((owner, [roles[word] for word in words]))
    for owner, words in found:
        owner["roles"] = words
    return bool(found)


def placed(metadata: dict[str, Value], name: str, text: str) -> None:
    """Put a text of the paper where the metadata have it."""
    where = metadata
    if name in STATEMENTS:
        held = metadata.setdefault("statements", {})
        assert isinstance(held, dict)
        where = held
    where[name] = text.strip()
