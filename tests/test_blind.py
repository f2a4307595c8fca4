"""The anonymous copy: what is gone before anything is assembled, and what its author is told."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from PIL import Image

from octavo.blind import Blinded, blinded
from octavo.blind_pictures import clean
from octavo.diagnostics import Severity
from octavo.document import Document
from octavo.nodes import plain_text, walk
from octavo.pipeline import compose, gather
from octavo.project import Project, load_project
from octavo.submit.overlays import usual_metadata
from tests.anonymous import (
    BIBLIOGRAPHY,
    FORMATS,
    USER,
    SelfCitations,
    by,
    files,
    with_metadata,
    with_statement,
    with_text,
)
from tests.conftest import Files, Load, Write, examples


def blind(
    project: Project, self_citations: SelfCitations = "third-person", *, drawing: bool = False
) -> Blinded:
    """Return the anonymous copy of a manuscript."""
    e = gather(project, drawing=drawing)
    return blinded(project, e.manuscript, e.bibliography, e.figures, self_citations, USER)


def composed(project: Project, made: Blinded) -> tuple[Document, ...]:
    """Return the documents that renderers get."""
    evidence = replace(
        gather(project, drawing=False),
        project=made.project,
        manuscript=made.manuscript,
        bibliography=made.bibliography,
        figures=made.figures,
    )
    return compose(evidence, FORMATS)


def text_of(project: Project, made: Blinded) -> str:
    """Return the words of the article."""
    return plain_text(composed(project, made)[0].blocks)


def told(made: Blinded, code: str) -> list[str]:
    """Return what is told under a code, with the places."""
    return [f"{d.span}: {d.message}" for d in made.findings if d.code == code]


@pytest.fixture
def article(load: Load) -> Project:
    """Return the manuscript whose authors can be told apart."""
    return load(files())


def test_nobody_and_nothing_known_elsewhere_is_left(article: Project) -> None:
    """People, places, money, thanks, licence and the published article are gone."""
    metadata = blind(article).project.metadata
    left = metadata.model_dump(exclude_defaults=True, exclude={"build"})
    assert sorted(left) == [
        *("abstract", "authors", "date", "keywords", "language", "statements", "subtitle"),
        *("title", "values"),
    ]
    assert metadata.authors == ()


def test_renderers_do_not_see_the_sources(article: Project) -> None:
    """Neither the text of the metadata nor that of the sections comes along."""
    made = blind(article)
    assert made.project.source.text == ""
    assert made.project.source.data == {}
    assert made.manuscript.sections == ()


def test_the_words_of_the_metadata_keep_their_places(article: Project) -> None:
    """A renderer can still say where a template or style was named."""
    assert blind(article).project.source.span(("build", "csl")).line > 1


def test_statements_that_tell_are_neutral(article: Project) -> None:
    """What names a person, an institution or a deposit is replaced; what does not stays."""
    said = blind(article).project.metadata.statements
    assert (said.data, said.code, said.ethics) == ("Removed for anonymous review.",) * 3
    assert said.conflicts == "The authors declare none."


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("conflicts", "Z.Q. owns shares of a printer."),
        ("conflicts", "RS is on the board of a bank."),
        ("data", "Kept at the Department of Strategy in Quuxhaven."),
        ("data", "See https://doi.org/10.5281/zenodo.123."),
        ("ethics", "The ethics committee of the faculty approved it."),
        ("ai-use", "Zoë Quillfeather used a translator."),
        ("code", "Ask j.mühlenbrock, or jvdm@quuxhaven.example.edu."),
    ],
)
def test_a_statement_tells_by_initials_places_and_deposits(
    load: Load, name: str, text: str
) -> None:
    """Each is replaced, and told with its place."""
    made = blind(load(with_statement(name, text)))
    assert getattr(made.project.metadata.statements, name.replace("-", "_")) == (
        "Removed for anonymous review."
    )
    assert any(t.startswith("manuscript/metadata.yaml:") for t in told(made, "statement-removed"))


@pytest.mark.parametrize(
    ("author", "initials"),
    [("Åsa Østberg", "Å.Ø."), ("Жанна Орлова", "ЖО")],
)
def test_initials_of_any_alphabet_tell(load: Load, author: str, initials: str) -> None:
    """An author whose name begins with other letters than those of English has initials too."""
    given = with_statement("conflicts", f"{initials} owns shares of a printer.")
    path = "manuscript/metadata.yaml"
    made = blind(load({**given, path: str(given[path]).replace("Rosa Stone", author)}))
    assert made.project.metadata.statements.conflicts == "Removed for anonymous review."


def test_statements_speak_the_documents_language(load: Load) -> None:
    """A German article says so in German."""
    made = blind(load(with_metadata("language: en-GB", "language: de")))
    assert made.project.metadata.statements.data == "Für die anonyme Begutachtung entfernt."


def test_comments_never_get_into_the_tree(article: Project) -> None:
    """A note between co-authors is gone, inline and as a block."""
    made = blind(article)
    assert "keep this" not in json.dumps([made.manuscript.blocks, made.manuscript.supplement])
    assert "keep this" not in text_of(article, made)


def test_markup_that_is_no_comment_stays(load: Load) -> None:
    """A comment in it goes alone."""
    made = blind(load(with_text("A `<b>`{=html}bold`</b><!-- Zoë -->`{=html} word.\n")))
    raw = [node["c"][1] for node in walk(made.manuscript.blocks) if node["t"] == "RawInline"]
    assert raw == ["<b>", "</b>"]


def test_revisions_are_as_proposed(load: Load) -> None:
    """What is inserted stays, what is deleted goes, and nobody is said to have done it."""
    text = (
        'Text [new]{.insertion author="Zoë Quillfeather" date="2026-01-01"}'
        ' [old]{.deletion author="Zoë Quillfeather"}'
        ' [why?]{.comment-start id="1" author="Rosa Stone"}word[]{.comment-end id="1"}.\n'
    )
    project = load(with_text(text))
    made = blind(project)
    assert "Text new" in text_of(project, made)
    assert not {"old", "why?"} & set(text_of(project, made).split())
    assert "Quillfeather" not in json.dumps(made.manuscript.blocks, ensure_ascii=False)


def test_links_home_are_gone(article: Project) -> None:
    """The words of a link stay, an address is replaced, those of others are untouched."""
    made = blind(article)
    text = text_of(article, made)
    assert "a repository and at [link removed for anonymous review]" in text
    assert "https://www.sipri.org/databases" in text
    assert told(made, "link-removed") == [
        "manuscript/01-introduction.md:9:32: the address tells who wrote this: "
        "https://github.com/zquillfeather/alliances-data",
        "manuscript/01-introduction.md:10:2: the address tells who wrote this: "
        "https://osf.io/q7x9z/files",
        "manuscript/metadata.yaml:37:26: the address tells who wrote this: "
        "https://github.com/zquillfeather/alliances-data",
    ]


def test_an_address_that_is_only_text_is_gone(load: Load) -> None:
    """It need not be a link."""
    project = load(
        with_text("See github.com/zquillfeather/x, or https://github.com/zquillfeather.\n")
    )
    assert "zquillfeather" not in text_of(project, blind(project))


def test_a_deposit_that_may_be_anyones_stays_and_is_told(load: Load) -> None:
    """Only the author knows whose it is."""
    project = load(with_text("See <https://zenodo.org/records/17>.\n"))
    made = blind(project)
    assert "https://zenodo.org/records/17" in text_of(project, made)
    assert told(made, "link-kept") == [
        "manuscript/01-introduction.md:1:6: the address stays, and may tell whose it is: "
        "https://zenodo.org/records/17"
    ]


def test_a_deposit_that_a_journal_is_not_told_of_is_looked_for(write: Write) -> None:
    """Its statement is printed as the journal has it; the address of the usual one stays yours."""
    overlay = Path("manuscript/journals/any.yaml")
    text = "It is at <https://github.com/zquillfeather/alliances-data>.\n"
    root = write({**with_text(text), str(overlay): "statements: {data: On request.}\n"})
    e = gather(load_project(root, "", [overlay]), drawing=False)
    parts = e.project, e.manuscript, e.bibliography, e.figures
    made = blinded(*parts, usual=usual_metadata(e.project))
    assert {message.rpartition(" ")[2] for message in told(made, "link-removed")} == {
        "https://github.com/zquillfeather/alliances-data"
    }
    assert made.needles.hits("github.com/zquillfeather/alliances-data")
    assert made.project.metadata.statements.data == "On request."


def test_values_that_name_somebody_are_neutral(load: Load) -> None:
    """A value of the metadata that a text prints, and one of the authors' own."""
    project = load(with_text("{{ values.n }}, {{ authors[0].name }}, {{ values.thanks }}.\n"))
    made = blind(project)
    neutral = "[removed for anonymous review]"
    assert f"12, {neutral}, {neutral}." in text_of(project, made)
    assert len(told(made, "value-removed")) == 2


