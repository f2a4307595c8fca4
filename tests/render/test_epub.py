"""The electronic book: one package whose files hold together, and say what they are."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from octavo.diagnostics import Faults
from octavo.document import Abstract, Document, Graphic
from octavo.pipeline import build
from octavo.render.epub import render
from octavo.render.epub_pictures import content_of
from octavo.words import words_of
from tests.render.article import Article
from tests.render.html_sample import AWKWARD, BODY, project, read, sample
from tests.render.test_html_safety import HOSTILE

NAMES = {
    "h": "http://www.w3.org/1999/xhtml",
    "m": "http://www.w3.org/1998/Math/MathML",
    "o": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "epub": "http://www.idpf.org/2007/ops",
}
TYPE = f"{{{NAMES['epub']}}}type"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MEDIA = {".xhtml": "application/xhtml+xml", ".css": "text/css", ".svg": "image/svg+xml"}


class Book:
    """A package, taken apart."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.entries = archive.infolist()
            self.parts = {entry.filename: archive.read(entry) for entry in self.entries}
        self.package = self.tree("package.opf")

    def tree(self, name: str) -> Any:
        """Return a file of the book."""
        return etree.fromstring(self.parts[f"EPUB/{name}"])

    @property
    def pages(self) -> dict[str, Any]:
        """The files of the text in the order of reading."""
        items = {item.get("id"): item for item in self.package.iterfind(".//o:item", NAMES)}
        order = self.package.iterfind(".//o:itemref", NAMES)
        names = [items[reference.get("idref")].get("href") for reference in order]
        return {name: self.tree(name) for name in names}

    def find(self, path: str) -> list[Any]:
        """Return what is at a path in any of the files of the text."""
        trees = self.pages.values()
        return [found for tree in trees for found in tree.xpath(path, namespaces=NAMES)]

    def meta(self, path: str) -> list[str]:
        """Return the texts of metadata at a path."""
        return [e.text or "" for e in self.package.iterfind(f"o:metadata/{path}", NAMES)]

    def facts(self, name: str) -> list[str]:
        """Return the values of a property on accessibility."""
        return self.meta(f"o:meta[@property='schema:{name}']")


def words_in(element: Any) -> str:
    """Return an element's text with single spaces."""
    return " ".join("".join(element.itertext()).split())


def written(folder: Path, body: str = BODY, **changes: Any) -> Book:
    """Return the book of a sample."""
    document = sample(folder, body, **changes)
    return Book(render(document, project(folder, document)).data)


