"""The schema of `manuscript/metadata.yaml`: who wrote what, and how it is built."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    JsonValue,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from octavo.schema import Address, Language, Mail, Model, Text, alone
from octavo.settings import BuildSettings, CheckSettings
from octavo.targets import encoded

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema


def _with_apostrophes(text: str) -> str:
    """Print an apostrophe within a word as one, as the text does."""
    return re.sub(r"(?<=[^\W\d_])'(?=[^\W\d_])", "\u2019", text)


TitleText = Annotated[Text, AfterValidator(_with_apostrophes)]

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


def _written(value: Any) -> Any:
    """Take a whole number for the text that it is: volumes and issues have letters too."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


NumberText = Annotated[Text, BeforeValidator(_written, json_schema_input_type=Text | int)]
"""A number that may hold letters, such as `12` or `S1`."""


Orcid: TypeAlias = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$")]


OrcidInAddress = Annotated[
    str, StringConstraints(pattern=r"^(https?://orcid\.org/)?\d{4}-\d{4}-\d{4}-\d{3}[\dX]$")
]


def _without_address(value: Any) -> Any:
    """Let an ORCID stand in its address, as orcid.org shows it."""
    return re.sub(r"^https?://orcid\.org/", "", value) if isinstance(value, str) else value


class Author(Model):
    """One author, in the order of the title page."""

    name: Text
    orcid: Annotated[
        Orcid | None,
        BeforeValidator(_without_address, json_schema_input_type=OrcidInAddress | None),
    ] = None
    email: Mail | None = None
    affiliations: Annotated[tuple[Text, ...], BeforeValidator(alone)] = ()
    corresponding: bool = False
    roles: Annotated[tuple[Role, ...], BeforeValidator(alone)] = ()
    family: Text | None = None
    """The part of the name that lists are sorted by, where it is not the last word."""

    group: bool | None = None
    """Whether the name is that of a body, which has no parts."""

    @model_validator(mode="before")
    @classmethod
    def _name_alone(cls, value: Any) -> Any:
        """Let a name stand for an author of whom nothing else is said."""
        return {"name": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string", "minLength": 1}, handler(core)]}

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
    values: dict[str, JsonValue] = Field(default_factory=dict)
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