def test_values_of_figures_that_name_somebody_are_neutral(load: Load) -> None:
    """A script may count what one of the authors did."""
    given = with_text("By {{ figures.wave.who }}, {{ figures.wave.n }}.\n") | {
        "figures/wave.py": "import json, os\nfrom pathlib import Path\n"
        "values = {'who': 'Zoë Quillfeather', 'n': 7, 'all': ['Zoë Quillfeather', 'Ann', 3]}\n"
        "Path(os.environ['OCTAVO_OUTPUT'], 'values.json').write_text(json.dumps(values))\n",
    }
    made = blind(load(given), drawing=True)
    neutral = "[removed for anonymous review]"
    values = made.figures.by_name["wave"].values
    assert values == {"who": neutral, "n": 7, "all": [neutral, "Ann", 3]}


def test_names_of_attributes_and_values_do_not_get_to_renderers(load: Load) -> None:
    """An attribute goes, whichever side of it tells; so does what a value is called."""
    text = "[A]{quillfeather=on} [word]{who=quillfeather} and {{ values.quillfeather }}."
    given = with_text(f"{text}\n") | {
        "manuscript/metadata.yaml": "title: T\nauthors: [{name: Zoë Quillfeather}]\n"
        "values: {quillfeather: 7}\n"
    }
    project = load(given)
    (document, *_) = composed(project, blind(project))
    assert plain_text(document.blocks[:1]) == "A word and 7."
    assert "quillfeather" not in json.dumps(document.blocks)


