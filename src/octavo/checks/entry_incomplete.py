"""An entry without a field that works of its type must have.

Journals send such references back.  The fields are those that the BibLaTeX manual
(section 2.1.1) calls required, without those that many works lack for good reasons.  A
field may be inherited.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.CITATIONS

TITLE, DATE = ("title",), ("date", "year", "pubstate")
AUTHOR = ("author", "editor", "organization", "institution", "publisher")
REQUIRED = {
    "article": (("author", "editor"), TITLE, ("journaltitle", "journal"), DATE),
    "book": (AUTHOR, TITLE, DATE),
    "collection": (("editor",), TITLE, DATE),
    "incollection": (("author", "editor"), TITLE, ("booktitle",), DATE),
    "inbook": (("author", "editor"), TITLE, ("booktitle",), DATE),
    "inproceedings": (("author", "editor"), TITLE, ("booktitle",), DATE),
    "thesis": (("author",), TITLE, ("institution", "school"), DATE),
    "phdthesis": (("author",), TITLE, ("institution", "school"), DATE),
    "mastersthesis": (("author",), TITLE, ("institution", "school"), DATE),
    "report": (AUTHOR, TITLE, ("institution", "publisher", "organization"), DATE),
    "techreport": (AUTHOR, TITLE, ("institution", "publisher", "organization"), DATE),
    "online": (TITLE, ("url", "doi", "eprint"), ("date", "year", "urldate", "pubstate")),
    "dataset": (AUTHOR, TITLE, DATE),
}
"""Of each group, one field must be given."""


def check(evidence: Evidence) -> Iterator[Finding]:
    parents = {name for e in evidence.bibliography.entries.values() for name in e.parents}
    for entry in evidence.bibliography.entries.values():
        family = evidence.bibliography.lineage([entry.key])
        given = {name for relative in family for name in relative.fields}
        if entry.key in parents:
            continue
        for names in REQUIRED.get(entry.type, ()):
            if not given & set(names):
                yield Finding(
                    f"the {entry.type} `{entry.key}` has no `{names[0]}`",
                    entry.span,
                    (f"add {' or '.join(f'`{name}`' for name in names)}",),
                )
