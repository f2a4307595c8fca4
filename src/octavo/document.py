"""The assembled article: pandoc's tree with its front matter, ready for every renderer.

What a renderer finds in `blocks`, whatever the author wrote (`crossref` and
`citations` see to it):

- a heading is `Header` with, when numbered, a first inline `Span.section-number`
  that holds the number alone (`2.1`, `A`, `S1`), then a space;
- a figure is `Figure` with `#fig-…`, whose caption begins with
  `Span.caption-label` (`Figure 1`, pairs `kind`, `number`), a full stop and a space,
  and which holds `Plain [Image]`; the image's inlines are its alternative text,
  never empty, and its target is a key of `graphics`;
- subfigures are a `Figure.subfigures` that holds `Figure.subfigure` nodes, whose
  labels are `(a)`, `(b)`, …;
- a table is `Table` with `#tbl-…` and the same kind of caption label;
- a figure or table of the class `held` stands where it is written, where others float;
- an equation with a number is `Span.equation` with `#eq-…` and the pair `number`,
  which holds one `Math` in display style;
- a cross-reference is `Link.cross-reference` to `#…`; one to the other document, the
  article or its supplement, has the class `elsewhere` too and leads to a file, `NAME.EXT#…`;
- a citation is `Cite`, whose inlines are formatted, with `Link` to `#ref-KEY`;
- the references are `Div#refs` of `Div#ref-KEY.csl-entry`, below their heading;
- the line in the place of a figure or table that is in a file of its own is
  `Div.about-here`; a `Header.new-page` begins a page, where there are pages;
- text of another script or language is `Span` or `Div` with the pairs `lang` and `dir`;
- what changed since another document is marked as `diff.marking` says, where one is compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from octavo.comments import Comment
from octavo.metadata import Metadata
from octavo.nodes import Node
from octavo.origin import Origin
from octavo.tracking import Tracking
from octavo.words import Words


@dataclass(frozen=True, slots=True)
class Graphic:
    """One picture in the forms at hand; a renderer takes the best that its format can hold."""

    name: str
    svg: Path | None = None
    pdf: Path | None = None
    raster: Path | None = None
    """PNG or JPEG."""

    eps: Path | None = None
    """For a journal that asks for it."""

    width: float | None = None
    """Printed width in inches, where the picture itself says so."""

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that are at hand."""
        return tuple(p for p in (self.svg, self.pdf, self.raster, self.eps) if p is not None)


@dataclass(frozen=True, slots=True)
class Abstract:
    """An abstract in one language, with its keywords; or what stands beside it."""

    language: str
    blocks: list[Node]
    keywords: tuple[str, ...] = ()
    kind: Literal["abstract", "highlights", "summary", "changes"] = "abstract"
    change: Literal["", "insertion", "deletion"] = ""
    """Whether it was put in or left out as a whole, where two documents are compared."""

    @property
    def name(self) -> str:
        """What links call it, such as `abstract-en`."""
        return f"{self.kind}-{self.language}"


@dataclass(frozen=True, slots=True)
class Document:
    """What is printed, the same for every format."""

    metadata: Metadata
    words: Words
    abstracts: tuple[Abstract, ...]
    blocks: list[Node]
    graphics: Mapping[str, Graphic]
    timestamp: int
    """The moment that the outputs bear, in seconds since 1970 (UTC): never the clock's."""

    works: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The cited works by key, as CSL-JSON; empty where no renderer asks for them."""

    style: str = ""
    """The identifier of the citation style."""

    origin: Origin | None = None
    """What a Word file carries, for the way back; None where it is to carry nothing."""

    comments: tuple[Comment, ...] = ()
    """What reviewers remarked, for a Word file."""

    name: str = "manuscript"
    """How its files are named: `manuscript`, `supplement`, `tables` or `title-page`."""

    watermark: str = ""
    """What every page bears across it, such as `Draft`, where it is no final copy."""

    titled: bool = True
    """Whether title, authors and date are printed above the text, as they are not on a letter."""

    tracking: Tracking | None = None
    """What it is compared with, where it shows what changed."""