def test_names_in_sentences_stay_and_are_told(load: Load) -> None:
    """Each has its place; nothing is taken out of a sentence."""
    project = load(with_text("# One\n\nAs Zoë\nQuillfeather holds, and *Mühlenbrock* denies.\n"))
    made = blind(project)
    assert told(made, "author-named") == [
        "manuscript/01-introduction.md:3:4: “Zoë Quillfeather” is an author",
        "manuscript/01-introduction.md:4:26: “Mühlenbrock” is an author",
    ]
    assert "Quillfeather holds" in text_of(project, made)


def test_names_in_titles_tables_pictures_and_their_descriptions_are_told(load: Load) -> None:
    """Whatever is printed is looked through."""
    given = with_metadata("title: Alliances without treaties", "title: Quillfeather’s alliances")
    given |= {
        "manuscript/01-a.md": "![Who.](figures/data/who.csv){#tbl:who}\n\n![W](wave){#fig:w}\n",
        "figures/data/who.csv": "name,n\nZoë Quillfeather,1\n",
        "figures/wave.py": '"""Drawn by Rosa Stone."""\n'
        "from matplotlib import pyplot\nf, a = pyplot.subplots()\na.set_title('© Quillfeather')\n",
    }
    del given["manuscript/01-introduction.md"]
    drawn = "in the picture or its description tells who wrote this"
    assert told(blind(load(given), drawing=True), "author-named") == [
        f"figures/wave.py:1:1: “Quillfeather” {drawn}",
        f"figures/wave.py:1:1: “Rosa Stone” {drawn}",
        "manuscript/01-a.md:1:9: “Zoë Quillfeather” in the file tells who wrote this",
        "manuscript/metadata.yaml:1:8: “Quillfeather” is an author",
    ]


