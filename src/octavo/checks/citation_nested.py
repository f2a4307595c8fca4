"""A citation within the bracket of another, behind a comma or a word: the other one is lost.

Works that are cited together are separated by semicolons, `[@one, p. 5; see also @two]`.
Pandoc prints the inner citation alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, Span
from octavo.labels import label_of
from octavo.manuscript import Kind
from octavo.nodes import Node, branches

FAMILY = Family.CITATIONS
GUARDS = True


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find citations in what stands before or behind the key of another."""
    waiting: dict[str, list[Span]] = {}
    for kind in (Kind.CITATION, Kind.REFERENCE):
        for mention in evidence.manuscript.of(kind):
            waiting.setdefault(mention.text, []).append(mention.span)
    inner: dict[int, str] = {}
    prose = branches([*evidence.manuscript.prose.values()])
    for node in (*evidence.manuscript.nodes, *prose):
        if node["t"] != "Cite":
            continue
        for citation in node["c"][0]:
            spans = waiting.get(citation["citationId"], [])
            span = spans.pop(0) if len(spans) > 1 else next(iter(spans), None)
            if id(node) in inner and span is not None:
                key, outer = citation["citationId"], inner[id(node)]
                hint = f"separate the two by a semicolon: [@{outer}; @{key}]"
                yield Finding(
                    f"within the citation of `{outer}`, which would be lost", span, (hint,)
                )
            around = [citation["citationPrefix"], citation["citationSuffix"]]
            for other in branches(around):
                if other["t"] == "Cite" and not _is_reference(other):
                    inner.setdefault(id(other), citation["citationId"])


def _is_reference(node: Node) -> bool:
    """Tell whether figures or sections are meant, which are printed before citations are."""
    return all(label_of(citation["citationId"]) for citation in node["c"][0])
