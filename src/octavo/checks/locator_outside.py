"""A page cited that the work does not have.

The reader would look for it in vain: the page is outside the `pages` of the entry.
Correct the page, or the entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, Span
from octavo.manuscript import Kind

FAMILY = Family.CITATIONS

PAGES = re.compile(r"(\d+)(?:\s*[-–—]+\s*(\d+))?")
LOCATOR = re.compile(r"\}?(?:,\s*|\s+\[)(?:pp?\.|pages?)[\s\u00a0]*(\d+(?:\s*[-–,]+\s*\d+)*)")


def check(evidence: Evidence) -> Iterator[Finding]:
    lines = {section.path: section.text.split("\n") for section in evidence.manuscript.sections}
    for mention in evidence.manuscript.of(Kind.CITATION):
        entry = evidence.bibliography.entries.get(mention.text)
        pages = PAGES.fullmatch(entry.text("pages").strip()) if entry else None
        if entry is None or pages is None or mention.span.path not in lines:
            continue
        line, column = lines[mention.span.path][mention.span.line - 1], mention.span.end - 1
        found = LOCATOR.match(line, column)
        for page in re.finditer(r"\d+", found[1]) if found else ():
            if not int(pages[1]) <= int(page[0]) <= int(pages[2] or pages[1]):
                start = found.start(1) + page.start() + 1 if found else 1
                span = Span(mention.span.path, mention.span.line, start, start + len(page[0]))
                told = "–".join(number for number in pages.groups() if number)
                yield Finding(
                    f"page {page[0]} is outside the pages {told} of `{entry.key}`",
                    span,
                    (f"the pages are given at {entry.place('pages')}",),
                )
                break