def test_names_in_titles_that_a_journal_does_not_get_are_not_told(write: Write) -> None:
    """What its own metadata lie over, or take away, is not printed; what they say is."""
    given = with_metadata("title: Alliances without treaties", "title: Quillfeather’s alliances")
    overlay = Path("manuscript/journals/any.yaml")
    given[str(overlay)] = "title: Alliances\nsubtitle: By Mühlenbrock\n"
    made = blind(load_project(write(given), "", [overlay]))
    assert told(made, "author-named") == [f"{overlay}:2:14: “Mühlenbrock” is an author"]


def test_names_in_labels_files_and_drawings_are_told(load: Load) -> None:
    """They become anchors, names of files, and letters."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>By Zoë'
    text = "# Quux {#sec:quillfeather}\n\n![D.](figures/quillfeather.svg)\n"
    given: Files = {
        **files(),
        "manuscript/01-introduction.md": text,
        "figures/quillfeather.svg": svg + " Quillfeather</title></svg>",
    }
    assert told(blind(load(given)), "author-named") == [
        "manuscript/01-introduction.md:1:14: “quillfeather” is an author",
        "manuscript/01-introduction.md:3:7: “Zoë Quillfeather” in the file tells who wrote this",
        "manuscript/01-introduction.md:3:15: “quillfeather” is an author",
    ]


def drawing(text: str) -> bytes:
    """Return a PDF that says something."""
    from matplotlib import pyplot

    figure = pyplot.figure(figsize=(3, 1))
    figure.text(0.1, 0.5, text)
    stream = io.BytesIO()
    figure.savefig(stream, format="pdf")
    pyplot.close(figure)
    return stream.getvalue()


def test_names_in_drawings_are_told_before_they_are_dots(load: Load) -> None:
    """A drawing may become dots, which nobody can search; programs divide words in it."""
    space = 'xmlns="http://www.w3.org/2000/svg"'
    apart = "<text><tspan>Quill</tspan><tspan>feather</tspan></text>"
    given: Files = {
        **with_text("![A.](figures/a.pdf){#fig:a}\n\n![B.](figures/b.svg){#fig:b}\n"),
        "figures/a.pdf": drawing("As Zoë Quillfeather drew"),
        "figures/b.svg": f'<svg {space} width="9" height="9">{apart}</svg>',
    }
    assert told(blind(load(given)), "author-named") == [
        "manuscript/01-introduction.md:1:7: “Zoë Quillfeather” in the file tells who wrote this",
        "manuscript/01-introduction.md:3:7: “Quillfeather” in the file tells who wrote this",
    ]


def test_a_word_like_a_name_is_a_note(load: Load) -> None:
    """“Stone” may be another’s name."""
    (finding,) = [
        d
        for d in blind(load(with_text("The film by Stone.\n"))).findings
        if d.code == "author-named"
    ]
    assert finding.severity is Severity.NOTE


def test_a_name_that_the_text_has_as_a_word_is_a_note(load: Load) -> None:
    """Any language has such words: the text itself says which."""
    given = with_metadata("name: Rosa Stone", "name: Rosa Lagom")
    given["manuscript/01-introduction.md"] = (
        "It is lagom. But Lagom holds, and so does Rosa Lagom.\n"
    )
    found = [d for d in blind(load(given)).findings if d.code == "author-named"]
    assert [(d.severity, d.span.column) for d in found] == [
        (Severity.NOTE, 18),
        (Severity.WARNING, 43),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "See quillfeather.example for more.",
        "Write to z.quillfeather [at] example.org.",
        "It is in quillfeather/alliances.",
        "Follow #quillfeather.",
    ],
)
def test_an_address_makes_no_word_of_a_name(load: Load, text: str) -> None:
    """What is written small in addresses and accounts is still a name, and is told itself."""
    found = told(blind(load(with_text(f"{text}\n\nQuillfeather argues so.\n"))), "author-named")
    assert len(found) == 2
    assert not any("word" in message for message in found)


def test_a_name_that_others_bear_is_a_note(load: Load) -> None:
    """Where another of the name is listed, a sentence may mean that one."""
    given = with_metadata("name: Rosa Stone", "name: Quentin Walt")
    given["manuscript/01-introduction.md"] = "As Walt argues [@walt1987], it rains. Quillfeather.\n"
    found = [d for d in blind(load(given)).findings if d.code == "author-named"]
    assert [(d.severity, d.span.column) for d in found] == [
        (Severity.NOTE, 4),
        (Severity.WARNING, 39),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Quillfeather argues so. <!-- octavo: anonymous -->\n",
        "<!-- octavo: anonymous -->\nAs Quillfeather\nargues.\n",
        "<!-- octavo: anonymous -->\n\nAs Quillfeather\nargues.\n",
    ],
)
def test_a_sentence_may_be_marked_as_fit(load: Load, text: str) -> None:
    """A third-person sentence with a comment behind or before it is let pass, and handed on."""
    made = blind(load(with_text(f"# One\n\n{text}\nQuillfeather again.\n")))
    assert len(told(made, "author-named")) == 1
    assert len(made.passed) == 1
    assert "Quillfeather" in made.passed[0]


def test_own_works_are_known_by_their_authors(article: Project) -> None:
    """Initials and co-authors hide none; an editor of others' chapters wrote none of them."""
    assert blind(article).own == {"quill2019", "stonework2020"}


