"""TeX in a field that would be printed as it stands, or dropped.

Accents and the plain commands of text are read; others are not known outside TeX.  Write
the letters themselves, in UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.CITATIONS

KNOWN = frozenset(
    "emph textit textbf textsc textsuperscript textsubscript textquote enquote mkbibquote"
    " mkbibemph textendash textemdash textasciitilde ldots dots ss SS ae AE oe OE aa AA o O"
    " l L i j th TH dh DH dj DJ ng NG c k r v u H d b t textquoteright textquoteleft href url"
    " mkbibparens".split()
)
"""Commands that pandoc reads in a bibliography."""


def check(evidence: Evidence) -> Iterator[Finding]:
    for entry in evidence.bibliography.entries.values():
        for name, value in entry.fields.items():
            if name in ("url", "file", "abstract", "note", "annotation", "keywords"):
                continue
            for found in re.finditer(r"\\([A-Za-z]+)|&(amp|lt|gt|quot|nbsp);", value):
                if found[1] and found[1] in KNOWN:
                    continue
                yield Finding(
                    f"`{found[0]}` in the `{name}` of `{entry.key}` would not be read",
                    entry.place(name),
                    ("write the letter or sign itself, in UTF-8",),
                )
