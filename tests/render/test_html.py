"""The HTML page: what it holds, and what it is called by."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from octavo.nodes import attr, plain
from octavo.pipeline import build
from octavo.project import load_project
from octavo.render.html import render
from tests.conftest import Write
from tests.render.html_sample import (
    AWKWARD,
    PICTURE,
    one,
    parsed,
    project,
    read,
    sample,
    words_in,
    written,
)

PUBLISHED: dict[str, Any] = {
    "doi": "10.1000/x",
    "url": "https://example.org/a/",
    "version": 2,
    "journal": {
        "name": "J & K",
        "volume": 12,
        "issue": 3,
        "pages": "144-172",
        "issn": "0043-8871",
    },
}
OPEN_GRAPH: dict[str, list[str]] = {
    "og:type": ["article"],
    "og:title": [f"Title {AWKWARD}"],
    "og:locale": ["en_GB"],
    "og:url": [],
    "article:author": [f"Anna {AWKWARD}", "Bert Berg"],
    "article:published_time": ["2026-03-09"],
}


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the sample's page as text."""
    return written(tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def page(text: str) -> Any:
    """Return the sample's page as a tree."""
    return parsed(text)


def tags(page: Any, name: str) -> list[str]:
    """Return the contents of the meta tags of a name."""
    return [str(value) for value in page.xpath("//meta[@name=$n]/@content", n=name)]


def test_asks_for_nothing_else(page: Any) -> None:
    """Nothing on the page is fetched: its pictures, its style and its script are in it."""
    assert all(source.startswith("data:") for source in page.xpath("//@src"))
    assert page.xpath("//script/@type") == ["application/ld+json"]
    assert len(page.xpath("//script[not(@type)]")) == 1
    assert not page.xpath("//link[@rel='stylesheet'] | //iframe | //object | //embed")


def test_policy_allows_the_style_and_the_script_alone(page: Any) -> None:
    """The policy forbids all but data pictures and what has the hashes that it holds."""
    policy = one(page, "//meta[@http-equiv='Content-Security-Policy']/@content")
    style, script = (one(page, path).text for path in ("//style", "//script[not(@type)]"))
    digests = [
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for text in (style, script)
    ]
    assert policy == (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digests[0]}'; "
        f"script-src 'sha256-{digests[1]}'; base-uri 'none'; form-action 'none'"
    )
    assert not page.xpath("//*[@style]")


def test_no_template_ends_the_script(tmp_path: Path) -> None:
    """What a manuscript's own script holds of markup stays within the script."""
    own = tmp_path / "templates/html/article.js"
    own.parent.mkdir(parents=True)
    own.write_text("const a = '</script><b id=out>', b = '<!--<script>', c = {{ words.close }};")
    page = parsed(written(tmp_path))
    assert not page.xpath("//*[@id='out']")
    script = one(page, "//script[not(@type)]").text.strip()
    assert script == "const a = '<\\/script><b id=out>', b = '<\\!--<script>', c = \"Close\";"


def test_values_print_literally(page: Any) -> None:
    """Markup in a title, name, affiliation, keyword or caption is text."""
    assert words_in(one(page, "//h1")) == f"Title {AWKWARD}"
    assert words_in(one(page, "//title")) == f"Title {AWKWARD}"
    assert words_in(page.xpath("//*[@class='author']/bdi")[0]) == f"Anna {AWKWARD}"
    assert f"Institute {AWKWARD}, Bologna" in words_in(one(page, "//ul[@class='affiliations']"))
    assert AWKWARD in words_in(page.xpath("//p[@class='keywords']")[0])
    assert words_in(one(page, "//figure[@id='fig-one']/figcaption")) == f"Figure 1. {AWKWARD}"


def test_marks_of_affiliations(page: Any) -> None:
    """Authors bear the numbers of their affiliations, the corresponding one a star."""
    assert [words_in(sup) for sup in page.xpath("//*[@class='author']//sup")] == ["1,2,*", "2"]
    assert words_in(one(page, "//*[@class='corresponding']")).startswith("* Corresponding author:")


def test_headings_link_to_themselves(page: Any) -> None:
    """Sections are headings below the title, their numbers apart, their text a link to them."""
    heading = one(page, "//h2[@id='introduction']")
    assert one(heading, "./a").get("href") == "#introduction"
    assert words_in(one(heading, ".//span[@class='section-number']")) == "1"
    assert one(page, "//h3[@id='data']") is not None


def test_heading_with_a_link_is_no_link_in_a_link(tmp_path: Path) -> None:
    """In a heading that holds a note only the number is the heading's own link."""
    body = "# [1]{.section-number} Heading^[A note.] {#h}"
    heading = one(parsed(written(tmp_path, body)), "//h2[@id='h']")
    assert [words_in(link) for link in heading.xpath(".//a")] == ["1", "1"]
    assert not heading.xpath(".//a//a")


def test_headings_skip_no_level(tmp_path: Path) -> None:
    """A subsection of a subsection that is not there moves up."""
    page = parsed(written(tmp_path, "# A {#a}\n\n### B {#b}\n\n# C {#c}"))
    assert [one(page, f"//*[@id='{name}']").tag for name in "abc"] == ["h2", "h3", "h2"]


