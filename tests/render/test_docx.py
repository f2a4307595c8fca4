"""The Word file: real styles, live links, native equations."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from typing import Any

import docx
from lxml import etree
from openxml_audit import OpenXmlValidator

from octavo.pandoc import pandoc, pandoc_blocks, pandoc_json
from octavo.pipeline import build
from octavo.render.docx import in_few_strings
from tests.conftest import Load
from tests.render.article import WAVE, Article

EPOCH = {"SOURCE_DATE_EPOCH": "0"}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def styles(article: Article) -> list[tuple[str, str]]:
    """Return the paragraphs of the text, each as the name of its style and its text."""
    paragraphs = docx.Document(str(article.docx)).paragraphs
    return [
        (str(p.style.name) if p.style else "", p.text.replace("\u00a0", " ")) for p in paragraphs
    ]


def values(article: Article, tag: str, attribute: str = "val") -> list[str]:
    """Return an attribute of all elements of a name, in order."""
    return [str(e.get(W + attribute)) for e in article.part("document").iter(W + tag)]


def test_it_keeps_the_schema(article: Article) -> None:
    """The rules of the Open XML SDK find no error."""
    result = OpenXmlValidator().validate(article.docx)
    assert [str(error) for error in result.errors] == []


def test_the_title_is_literal_and_in_its_style(article: Article) -> None:
    """Nothing in a title is markup."""
    assert ("Title", '50% of $x$ & <b> #let "y" \\') in styles(article)


def test_headings_are_words_own(article: Article) -> None:
    """The navigation pane shows them, and no level is skipped."""
    found = [(name, text) for name, text in styles(article) if name.startswith("Heading")]
    assert found[0] == ("Heading 1", "1\u2002Introduction")
    assert ("Heading 2", "1.0.0.1\u2002Skipped level") in found


def test_captions_have_their_style_and_number(article: Article) -> None:
    """A caption begins with what references print."""
    found = dict(styles(article))
    assert found["Image Caption"].startswith("Figure")
    assert found["Table Caption"] == "Table 1. Values."


def test_the_header_row_is_repeated(article: Article) -> None:
    """The first row of a table is marked as its header."""
    assert values(article, "tblHeader")


def test_every_internal_link_has_its_bookmark(article: Article) -> None:
    """No link leads nowhere, and no bookmark is there twice."""
    names = Counter(values(article, "bookmarkStart", "name"))
    anchors = [a for a in values(article, "hyperlink", "anchor") if a != "None"]
    assert len(anchors) >= 5
    assert set(anchors) <= set(names)
    assert max(names.values()) == 1


def test_equations_are_native_with_their_number_beside(article: Article) -> None:
    """A numbered formula shares its paragraph with the number, between tab stops."""
    paragraphs = [
        p for p in article.part("document").iter(W + "p") if p.find(M + "oMath") is not None
    ]
    texts = ["".join(str(t.text) for t in p.iter(W + "t")) for p in paragraphs]
    assert "(1)" in texts


def test_notes_are_words_own(article: Article) -> None:
    """A footnote is in the part for footnotes, its link live."""
    assert "A note with a" in "".join(map(str, article.part("footnotes").itertext()))
    assert values(article, "footnoteReference", "id")


def test_persian_runs_from_right_to_left(article: Article) -> None:
    """Runs of Persian say their language where Word looks for it."""
    assert "fa" in {value[:2] for value in values(article, "lang", "bidi")}
    assert values(article, "rtl")


def test_pictures_have_alternative_text_and_vectors(article: Article) -> None:
    """Every picture says what it shows; beside the raster stands the SVG."""
    described = [e.get("descr") for e in article.part("document").iter(WP + "docPr")]
    assert described
    assert set(described) <= {"A wave that rises and falls once.", "inline"}
    with zipfile.ZipFile(article.docx) as package:
        names = package.namelist()
    assert sum(name.endswith(".svg") for name in names) == 1
    assert len(names) == len(set(names))


def test_pages_are_numbered(article: Article) -> None:
    """The footer holds a field for the page."""
    with zipfile.ZipFile(article.docx) as package:
        footers = [package.read(n) for n in package.namelist() if "footer" in n and "rels" not in n]
    assert any(b"PAGE" in footer for footer in footers)


def test_its_properties_are_those_of_the_article(article: Article) -> None:
    """Word's own properties name title, authors and keywords."""
    properties: Any = docx.Document(str(article.docx)).core_properties
    assert properties.title == '50% of $x$ & <b> #let "y" \\'
    assert properties.author == "Ada Example; Омар Хайям"
    assert properties.keywords == "One; Two"


