"""A small article of every part that the HTML page has."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from lxml import html

from octavo.document import Abstract, Document, Graphic
from octavo.metadata import Metadata
from octavo.nodes import Node, rewrite
from octavo.pandoc import pandoc_blocks
from octavo.project import Project
from octavo.render.html import render
from octavo.words import words_of
from octavo.yaml_source import read_yaml

AWKWARD = '50% of $x$ & <b> #let "y" \\ [z]_*@a'
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"/>'

BODY = r"""
# [1]{.section-number} Introduction {#introduction}

A claim[^1] about $x^2$, see [Figure 1](#fig-one){.cross-reference}.

![[Figure 1]{.caption-label kind=figure number=1}. CAPTION](one.svg){#fig-one}

## [1.1]{.section-number} Data {#data}

[$$a = b$$]{.equation #eq-one number=1}

| Period | Value |      |
|:-------|------:|:----:|
| 1958   |   1.5 | *x*  |

: [Table 1]{.caption-label}. Values. {#tbl-one}

# Footnotes {#notes}

Text.[^2] <kbd>K</kbd>, <b class="x">bold</b>, H<sub>2</sub>O, <i>open.

# References {#references}

::: {#refs .references}
::: {#ref-smith .csl-entry}
Smith. [https://doi.org/10.1000/x](https://doi.org/10.1000/x)
:::
:::

[^1]: First note.

[^2]: Second note.
"""


def read(text: str) -> list[Node]:
    """Return Markdown as blocks."""
    return pandoc_blocks("--from=markdown", data=text.encode())


def metadata(**changes: Any) -> Metadata:
    """Return the metadata of the sample."""
    given = {
        "title": f"Title {AWKWARD}",
        "language": "en",
        "date": datetime.date(2026, 3, 9),
        "authors": [
            {
                "name": f"Anna {AWKWARD}",
                "orcid": "0000-0002-1825-0097",
                "email": "anna@example.org",
                "affiliations": ["a", "b"],
                "corresponding": True,
            },
            {"name": "Bert Berg", "affiliations": ["b"]},
        ],
        "affiliations": [
            {"id": "a", "name": f"Institute {AWKWARD}", "city": "Bologna"},
            {"id": "b", "name": "University of Tehran"},
        ],
        "keywords": {"en": [AWKWARD, "oil"], "fa": ["نفت"]},
        "licence": "CC-BY-4.0",
    }
    return Metadata.model_validate(given | changes)


def sample(folder: Path, body: str = BODY, **changes: Any) -> Document:
    """Return a small article of every part that the page has."""
    (folder / "one.svg").write_text(PICTURE, encoding="utf-8")
    details = metadata(**changes)
    keywords = details.keywords_by_language
    blocks = rewrite(
        read(body), {"Str": lambda n: [{"t": "Str", "c": n["c"].replace("CAPTION", AWKWARD)}]}
    )
    return Document(
        metadata=details,
        words=words_of(details.language),
        abstracts=(
            Abstract(
                "en", read("An *abstract* & more. " + "Many words follow. " * 30), keywords["en"]
            ),
            Abstract("fa", read("چکیدهٔ مقاله."), keywords["fa"]),
        ),
        blocks=blocks,
        graphics={"one.svg": Graphic("one", svg=folder / "one.svg", width=2.5)},
        timestamp=1_700_000_000,
    )


def project(folder: Path, document: Document) -> Project:
    """Return a project with no files of its own."""
    return Project(folder, document.metadata, (), (), (), (), (), read_yaml(Path("m.yaml"), "a: 1"))


def written(folder: Path, body: str = BODY, **changes: Any) -> str:
    """Return the page of a sample."""
    document = sample(folder, body, **changes)
    return render(document, project(folder, document)).data.decode()


def parsed(page: str) -> Any:
    """Return a page as a tree."""
    return html.document_fromstring(page)


def one(page: Any, path: str) -> Any:
    """Return the only element at a path."""
    found = page.xpath(path)
    assert len(found) == 1, (path, found)
    return found[0]


def words_in(element: Any) -> str:
    """Return an element's text with single spaces."""
    return " ".join(element.text_content().split())
