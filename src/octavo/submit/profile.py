"""The schema of `templates/journals/NAME.yaml`: what a journal asks of a manuscript.

Every rule names where it was read, or says that nobody could read it anywhere: see
`profiles`, which holds the files to that.
"""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from octavo.counting import Counted
from octavo.root import file_of
from octavo.schema import Address, Language, Model, Text
from octavo.settings import Floats, Paper, Spacing
from octavo.settings import Part as OrderedPart

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

MAX_NAME = 100
"""Bytes of a file's name without its ending; systems take 255 with it, and some of them fewer."""


def _file_name(text: str) -> str:
    """Refuse what leads to another folder, hides, or that a submission system would refuse."""
    bare = text.replace("{number}", "1")
    if not re.fullmatch(r"\w[\w. -]*", bare) or len(bare.encode()) > MAX_NAME:
        raise PydanticCustomError(
            "file_name",
            "no name of a file: letters, digits, `-`, `_`, `.` and blanks make one, 100 at most",
        )
    return text


def _numbered(text: str) -> str:
    """Refuse a name that would be that of every figure."""
    if "{number}" not in text:
        raise PydanticCustomError("file_name", "all figures would have this name: add `{number}`")
    return text


FileName = Annotated[Text, AfterValidator(_file_name)]
Count = Annotated[int, Field(ge=0)]
Millimetres = Annotated[float, Field(gt=0, le=1000)]


class Source(Model):
    """Where rules were read."""

    title: Text
    url: Address
    read: datetime.date
    """The day on which it was read."""

    note: Text | None = None
    """What a reader should know of it: that it was a stored copy, that parts were not at hand."""


class Range(Model):
    """From the least to the most, both included; a number alone is the most."""

    least: Count | None = None
    most: Count | None = None

    @model_validator(mode="before")
    @classmethod
    def _most_alone(cls, value: Any) -> Any:
        return {"most": value} if isinstance(value, int) else value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [{"type": "integer", "minimum": 0}, handler(core)]}

    @model_validator(mode="after")
    def _in_order(self) -> Range:
        if self.least is not None and self.most is not None and self.least > self.most:
            raise PydanticCustomError("range_reversed", "`least` is more than `most`")
        return self

    def holds(self, number: float) -> bool:
        """Tell whether a number is within."""
        return (self.least is None or number >= self.least) and (
            self.most is None or number <= self.most
        )


class WordRange(Range):
    """How long the article may be, and what counts."""

    counting: Annotated[tuple[Counted, ...], Field(min_length=1)] = (
        *("text", "headings", "captions", "tables", "notes"),
    )


class Length(Model):
    """How long a line may be."""

    words: Range | None = None
    characters: Range | None = None
    """Letters, signs and the spaces between words."""


class Highlights(Range):
    """How many highlights, and how long each."""

    characters: Range | None = None
    words: Range | None = None


class Limits(Model):
    """How much of everything."""

    words: WordRange | None = None
    abstract: Length | None = None
    title: Length | None = None
    short_title: Length | None = None
    keywords: Range | None = None
    figures: Range | None = None
    tables: Range | None = None
    floats: Range | None = None
    """Figures and tables together."""

    references: Range | None = None
    notes: Range | None = None
    highlights: Highlights | None = None
    heading_levels: Range | None = None
    """How many levels of headings."""

    supplement_pages: Range | None = None


class Layout(Model):
    """What the pages look like."""

    spacing: Spacing | None = None
    line_numbers: bool | None = None
    page: Paper | None = None
    font_size: Annotated[float, Field(ge=8, le=14)] | None = None
    """Points."""

    columns: Literal[1, 2] | None = None
    number_sections: bool | None = None
    floats: Floats | None = None
    """Where figures and tables stand: in the text, behind it, or in files of their own."""


class Statement(Model):
    """A statement that the journal wants."""

    required: bool = True
    heading: Text | None = None
    """What it stands under, where that is not Octavo's word."""

    wording: Text | None = None
    """What the journal wants said, or the form of it."""


