"""A character that is no text: a control character, a separator of lines, a noncharacter.

Word files and web pages may not hold it, and it would break lines where none is meant.  It
comes with text that is copied from PDF files and word processors.  Delete it, or write a
space or a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.characters import NO_TEXT, instead_of, name_of
from octavo.checks import Evidence, Family
from octavo.diagnostics import Edit, Finding, Span

FAMILY = Family.TEXT
GUARDS = True


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find each in the sections, the metadata and the bibliography."""
    texts = [(section.path, section.text) for section in evidence.manuscript.sections]
    texts += [(layer.path, layer.text) for layer in evidence.project.layers]
    texts += evidence.bibliography.texts.items()
    for path, text in texts:
        for found in NO_TEXT.finditer(text):
            span = Span.within(path, text, found.start())
            new = instead_of(found[0])
            hint = "write a space, or begin a new line" if new else "delete it"
            message = f"{name_of(found[0])}, which no output can hold"
            yield Finding(message, span, (hint,), (Edit.of(span, new),))
