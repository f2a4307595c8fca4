"""An abstract longer than the limit.

Most journals allow 150 to 300 words; the limit is `checks: abstract-words`, by default
300.  Words are counted as word processors count them, without markup.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.counting import words_in
from octavo.diagnostics import Finding

FAMILY = Family.METADATA


def check(evidence: Evidence) -> Iterator[Finding]:
    metadata = evidence.project.metadata
    limit = metadata.checks.abstract_words
    for language in metadata.abstracts:
        count = words_in(evidence.manuscript.prose.get(f"abstract-{language}", []))
        if count > limit:
            span = evidence.project.source.span(("abstract", language))
            hint = "shorten it, or set `checks: abstract-words`"
            yield Finding(f"the abstract has {count} words, more than {limit}", span, (hint,))
