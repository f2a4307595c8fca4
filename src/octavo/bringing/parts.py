"""Sections that are something else in a manuscript: the abstract, statements, references."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from functools import cache
from typing import get_args

from octavo.bringing.brought import Brought
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


def take_sections(sections: Iterable[tuple[str, str]], brought: Brought) -> None:
    """Keep the sections of a paper, given by heading and text; some belong to the metadata."""
    for heading, text in sections:
        name = name_of(heading)
        body = text.partition("\n")[2].strip() if heading else text.strip()
        where = f"section “{heading}”"
        empty = not re.sub(r":::+.*|<!--.*?-->|</?div[^<>]*>", "", body).strip()
        if empty and (name in ("references", "keywords") or not heading):
            continue
        if name in PROSE and name not in _held(brought.metadata):
            placed(brought.metadata, name, body)
            brought.note(where, f"stands in the metadata as `{name}`")
        elif name == "keywords" and "keywords" not in brought.metadata:
            words = [word.strip(" .*\n") for word in re.split(r"[;,]", body)]
            brought.metadata["keywords"] = [word for word in words if word]
        elif name == "contributions" and roles_of(body, brought.metadata.get("authors")):
            brought.note(where, "stands in the metadata as `roles`")
        elif name == "licence" and "\n" not in body and len(body) < 60:
            brought.metadata["licence"] = body
        elif name == "how-to-cite":
            brought.note(where, "is left out: it is made from the metadata")
        else:
            if name == "references":
                hint = "write their entries into `bib/references.bib`, and cite them by [@key]"
                brought.tell(where, "the references are typed, and stay text", hint)
            brought.sections.append((heading, text))


def _held(metadata: dict[str, Value]) -> set[str]:
    """Return the names of the texts that the metadata hold already."""
    statements = metadata.get("statements")
    return {*metadata, *(statements if isinstance(statements, dict) else ())}


def placed(metadata: dict[str, Value], name: str, text: str) -> None:
    """Put a text of the paper where the metadata have it."""
    where = metadata
    if name in STATEMENTS:
        held = metadata.setdefault("statements", {})
        assert isinstance(held, dict)
        where = held
    where[name] = text.strip()


def day_of(text: str) -> date | None:
    """Return the date that a line is, or None."""
    for form in ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d.%m.%Y", "%d %b %Y"):
        with suppress(ValueError):
            return datetime.strptime(text.strip(), form).date()
    return None