def rendered(folder: Path, document: Document) -> Book:
    """Return the book of a document."""
    return Book(render(document, project(folder, document)).data)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Return the sample as a book."""
    return written(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def built(article: Article) -> Book:
    """Return the article of every part, built as any manuscript is."""
    (artifact,) = build(article.project, ["epub"]).artifacts
    assert artifact.path.name == "manuscript.epub"
    return Book(artifact.path.read_bytes())


def test_the_package_is_known_by_its_beginning(book: Book) -> None:
    """The type stands first, uncompressed, with nothing between it and its name."""
    first = book.entries[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", 0, b"")
    assert book.data[30:58] == b"mimetypeapplication/epub+zip"


def test_the_container_names_the_package(book: Book) -> None:
    """A reader is led from the one fixed place to the description of the book."""
    container = etree.fromstring(book.parts["META-INF/container.xml"])
    (root,) = container.iter("{urn:oasis:names:tc:opendocument:xmlns:container}rootfile")
    assert root.get("full-path") in book.parts


@pytest.mark.parametrize("name", ["book", "built"])
def test_the_manifest_lists_what_is_there(name: str, request: pytest.FixtureRequest) -> None:
    """Every file of the book is listed once, with its type, and nothing else is."""
    package: Book = request.getfixturevalue(name)
    items = [*package.package.iterfind(".//o:item", NAMES)]
    listed = [f"EPUB/{item.get('href')}" for item in items]
    others = {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}
    assert sorted(listed) == sorted(package.parts.keys() - others)
    assert all(item.get("media-type") == MEDIA[Path(item.get("href")).suffix] for item in items)


@pytest.mark.parametrize("name", ["book", "built"])
def test_links_lead_somewhere(name: str, request: pytest.FixtureRequest) -> None:
    """A link leads to a place in the file that it names, or out to the web or a mailbox."""
    package: Book = request.getfixturevalue(name)
    pages = package.pages
    ids = {page: {*tree.xpath("//@id")} for page, tree in pages.items()}
    links = [(page, href) for page, tree in pages.items() for href in tree.xpath("//@href")]
    inner = [(page, *h.partition("#")[::2]) for page, h in links if not re.match(r"\w+:", h)]
    assert len(inner) > 20
    for page, file, place in inner:
        assert file in ("", "article.css") or file in pages
        assert not place or place in ids[file or page], (page, file, place)
    outer = {href.split(":")[0] for _, href in links if re.match(r"\w+:", href)}
    assert outer == {"https", "mailto"}


@pytest.mark.parametrize("name", ["book", "built"])
def test_names_are_unique(name: str, request: pytest.FixtureRequest) -> None:
    """No two elements of the book have one name, and all are names that XML takes."""
    package: Book = request.getfixturevalue(name)
    ids = package.find("//@id")
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z][\w.-]*", i, re.ASCII) for i in ids)


def test_each_section_has_a_file(built: Book) -> None:
    """Files follow the order of reading; the notes stand behind the references."""
    pages = built.pages.items()
    assert [(name, words_in(tree.find(".//h:h1", NAMES))) for name, tree in pages] == [
        ("title.xhtml", '50% of $x$ & <b> #let "y" \\'),
        ("nav.xhtml", "Contents"),
        ("abstracts.xhtml", "Abstract"),
        ("text-1.xhtml", "1 Introduction"),
        ("text-2.xhtml", "Appendix A. Data"),
        ("text-3.xhtml", "How to cite"),
        ("bibliography.xhtml", "References"),
        ("endnotes.xhtml", "Notes"),
    ]


def test_back_matter_shares_a_file(tmp_path: Path) -> None:
    """Short statements stand together, each a section under its heading."""
    body = (
        "Before.\n\n# Text {#text}\n\n# Thanks {#acknowledgements .back-matter}\n\nA.\n\n"
        "# Money {#funding .back-matter}\n\nB.\n\n# Last {#last}"
    )
    pages = written(tmp_path, body).pages
    assert list(pages)[3:] == [f"text-{n}.xhtml" for n in (1, 2, 3, 4)]
    sections = pages["text-3.xhtml"].findall(".//h:section", NAMES)
    assert [(words_in(s[0]), s.get("role")) for s in sections] == [
        ("Thanks", "doc-acknowledgments"),
        ("Money", None),
    ]


@pytest.mark.parametrize(
    ("heading", "role", "matter"),
    [
        ("# A {#a}", "doc-chapter", "bodymatter"),
        ("# A {#a .appendix}", "doc-appendix", "backmatter"),
        ("# A {#a}\n\n::: {#refs}\n:::", "doc-bibliography", "backmatter"),
    ],
)
def test_sections_say_what_they_are(tmp_path: Path, heading: str, role: str, matter: str) -> None:
    """Roles are those of publishing, and the book's own types say the same."""
    page = [*written(tmp_path, heading).pages.values()][-1]
    section = page.find(".//h:section", NAMES)
    assert (section.get("role"), section.get(TYPE)) == (role, role.removeprefix("doc-"))
    assert page.find("h:body", NAMES).get(TYPE) == matter


def test_notes_go_and_come_back(book: Book) -> None:
    """A mark leads to its note in the last file, whose arrow leads back to the mark."""
    marks = book.find("//h:a[@role='doc-noteref']")
    assert [(a.get("href"), a.get(TYPE)) for a in marks] == [
        ("endnotes.xhtml#note-1", "noteref"),
        ("endnotes.xhtml#note-2", "noteref"),
    ]
    notes = book.tree("endnotes.xhtml")
    items = notes.findall(".//h:li", NAMES)
    assert [(i.get("id"), i.get(TYPE)) for i in items] == [
        ("note-1", "endnote"),
        ("note-2", "endnote"),
    ]
    backs = notes.xpath("//h:a[@role='doc-backlink']", namespaces=NAMES)
    assert [(a.get("href"), a.get(TYPE)) for a in backs] == [
        (f"text-{n}.xhtml#{mark.get('id')}", "backlink") for n, mark in enumerate(marks, 1)
    ]
    assert notes.find(".//h:section", NAMES).get("role") == "doc-endnotes"


