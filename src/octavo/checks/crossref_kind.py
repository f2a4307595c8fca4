"""A label of one kind on a thing of another, or a word typed before a reference.

`fig:` is for figures, `tbl:` for tables, `eq:` for equations, `sec:` for headings; a
reference prints the word of its label, so “Table @fig:x” would print “Table Figure 1”.
Change the label, or remove the word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.labels import label_of
from octavo.manuscript import Kind
from octavo.nodes import attribute_of, walk

FAMILY = Family.CROSSREFS

NAMES = {"fig": "a figure", "tbl": "a table", "eq": "an equation", "sec": "a heading"}
WORD = re.compile(
    r"\b(fig(?:ure|s?\.|ures)|tab(?:le|s?\.|les)|sec(?:tion|\.|tions)|eq(?:uations?|s?\.))[\s\u00a0]+\[?@?\{?$",
    re.IGNORECASE,
)


def check(evidence: Evidence) -> Iterator[Finding]:
    kinds = dict(_kinds(evidence))
    for mention in evidence.manuscript.of(Kind.LABEL):
        label = label_of(mention.text) or ""
        kind = kinds.get(label, "")
        if label and kind and not label.startswith(kind):
            hint = f"write `{kind}:{label.partition('-')[2]}`"
            yield Finding(f"the label `{mention.text}` is on {NAMES[kind]}", mention.span, (hint,))
    lines = {section.path: section.text.split("\n") for section in evidence.manuscript.sections}
    for mention in evidence.manuscript.of(Kind.REFERENCE):
        before = lines.get(mention.span.path, [""] * mention.span.line)[mention.span.line - 1]
        found = WORD.search(before[: mention.span.column - 1])
        if found:
            yield Finding(
                f"“{found[1]}” before `@{mention.text}` would be printed twice",
                mention.span,
                ("remove the word: the reference prints its own",),
            )


def _kinds(evidence: Evidence) -> Iterator[tuple[str, str]]:
    for node in evidence.manuscript.nodes:
        attribute = attribute_of(node)
        label = label_of(attribute[0]) if attribute and attribute[0] else None
        if label is None:
            continue
        match node["t"]:
            case "Figure":
                images = [i for i in walk(node["c"][2]) if i["t"] == "Image"]
                table = any(i["c"][2][0].lower().endswith(".csv") for i in images)
                yield label, "tbl" if table else "fig"
            case "Table":
                yield label, "tbl"
            case "Header":
                yield label, "sec"
            case "Span" if "equation" in node["c"][0][1]:
                yield label, "eq"
