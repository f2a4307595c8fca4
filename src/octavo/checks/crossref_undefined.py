"""A reference to a label that nothing in the manuscript carries, or nothing that has a number.

The text would print the bare label.  Correct it, or put the label on what is meant: a figure,
a table, an equation or a heading, or a division that holds one figure or table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, Span, nearest
from octavo.labels import label_of
from octavo.manuscript import Kind
from octavo.nodes import Node, attribute_of, has_class

FAMILY = Family.CROSSREFS
GUARDS = True
NUMBERED = ("Header", "Figure", "Table")


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find references to unknown labels; a bibliography key of that shape is a citation."""
    labels = {label_of(m.text): m.text for m in evidence.manuscript.of(Kind.LABEL)}
    numbered = set(_numbered(evidence.manuscript.nodes))
    for mention in evidence.manuscript.of(Kind.REFERENCE):
        label = label_of(mention.text)
        if label in numbered or mention.text in evidence.bibliography.entries:
            continue
        if label in labels:
            yield Finding(
                f"what has the label `{labels[label]}` has no number",
                mention.span,
                (
                    "give the label to a figure, a table, an equation or a heading, "
                    "or to a division that holds one picture or table",
                ),
            )
            continue
        yield Finding(
            f"nothing has the label `{mention.text}`",
            mention.span,
            _written(evidence, mention.text) or nearest(mention.text, list(labels.values())),
        )


def _written(evidence: Evidence, label: str) -> tuple[str, ...]:
    """Return where a label is written that belongs to nothing, if it is."""
    pattern = re.compile(rf"(?<=\{{)#{re.escape(label)}(?![\w:.-])")
    for section in evidence.manuscript.sections:
        found = pattern.search(section.text)
        if found:
            place = Span.within(section.path, section.text, found.start())
            return (
                f"`#{label}` at {place} is on nothing: close its brace, and leave an empty line "
                "before and behind the table, figure or heading",
            )
    return ()


def _numbered(nodes: Iterable[Node]) -> Iterator[str | None]:
    """Yield the labels of what gets a number."""
    for node in nodes:
        attribute = attribute_of(node)
        if attribute and (node["t"] in NUMBERED or has_class(node, "equation")):
            yield label_of(attribute[0])
