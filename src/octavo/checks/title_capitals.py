"""A title all in capitals.

Citation styles cannot lower what is meant to be high, so the reference list would shout.
Write it as the work's own title page would in running text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.CITATIONS


def check(evidence: Evidence) -> Iterator[Finding]:
    for entry in evidence.bibliography.entries.values():
        for name in ("title", "subtitle", "booktitle", "journaltitle", "journal"):
            words = re.findall(r"[^\W\d_]{2,}", entry.text(name))
            if len(words) > 2 and all(word.isupper() for word in words):
                yield Finding(
                    f"the `{name}` of `{entry.key}` is all in capitals",
                    entry.place(name),
                    ("write it in sentence or title case",),
                )
