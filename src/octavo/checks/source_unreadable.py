"""A source that is no file to read: a folder, a pipe, a link out of the project, a huge one.

What it should say would be missing from the article, or be from elsewhere.  Put the file
itself into the project.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.TEXT
GUARDS = True


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find the sections and bibliographies that cannot be opened, and links to stray data."""
    sources = (evidence.manuscript, evidence.bibliography)
    unopened = (error for source in sources for error in source.unopened)
    for error in (*unopened, *evidence.project.links_out):
        yield Finding(error.message, error.span, (error.hint,))
