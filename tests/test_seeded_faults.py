"""One manuscript with a fault on each of many lines: all are found there, and nothing else."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

from PIL import Image

from octavo.inquiry import Inquiry
from octavo.pipeline import inspect
from tests.conftest import WAVE, Load

SEEDED = 60
"""The fewest faults that the manuscript must hold."""

METADATA = """\
title: A title
keywords: [war]
authors:  #! corresponding-missing
  - name: Ada Example
    orcid: 0000-0002-1825-0098  #! orcid-malformed
    affiliations: u
affiliations:
  - id: u
    name: University
    ror: https://ror.org/05dxps056  #! ror-malformed
abstract: One two three four five six.  #! abstract-long
funding: None.
statements:  #! statement-missing
  conflicts: None.
checks:
  abstract-words: 4
  severity:
    entry-unsued: note  #! excuse-unused
"""

ONE = """\
# First {#sec:first}

As @rose1998 says, so does @nobody. <!--! citation-undefined -->

Both say so [@rose1998; walt1987]. <!--! citation-unmarked -->

He says it on a page [@rose1998, p. 900]. <!--! locator-outside -->

As Walt (1987) says by hand. <!--! citation-typed -->

As Waltz et al. say. <!--! citation-phrase-typed -->

Ibid. <!--! citation-phrase-typed -->

See @fig:nowhere. <!--! crossref-undefined -->

First @fig:two, <!--! crossref-order -->
then @fig:one, and the picture.

See Table @fig:one. <!--! crossref-kind -->

As Figure 1 shows. <!--! crossref-typed -->

Both [@rose1998; @fig:one] at once. <!--! crossref-mixed -->

