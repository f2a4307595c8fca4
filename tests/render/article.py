"""A small article of every part, built as any other, and read back from its three files."""

from __future__ import annotations

import zipfile
from functools import cached_property
from pathlib import Path

import pikepdf
from lxml import etree

from octavo.pipeline import build
from octavo.project import load_project

METADATA = r"""title: '50% of $x$ & <b> #let "y" \'
language: en-GB
date: 2026-03-09
authors:
  - {name: Ada Example, orcid: 0000-0002-1825-0097, email: ada@example.org, affiliations: a,
     corresponding: true}
  - {name: Омар Хайям, affiliations: [a, b]}
affiliations: [{id: a, name: First University}, {id: b, name: Second University}]
abstract: {en: An abstract., fa: این چکیده فارسی است.}
keywords: {en: [One, Two]}
"""
TEXT = r"""# Introduction {#sec:intro}

See @fig:wave, @tbl:values, @eq:e and @sec:data; [@walt, p. 5; @seifi].[^1] Inline $\alpha$.

[^1]: A note with a [link](https://example.org/a?b=c&d=e).

![A wave.](wave){#fig:wave}

::: {#fig:pair}
![First.](wave){#fig:a}

![Second.](wave){#fig:b}

Both.
:::

#### Skipped level

| Name | Value |
|:-----|------:|
| a    |   1.5 |

: Values. {#tbl:values}

$$E = mc^2$$ {#eq:e}

`#let "code"` and [a file](none.txt), ![inline](wave).

```{=typst}
#read("/etc/passwd")
```

# Data {#sec:data .appendix}

![Again.](wave){#fig:again width=50%}
"""
BIBLIOGRAPHY = """
@book{walt, author = {Walt, Stephen M.}, title = {The Origins of Alliances}, date = {1987},
  doi = {10.1000/xyz}}
@book{seifi, author = {سیفی, عبدالمجید}, title = {داعش}, date = {2018}, langid = {persian}}
"""
WAVE = '''"""A wave that rises and falls once."""
from matplotlib import pyplot

figure, axes = pyplot.subplots(figsize=(2, 1), layout="constrained")
axes.plot([0, 1, 0, -1, 0])
'''
FILES = {
    "manuscript/metadata.yaml": METADATA,
    "manuscript/01-text.md": TEXT,
    "bib/references.bib": BIBLIOGRAPHY,
    "figures/wave.py": WAVE,
}


class Article:
    """The article, built once to a folder."""

    def __init__(self, folder: Path) -> None:
        for name, text in FILES.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.project = load_project(folder)
        build(self.project)

    @property
    def docx(self) -> Path:
        """The Word file."""
        return self.project.output / "manuscript.docx"

    @cached_property
    def pdf(self) -> pikepdf.Pdf:
        """The PDF, open."""
        return pikepdf.open(self.project.output / "manuscript.pdf")

    def part(self, name: str) -> etree._Element:
        """Return a part of the Word file, such as `document`."""
        with zipfile.ZipFile(self.docx) as package:
            return etree.fromstring(package.read(f"word/{name}.xml"))