def test_citations_lead_to_the_references(built: Book) -> None:
    """A citation leads to its entry in the file of the references."""
    links = built.find("//h:a[@role='doc-biblioref']")
    assert [a.get("href") for a in links] == [
        "bibliography.xhtml#ref-walt",
        "bibliography.xhtml#ref-seifi",
    ]
    assert {a.get(TYPE) for a in links} == {"biblioref"}


def test_pictures_are_files_with_words(built: Book) -> None:
    """Each picture is in the package once, and has the words that stand for it."""
    pictures = built.find("//h:img")
    wave = "A wave that rises and falls once."
    assert [p.get("alt") for p in pictures] == [wave, wave, wave, "inline", wave]
    assert {p.get("src") for p in pictures} == {"pictures/picture-1.svg"}
    assert etree.fromstring(built.parts["EPUB/pictures/picture-1.svg"]).tag.endswith("}svg")


def test_width_in_percent_is_in_the_style(built: Book) -> None:
    """No element bears a style of its own: a width is a class, with a rule."""
    assert built.find("//h:img[@class='width-50']")
    assert b".width-50 { width: 50%; }" in built.parts["EPUB/article.css"]
    assert not built.find("//@style")


@pytest.mark.parametrize("name", ["book", "built"])
def test_formulas_are_announced(name: str, request: pytest.FixtureRequest) -> None:
    """The manifest tells which files hold MathML, and no others."""
    package: Book = request.getfixturevalue(name)
    items = {i.get("href"): i for i in package.package.iterfind(".//o:item", NAMES)}
    said = {href for href, i in items.items() if "mathml" in i.get("properties", "").split()}
    assert said == {n for n, t in package.pages.items() if t.find(".//m:math", NAMES) is not None}
    assert said
    assert items["nav.xhtml"].get("properties") == "nav"


def test_formulas_have_words(book: Book) -> None:
    """TeX is a formula's alternative text, not an annotation that old readers would print."""
    assert [math.get("alttext") for math in book.find("//m:math")] == ["x^2", "a = b"]
    assert not book.find("//m:annotation | //m:semantics")


def test_contents_are_nested(book: Book) -> None:
    """The contents lead from the title over the abstracts and sections to the notes."""
    nav = book.pages["nav.xhtml"].xpath("//h:nav[@epub:type='toc']", namespaces=NAMES)[0]
    top = nav.xpath("h:ol/h:li/h:a", namespaces=NAMES)
    assert [(words_in(a), a.get("href")) for a in top] == [
        (f"Title {AWKWARD}", "title.xhtml#title"),
        ("Abstract", "abstracts.xhtml#abstract-en"),
        ("چکیده", "abstracts.xhtml#abstract-fa"),
        ("1 Introduction", "text-1.xhtml#introduction"),
        ("Footnotes", "text-2.xhtml#notes"),
        ("References", "bibliography.xhtml#references"),
        ("Notes", "endnotes.xhtml#notes-2"),
    ]
    inner = nav.xpath("h:ol/h:li/h:ol/h:li/h:a/@href", namespaces=NAMES)
    assert inner == ["text-1.xhtml#data"]
    assert not nav.findall(".//h:ul", NAMES)


def test_landmarks(book: Book) -> None:
    """A reader's buttons find the title, the contents, the text, the references, the notes."""
    links = book.pages["nav.xhtml"].xpath("//h:nav[@epub:type='landmarks']//h:a", namespaces=NAMES)
    assert [(a.get(TYPE), a.get("href")) for a in links] == [
        ("titlepage", "title.xhtml"),
        ("toc", "nav.xhtml"),
        ("bodymatter", "text-1.xhtml"),
        ("bibliography", "bibliography.xhtml"),
        ("endnotes", "endnotes.xhtml"),
    ]