def test_the_notes_of_the_bibliographys_owner_are_gone(article: Project) -> None:
    """Paths, keywords and the like are not handed to any format."""
    entry = blind(article).bibliography.entries["quill2019"]
    assert not {"file", "keywords"} & set(entry.fields)
    assert entry.text("author") == "Quillfeather, Z. and Brightwater, Ludovica"


def test_masked_works_tell_only_their_year(article: Project) -> None:
    """The reference has no title, journal, DOI or key; two works stay two."""
    made = blind(article, "mask")
    (document,) = composed(article, made)
    listed = [
        plain_text(node)
        for node in document.blocks[-1]["c"][1]
        if node["t"] == "Div" and "masked" in node["c"][0][0]
    ]
    assert listed == [
        "Author. 2019. Details removed for anonymous review.",
        "Author. 2020. Details removed for anonymous review.",
    ]
    everything = json.dumps([document.blocks, dict(document.works)], ensure_ascii=False)
    for word in ("quill2019", "Standing by", "10.5555", "World Politics", "Promises Kept"):
        assert word not in everything


def test_a_masked_work_without_a_year_has_none(load: Load) -> None:
    """What is forthcoming or of no date is not dated by its mask."""
    book = "@book{mine, author = {Quillfeather, Zoë}, title = {Standing by}}\n"
    project = load(with_text("See [@mine].\n") | {"bib/references.bib": book})
    (document, *_) = composed(project, blind(project, "mask"))
    listed = plain_text(document.blocks[-1:])
    assert listed == "Author. n.d. Details removed for anonymous review."


def test_masked_works_of_one_year_stay_distinct(load: Load) -> None:
    """The style tells them apart with letters."""
    given = files()
    bibliography = given["bib/references.bib"]
    assert isinstance(bibliography, str)
    given["bib/references.bib"] = bibliography.replace("date = {2020}", "date = {2019}")
    project = load(given)
    assert "Author 2019a, 2019b" in text_of(project, blind(project, "mask")).replace("\u00a0", " ")


def test_the_title_of_a_masked_work_is_told_in_the_text(load: Load) -> None:
    """A search for it would find who wrote it."""
    project = load(with_text("As *Standing by without a\nTreaty* [@quill2019] has it.\n"))
    (finding,) = told(blind(project, "mask"), "author-named")
    assert finding == (
        "manuscript/01-introduction.md:1:5: “Standing by without a Treaty” is an author’s masked"
        " work"
    )
    assert told(blind(project), "author-named") == []


def test_works_of_others_that_name_an_author_are_told_beside_masks(load: Load) -> None:
    """They are nobody's own and stay; beside works that are hidden the name may tell."""
    given = with_text("A reply [@reply] to one [@quill2019].\n")
    given["bib/references.bib"] = BIBLIOGRAPHY + (
        "@book{reply, author={Walt, S.}, title={A Reply to Quillfeather}, date={2020}}\n"
    )
    made = blind(load(given), "mask")
    message = "“Quillfeather” stands in the reference @reply, which is not masked"
    assert told(made, "author-named") == [f"bib/references.bib:44:1: {message}"]
    assert not told(blind(load(given)), "author-named")


