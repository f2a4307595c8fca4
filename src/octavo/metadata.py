"""The schema of `manuscript/metadata.yaml`: who wrote what, and how it is built."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from octavo.root import Format
from octavo.targets import encoded

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _with_apostrophes(text: str) -> str:
    """Print an apostrophe within a word as one, as the text does."""
    return re.sub(r"(?<=[^\W\d_])'(?=[^\W\d_])", "\u2019", text)


TitleText = Annotated[Text, AfterValidator(_with_apostrophes)]
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$")]


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

Role = Literal[
    "conceptualization",
    "data-curation",
    "formal-analysis",
    "funding-acquisition",
    "investigation",
    "methodology",
    "project-administration",
    "resources",
    "software",
    "supervision",
    "validation",
    "visualization",
    "writing-original-draft",
    "writing-review-editing",
]
"""The fourteen contributor roles of CRediT (ANSI/NISO Z39.104-2022)."""


def _alone(value: Any) -> Any:
    """Let one item stand for a list of one."""
    return value if isinstance(value, list) or value is None else [value]


Level = Literal["error", "warning", "note", "off"]


def _off(value: Any) -> Any:
    """Take the bare word `off`, which YAML reads as false, for what it says."""
    return "off" if value is False else value


def _written(value: Any) -> Any:
    """Take a whole number for the text that it is: volumes and issues have letters too."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


NumberText = Annotated[Text, BeforeValidator(_written)]
"""A number that may hold letters, such as `12` or `S1`."""


class Model(BaseModel):
    """A part of the metadata: unknown keys are errors, values keep their types."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=lambda name: name.replace("_", "-"),
        populate_by_name=True,
    )


Mail: TypeAlias = Annotated[
    str,
    StringConstraints(
        pattern=r"""^[^@\s<>"(),:;\\\[\]]+@[^@\s<>"(),:;\\\[\]]+\.[^@\s<>"(),:;\\]+$"""
    ),
]
"""An address of e-mail without quoted parts (https://www.rfc-editor.org/rfc/rfc5322, 3.2.3)."""

Orcid: TypeAlias = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$")]


def _without_address(value: Any) -> Any:
    """Let an ORCID stand in its address, as orcid.org shows it."""
    return re.sub(r"^https?://orcid\.org/", "", value) if isinstance(value, str) else value