def test_the_package_describes_the_article(tmp_path: Path) -> None:
    """Title, people in order, language, dates, rights, subjects and abstract are data."""
    found = written(tmp_path, subtitle="Below")
    assert found.meta("dc:title") == [f"Title {AWKWARD}", "Below"]
    assert found.meta("o:meta[@property='title-type']") == ["main", "subtitle"]
    assert found.meta("dc:creator") == [f"Anna {AWKWARD}", "Bert Berg"]
    assert found.meta("o:meta[@property='role']") == ["aut", "aut"]
    assert found.meta("dc:language") == ["en"]
    assert found.meta("dc:date") == ["2026-03-09"]
    assert found.meta("o:meta[@property='dcterms:modified']") == ["2023-11-14T22:13:20Z"]
    assert found.meta("dc:rights") == ["CC-BY-4.0"]
    subjects = found.package.iterfind("o:metadata/dc:subject", NAMES)
    assert [(s.get(LANG), s.text) for s in subjects] == [
        ("en", AWKWARD),
        ("en", "oil"),
        ("fa", "نفت"),
    ]
    assert found.meta("dc:description")[0].startswith("An abstract & more. Many words follow.")


@pytest.mark.parametrize(
    ("name", "filed"),
    [
        ("Bert Berg", "Berg, Bert"),
        ("Plato", "Plato"),
        ("The Octavo contributors", "The Octavo contributors"),
        ("Berg, Bert", "Berg, Bert"),
        ("王 小明", "王, 小明"),
    ],
)
def test_names_are_filed(tmp_path: Path, name: str, filed: str) -> None:
    """A person is sorted by the last name; what is no such name stays."""
    found = written(tmp_path, authors=[{"name": name}], affiliations=[])
    assert found.meta("o:meta[@property='file-as']") == [filed]


def test_revisions_keep_the_identifier(tmp_path: Path, book: Book) -> None:
    """A shelf takes a revision for the same book, and another article for another."""
    revised = written(tmp_path, "# New {#new}\n\ntext", date=None)
    other = written(tmp_path, title="Another title")
    (identifier,) = book.meta("dc:identifier")
    assert revised.meta("dc:identifier") == [identifier]
    assert other.meta("dc:identifier") != [identifier]
    assert re.fullmatch(r"ni:///sha-256;[\w-]{43}", identifier)
    assert book.package.get("unique-identifier") == "identifier"


def test_a_doi_is_the_identifier(tmp_path: Path) -> None:
    """An article that has a DOI is known by it."""
    found = written(tmp_path, doi="10.1000/xyz")
    assert found.meta("dc:identifier") == ["https://doi.org/10.1000/xyz"]


def test_what_a_reader_needs_is_said(book: Book) -> None:
    """The ways to read the book, and what helps in them, are those that it has."""
    assert book.facts("accessMode") == ["textual", "visual"]
    assert book.facts("accessModeSufficient") == ["textual", "textual,visual"]
    features = {"alternativeText", "MathML", "structuralNavigation", "tableOfContents"}
    assert features <= set(book.facts("accessibilityFeature"))
    assert book.facts("accessibilityHazard") == ["none"]
    assert not book.meta("o:link[@rel='dcterms:conformsTo']"), "nobody has assessed it"


def test_what_is_not_there_is_not_said(tmp_path: Path) -> None:
    """An article without pictures and formulas promises nothing about them."""
    found = written(tmp_path, "# A {#a}\n\nText.")
    assert found.facts("accessMode") == ["textual"]
    assert not {"alternativeText", "MathML"} & set(found.facts("accessibilityFeature"))


def test_a_picture_that_may_move_may_harm(tmp_path: Path) -> None:
    """Whether an animation flashes is not known."""
    document = sample(tmp_path)
    (tmp_path / "one.gif").write_bytes(b"GIF89a")
    graphics = {"one.svg": Graphic("one", raster=tmp_path / "one.gif")}
    found = rendered(tmp_path, replace(document, graphics=graphics))
    assert found.facts("accessibilityHazard") == ["unknown"]


