"""A link within the manuscript to a place that there is not.

A reader's click would do nothing.  Correct the name, or give the heading that is meant an
identifier: `# Heading {#name}`.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, nearest
from octavo.labels import label_of
from octavo.manuscript import Kind
from octavo.nodes import attribute_of

FAMILY = Family.LINKS


def check(evidence: Evidence) -> Iterator[Finding]:
    known = {label_of(i) or i: i for i in _identifiers(evidence)}
    for mention in evidence.manuscript.of(Kind.LINK):
        target = unquote(mention.text.removeprefix("#"))
        if mention.text.startswith("#") and (label_of(target) or target) not in known:
            yield Finding(
                f"nothing has the identifier `{target}`",
                mention.span,
                nearest(target, list(known.values())),
            )


def _identifiers(evidence: Evidence) -> Iterator[str]:
    yield from ("", "refs", "references")
    yield from (f"ref-{key}" for key in evidence.bibliography.entries)
    yield from (mention.text for mention in evidence.manuscript.of(Kind.LABEL))
    for node in evidence.manuscript.nodes:
        attribute = attribute_of(node)
        if attribute is not None and attribute[0]:
            yield attribute[0]