def test_pictures_of_notes_are_related_to_the_notes(load: Load) -> None:
    """Word holds a file for damaged whose picture leads nowhere; vectors are in notes too."""
    text = "Text.[^n]\n\n![One.](wave)\n\n[^n]: A note with ![a picture](wave) and a second.\n"
    files = {"manuscript/01-a.md": text, "figures/wave.py": WAVE}
    (artifact,) = build(load(files), ["docx"]).artifacts
    with zipfile.ZipFile(artifact.path) as package:
        notes = package.read("word/footnotes.xml").decode()
        relations = package.read("word/_rels/footnotes.xml.rels")
        media = {name.removeprefix("word/") for name in package.namelist()}
    used = re.findall(r'r:embed="([^"]+)"', notes)
    assert len(used) == 2
    targets = {e.get("Id"): e.get("Target", "") for e in etree.fromstring(relations)}
    assert all(targets[name].replace("/word/", "") in media for name in used)


def test_fewer_strings_say_the_same() -> None:
    """Words are joined where Word's writer joins them, and never with a space or a break."""
    said = '*a*  b\\\n c \\" d \'e\\ f\'  \n`{"t": "Space"}` "g" [h  i](j "k l") m^2^ n\n\n{.o}\n'
    tree = pandoc_json(pandoc_blocks("--from=markdown", data=said.encode()))
    spaced = tree.replace(b'{"t": "Space"}', b'{"t": "Space"}, {"t": "Space"}', 3)
    for given in (tree, spaced):
        joined = in_few_strings(given)
        assert len(joined) < len(given)
        written = [
            pandoc("--from=json", "--to=docx", data=one, env=EPOCH) for one in (given, joined)
        ]
        assert written[0] == written[1]


OPEN_XML = """\
# One

```{=openxml}
<w:p><w:r><w:t>A paragraph of mine.</w:t></w:r></w:p>
```

```{=openxml}
<w:p><w:r><w:t>Not closed.</w:t></w:p>
```

```{=openxml}
<w:p><w:r><w:instrText>INCLUDETEXT secret.txt</w:instrText></w:r></w:p>
```

```{=openxml}
<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata src="http://example.org/"/></v:shape>
```

A `<w:r><w:t>run</w:t></w:r>`{=openxml} and `<w:object/>`{=openxml} no object.
"""


def test_open_xml_of_the_author_stands_where_it_is_whole_and_harmless(load: Load) -> None:
    """What is not well formed is left out, and so is what reaches out of the document."""
    (artifact,) = build(load({"manuscript/01-a.md": OPEN_XML}), ["docx"]).artifacts
    texts = [p.text for p in docx.Document(str(artifact.path)).paragraphs]
    assert "A paragraph of mine." in texts
    assert "A run and  no object." in texts
    with zipfile.ZipFile(artifact.path) as package:
        whole = package.read("word/document.xml").decode()
    assert not [word for word in ("closed", "INCLUDETEXT", "imagedata", "object>") if word in whole]


RIGHT_TO_LEFT = """\
# One

The words שלום, سلام and گچ stand here.

```{=openxml}
<w:p><w:pPr><w:jc w:val="both"/></w:pPr><w:r><w:t>کلمات این بند از راست به چپ است</w:t></w:r></w:p>
```
"""


def test_words_from_right_to_left_have_their_language_and_direction(load: Load) -> None:
    """Letters tell which language it is; a paragraph of the author's own turns as others do."""
    (artifact,) = build(load({"manuscript/01-a.md": RIGHT_TO_LEFT}), ["docx"]).artifacts
    document = docx.Document(str(artifact.path))
    languages = {
        run.text: lang.get(f"{W}bidi")
        for paragraph in document.paragraphs
        for run in paragraph.runs
        for lang in run._r.iter(f"{W}lang")
    }
    assert languages["שלום"] == "he-IL"
    assert languages["سلام"] == "ar-SA"
    assert languages["گچ"] == "fa-IR"
    (own,) = (p._p for p in document.paragraphs if p.text.startswith("کلمات"))
    assert [child.tag.removeprefix(W) for child in own.get_or_add_pPr()][-2:] == ["bidi", "jc"]
