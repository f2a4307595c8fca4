"""An abstract longer than the limit.

Most journals allow 150 to 300 words; the limit is `checks: abstract-words`, by default
300.  Words are counted as they stand between spaces, without markup.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.lengths import words_in
from octavo.nodes import plain_text

FAMILY = Family.METADATA


def check(evidence: Evidence) -> Iterator[Finding]:
    metadata = evidence.project.metadata
    limit = metadata.checks.abstract_words
    for language in metadata.abstracts:
        count = words_in(plain_text(evidence.manuscript.prose.get(f"abstract-{language}", [])))
        if count > limit:
            span = evidence.project.source.span(("abstract", language))
            hint = "shorten it, or set `checks: abstract-words`"
            yield Finding(f"the abstract has {count} words, more than {limit}", span, (hint,))