def test_contents(page: Any) -> None:
    """The contents list the headings by depth, and the notes."""
    contents = one(page, "//nav[contains(@class, 'contents-margin')]/ul")
    assert [words_in(a) for a in contents.xpath("./li/a")] == [
        "1 Introduction",
        "Footnotes",
        "References",
        "Notes",
    ]
    assert [a.get("href") for a in contents.xpath("./li/ul/li/a")] == ["#data"]


def test_picture_is_embedded(page: Any) -> None:
    """A figure's picture is the file itself, at its printed width, with its alternative text."""
    picture = one(page, "//figure[@id='fig-one']/img")
    kind, _, content = picture.get("src").partition(",")
    assert (kind, picture.get("width")) == ("data:image/svg+xml;base64", "240")
    assert base64.b64decode(content).decode() == PICTURE
    assert AWKWARD in picture.get("alt")


def test_width_in_percent_is_a_rule(tmp_path: Path) -> None:
    """A width in percent is a class with a rule of the style, which the policy allows."""
    page = parsed(written(tmp_path, "![Alt](one.svg){width=45%}"))
    assert one(page, "//img").get("class") == "width-45"
    assert ".width-45 { inline-size: 45%; }" in one(page, "//style").text


def test_subfigures_are_a_grid(tmp_path: Path) -> None:
    """Subfigures stand in a grid above the common caption."""
    inner = [
        {"t": "Figure", "c": [attr(f"s{n}", ["subfigure"]), [None, []], read("![A](one.svg)\\")]}
        for n in range(2)
    ]
    outer = {"t": "Figure", "c": [attr("f", ["subfigures"]), [None, [plain([])]], inner]}
    document = replace(sample(tmp_path), blocks=[outer])
    page = parsed(render(document, project(tmp_path, document)).data.decode())
    grid = one(page, "//figure[@id='f']/div[@class='subfigure-grid']")
    assert grid.xpath("./figure/@id") == ["s0", "s1"]


def test_table(page: Any) -> None:
    """A table scrolls in a focusable region named by its caption; headers tell their scope."""
    figure = one(page, "//figure[@id='tbl-one']")
    caption, region = one(figure, "./figcaption"), one(figure, "./div[@role='region']")
    assert figure.index(caption) < figure.index(region)
    assert region.get("tabindex") == "0"
    assert region.get("aria-labelledby") == caption.get("id")
    assert figure.xpath(".//th/@scope") == ["col", "col"]
    assert len(figure.xpath(".//thead//td")) == 1, "an empty header is no header"
    assert figure.xpath(".//tbody//td/@class") == ["left", "right", "center"]


def test_equation_bears_its_number(page: Any) -> None:
    """A numbered formula is MathML with its number behind it."""
    equation = one(page, "//span[@id='eq-one']")
    assert len(equation.xpath(".//math[@display='block']")) == 1
    assert words_in(equation).endswith("(1)")


def test_notes_link_both_ways(page: Any) -> None:
    """A note's mark leads to the note, and the note back, in the document's words."""
    marks = page.xpath("//a[@role='doc-noteref']")
    backs = page.xpath("//a[@role='doc-backlink']")
    assert [mark.get("href")[1:] for mark in marks] == page.xpath("//ol[@class='notes']/li/@id")
    assert [back.get("href")[1:] for back in backs] == [mark.get("id") for mark in marks]
    assert [back.get("aria-label") for back in backs] == [
        "Back to the text (1)",
        "Back to the text (2)",
    ]


