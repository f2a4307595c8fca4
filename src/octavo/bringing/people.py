"""Authors and their places of work, as papers print them, as data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from octavo.nodes import Node, plain_text, walk
from octavo.yaml_source import Value

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")


def names_of(inlines: Sequence[Node]) -> list[tuple[str, list[str]]]:
    """Return the names in a line of authors, each with the marks that are raised behind it."""
    pieces: list[tuple[str, list[str]]] = []
    text, marks = "", list[str]()
    for node in inlines:
        raised = node["t"] == "Superscript"
        if raised:
            marks += re.findall(r"\d+|[*†‡§¶]|[a-z]", plain_text(node))
            continue
        said = (
            " "
            if node["t"] in ("Space", "SoftBreak")
            else "\n"
            if node["t"] == "LineBreak"
            else plain_text(node)
        )
        if marks and said.strip():
            pieces.append((text, marks))
            text, marks = "", []
        text += said
    pieces.append((text, marks))
    found: list[tuple[str, list[str]]] = []
    for said, behind in pieces:
        split = [
            n.strip(" \t*†‡;,") for n in re.split(r"[,;،、\n]|\s+(?:and|und|et|y|и|و|&)\s+", said)
        ]
        split = [re.sub(r"^(?:and|und|et|&)\s+|\s*\d+$", "", name) for name in split]
        names = [name for name in split if re.search(r"[^\W\d_]", name)]
        found += [(name, []) for name in names[:-1]] + [(name, behind) for name in names[-1:]]
    return found


def authors_of(
    lines: Iterable[Sequence[Node]], places: Sequence[Sequence[Node]], contacts: Sequence[Any]
) -> tuple[list[Value], list[Value]]:
    """Return authors and affiliations from the lines of names, of places, and of addresses."""
    named = [one for line in lines for one in names_of(line)]
    affiliations: list[Value] = []
    by_mark: dict[str, str] = {}
    for line in places:
        mark = "".join(plain_text(node) for node in line[:1] if node["t"] == "Superscript").strip()
        text = plain_text(line[1:] if mark else line).strip(" ;")
        found = None if mark else re.match(r"(\d+|[a-z]|[*†‡§¶])[.)]?\s+(?=\S)", text)
        if found and any(found[1] in marks for _, marks in named):
            mark, text = found[1], text[found.end() :]
        if text:
            identifier = f"place-{len(affiliations) + 1}"
            affiliations.append({"id": identifier, "name": text})
            by_mark[mark or identifier] = identifier
    shared = [*by_mark.values()] if len(by_mark) == 1 or not any(m for _, m in named) else []
    authors: list[Value] = []
    for name, marks in named:
        here = [by_mark[mark] for mark in marks if mark in by_mark] or shared
        author: dict[str, Value] = {"name": name, **({"affiliations": [*here]} if here else {})}
        if "*" in marks:
            author["corresponding"] = True
        authors.append(author)
    _reach(authors, contacts)
    return authors, affiliations


def _reach(authors: list[Value], contacts: Sequence[Any]) -> None:
    """Give authors the addresses and identifiers that stand behind their names."""
    for contact in contacts:
        text = f"{plain_text(contact)} {' '.join(_targets(contact))}"
        for pattern, key in ((MAIL, "email"), (ORCID, "orcid")):
            found = [*dict.fromkeys(pattern.findall(text))]
            for value in found:
                before = text[: text.find(value)]
                owner = _owner(authors, before if len(found) > 1 or len(authors) > 1 else "")
                if owner is not None and key not in owner:
                    owner[key] = value
                    if key == "email":
                        owner.setdefault("corresponding", True)


def _targets(contact: Any) -> list[str]:
    return [str(n["c"][2][0]) for n in walk(contact) if n["t"] == "Link"]


def _owner(authors: list[Value], before: str) -> dict[str, Value] | None:
    """Return the author named last before an address; the only one, where there is one."""
    people = [author for author in authors if isinstance(author, dict)]
    if len(people) == 1:
        return people[0]
    places = [(before.rfind(str(author["name"])), author) for author in people]
    where, owner = max(places, key=lambda pair: pair[0], default=(-1, None))
    return owner if where >= 0 else None