@pytest.mark.parametrize("language", ["en", "de", "fa", "zh-CN"])
def test_the_summary_is_in_the_documents_language(tmp_path: Path, language: str) -> None:
    """What is said of accessibility is said in words of the article's language."""
    found = written(tmp_path, language=language)
    assert found.facts("accessibilitySummary") == [words_of(language)["accessibility"]]


@pytest.mark.parametrize(("language", "direction"), [("fa", "rtl"), ("ar", "rtl"), ("de", "ltr")])
def test_pages_turn_as_the_language_is_written(
    tmp_path: Path, language: str, direction: str
) -> None:
    """From right to left in Arabic and Persian: the pages, each file, the names."""
    found = written(tmp_path, language=language)
    spine = found.package.find("o:spine", NAMES)
    assert spine.get("page-progression-direction") == direction
    for page in found.pages.values():
        assert (page.get("lang"), page.get(LANG), page.get("dir")) == (
            language,
            language,
            direction,
        )
    automatic = {li.get("dir") for li in found.tree("endnotes.xhtml").iterfind(".//h:li", NAMES)}
    assert automatic == ({"auto"} if direction == "rtl" else {None})


def test_abstracts_are_in_their_languages(book: Book) -> None:
    """Each abstract has its own heading, language and direction, and its keywords."""
    groups = book.tree("abstracts.xhtml").findall(".//h:div[@role='group']", NAMES)
    assert [(g.get("lang"), g.get(LANG), g.get("dir")) for g in groups] == [
        ("en", "en", "ltr"),
        ("fa", "fa", "rtl"),
    ]
    keywords = [words_in(p) for p in book.find("//h:p[@class='keywords']")]
    assert keywords == [f"Keywords {AWKWARD} · oil", "کلیدواژه‌ها نفت"]


def test_highlights_are_printed(tmp_path: Path) -> None:
    """Highlights stand among the abstracts, under their own heading."""
    document = sample(tmp_path)
    highlights = Abstract("en", read("- First."), kind="highlights")
    found = rendered(tmp_path, replace(document, abstracts=(highlights,)))
    (group,) = found.tree("abstracts.xhtml").findall(".//h:div[@role='group']", NAMES)
    assert words_in(group) == "Highlights First."


def test_the_title_page_has_the_whole_title_block(tmp_path: Path) -> None:
    """People, their places, addresses and numbers, what the article is after, its date."""
    found = written(tmp_path, subtitle="Below", credit="After a talk.")
    lines = [words_in(e) for e in found.tree("title.xhtml").iterfind(".//h:section/*", NAMES)]
    assert lines == [
        f"Title {AWKWARD}",
        "Below",
        f"Anna {AWKWARD}1,2,*, Bert Berg2",
        f"1 Institute {AWKWARD}, Bologna 2 University of Tehran",
        f"* Corresponding author: Anna {AWKWARD}, anna@example.org",
        f"ORCID: Anna {AWKWARD}, 0000-0002-1825-0097",
        "After a talk.",
        "March 9, 2026",
    ]


def test_values_print_literally(book: Book) -> None:
    """Markup in a title or caption is text, wherever it stands."""
    titles = {words_in(e) for e in book.find("//h:section[@class='title-page']/h:h1")}
    assert titles == {f"Title {AWKWARD}"}
    assert [words_in(e) for e in book.find("//h:figure[@id='fig-one']/h:figcaption")] == [
        f"Figure 1. {AWKWARD}"
    ]


def test_nothing_active_passes(tmp_path: Path) -> None:
    """No script, handler, style, frame or comment of a hostile author is in the book."""
    found = written(tmp_path, HOSTILE)
    for page in found.pages.values():
        names = {str(name).lower() for e in page.iter() for name in e.attrib}
        assert not [name for name in names if name.startswith("on") or name == "style"]
        assert not page.xpath("//comment()")
        tags = "//h:script | //h:style | //h:iframe | //h:form | //h:base | //h:meta"
        assert not page.xpath(tags, namespaces=NAMES)
        for address in page.xpath("//@href | //@src"):
            assert re.match(r"https://|mailto:|#|[\w/-]+\.(xhtml|css|svg)", address), address


