"""How many words there are, as printed."""

from __future__ import annotations

from octavo.lengths import Length, lengths_of, words_in
from octavo.pipeline import compose, gather
from tests.conftest import METADATA, WAVE, Load

TEXT = """Before all headings.

# One

Three words here.[^1] And $E = mc^2$ too.

- a list
- of words

```
code is not counted
```

## Inner

> Quoted words are.

# Two {#sec:two}

As [@rose1998] has it.

![A wave.](wave){#fig:wave}

: Values.

| a | b |
|---|---|
| 1 | 2 |

### Deeper

Far below.

[^1]: A note.
"""


def lengths(load: Load, metadata: str = METADATA) -> tuple[Length, ...]:
    """Return the lengths of the text above."""
    files = {"manuscript/01-a.md": TEXT, "figures/wave.py": WAVE}
    project = load({**files, "manuscript/metadata.yaml": metadata})
    return lengths_of(compose(gather(project), ["html"])[0])


def test_sections_are_counted_with_what_is_below_them(load: Load) -> None:
    """Text counts, as printed; formulas, tables, code, headings and references do not."""
    assert lengths(load) == (
        Length("One", 12),
        Length("Inner", 3, level=2),
        Length("Two", 7),
        Length("Text in all", 22),
        Length("Captions", 7),
        Length("Notes", 2),
    )


def test_abstracts_stand_beside_their_limit(load: Load) -> None:
    """An abstract in each language; highlights have no limit."""
    more = "abstract: {en: One two., de: Eins}\nhighlights: [A finding.]\n"
    found = lengths(load, f"{METADATA}{more}checks: {{abstract-words: 1}}\n")
    assert found[:3] == (
        Length("Abstract (en)", 2, limit=1),
        Length("Abstract (de)", 1, limit=1),
        Length("Highlights (en)", 2),
    )


def test_what_is_made_of_the_metadata_is_not_the_text(load: Load) -> None:
    """Statements and the article's own citation are printed, and nobody counts them."""
    found = lengths(load, f"{METADATA}acknowledgements: Many thanks to many.\nlicence: CC BY 4.0\n")
    assert found == lengths(load)


def test_words_stand_between_spaces() -> None:
    """Signs alone are none, and what hyphens join is one."""
    assert words_in("A well-known – if old – rule (1998).") == 6