class Author(Model):
    """One author, in the order of the title page."""

    name: Text
    orcid: Annotated[Orcid | None, BeforeValidator(_without_address)] = None
    email: Mail | None = None
    affiliations: Annotated[tuple[Text, ...], BeforeValidator(_alone)] = ()
    corresponding: bool = False
    roles: Annotated[tuple[Role, ...], BeforeValidator(_alone)] = ()
    family: Text | None = None
    """The part of the name that lists are sorted by, where it is not the last word."""

    group: bool | None = None
    """Whether the name is that of a body, which has no parts."""

    @model_validator(mode="before")
    @classmethod
    def _name_alone(cls, value: Any) -> Any:
        """Let a name stand for an author of whom nothing else is said."""
        return {"name": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _family_is_of_the_name(self) -> Author:
        if self.family and self.family not in self.name:
            raise PydanticCustomError("family_elsewhere", "`family` is no part of `name`")
        return self


class Affiliation(Model):
    """A place of work that authors name by its `id`."""

    id: Text
    name: Text
    department: Text | None = None
    city: Text | None = None
    country: Text | None = None
    ror: Annotated[str, StringConstraints(pattern=r"^(https://ror\.org/)?0[a-z0-9]{8}$")] | None = (
        None
    )


class Grant(Model):
    """One source of money."""

    funder: Text
    award: Text | None = None


class Journal(Model):
    """Where the article has been published."""

    name: Text
    volume: NumberText | None = None
    issue: NumberText | None = None
    pages: NumberText | None = None
    """The first and the last, `144-172`, or the one number that the article has."""

    issn: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{3}[\dX]$")] | None = None

    @property
    def page_range(self) -> tuple[str, str]:
        """The first page and the last; the last is empty where there is one number."""
        first, _, last = re.sub(r"\s*[-\u2010-\u2015]+\s*", "-", self.pages or "").partition("-")
        return first, last


class Statements(Model):
    """What journals ask authors to declare; each is Markdown."""

    conflicts: Text | None = None
    data: Text | None = None
    code: Text | None = None
    ethics: Text | None = None
    ai_use: Text | None = None


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


class PageSettings(Model):
    """What is special to the PDF."""

    columns: Literal[1, 2] = 1
    """The columns of text on a page; a manuscript for review has one."""

    fonts: Annotated[tuple[Text, ...], BeforeValidator(_alone)] = ()
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
    csl: Text = "chicago-author-date"
    """A style by name, or the path of a `.csl` file."""

    bibliography: Annotated[tuple[Text, ...], BeforeValidator(_alone)] = ("bib/references.bib",)
    number_sections: bool = True
    layout: Literal["article", "manuscript"] = "article"
    """`manuscript` has double spacing and numbered lines, in the PDF, the Word file and LaTeX."""

    floats: Literal["text", "end"] = "text"
    """Whether figures and tables stand in the text, or behind it."""

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

    exclude: Annotated[tuple[Text, ...], BeforeValidator(_alone)] = ()
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

    severity: dict[Text, Annotated[Level, BeforeValidator(_off)]] = {}
    """Other severities than the usual, by the rule's name."""

    abstract_words: Annotated[int, Field(ge=1)] = 300
    """The most words that an abstract may have."""

    resolution: Annotated[int, Field(ge=1)] = 200
    """The fewest dots per inch of a raster picture as printed."""

    online: OnlineSettings = OnlineSettings()


class Metadata(Model):
    """The whole of `metadata.yaml`."""

    title: TitleText
    subtitle: TitleText | None = None
    short_title: TitleText | None = None
    language: Language = "en"
    date: datetime.date | None = None
    version: NumberText | None = None
    doi: Annotated[str, StringConstraints(pattern=r"^10\.\d{4,9}(\.\d+)*/\S*[^\s.,;:]$")] | None = (
        None
    )
    url: Address | None = None
    """Where the article is read."""

    journal: Journal | None = None
    credit: Text | None = None
    """A line under the authors: what the article is after, where it was first read."""

    authors: Annotated[tuple[Author, ...], Field(min_length=1)]
    affiliations: tuple[Affiliation, ...] = ()
    abstract: dict[Language, Text] | Text | None = None
    keywords: dict[Language, tuple[Text, ...]] | tuple[Text, ...] = ()
    highlights: tuple[Text, ...] = ()
    """What the article found, a sentence each."""

    summary: dict[Language, Text] | Text | None = None
    """A summary in plain language."""

    acknowledgements: Text | None = None
    funding: tuple[Grant, ...] | Text | None = None
    statements: Statements = Statements()
    licence: Text | None = None
    values: dict[str, JsonValue] = {}
    """The author's own values, printed by `{{ values.name }}`."""

    build: BuildSettings = BuildSettings()
    checks: CheckSettings = CheckSettings()

    @property
    def full_title(self) -> str:
        """The title with the subtitle behind a colon, if the title does not end otherwise."""
        gap = " " if self.title.endswith(("?", "!", ":", "؟", "？", "！", "：")) else ": "
        return gap.join(filter(None, (self.title, self.subtitle)))

    @property
    def doi_url(self) -> str | None:
        """The address that the DOI stands for."""
        return encoded(f"https://doi.org/{self.doi}") if self.doi else None

    @property
    def abstracts(self) -> dict[str, str]:
        """The abstracts by language, in the order given."""
        given = self.abstract
        return given if isinstance(given, dict) else {self.language: given} if given else {}

    @property
    def summaries(self) -> dict[str, str]:
        """The summaries in plain language by language, in the order given."""
        given = self.summary
        return given if isinstance(given, dict) else {self.language: given} if given else {}

    @property
    def keywords_by_language(self) -> dict[str, tuple[str, ...]]:
        """The keywords by language, in the order given."""
        given = self.keywords
        return given if isinstance(given, dict) else {self.language: given} if given else {}