def test_drawings_do_nothing(tmp_path: Path) -> None:
    """Scripts, handlers, animations, links and what is elsewhere go; what is drawn stays."""
    (tmp_path / "a.svg").write_text(
        '<?xml-stylesheet href="https://x.example/a.css"?>'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:e="urn:editor" onload="run()" e:zoom="1"><e:view/><metadata><b/></metadata>'
        "<style>@import url(https://x.example/b.css); .a { fill: url(https://x.example/c) }"
        '</style><a xlink:href="javascript:run()"><text>Word</text></a><script>run()</script> tail'
        '<set attributeName="href" to="javascript:run()"/><rect class="a" width="1"/></svg>',
        encoding="utf-8",
    )
    text = content_of(tmp_path / "a.svg").decode()
    assert not re.search(r"example|run\(|onload|editor|metadata|script|<set|javascript", text)
    assert '<a><text>Word</text></a> tail<rect class="a" width="1"/>' in text


def test_names_in_drawings_are_those_of_xml(tmp_path: Path) -> None:
    """A name that XML refuses gets another, and what points to it follows."""
    (tmp_path / "a.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><clipPath id="1="/><g id="two"/>'
        '<g clip-path="url(#1=)" fill="#1"/><use href="#1="/><use href="#two"/></svg>',
        encoding="utf-8",
    )
    root: Any = etree.fromstring(content_of(tmp_path / "a.svg"))
    clip, two, group, *uses = root
    assert re.fullmatch(r"[a-z][\w]*", clip.get("id"))
    assert (group.get("clip-path"), group.get("fill")) == (f"url(#{clip.get('id')})", "#1")
    assert [use.get("href") for use in uses] == [f"#{clip.get('id')}", f"#{two.get('id')}"]


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("https://example.org/a|b{c}", "https://example.org/a%7Cb%7Bc%7D"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/#a#b", "https://example.org/#a%23b"),
        ("https://пример.example/путь", "https://пример.example/путь"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("#1st:x", "#n1st_3a_x"),
        ("#nowhere", None),
        ("data/file.csv", None),
        ("data:text/plain,a", None),
        ("//example.org/", None),
        ("https:example.org", None),
        ("https://a..b/", None),
        ("https://example.org:99999/", None),
        ("https://xn--/", None),
    ],
)
def test_a_link_to_no_place_is_its_words(tmp_path: Path, address: str, target: str | None) -> None:
    """Addresses are written as they must be; without a place in the book a link is text."""
    found = written(tmp_path, f"# A {{#1st:x}}\n\nSee [the *words*](<{address}>).")
    (paragraph,) = found.tree("text-1.xhtml").iterfind(".//h:p", NAMES)
    assert words_in(paragraph) == "See the words."
    assert [a.get("href") for a in paragraph.iterfind("h:a", NAMES)] == ([target] if target else [])


def test_a_template_that_makes_no_xml_is_named(tmp_path: Path) -> None:
    """An author's own template that does not close its tags stops the build, with its name."""
    (tmp_path / "templates/epub").mkdir(parents=True)
    (tmp_path / "templates/epub/title.xhtml").write_text("<html><br></html>", encoding="utf-8")
    with pytest.raises(Faults) as caught:
        written(tmp_path)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == "template-invalid"
    assert diagnostic.span is not None
    assert diagnostic.span.path == Path("templates/epub/title.xhtml")
    assert "br" in diagnostic.message


def test_own_style_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    """A stylesheet in the manuscript's templates is the book's."""
    (tmp_path / "templates/epub").mkdir(parents=True)
    (tmp_path / "templates/epub/article.css").write_text("p > q {}", encoding="utf-8")
    assert written(tmp_path).parts["EPUB/article.css"] == b"p > q {}"


def test_same_bytes_again(tmp_path: Path, book: Book) -> None:
    """The same article is the same file, byte by byte, wherever and whenever it is built."""
    again = written(tmp_path)
    assert again.data == book.data
    assert {entry.date_time for entry in again.entries} == {(2023, 11, 14, 22, 13, 20)}


def test_document_is_left_as_it_was(tmp_path: Path) -> None:
    """Rendering changes nothing in the document, which other renderers read at the same time."""
    document = sample(tmp_path)
    before = copy.deepcopy(document.blocks)
    rendered(tmp_path, document)
    assert document.blocks == before