StatementName = Literal[
    "acknowledgements", "contributions", "funding", "conflicts", "data", "code", "ethics", "ai-use"
]


class Figures(Model):
    """What figure files must be."""

    formats: Annotated[
        tuple[Literal["tiff", "eps", "pdf", "png", "jpeg", "svg"], ...], Field(min_length=1)
    ] = ("pdf",)
    """What is taken; the first is made."""

    widths: tuple[Millimetres, ...] = ()
    """The widths that figures are printed in, such as one column and the page, in millimetres."""

    height: Millimetres | None = None
    """The most that one may be high, in millimetres."""

    dpi: Annotated[int, Field(ge=72, le=2400)] | None = None
    """Dots per inch, at least, of drawings in formats without vectors."""

    colour: Literal["rgb", "cmyk", "grey"] | None = None
    text_size: Range | None = None
    """Points."""

    fonts: tuple[Text, ...] = ()
    """The families that are taken, the best first."""

    megabytes: Annotated[float, Field(gt=0)] | None = None
    """The most that one file may have."""

    name: Annotated[FileName, AfterValidator(_numbered)] = "figure-{number}"
    """How the files are called, without the ending."""


Part = Literal[
    "main",
    "anonymous",
    "title-page",
    "supplement",
    "cover-letter",
    "highlights",
    "figures",
    "tables",
    "bibliography",
    "source",
]
FileFormat = Literal["pdf", "docx", "html", "jats", "epub", "latex", "bib", "zip"]


class File(Model):
    """One file, or one kind of them, of what is sent in."""

    part: Part
    formats: Annotated[tuple[FileFormat, ...], Field(min_length=1)] = ("docx",)
    """In which formats; figures are in those of `figures`."""

    name: FileName | None = None
    """What it is called, without the ending; by default its part."""

    required: bool = True
    """Whether the journal cannot do without it: else it is made if there is something in it."""

    def called(self, form: str) -> str:
        """Return the name of the file in a format; two parts come in one form alone."""
        match self.part:
            case "source":
                return f"{self.name or self.part}.zip"
            case "bibliography":
                return f"{self.name or 'references'}.bib"
            case _:
                return file_of(self.name or self.part, form)


class Anonymity(Model):
    """What the anonymous copy does beyond leaving out who wrote it."""

    self_citations: Literal["third-person", "mask"] = "third-person"
    """Whether works of the authors stay as anyone's, or are hidden behind `Author (year)`."""


class Letter(Model):
    """Whom the cover letter addresses and what it must say."""

    to: Text | None = None
    """Whom it greets, such as `The Editors`."""

    says: tuple[Text, ...] = ()
    """What the authors must confirm in it."""


GENERAL = ("a publisher's general profile", "every field")
"""The fields of profiles that stand for many journals."""


class Profile(Model):
    """The whole of a journal's profile, with what it inherits."""

    name: Text
    publisher: Text | None = None
    field: Text | None = None
    """The field of research, or that it is a publisher's general profile."""

    note: Text | None = None
    """What an author should know before using the profile."""

    sources: dict[Text, Source] = Field(default_factory=dict)
    style: Text | None = None
    """The citation style (CSL) by name."""

    language: tuple[Language, ...] = ()
    """The languages that it takes."""

    review: Literal["open", "anonymous", "double-anonymous"] | None = None
    """Who knows whom: `anonymous` hides the reviewers, `double-anonymous` the authors too."""

    layout: Layout = Layout()
    limits: Limits = Limits()
    statements: dict[StatementName, Statement] = Field(default_factory=dict)
    order: tuple[OrderedPart, ...] = ()
    """How the parts behind the text follow each other; those left out follow as usual."""

    files: tuple[File, ...] = ()
    figures: Figures = Figures()
    anonymity: Anonymity = Anonymity()
    letter: Letter = Letter()
    checklist: tuple[Text, ...] = ()
    """What only the authors can confirm, one sentence each."""

    @property
    def is_of_one_journal(self) -> bool:
        """Whether this is a journal, and not a house or what many journals ask for."""
        return self.field not in GENERAL
