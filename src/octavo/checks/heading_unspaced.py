r"""A heading without a space behind its `#`: it is printed as text.

`#Methods` is no heading, and the section has neither a number nor a place in the outline.
Write `# Methods`.  What may be a hashtag, or the number of something, is left alone; a sign
that is meant as text begins with a backslash, `\#Methods`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Edit, Finding, Severity
from octavo.prose import GONE

FAMILY = Family.TEXT
SEVERITY = Severity.ERROR

HEADING = re.compile(
    rf"(?:\A|(?<=\n)[ \t{GONE}]*\n)"
    r"(?P<signs>#{1,6})(?P<title>(?P<word>[^\W\d_][\w’'-]*)[^\n]*)(?P<more>\n[ \t]*\S)?"
)
HASHTAG = re.compile(r"[^\W_]*(?:_|(?<=[a-z])[A-Z])|.*[.!?,;:]\s*$")
"""A name of several words, or a sentence that begins with a hashtag."""


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find lines at the beginning of a paragraph, as headings are."""
    for prose in evidence.prose:
        for found in HEADING.finditer(prose.text):
            if len(found["signs"]) > 1 or not _may_be_hashtag(found["title"], bool(found["more"])):
                span = prose.of(found, "signs")
                yield Finding(
                    "no space behind the sign of a heading: it is printed as text",
                    span,
                    (f"write `{found['signs']} {found['word']}`",),
                    (Edit.of(span, f"{found['signs']} "),),
                )


def _may_be_hashtag(title: str, goes_on: bool) -> bool:
    """Tell whether one `#` and what follows may be the beginning of a sentence, or a tag."""
    return title[0].islower() or bool(HASHTAG.match(title)) or (goes_on and " " in title)
