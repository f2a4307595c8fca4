"""Citations and references are formatted once, in any style."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import docx
import pypdfium2
import pytest
from lxml import html

from octavo.assembly import assemble
from octavo.bibliography import Bibliography
from octavo.citations import cite, describe, library
from octavo.crossref import resolve
from octavo.diagnostics import Faults
from octavo.document import Document
from octavo.nodes import has_class, pair_of, plain_text, walk
from octavo.pipeline import build, compose_whole, gather
from octavo.project import Project
from octavo.scripts import LEFT_TO_RIGHT_MARK, mark_scripts
from octavo.styles import find_style
from tests.conftest import BIBLIOGRAPHY, METADATA, Load

SCRIPTS = """
@book{primakov, author = {Примаков, Евгений}, title = {Конфиденциально}, date = {2006}}
@book{sabti, author = {سبتي, حسن}, title = {تطور العلاقات}, date = {2022}, langid = {arabic}}
@book{seifi, author = {سیفی, عبدالمجید}, title = {داعش}, date = {2018}, langid = {persian}}
@book{mixed, author = {سیفی, عبدالمجید}, title = {روابط ایران [Relations of Iran]}, date = {2019}}
"""


def cited(load: Load, text: str, metadata: str = "") -> Document:
    """Return a manuscript of one section with its citations formatted."""
    project = load(
        {
            "manuscript/metadata.yaml": METADATA + metadata,
            "manuscript/01-text.md": text,
            "bib/references.bib": BIBLIOGRAPHY + SCRIPTS,
        }
    )
    evidence = gather(project)
    (document,) = resolve(assemble(project, evidence.manuscript, evidence.figures))
    return mark_scripts(cite(document, evidence.bibliography, project), evidence.bibliography)


def entries(document: Document) -> list[str]:
    """Return the entries of the list of references."""
    return [plain_text([n]) for n in walk(document.blocks) if has_class(n, "csl-entry")]


@pytest.mark.parametrize(
    ("csl", "written", "printed"),
    [
        ("chicago-author-date", "[see @rose1998, p. 145]", "(see Rose 1998, 145)"),
        ("chicago-author-date", "[@rose1998; @walt1987]", "(Rose 1998; Walt 1987)"),
        ("chicago-author-date", "@rose1998 [ch. 2]", "Rose (1998, ch. 2)"),
        ("chicago-author-date", "[-@walt1987]", "(1987)"),
        ("apa", "[@walt1987]", "(Walt, 1987)"),
        ("ieee", "[@walt1987; @rose1998]", "[1], [2]"),
        ("ieee", "by @walt1987 [p. 5]", "by Walt [1, p. 5]"),
        ("plos-one", "by @rose1998 [see also @walt1987]", "by Rose [1,see also 2]"),
        ("nature", "by @walt1987", "by Walt1"),
        ("plos-one", "[-@walt1987]", "[1]"),
    ],
)  # fmt: skip
def test_citations_follow_the_style(load: Load, csl: str, written: str, printed: str) -> None:
    """Locators, prefixes, suppressed authors and several at once, in styles by name."""
    document = cited(load, f"A claim {written}.", f"build: {{csl: {csl}}}\n")
    assert plain_text(document.blocks[:1]) == f"A claim {printed}."


@pytest.mark.parametrize(
    ("csl", "printed"),
    [
        ("world-politics", "Walt 1987, 5"),
        ("chicago-shortened-notes-bibliography", "The Origins of Alliances, 5."),
    ],
)
def test_a_note_to_a_named_author_says_more_than_a_year(load: Load, csl: str, printed: str) -> None:
    """The sentence names the author; so does the note, where it would be a bare year."""
    document = cited(load, "As @walt1987 [p. 5] shows.", f"build: {{csl: {csl}}}\n")
    (note,) = (node for node in walk(document.blocks) if node["t"] == "Note")
    assert plain_text(note["c"][0]["c"]).endswith(printed)


SEVERAL = """
@book{two, author = {Berg, Bo and Cole, Cy}, title = {Waves}, date = {2001}}
@book{many, author = {Dorn, Di and Cole, Cy and Eck, Ed}, title = {Water}, date = {2002}}
@book{body, author = {{World Trade Organization}}, title = {Trade}, date = {2003}}
@book{edited, editor = {Fink, Fay}, title = {Ice}, date = {2004}}
@book{nobody, title = {Sea}, date = {2005}}
"""


@pytest.mark.parametrize(
    ("language", "joined", "others", "title"),
    [("en", "and", "et al.", "“Sea”"), ("de", "und", "u. a.", "„Sea“")],
)
def test_numbers_stand_behind_the_authors_whom_a_sentence_names(
    load: Load, language: str, joined: str, others: str, title: str
) -> None:
    """Two are both named, of three the first; editors and titles stand for authors."""
    project = load(
        {
            "manuscript/metadata.yaml": METADATA
            + f"language: {language}\nbuild: {{csl: plos-one}}",
            "manuscript/01-text.md": "By @two, @many, @body, @edited, @nobody.",
            "bib/references.bib": SEVERAL,
        }
    )
    evidence = gather(project)
    (document,) = resolve(assemble(project, evidence.manuscript, evidence.figures))
    text = plain_text(cite(document, evidence.bibliography, project).blocks[0]["c"])
    assert text == (
        f"By Berg {joined} Cole [1], Dorn {others} [2], World Trade Organization [3], "
        f"Fink [4], {title} [5]."
    )


def test_every_format_names_the_author_before_a_number(load: Load) -> None:
    """The PDF, the Word file and the page say the same."""
    project = load(
        {
            "manuscript/metadata.yaml": METADATA + "build: {csl: plos-one}\n",
            "manuscript/01-text.md": "As @rose1998 has it.",
        }
    )
    files = {a.format: a.path for a in build(project, ["pdf", "docx", "html"]).artifacts}
    with pypdfium2.PdfDocument(files["pdf"]) as document:
        assert "As Rose [1] has it." in document[0].get_textpage().get_text_range()
    assert "As Rose [1] has it." in [p.text for p in docx.Document(str(files["docx"])).paragraphs]
    assert "As Rose [1] has it." in html.parse(files["html"]).getroot().text_content()


@pytest.mark.parametrize("csl", ["chicago-author-date", "apa"])
def test_initials_in_titles_stay_capitals(load: Load, csl: str) -> None:
    """Few authors write braces around `U.S.`; styles lower or raise the other words alone."""
    work = "@book{us, author={Goh, E.}, title={The U.S. in {Asia} and L.A.}, year=2005}\n"
    files = {
        "manuscript/metadata.yaml": f"{METADATA}build: {{csl: {csl}}}\n",
        "manuscript/01-text.md": "See [@us].",
        "bib/references.bib": work,
    }
    project = load(files)
    evidence = gather(project)
    (document,) = resolve(assemble(project, evidence.manuscript, evidence.figures))
    (entry,) = entries(cite(document, evidence.bibliography, project))
    assert "The U.S. in" in entry
    assert "Asia and L.A." in entry


def test_a_library_has_the_strings_that_its_entries_use_alone(load: Load) -> None:
    """Others would tell of works that nobody cites; one may use another."""
    bib = """@string{me = "Quill, Zoe"} @string{both = me # " and Rose"} @string{own = "Mine"}
    @book{a, author = both, title = {A}}\n@book{b, author = own, title = {B}}"""
    read = gather(load({"bib/references.bib": bib})).bibliography
    assert re.findall(r"@string{(\w+)", library(read, [read.entries["a"]])) == ["me", "both"]


def test_only_cited_works_are_listed(load: Load) -> None:
    """The list holds what is cited, below its heading."""
    document = cited(load, "A claim [@walt1987].")
    assert len(entries(document)) == 1
    assert entries(document)[0].startswith("Walt, Stephen M. 1987.")
    assert plain_text([document.blocks[1]]) == "References"


def test_references_that_stand_alone_name_their_authors(load: Load) -> None:
    """A dash for the author above means nobody where the entry above is left out."""
    again = "\n@book{walt1996, author = {Walt, Stephen M.}, title = {Revolution}, date = {1996}}\n"
    project = load(
        {
            "manuscript/metadata.yaml": METADATA
            + "build: {csl: chicago-author-date-17th-edition}\n",
            "manuscript/01-text.md": "[@walt1987; @walt1996]",
            "bib/references.bib": BIBLIOGRAPHY + again,
        }
    )
    first, dashed = entries(compose_whole(gather(project), ())[0])
    assert (first[:5], dashed[:2]) == ("Walt,", "——")
    alone = entries(compose_whole(gather(project), (), excerpted=True)[0])
    assert [entry[:5] for entry in alone] == ["Walt,", "Walt,"]


def test_the_list_links_to_the_doi(load: Load) -> None:
    """A DOI is a live address."""
    document = cited(load, "A claim [@rose1998].")
    targets = [n["c"][2][0] for n in walk(document.blocks) if n["t"] == "Link"]
    assert "https://doi.org/10.1017/S0043887100007814" in targets


def test_a_citation_links_to_its_entry(load: Load) -> None:
    """From the text one comes to the entry."""
    document = cited(load, "A claim [@rose1998].")
    identifiers = [n["c"][0][0] for n in walk(document.blocks) if n["t"] == "Div"]
    targets = [n["c"][2][0] for n in walk(document.blocks[:1]) if n["t"] == "Link"]
    assert targets == ["#ref-rose1998"]
    assert "ref-rose1998" in identifiers


def test_a_dependent_style_is_that_of_its_parent(load: Load) -> None:
    """A journal's style that only names another is followed without the network."""
    project = load(
        {"manuscript/metadata.yaml": METADATA + "build: {csl: journal-of-peace-research}\n"}
    )
    assert "<citation" in find_style(project).read_text(encoding="utf-8")


def test_an_unknown_style_is_named_with_its_place(load: Load) -> None:
    """The nearest styles are offered."""
    project = load({"manuscript/metadata.yaml": METADATA + "build:\n  csl: apaa\n"})
    with pytest.raises(Faults) as caught:
        find_style(project)
    (found,) = caught.value.diagnostics
    assert str(found.span) == "manuscript/metadata.yaml:4:3"
    assert "`apa`" in found.hints[0]


STYLE = """\
<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
<info><title>Own</title></info>
<macro name="author"><names variable="author"/></macro>
<macro name="one"><text macro="two"/></macro>
<macro name="two"><text variable="title"/></macro>
<citation><layout><text macro="author"/></layout></citation>
</style>
"""


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("", "1:1: the style is no XML: Document is empty"),
        (STYLE.replace("</info>", ""), "7:1: the style is no XML: Opening and ending tag mismatch"),
        ("<style/>", "1:1: the file is no citation style"),
        (STYLE.replace("citation>", "other>"), "1:1: the style has no `citation` with a `layout`"),
        (STYLE.replace('text macro="author"', 'text macro="autor"'), "6:1: no macro `autor` in"),
        (STYLE.replace('variable="title"', 'macro="one"'), "4:1: the macro `one` prints itself"),
        (b"<style>\xff", "1:1: the byte 0xFF is not UTF-8"),
        (Path("/"), "1:1: the link leads out of the project, to /"),
        (Path("bib"), "1:1: this is a folder, not a file"),
    ],
)
def test_a_broken_style_is_named_with_what_is_wrong(
    load: Load, style: str | bytes | Path, said: str
) -> None:
    """A style of the author's own is read before pandoc meets it."""
    project = load(
        {"own.csl": style, "manuscript/metadata.yaml": METADATA + "build: {csl: own.csl}\n"}
    )
    with pytest.raises(Faults) as caught:
        find_style(project)
    found = caught.value.diagnostics[0]
    assert found.code == "style-invalid"
    assert f"{found.span}: {found.message}".startswith(f"own.csl:{said}")
    assert found.hints