def test_identifiers_are_unique(page: Any, tmp_path: Path) -> None:
    """The page's own identifiers give way to the author's, and repeated ones are dropped."""
    body = "# A {#text}\n\n# B {#notes}\n\n# C {#notes}\n\n# D {#note-1}\n\nX^[Y] [z]{#abstract-en}"
    for tree in (page, parsed(written(tmp_path, body))):
        counted = Counter(tree.xpath("//@id"))
        assert counted.most_common(1)[0][1] == 1
        targets = {href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")}
        assert targets <= set(counted)


def test_scholar_tags(page: Any) -> None:
    """Highwire tags name title, authors with what is theirs, date, keywords and references."""
    assert tags(page, "citation_title") == [f"Title {AWKWARD}"]
    assert tags(page, "citation_author") == [f"Anna {AWKWARD}", "Bert Berg"]
    assert tags(page, "citation_author_orcid") == ["https://orcid.org/0000-0002-1825-0097"]
    assert tags(page, "citation_publication_date") == ["2026/03/09"]
    assert tags(page, "citation_keywords") == [AWKWARD, "oil"]
    assert tags(page, "citation_author_institution") == [
        f"Institute {AWKWARD}, Bologna",
        "University of Tehran",
        "University of Tehran",
    ]
    assert tags(page, "citation_reference") == ["Smith. https://doi.org/10.1000/x"]
    assert tags(page, "citation_pdf_url") == [], "an address of its own is not known"


def test_a_published_article_has_its_place(tmp_path: Path) -> None:
    """Journal, pages, DOI and addresses stand in every vocabulary, and as links."""
    page = parsed(written(tmp_path, **PUBLISHED))
    highwire = {
        "journal_title": "J & K",
        "issn": "0043-8871",
        "volume": "12",
        "issue": "3",
        "firstpage": "144",
        "lastpage": "172",
        "doi": "10.1000/x",
        "pdf_url": "https://example.org/a/manuscript.pdf",
        "fulltext_html_url": "https://example.org/a/",
    }
    for name, value in highwire.items():
        assert tags(page, f"citation_{name}") == [value]
    assert tags(page, "DC.identifier") == ["https://doi.org/10.1000/x", "https://example.org/a/"]
    assert tags(page, "DC.source") == ["J & K"]
    assert page.xpath("//meta[@property='og:url']/@content") == ["https://example.org/a/"]
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://example.org/a/"]
    assert page.xpath("//link[@rel='cite-as']/@href") == ["https://doi.org/10.1000/x"]


def test_linked_data_of_a_published_article(tmp_path: Path) -> None:
    """The issue is part of a volume of a journal; the authors have parts of names."""
    page = parsed(written(tmp_path, **PUBLISHED))
    data = json.loads(one(page, "//script[@type]").text)
    assert (data["@id"], data["url"]) == ("https://doi.org/10.1000/x", "https://example.org/a/")
    assert (data["pageStart"], data["pageEnd"], data["version"]) == ("144", "172", "2")
    issue = data["isPartOf"]
    assert (issue["@type"], issue["issueNumber"]) == ("PublicationIssue", "3")
    assert issue["isPartOf"]["isPartOf"] == {
        "@type": "Periodical",
        "name": "J & K",
        "issn": "0043-8871",
    }
    assert (data["author"][1]["givenName"], data["author"][1]["familyName"]) == ("Bert", "Berg")


def test_open_graph(tmp_path: Path) -> None:
    """What is shown of a link: type, title, language, authors and time."""
    page = parsed(written(tmp_path, language="en-GB"))
    found = {n: page.xpath("//meta[@property=$n]/@content", n=n) for n in OPEN_GRAPH}
    assert found == OPEN_GRAPH


def test_description_is_short(page: Any) -> None:
    """The description is the abstract's beginning in whole words."""
    (description,) = tags(page, "description")
    assert description.startswith("An abstract & more. Many words")
    assert description.endswith(("Many…", "words…", "follow…"))
    assert len(description) <= 301


def test_no_date_is_none_invented(tmp_path: Path) -> None:
    """Without a date the page claims none."""
    page = parsed(written(tmp_path, date=None))
    assert tags(page, "citation_publication_date") == []
    assert "datePublished" not in json.loads(one(page, "//script[@type]").text)
    assert not page.xpath("//time")


def test_linked_data(tmp_path: Path) -> None:
    """The article's schema.org data keep their values, and cannot end their element."""
    title = "A </script><script>alert(1)</script> & b"
    page = parsed(written(tmp_path, title=title))
    data = json.loads(one(page, "//script[@type]").text)
    assert (data["@type"], data["headline"]) == ("ScholarlyArticle", title)
    assert data["author"][0]["@id"] == "https://orcid.org/0000-0002-1825-0097"
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"


def test_abstracts_in_their_languages(page: Any) -> None:
    """Each abstract has its language, direction, heading and keywords."""
    abstract = one(page, "//div[@class='abstract'][@lang='fa']")
    assert abstract.get("dir") == "rtl"
    assert [words_in(h) for h in abstract.xpath("./h2")] == ["چکیده"]
    assert "نفت" in words_in(one(abstract, "./p[@class='keywords']"))


def test_right_to_left(tmp_path: Path) -> None:
    """A Persian article runs from right to left; references and notes find their own way."""
    page = parsed(written(tmp_path, language="fa"))
    assert (page.get("lang"), page.get("dir")) == ("fa", "rtl")
    assert one(page, "//*[@id='ref-smith']").get("dir") == "auto"
    assert set(page.xpath("//ol[@class='notes']/li/@dir")) == {"auto"}


def test_document_is_left_as_it_was(tmp_path: Path) -> None:
    """Rendering changes nothing in the document, which other renderers read at the same time."""
    document = sample(tmp_path)
    before = copy.deepcopy(document.blocks)
    render(document, project(tmp_path, document))
    assert document.blocks == before


def test_same_bytes_again(tmp_path: Path, text: str) -> None:
    """The same article is the same page, byte by byte, wherever it is built."""
    assert written(tmp_path) == text


def test_a_line_never_begins_with_an_authors_marks(write: Write) -> None:
    """Marks, icon and comma follow the name without a space, in a span that does not break."""
    text = "title: T\nauthors: [{name: Ada, orcid: 0000-0002-1825-0097}, Omar]\n"
    (artifact,) = build(load_project(write({"manuscript/metadata.yaml": text})), ["html"]).artifacts
    page = artifact.path.read_text(encoding="utf-8")
    assert '<bdi>Ada</bdi><span class="beside"><a class="orcid"' in page
    assert "</a>,</span></span>" in page
    assert ".beside { white-space: nowrap; }" in page
