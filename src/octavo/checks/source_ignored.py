"""A file of the manuscript that is no section, or metadata where no one reads them.

Sections are `manuscript/NN-name.md`; another file is in no output.  Metadata are in
`manuscript/metadata.yaml` alone; at the top of a section they are printed.  Rename the file, or
move the metadata.  A file that is to be left out can begin with `_`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, Span

FAMILY = Family.TEXT

FRONT_MATTER = re.compile(
    r"\ufeff?---[ \t]*\n(?:[ \t#].*\n|\w[\w-]*:.*\n)+(?:---|\.\.\.)[ \t]*$", re.MULTILINE
)


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find files that are no sections, and sections that begin with YAML."""
    for path in evidence.project.strays:
        hint = f"name it `NN-{path.name}`, or `_{path.name}` to leave it out"
        yield Finding("no section: the name begins with no number", Span(path), (hint,))
    for section in evidence.manuscript.sections:
        if FRONT_MATTER.match(section.text):
            hint = "move it to manuscript/metadata.yaml"
            message = "metadata at the top of a section are printed as text"
            yield Finding(message, Span(section.path, 1, 1, 4), (hint,))