def test_a_masked_book_still_lends_its_fields(load: Load) -> None:
    """A chapter by others inherits from a book that is masked where it is cited itself."""
    given = with_text("See [@chapter] and [@book].\n")
    given["bib/references.bib"] = (
        "@incollection{chapter, author={Walt, S.}, title={Chapter}, crossref={book}}\n"
        "@collection{book, editor={Quillfeather, Zoë}, title={Whole}, publisher={P}, date={2001}}\n"
    )
    project = load(given)
    made = blind(project, "mask")
    text = text_of(project, made)
    assert "In Whole" in text
    assert "Author. 2001. Details removed" in text


def test_first_persons_beside_own_works_are_told(load: Load) -> None:
    """Each has the place of its words; elsewhere the authors may say `we`."""
    text = (
        "We begin here. In our earlier work [@quill2019] is more. Theirs [@walt1987] is ours.\n"
        "\nAs @quill2019 holds, it rains. As I have shown [see @stonework2020, p. 3], it does.\n"
    )
    assert told(blind(load(with_text(text))), "self-citation-voice") == [
        "manuscript/01-introduction.md:1:19: “our earlier work” tells that @quill2019 is a work of"
        " the authors",
        "manuscript/01-introduction.md:3:35: “I have shown” tells that @stonework2020 is a work of"
        " the authors",
    ]


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("de", "Wie wir gezeigt haben [@quill2019].", "wir gezeigt haben"),
        ("fr", "Dans notre étude [@quill2019].", "notre étude"),
        ("es", "En nuestro trabajo [@quill2019].", "nuestro trabajo"),
        ("ru", "В нашей работе [@quill2019].", "нашей работе"),
        ("fa", "در پژوهش ما [@quill2019].", "ما"),
        ("zh", "我们的研究 [@quill2019]。", "我们"),
    ],
)
def test_first_persons_of_other_languages(load: Load, language: str, text: str, words: str) -> None:
    """The words are those of the document's language."""
    given = with_text(text + "\n") | {
        "manuscript/metadata.yaml": str(files()["manuscript/metadata.yaml"]).replace(
            "language: en-GB", f"language: {language}"
        )
    }
    (finding,) = told(blind(load(given)), "self-citation-voice")
    assert f"“{words}”" in finding


def test_masked_works_may_be_spoken_of_as_ones_own(load: Load) -> None:
    """`Our earlier work (Author 2019)` names nobody."""
    made = blind(load(with_text("In our earlier work [@quill2019].\n")), "mask")
    assert told(made, "self-citation-voice") == []


def test_pictures_are_copied_clean(article: Project) -> None:
    """A photograph keeps its look and its size, and loses who took it; the source is untouched."""
    made = blind(article)
    (picture,) = [p for p in made.manuscript.pictures if p.target == "figures/photo.jpg"]
    assert picture.path is not None
    source = article.root / "figures/photo.jpg"
    assert picture.path.is_relative_to(article.output)
    with Image.open(picture.path) as clean, Image.open(source) as old:
        assert (clean.size, clean.info["dpi"]) == (old.size, old.info["dpi"])
        assert not clean.getexif()
        assert "comment" not in clean.info
        assert old.getexif()
    assert b"Quux" not in picture.path.read_bytes()


def test_a_turned_photograph_stays_turned(load: Load) -> None:
    """The tag of EXIF that turns it is kept, alone."""
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "Zoë Quillfeather"
    stream = io.BytesIO()
    Image.new("RGB", (20, 10)).save(stream, "JPEG", exif=exif.tobytes())
    made = blind(load({**files(), "figures/photo.jpg": stream.getvalue()}))
    (path,) = [p.path for p in made.manuscript.pictures if p.target == "figures/photo.jpg"]
    assert path is not None
    with Image.open(path) as clean:
        assert dict(clean.getexif()) == {0x0112: 6}