def test_a_style_of_ones_own_is_used(load: Load) -> None:
    """What is whole is taken as it is."""
    project = load(
        {"own.csl": STYLE, "manuscript/metadata.yaml": METADATA + "build: {csl: own.csl}\n"}
    )
    assert find_style(project) == project.root / "own.csl"


def test_what_citeproc_says_of_a_style_is_said_of_it(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault that only citeproc finds is the style's, not the machine's."""
    monkeypatch.setattr("octavo.styles._check", lambda *_: None)
    files = {"own.csl": "<a/>", "manuscript/metadata.yaml": METADATA + "build: {csl: own.csl}\n"}
    with pytest.raises(Faults, match=r"^own.csl:1:1: No citation element present"):
        build(load(files), ["html"])


def test_scripts_get_their_language_and_direction(load: Load) -> None:
    """Cyrillic, Arabic and Persian are marked; `langid` tells the last two apart."""
    document = cited(load, "[@primakov; @sabti; @seifi]")
    spans = [n["c"][0] for n in walk(document.blocks) if n["t"] == "Span"]
    found = {(pair_of(a, "lang"), pair_of(a, "dir")) for a in spans if pair_of(a, "lang")}
    assert found == {("ru", None), ("ar", "rtl"), ("fa", "rtl")}


def test_numbers_after_arabic_names_stay_behind_them(load: Load) -> None:
    """A mark keeps a year from jumping before the name, in running text."""
    document = cited(load, "[@sabti, p. 5]")
    assert f"سبتي{LEFT_TO_RIGHT_MARK} 2022, 5" in plain_text(document.blocks[:1])


def test_an_entry_from_right_to_left_runs_so_altogether(load: Load) -> None:
    """A reference all in Persian has its language and direction as a whole; others have not."""
    document = cited(load, "See [@seifi; @rose1998; @primakov; @mixed].")
    directions = {
        node["c"][0][0]: (pair_of(node["c"][0], "lang"), pair_of(node["c"][0], "dir"))
        for node in walk(document.blocks)
        if has_class(node, "csl-entry")
    }
    assert directions["ref-seifi"] == ("fa", "rtl")
    assert {directions[f"ref-{key}"] for key in ("rose1998", "primakov", "mixed")} == {(None, None)}


def test_brackets_within_a_foreign_run_are_its_own(load: Load) -> None:
    """A pair that opens and closes in it stays whole, even at its end."""
    document = cited(load, "He wrote روابط (ایران).")
    runs = [node for node in document.blocks[0]["c"] if node["t"] == "Span"]
    assert plain_text(runs) == "روابط (ایران)"


def test_signs_beside_a_foreign_run_are_the_sentences(load: Load) -> None:
    """Brackets and points round a word of Arabic stay out of it, behind a left-to-right mark."""
    document = cited(load, "She (مریم رضایی): wrote.")
    (para,) = document.blocks[:1]
    (run,) = [node for node in para["c"] if node["t"] == "Span"]
    behind = para["c"][para["c"].index(run) + 1 :]
    assert plain_text([run]) == "مریم رضایی"
    assert plain_text(behind) == f"{LEFT_TO_RIGHT_MARK}): wrote."


def test_a_paragraph_from_right_to_left_runs_so_altogether(load: Load) -> None:
    """A paragraph all in Persian needs no mark of the author's; no sign of it is moved."""
    document = cited(load, "این بند فارسی است (سراسر).\n\nEnglish.")
    whole = document.blocks[0]
    assert (pair_of(whole["c"][0], "lang"), pair_of(whole["c"][0], "dir")) == ("fa", "rtl")
    assert plain_text(whole["c"][1]) == "این بند فارسی است (سراسر)."


def test_a_name_and_its_number_are_one_citation(load: Load) -> None:
    """So Word can renew both, and nothing is left of what held them together."""
    document = cited(load, "By @walt1987 and @rose1998.", "build: {csl: ieee}\n")
    cites = [plain_text([node]) for node in walk(document.blocks[:1]) if node["t"] == "Cite"]
    assert cites == ["Walt [1]", "Rose [2]"]


def test_an_abstract_may_cite(load: Load) -> None:
    """What only the abstract cites is printed there and listed."""
    document = cited(load, "A claim.", "abstract: As @walt1987 says.\n")
    assert plain_text(document.abstracts[0].blocks) == "As Walt (1987) says."
    assert len(entries(document)) == 1


def test_the_references_are_a_main_heading(load: Load) -> None:
    """It has no number, and stands beside those of the text."""
    document = cited(load, "# One\n\nA claim [@walt1987].\n", "build: {number-sections: true}\n")
    headings = [node for node in document.blocks if node["t"] == "Header"]
    assert [(node["c"][0], plain_text([node])) for node in headings] == [
        (1, "1 One"),
        (1, "References"),
    ]


def test_what_follows_the_references_is_of_no_entry(load: Load) -> None:
    """The language that an entry names is not that of the text behind the list."""
    text = "See [@seifi].\n\n::: {#refs}\n:::\n\nThe word سلام here."
    (run,) = [n for n in walk(cited(load, text).blocks[-2:]) if n["t"] == "Span" and n["c"][0][2]]
    assert pair_of(run["c"][0], "lang") == "ar"


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        ("@book{a%b, title = {Two}}", "{a%b}"),
        ("@book{b, title = {Two}, note = one.two # three/four}", "b"),
    ],
)
@pytest.mark.parametrize("stage", [cite, describe])
def test_an_entry_that_pandoc_stops_at_is_named_with_its_place(
    load: Load,
    entry: str,
    key: str,
    stage: Callable[[Document, Bibliography, Project], Document],
) -> None:
    """What is an entry for us is none for pandoc now and then; the others are not blamed."""
    bib = f"{BIBLIOGRAPHY}\n{entry}\n\n@book{{c, title = {{Three}}}}\n"
    text = f"[@rose1998; @{key}; @c; @walt1987]\n"
    project = load({"bib/references.bib": bib, "manuscript/01-a.md": text})
    evidence = gather(project)
    (document,) = assemble(project, evidence.manuscript, evidence.figures)
    with pytest.raises(Faults) as caught:
        stage(document, evidence.bibliography, project)
    (fault,) = caught.value.diagnostics
    assert fault.code == "bibliography-unreadable"
    assert fault.message == f"pandoc cannot read the entry `{key.strip('{}')}`"
    assert str(fault.span) == "bib/references.bib:19:1"
