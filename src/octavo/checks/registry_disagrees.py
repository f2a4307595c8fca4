"""An entry that is not as its DOI's registry has it (with `--online` or `--snapshot`).

Title, year, first author and volume are compared, without case, accents, markup and
subtitles; what the registry leaves out is not compared.  A year may differ by one, since
works appear online before they are printed.  The DOI is another work's, or a field is
wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from octavo.bibliography import Entry
from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.registry import Lookup

FAMILY = Family.CITATIONS

FIELDS = {
    "title": ("title",),
    "year": ("date", "year"),
    "author": ("author",),
    "volume": ("volume",),
}


def check(evidence: Evidence) -> Iterator[Finding]:
    for entry, lookup in evidence.looked_up():
        for name, ours, theirs in _differences(entry, lookup):
            yield Finding(
                f"{lookup.source} has another {name} for `{entry.key}`",
                entry.place(*FIELDS[name], "doi"),
                (f"here: {ours}", f"{lookup.source}: {theirs}"),
            )


def _differences(entry: Entry, lookup: Lookup) -> Iterator[tuple[str, str, str]]:
    ours, theirs = _bare(entry.text("title")), _bare(lookup.title)
    if ours and theirs and not (ours.startswith(theirs) or theirs.startswith(ours)):
        yield "title", entry.text("title"), lookup.title
    years = (entry.year, lookup.year)
    if all(year.isdigit() for year in years) and abs(int(years[0]) - int(years[1])) > 1:
        yield "year", entry.year, lookup.year
    author = _first_family(entry.text("author"))
    mine, others = _bare(author), _bare(lookup.author)
    if mine and others and mine not in others and others not in mine:
        yield "author", author, lookup.author
    if entry.text("volume") and lookup.volume and entry.text("volume") != lookup.volume:
        yield "volume", entry.text("volume"), lookup.volume


def _first_family(authors: str) -> str:
    first = re.split(r"\s+and\s+", authors)[0]
    return first.split(",")[0] if "," in first else first.strip("{} ").rpartition(" ")[2]


def _bare(text: str) -> str:
    plain = re.sub(r"<[^>]*>|[{}]|\\[A-Za-z]+|\\.", "", text)
    letters = unicodedata.normalize("NFKD", plain).casefold()
    return re.sub(
        r"[\W_]+", " ", "".join(c for c in letters if not unicodedata.combining(c))
    ).strip()
