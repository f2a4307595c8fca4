"""A table from a file that asks for a column the file lacks, or for more headers than columns.

The column would be left out, or the header stand above another column's values.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.csv_tables import ALIGNMENTS, names_of
from octavo.diagnostics import Finding, nearest
from octavo.manuscript import image_spans
from octavo.nodes import Attr, pair_of

FAMILY = Family.FIGURES
GUARDS = True


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find options of tables that their files do not bear out."""
    places = image_spans(evidence.manuscript)
    known = {picture.target: picture for picture in evidence.manuscript.pictures}
    for node in evidence.manuscript.nodes:
        picture = known.get(node["c"][2][0]) if node["t"] == "Image" else None
        if picture is None or not picture.rows:
            continue
        head = list(picture.rows[0])
        for message, hints in _problems(node["c"][0], head, picture.target):
            yield Finding(message, places.get(id(node), picture.span), hints)


def _problems(options: Attr, head: list[str], name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    chosen = names_of(pair_of(options, "columns"))
    for column in chosen:
        if column not in head:
            yield f"`{name}` has no column `{column}`", nearest(column, head) or (_listed(head),)
    count = len(chosen or head)
    header = names_of(pair_of(options, "header"))
    if header and len(header) != count:
        message = f"`header` names {len(header)} columns, and the table has {count}"
        yield message, ("a name that has a comma stands in quotation marks: `header='\"A, b\",c'`",)
    letters = pair_of(options, "align")
    if letters and (len(letters) != count or not set(letters) <= set(ALIGNMENTS)):
        message = f"`align={letters}` does not fit a table of {count} columns"
        yield message, ("give a letter for each: `l`, `r` or `c`",)


def _listed(head: list[str]) -> str:
    return "it has " + ", ".join(f"`{name}`" for name in head)