@pytest.mark.parametrize("form", ["PNG", "TIFF", "GIF", "WEBP"])
def test_clean_pictures_look_as_they_did(form: str) -> None:
    """Every dot of formats without loss is as it was."""
    exif = Image.Exif()
    exif[0x013B] = "Rosa Stone"
    stream = io.BytesIO()
    picture = Image.linear_gradient("L")
    told_by: dict[str, dict[str, object]] = {
        "GIF": {"comment": b"Rosa Stone"},
        "TIFF": {"tiffinfo": {315: "Rosa Stone"}},
    }
    told_of = told_by.get(form, {"exif": exif.tobytes()})
    picture.save(stream, form, **told_of, lossless=True)
    assert b"Rosa" in stream.getvalue()
    cleaned = clean(f".{form.lower()}", stream.getvalue())
    assert b"Rosa" not in cleaned
    with Image.open(io.BytesIO(cleaned)) as new, Image.open(stream) as old:
        assert new.convert("RGB").tobytes() == old.convert("RGB").tobytes()


def test_a_pdf_picture_loses_its_properties() -> None:
    """Properties, XMP and attached files go, the page stays."""
    stream = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(100, 100))
        pdf.docinfo["/Author"] = "Rosa Stone"
        with pdf.open_metadata() as xmp:
            xmp["dc:creator"] = ["Rosa Stone"]
        pdf.attachments["a.txt"] = pikepdf.AttachedFileSpec(pdf, b"Rosa", filename="rosa.txt")
        pdf.save(stream)
    with pikepdf.open(io.BytesIO(clean(".pdf", stream.getvalue()))) as pdf:
        assert len(pdf.pages) == 1
        assert not pdf.docinfo
        assert "/Metadata" not in pdf.Root
        assert not pdf.attachments


SVG = """<?xml version="1.0"?>
<!-- Zoë Quillfeather -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
 inkscape:export-filename="/home/zquill/a.png" width="10mm" height="10mm" viewBox="0 0 10 10">
<metadata><x:creator xmlns:x="http://purl.org/dc/elements/1.1/">Zoë Quillfeather</x:creator>
</metadata>
<inkscape:path-effect id="x"/>tail<rect width="5" height="5"/></svg>
"""


def test_drawings_lose_what_editors_keep(load: Load) -> None:
    """Metadata, comments and the elements and attributes of editors go, drawings stay."""
    given: Files = {**files(), "figures/d.svg": SVG}
    given["manuscript/01-introduction.md"] = "![D.](figures/d.svg){#fig:d}\n"
    (path,) = [p.path for p in blind(load(given)).manuscript.pictures]
    assert path is not None
    text = path.read_text()
    assert "<rect" in text
    assert not any(word in text for word in ("Quill", "zquill", "inkscape", "metadata"))


def test_a_clean_picture_is_not_copied(load: Load) -> None:
    """What says nothing of itself stays where it is."""
    stream = io.BytesIO()
    Image.new("RGB", (20, 10)).save(stream, "PNG", dpi=(300, 300))
    made = blind(load({**files(), "figures/photo.jpg": stream.getvalue()}))
    assert [p.path for p in made.manuscript.pictures if p.target == "figures/photo.jpg"] == [
        (made.project.root / "figures/photo.jpg").resolve()
    ]


WORD = st.text("abcdefghijklmnopqrstuvwxyzàéîøüßłžşğñ", min_size=3, max_size=9)
NAMES = st.lists(WORD, min_size=1, max_size=4).map(lambda words: " ".join(w.title() for w in words))
ANY_NAMES = st.one_of(NAMES, st.text("абвгдежзийк", min_size=3, max_size=8), st.just("王小明"))


@pytest.fixture(scope="module")
def somewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for manuscripts by many people, one after the other."""
    return tmp_path_factory.mktemp("by-somebody")


@pytest.fixture(scope="module")
def expected(somewhere: Path) -> str:
    """Return what renderers get of a manuscript by nobody else."""
    return tree_by(somewhere, "Qqwxz Vvbnkj")


@examples(15, *HealthCheck)
@given(name=ANY_NAMES)
def test_the_tree_is_the_same_whoever_wrote_it(somewhere: Path, expected: str, name: str) -> None:
    """For any author, what renderers get is what they get for any other: it holds no name."""
    assert tree_by(somewhere, name) == expected


def tree_by(root: Path, name: str) -> str:
    """Return all that renderers get of a manuscript by somebody."""
    project = by(root, name)
    made = blind(project)
    return repr((composed(project, made), made.project.metadata, made.bibliography.entries))
