"""The text of a book in sections, and the sections in files: what stands on one page begins one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from octavo.nodes import Node, attribute_of, branches, has_class, plain_text
from octavo.render.template import Fragment

ROLES = {"acknowledgements": "doc-acknowledgments"}
"""Roles of parts of the back matter by their names (https://www.w3.org/TR/dpub-aria-1.1/)."""

BEHIND = frozenset({"doc-appendix", "doc-bibliography", "doc-endnotes"})


@dataclass(slots=True)
class Section:
    """A main heading and what stands below it; without a heading, what stands before the first."""

    title: str = ""
    label: str = ""
    role: str = ""
    is_back: bool = False
    """Whether it is of the back matter, whose parts are too short for files of their own."""

    blocks: list[Node] = field(default_factory=list)
    text: Fragment = field(default_factory=Fragment)
    """The blocks as pandoc wrote them."""

    @property
    def is_behind(self) -> bool:
        """Whether it stands behind the article's own text."""
        return self.is_back or self.role in BEHIND


def files_of(blocks: list[Node]) -> Iterator[list[Section]]:
    """Yield the sections that stand together in a file; main headings are of the first level."""
    group: list[Section] = []
    for section in _sections(blocks):
        if group and not (section.is_back and group[-1].is_back):
            yield group
            group = []
        group.append(section)
    if group:
        yield group


def _sections(blocks: list[Node]) -> Iterator[Section]:
    section = Section()
    for block in blocks:
        if block["t"] == "Header" and block["c"][0] == 1:
            if section.blocks:
                yield _with_role(section)
            _, (label, *_), content = block["c"]
            is_back = has_class(block, "back-matter")
            section = Section(plain_text(content), label, is_back=is_back)
        section.blocks.append(block)
    if section.blocks:
        yield _with_role(section)


def _with_role(section: Section) -> Section:
    if section.is_back:
        section.role = ROLES.get(section.label, "")
    elif any((attribute_of(node) or [""])[0] == "refs" for node in branches(section.blocks)):
        section.role = "doc-bibliography"
    elif has_class(section.blocks[0], "appendix"):
        section.role = "doc-appendix"
    elif section.title:
        section.role = "doc-chapter"
    return section
