"""A manuscript before and after a revision, with the answers to its reviewers."""

from __future__ import annotations

from tests.conftest import BIBLIOGRAPHY, Files
from tests.diff.revised import DRAWING

METADATA = """\
title: Alignment and its limits
authors:
  - {name: Ada Example, affiliations: [a], corresponding: true, email: ada@example.org}
affiliations: [{id: a, name: University of Here}]
abstract: We ask whether THREAT explains alignment.
"""
TEXT = """\
# Introduction {#sec:intro}

States align against threats, as Walt held [@walt1987], and power is one ingredient of it.
This sentence was left out later. Words stand twice here.

Words stand twice here.

# Method {#sec:method}

We measure deliveries.[^note] The share is

$$ s = \\frac{d}{D} $$ {#eq:share}

where $d$ is what was delivered.

[^note]: A note on deliveries.

![The map of the region.](map.svg){#fig:map}

| Case | Tie |
|:-----|:----|
| Iraq | arms |

: Cases of alignment. {#tbl:cases}
"""
OLD: Files = {
    "manuscript/metadata.yaml": METADATA.replace("THREAT", "threat"),
    "manuscript/01-text.md": TEXT,
    "manuscript/supplement/01-more.md": "# More\n\nMore of the same stands here.\n",
    "manuscript/map.svg": DRAWING.format("red"),
    "bib/references.bib": BIBLIOGRAPHY,
}
NEW: Files = {
    **OLD,
    "manuscript/metadata.yaml": METADATA.replace("THREAT", "perceived threat"),
    "manuscript/01-text.md": TEXT.replace("against threats", "against perceived threats")
    .replace("This sentence was left out later. ", "")
    .replace("A note on deliveries", "A note on deliveries of arms")
    .replace("{D}", "{D + 1}")
    .replace("| arms |", "| arms and training |"),
    "manuscript/supplement/01-more.md": "# More\n\nMore of another kind stands here.\n",
}
FRONT = """\
---
revision: v1
journal: Journal of Examples
manuscript: JE-7
editor: Dr Jane Doe
date: 2026-03-01
---
"""
GOOD = f"""{FRONT}
We thank you for your reading.

# Reviewer 1

> Are *threats* perceived?

They are, as @rose1998 holds:

::: change
States align … ingredient of it.
:::

and the abstract says so: [whether perceived threat]{{.change}}.

> One sentence is odd.

It is gone.

::: removed
This sentence was left out later.
:::

## On the figures

> Is the table whole?

See [@tbl:cases]{{.change}}, and [@fig:map]{{.quote}}.

::: change
@tbl:cases
:::

# Reviewer 2

> Say more of the method.

::: change
@sec:method
:::

::: change
A note on deliveries of arms.
:::

::: change
More of another kind
:::

::: change
@eq:share
:::

![For the reviewers.](map.svg){{#fig:more}}

See @fig:more.

Power is [one ingredient of it]{{.quote}}, [one ingredient of it.]{{.quote}}
"""
WRONG = f"""{FRONT.replace("JE-7", "JE-8")}
# Reviewer 1

> This has no answer.

> Nor is this one right.

::: change
where *d* is what was delivered.
:::

::: quote
States align against perceived dangers
:::

> Ambiguity?

::: quote
Words stand twice here.
:::

See @fig:none, @nobody2020 and [@sec:absent]{{.change}}.

::: removed
Words stand twice here. Words
:::
"""
