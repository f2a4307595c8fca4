"""A manuscript before and after a revision that touches everything."""

from __future__ import annotations

from tests.conftest import BIBLIOGRAPHY, Files

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="60">'
    '<rect width="110" height="50" fill="{}"/></svg>'
)
OLD_METADATA = """\
title: Alignment and its limits
subtitle: A first reading
authors:
  - {name: Ada Example, affiliations: [a]}
  - {name: Ben Sample, affiliations: [b]}
affiliations:
  - {id: a, name: University of Here}
  - {id: b, name: Institute of There}
abstract: We ask whether *threat* explains alignment.
keywords: [alignment, threat, Iraq]
statements: {data: The data are in the appendix.}
funding: None.
"""
NEW_METADATA = """\
title: Alignment and its many limits
authors:
  - {name: Ada Example, affiliations: [a], corresponding: true, email: ada@example.org}
  - {name: Cleo Newcomer, affiliations: [c]}
affiliations:
  - {id: a, name: University of Here}
  - {id: c, name: Academy of Elsewhere}
abstract: We ask whether perceived *threat* explains alignment, and when.
keywords: [alignment, perception, Iraq]
statements: {data: The data are in the public archive., code: There is none.}
funding: None.
"""
OLD_TEXT = """\
# Introduction {#sec:intro}

States align against threats, as Walt held [@walt1987], and power is one ingredient of threat
beside proximity and intentions. Section @sec:method says how we see it.[^kept]

The first paragraph that will be moved stands here for now, and it is long enough to be known
again wherever it comes to stand in the text.

This paragraph stays where it is, with a formula $a + b$ and a [link](https://example.org/).

[^kept]: A note on what an alignment is in this article.

# Method {#sec:method}

We measure deliveries.[^gone] The share is

$$ s = \\frac{d}{D} $$ {#eq:share}

where $d$ is what was delivered. See @fig:map, @fig:chart and @tbl:cases.

[^gone]: This note will not be there.

![The map of the region.](map.svg){#fig:map}

![The chart, by year.](chart.svg){#fig:chart}

| Case | Year | Tie |
|:-----|-----:|:----|
| Iraq | 2012 | arms |
| Syria | 2015 | bases |
| Egypt | 2013 | loans |

: Cases of alignment. {#tbl:cases}

- a first item of the list
- a second item, to be left out
- a third item

> Whoever commits firmly risks entrapment in the quarrels of others.

```
count = 1
```

علاقات العراق وروسيا في عهد جديد بعد الحرب.

This paragraph will be parted in two. What stands behind its first sentence becomes another one.

These two will be joined, as authors do when they are short of room.

They were apart, and will be one paragraph of the new manuscript.

A last paragraph that nobody will miss, because it says nothing that was not said before.
"""
NEW_TEXT = """\
# Introduction {#sec:intro}

States align against perceived threats, as Walt held [@walt1987; @rose1998], and power is just one
ingredient of threat beside proximity and intentions. Section @sec:method says how we see it.[^kept]

This paragraph stays where it is, with a formula $a + c$ and a [link](https://example.org/new).

[^kept]: A note on what an alignment means in this article.

# Methods and data {#sec:method}

We measure deliveries of arms. The share is

$$ s = \\frac{d}{D + 1} $$ {#eq:share}

where $d$ is what was delivered.[^new] See @fig:chart and @tbl:cases.

[^new]: This note is new.

The first paragraph that will be moved stands here for now, and it is long enough to be known
again wherever it comes to stand in the text.

![The chart, by year and country.](chart.svg){#fig:chart}

![A plan that was not there.](plan.svg){#fig:plan}

| Case | Year | Tie | Source |
|:-----|-----:|:----|:-------|
| Iraq | 2012 | arms and training | SIPRI |
| Yemen | 2016 | none | press |
| Egypt | 2013 | loans | IMF |

: Cases of alignment and others. {#tbl:cases}

- a first item of the list
- a third item
- a fourth item

> Whoever commits firmly risks entrapment in the quarrels of partners.

```
count = 2
```

علاقات العراق وروسيا في عصر جديد بعد الحرب.

This paragraph will be parted in two.

What stands behind its first sentence becomes another one.

These two will be joined, as authors do when they are short of room. They were apart, and will be
one paragraph of the new manuscript.

| Only | New |
|:-----|:----|
| one | row |

: A table that is new. {#tbl:new}
"""
MORE = "# More\n\nMore of {} stands here, with what has no place above, and @fig:{}.\n"
OLD: Files = {
    "manuscript/metadata.yaml": OLD_METADATA,
    "manuscript/01-text.md": OLD_TEXT,
    "manuscript/supplement/01-more.md": MORE.format("the same kind", "map"),
    "manuscript/map.svg": DRAWING.format("red"),
    "manuscript/chart.svg": DRAWING.format("blue"),
    "bib/references.bib": BIBLIOGRAPHY,
}
NEW: Files = {
    **OLD,
    "manuscript/metadata.yaml": NEW_METADATA,
    "manuscript/01-text.md": NEW_TEXT,
    "manuscript/supplement/01-more.md": MORE.format("something else", "chart"),
    "manuscript/chart.svg": DRAWING.format("green"),
    "manuscript/plan.svg": DRAWING.format("black"),
}
