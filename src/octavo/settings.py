"""How the article is built and checked: `build` and `checks` in `metadata.yaml`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from octavo.root import Format
from octavo.schema import Mail, Model, Text, alone


def _of_a_store(text: str) -> str:
    """Refuse what is no address, and one with a password: this file is shared and kept."""
    if "://" not in text:
        raise PydanticCustomError(
            "address", "no address: write it as `s3://bucket/folder` or `file:///shared/folder`"
        )
    if "@" in text:
        raise PydanticCustomError("address", "who may ask is said outside of this file, not here")
    return text


StoreAddress = Annotated[Text, AfterValidator(_of_a_store)]

Level = Literal["error", "warning", "note", "off"]


def _off(value: Any) -> Any:
    """Take the bare word `off`, which YAML reads as false, for what it says."""
    return "off" if value is False else value


Spacing = Literal["single", "one-and-a-half", "double"]
Floats = Literal["text", "end", "apart", "figures-apart"]
Paper = Literal["a4", "letter"]
Part = Literal[
    "contributions",
    "acknowledgements",
    "funding",
    "conflicts",
    "data",
    "code",
    "ethics",
    "ai-use",
    "licence",
    "references",
]
"""What stands behind the text, in the usual order."""


def _each_once(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Refuse a part that stands in two places."""
    twice = next((part for part in parts if parts.count(part) > 1), None)
    if twice:
        raise PydanticCustomError("part_twice", "`{part}` is named twice", {"part": twice})
    return parts


class FigureSettings(Model):
    """How figure scripts are run."""

    timeout: Annotated[float, Field(gt=0)] = 120
    """Seconds after which a script is stopped."""

    memory: Annotated[int, Field(ge=256, le=1_000_000)] = 4096
    """Megabytes that a script may need; where the system cannot limit it, all are given."""

    dpi: Annotated[int, Field(ge=72, le=1200)] = 300
    """Dots per inch of the raster pictures, for formats that take no vectors."""


class WordSettings(Model):
    """What is special to the Word file."""

    citations: Literal["zotero", "text"] = "zotero"
    """`zotero` for live citations, `text` for words alone."""

    reference: Text | None = None
    """A journal's template, a `.docx` in the project."""

    roundtrip: bool = True
    """Whether the file carries the sections, so that `octavo merge` brings edits in it back."""


class PageSettings(Model):
    """What is special to the PDF."""

    columns: Literal[1, 2] = 1
    """The columns of text on a page; a manuscript for review has one."""

    fonts: Annotated[tuple[Text, ...], BeforeValidator(alone)] = ()
    """Families that are taken before the usual ones, if they are at hand."""


class HtmlSettings(Model):
    """What is special to the HTML page."""

    extras: bool = True
    """Whether a small script adds previews, zoom, copying and the like."""


class StoreSettings(Model):
    """Where results are kept from build to build."""

    limit: Annotated[float, Field(ge=0)] = 500
    """The megabytes that it may hold; the oldest results go first."""

    address: StoreAddress | None = None
    """Where results are shared beside that: `s3://bucket/folder`, `file:///shared/folder`."""

    @property
    def bytes(self) -> int:
        """The limit in bytes."""
        return round(self.limit * 1_000_000)


class BuildSettings(Model):
    """What `octavo build` makes, and how."""

    formats: tuple[Format, ...] = ("pdf", "docx", "html")
    journal: Text | None = None
    """The journal that the article is written for, by the name of its profile."""

    csl: Text = "chicago-author-date"
    """A style by name, or the path of a `.csl` file."""

    bibliography: Annotated[tuple[Text, ...], BeforeValidator(alone)] = ("bib/references.bib",)
    number_sections: bool = True
    layout: Literal["article", "manuscript"] = "article"
    """`manuscript` has double spacing and numbered lines, in the PDF, the Word file and LaTeX."""

    spacing: Spacing | None = None
    """The distance of lines, tables excepted; by default as `layout` has it."""

    line_numbers: bool | None = None
    """Whether lines are numbered; by default as `layout` has it."""

    page: Paper | None = None
    """The paper; by default A4."""

    font_size: Annotated[float, Field(ge=8, le=14)] | None = None
    """The points of text, abstract, quotations and references; the rest is in proportion."""

    floats: Floats = "text"
    """Whether figures and tables stand in the text, behind it, or in files of their own."""

    order: Annotated[tuple[Part, ...], BeforeValidator(alone), AfterValidator(_each_once)] = ()
    """How the parts behind the text follow each other; those left out follow as usual."""

    headings: dict[Part, Text] = Field(default_factory=dict)
    """What parts behind the text stand under, where that is not the usual word."""

    figures: FigureSettings = FigureSettings()
    pdf: PageSettings = PageSettings()
    docx: WordSettings = WordSettings()
    html: HtmlSettings = HtmlSettings()
    store: StoreSettings = StoreSettings()


class Services(Model):
    """The registries and the archive that `octavo check --online` asks."""

    crossref: Text = "https://api.crossref.org"
    datacite: Text = "https://api.datacite.org"
    doi: Text = "https://doi.org"
    archive: Text = "https://archive.org"
    mail: Mail | None = None
    """Where they may write to; by default the corresponding author's address."""


class OnlineSettings(Model):
    """How `octavo check --online` asks."""

    exclude: Annotated[tuple[Text, ...], BeforeValidator(alone)] = ()
    """Patterns of addresses that are not visited: `*` stands for anything."""

    timeout: Annotated[float, Field(gt=0, le=300)] = 20
    """Seconds that one address may take in all."""

    per_host: Annotated[int, Field(ge=1, le=8)] = 2
    """Requests to one server at once."""

    max_age: Annotated[float, Field(ge=0)] = 7
    """Days for which an answer is believed."""

    services: Services = Services()


class CheckSettings(Model):
    """What `octavo check` looks for."""

    severity: dict[
        Text, Annotated[Level, BeforeValidator(_off, json_schema_input_type=Level | Literal[False])]
    ] = Field(default_factory=dict)
    """Other severities than the usual, by the rule's name."""

    abstract_words: Annotated[int, Field(ge=1)] = 300
    """The most words that an abstract may have."""

    resolution: Annotated[int, Field(ge=1)] = 200
    """The fewest dots per inch of a raster picture as printed."""

    online: OnlineSettings = OnlineSettings()