![One wave. It rises.](wave){#fig:one}

![Two waves.](small){#fig:two}

![Three waves.](alike){#fig:three} <!--! label-unused -->

![Four waves.](cut)

![Five waves.](crowded)

$$x = 1$$ {#eq:alone} <!--! label-unused -->

# Second {#sec:first} <!--! label-duplicate -->

![](wave) <!--! caption-missing -->

![A drawing.](figures/drawing.svg) <!--! alt-missing -->

![A wave that rises and falls once.](wave) <!--! alt-repeated -->

![Dots.](figures/dots.png){alt="Grey dots."} <!--! resolution-low -->

![Nothing.](figures/none.png){alt="A void."} <!--! image-missing -->

![A heading.](figures/broken.svg){alt="A line."} <!--! image-unreadable -->

-------  ------
Iraq     1  <!--! table-header-missing -->
Russia   2
-------  ------

: A heading. {#fig:table} <!--! crossref-kind -->

See @fig:table. The value is {{ values.none }}. <!--! value-undefined -->

The formula $\\frac{1$ is open. <!--! formula-unconverted -->

A note[^a] and another.

[^a]: A note.

[^a]: Another note. <!--! note-duplicate -->

[^b]: A lost note. <!--! note-unused -->

A sign[^c] alone. <!--! note-undefined -->

| Step | Days |
|------|------|
| Ask  | 10   | late | <!--! table-uneven -->
"""

TWO = """\
##There <!--! heading-unspaced -->

See [there](#no-such-heading). <!--! anchor-missing -->

See [a file](figures/none.csv). <!--! file-missing -->

See [a page](https:///page). <!--! url-malformed -->

He TODO this. <!--! todo-left -->

This is is twice. <!--! word-doubled -->

A zero\u200bwidth space. <!--! character-invisible -->

A (bracket that opens. <!--! brackets-unbalanced -->

A bracket that closes). <!--! brackets-unbalanced -->

He said “so. <!--! quotes-unbalanced -->

One "straight" mark. <!--! quotes-mixed -->

And “curly”, and “more”, and “most”, and “all”.

In 2007-2008 it was. <!--! range-hyphen -->

Two  spaces. <!--! spaces-doubled -->

The PMU came. <!--! abbreviation-unexpanded -->

The PMU went. And the PMU stayed.

It was so.Then it ended. <!--! space-missing -->

The R\u0443ssian army. <!--! word-scripts-mixed -->

Iraq and Iraq and Irag. <!--! name-variant -->

It lasted until 20187 Then it ended. <!--! question-mark-digit -->

The lIragi government. <!--! word-damaged -->

The regional opportunities. In regionalsopportunities. <!--! letters-stray -->

Nothing here. <!-- octavo: allow todo-left --> <!--! excuse-unused -->

<!-- octavo: allow word-doubled -->
Excused is is what stands here.
"""

BIB = """\
@article{rose1998,
  author = {Rose, Gideon},
  title = {Neoclassical Realism},
  journaltitle = {World Politics},
  pages = {144--172},
  date = {1998},
}
@book{walt1987, %! entry-unused
  author = {Walt, Stephen M.},
  title = {The Origins of Alliances},
  date = {1987},
  isbn = {978-0-306-40615-8}, %! isbn-malformed
}
@article{cited, %! entry-incomplete
  author = {A, B},
  title = {ALL IN CAPITALS HERE}, %! title-capitals
  date = {2999}, %! year-invalid
  doi = {https://doi.org/10.1234/abc.}, %! doi-malformed
  issn = {0043-8872}, %! issn-malformed
}
@book{again, %! entry-repeated
  author = {A, B},
  title = {Other {\\nonsense x}}, %! entry-tex
  date = {2001},
  doi = {10.1234/abc},
  url = {no address}, %! url-malformed
}
@incollection{part,
  author = {A, B},
  title = {Part},
  booktitle = {Book},
  date = {no year}, %! year-invalid
  crossref = {nobook}, %! entry-parent-missing
}
@book{rose1998, %! bibliography-duplicate
  author = {A, B},
  title = {Another},
  date = {1990},
}
@book{looped, %! bibliography-cycle
  author = {A, B},
  title = {Loop},
  date = {1990},
  xdata = {looped},
}
@book{wrong,
  author = {C, D},
  title = {Found by snapshot},
  date = {1990}, %! registry-disagrees
  doi = {10.1234/wrong},
}
@book{gone, %! work-retracted
  author = {E, F},
  title = {Gone},
  date = {1990},
  doi = {10.1234/gone},
}
@book{unknown,
  author = {G, H},
  title = {Not there},
  date = {1990},
  doi = {10.1234/unknown}, %! doi-unresolved
}
@book{preprint,
  author = {I, J},
  title = {Preprint},
  date = {1990},
  doi = {10.1234/preprint}, %! preprint-published
}
"""
CITED = "Cited: @cited @again @part @looped @wrong @gone @unknown @preprint.\n"
HTML = '<html><body><p id="a">x</p>\n<a href="#b">y</a><!--! output-link-broken --></body></html>\n'
SMALL = '''\
"""Small letters.""" #! text-small
from matplotlib import pyplot

figure, axes = pyplot.subplots(figsize=(3, 1), layout="constrained")
axes.set_title("Small", fontsize=4)
'''
ALIKE = '''\
"""Like colours.""" #! colours-alike
from matplotlib import pyplot

figure, axes = pyplot.subplots(figsize=(3, 1), layout="constrained")
axes.plot([0, 1], color="#c05020", label="One")
axes.plot([1, 0], color="#808020", label="Two")
axes.legend()
'''
CUT = '''\
"""A label below the edge.""" #! figure-cut
from matplotlib import pyplot

figure, axes = pyplot.subplots(figsize=(3, 1))
axes.set_xlabel("Years")
'''
CROWDED = '''\
"""Years without room.""" #! figure-crowded
from matplotlib import pyplot

figure, axes = pyplot.subplots(figsize=(2, 1.5), layout="constrained")
axes.set_xticks(range(2007, 2014))
axes.set_xlim(2007, 2013)
'''
UNUSED = '"""Not shown.""" #! figure-unused\nfrom matplotlib import pyplot\n\npyplot.subplots()\n'
FAILS = '"""Fails."""\nraise RuntimeError("no data") #! figure-failed\n'
WORKS = {
    "10.1234/wrong": {"state": "found", "source": "Crossref", "year": "2005"},
    "10.1234/gone": {
        "state": "found",
        "notices": [{"kind": "retraction", "doi": "10.1234/notice"}],
    },
    "10.1234/unknown": {"state": "unknown"},
    "10.1234/preprint": {"state": "found", "published": "10.1234/published"},
}


def seeds(files: dict[str, str]) -> tuple[dict[str, str | bytes], set[tuple[str, int, str]]]:
    """Take the marks out of the sources; return the sources, and what must be found where."""
    clean: dict[str, str | bytes] = {}
    wanted = set()
    for name, text in files.items():
        for number, line in enumerate(text.split("\n"), 1):
            for found in re.finditer(r"[#%!]! ?([a-z-]+)|<!--! ([a-z-]+) -->", line):
                wanted.add((name, number, found[1] or found[2]))
        clean[name] = re.sub(r" *<!--! [a-z-]+ -->| *[#%]! [a-z-]+", "", text)
    return clean, wanted


def png() -> bytes:
    """Return a picture of few dots."""
    data = io.BytesIO()
    Image.new("L", (60, 30), 128).save(data, "png", dpi=(96, 96))
    return data.getvalue()


def test_every_seeded_fault_is_found_at_its_line_and_nothing_else(load: Load) -> None:
    """At least sixty faults over all families, each by its rule, and no false alarm."""
    files, wanted = seeds(
        {
            "manuscript/metadata.yaml": METADATA,
            "manuscript/01-one.md": ONE + "\n" + CITED,
            "manuscript/02-two.md": TWO,
            "bib/references.bib": BIB,
            "build/manuscript.html": HTML,
            "figures/small.py": SMALL,
            "figures/alike.py": ALIKE,
            "figures/crowded.py": CROWDED,
            "figures/cut.py": CUT,
            "figures/unused.py": UNUSED,
            "figures/fails.py": FAILS,
        }
    )
    files["figures/wave.py"] = WAVE
    files["figures/drawing.svg"] = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    files["figures/broken.svg"] = "<svg"
    files["figures/dots.png"] = png()
    project = load(files)
    snapshot = Path(project.root, "registry.json")
    snapshot.write_text(json.dumps({"taken": "2026-11-24", "works": WORKS}))
    found = inspect(project, (), inquiry=Inquiry(snapshot=snapshot))
    places = {(d.span.path.as_posix(), d.span.line, d.code) for d in found}
    assert places - wanted == set()
    assert wanted - places == set()
    assert len(wanted) >= SEEDED, len(wanted)
