"""The parts behind the text: their order, and what they stand under."""

from __future__ import annotations

import io
import re
import zipfile
from typing import get_args

import pytest

from octavo.matter import PARTS, arranged
from octavo.pandoc import pandoc
from octavo.root import Format
from octavo.settings import Part
from tests.conftest import Write
from tests.render.single import composed, rendered

METADATA = """title: T
authors: [{{name: A, roles: [software]}}]
acknowledgements: We thank many.
funding: No money.
statements: {{conflicts: None known., data: See there.}}
licence: CC BY 4.0
build: {{{settings}}}
"""
SAID = {
    "contributions": "A: software.",
    "acknowledgements": "We thank many.",
    "funding": "No money.",
    "conflicts": "None known.",
    "data": "See there.",
    "licence": "CC BY 4.0",
    "references": "The Origins of Alliances",
    "appendix": "Tail of the text",
}
TEXT = "# One\n\nAs [@walt1987] says.\n\n# More {.appendix}\n\nTail of the text.\n"


def made(write: Write, settings: str, form: str, text: str = TEXT) -> bytes:
    """Return an article with parts behind its text."""
    files = {
        "manuscript/metadata.yaml": METADATA.format(settings=settings),
        "manuscript/01-a.md": text,
    }
    project, (document,) = composed(write(files), [form])
    return rendered(document, project, form)


def plain(data: bytes, form: str) -> str:
    """Return the text of an article as read from its file, without its front."""
    if form == "docx":
        return pandoc("--from=docx", "--to=plain", "--wrap=none", "-", data=data).decode()
    if form == "latex":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            source, listed = (package.read(f"manuscript.{end}").decode() for end in ("tex", "bbl"))
        return source.split(r"\begin{document}")[1].replace(r"\input{manuscript.bbl}", listed)
    if form == "epub":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            spine = re.findall(r'href="([\w-]+\.xhtml)"', package.read("EPUB/package.opf").decode())
            return "".join(package.read(f"EPUB/{name}").decode() for name in spine)
    return data.decode().split("</head>" if form == "html" else "</article-meta>")[1]


def order_of(text: str, names: list[str]) -> list[str]:
    """Return names by where what they say stands last."""
    return sorted(names, key=lambda name: text.rindex(SAID[name]))


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ((), list(PARTS)),
        (("data",), ["data", *(p for p in PARTS if p != "data")]),
        (
            ("data", "references", "funding"),
            ["data", *(p for p in PARTS if p not in ("data", "references", "funding")),
             "references", "funding"],
        ),
        (("references", "data"), ["references", "data", *(p for p in PARTS[:-1] if p != "data")]),
    ],
)  # fmt: skip
def test_parts_left_out_follow_as_usual(order: tuple[Part, ...], expected: list[str]) -> None:
    """They stand before the references, and behind all where these come first."""
    assert arranged(order) == expected
    assert sorted(arranged(order)) == sorted(get_args(Part))


@pytest.mark.parametrize("form", [f for f in get_args(Format) if f not in ("pdf", "jats")])
def test_parts_stand_in_the_order_asked_for(write: Write, form: str) -> None:
    """The references have their place among them; appendices stay before all."""
    settings = "order: [conflicts, acknowledgements, references, funding, data]"
    text = plain(made(write, settings, form), form)
    names = "appendix conflicts acknowledgements contributions licence references funding data"
    assert order_of(text, names.split()) == names.split()


def test_jats_keeps_the_order_of_what_stands_in_its_back(write: Write) -> None:
    """Funding and the like are data of its front."""
    text = plain(made(write, "order: [conflicts, references, acknowledgements]", "jats"), "jats")
    names = "appendix conflicts data references acknowledgements"
    assert order_of(text, names.split()) == names.split()


def test_without_an_order_all_is_as_usual(write: Write) -> None:
    """Contributions first, references last."""
    text = plain(made(write, "", "html"), "html")
    names = "appendix contributions acknowledgements funding conflicts data licence references"
    assert order_of(text, names.split()) == names.split()


def test_an_article_that_cites_nothing_has_no_references(write: Write) -> None:
    """A place for them asks for none."""
    text = plain(made(write, "order: [references, data]", "html", "# One\n\nText.\n"), "html")
    assert ">References<" not in text


def test_references_stay_where_the_author_put_them(write: Write) -> None:
    """A division `refs` in the text is a place of its own."""
    text = f"{TEXT}\n# Works\n\n::: {{#refs}}\n:::\n"
    found = plain(made(write, "order: [data, funding, references]", "html", text), "html")
    names = ["references", "data", "funding"]
    assert order_of(found, names) == names


@pytest.mark.parametrize("form", ["docx", "html", "latex", "jats", "epub"])
def test_a_part_stands_under_the_heading_of_a_journal(write: Write, form: str) -> None:
    """The references and every statement may have one; others keep Octavo's word."""
    settings = "headings: {conflicts: Disclosure statement, references: Works cited & more}"
    text = plain(made(write, settings, form), form)
    assert "Disclosure statement" in text
    assert "Conflicts of interest" not in text
    assert "Data availability" in text
    if form != "jats":
        assert re.search(r"Works cited (&|&amp;|\\&) more", text)
        assert "References" not in text
