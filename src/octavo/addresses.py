"""The web addresses of the sources: links of the text, and the `url` fields of entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from octavo.bibliography import Bibliography
from octavo.diagnostics import Span
from octavo.manuscript import Kind, Manuscript

AUTOLINK = re.compile(r"<(https?://[^>\s]+)>")


@dataclass(frozen=True, slots=True)
class Address:
    """A web address and its place."""

    text: str
    span: Span

    @property
    def page(self) -> str:
        """The address without its fragment: what a server is asked for."""
        return self.text.partition("#")[0]


def addresses_of(manuscript: Manuscript, bibliography: Bibliography) -> Iterator[Address]:
    """Yield every `http` and `https` address, in the order of the sources."""
    for mention in manuscript.of(Kind.LINK):
        if re.match(r"https?://", mention.text):
            yield Address(mention.text, mention.span)
    for section in manuscript.sections:
        for number, line in enumerate(section.text.split("\n"), 1):
            for found in AUTOLINK.finditer(line):
                start = found.start(1) + 1
                yield Address(found[1], Span(section.path, number, start, start + len(found[1])))
    for entry in bibliography.entries.values():
        if re.match(r"https?://", entry.url):
            yield Address(entry.url, entry.place("url"))
