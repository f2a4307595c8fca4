"""An ISBN whose check digit does not fit: a digit is wrong.

The book cannot be found by it.  ISO 2108 defines ten and thirteen digits.  Copy the
number from the book again.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.numbers import is_isbn, wrong_numbers

FAMILY = Family.CITATIONS


def check(evidence: Evidence) -> Iterator[Finding]:
    for entry in evidence.bibliography.entries.values():
        for given in wrong_numbers(entry.text("isbn"), is_isbn):
            hint = "copy the number from the source again"
            yield Finding(f"`{given}` is no ISBN", entry.place("isbn"), (hint,))
