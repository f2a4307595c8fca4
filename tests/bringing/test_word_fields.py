"""Fields, content controls, links and marks of Word's stories, as its programs write them."""

from __future__ import annotations

import base64

import pytest

from octavo.bringing.brought import Brought
from octavo.bringing.word import bring_word
from tests.bringing.test_word import LINKS, PARTS, SEQUENCE, bookmarked, drawing
from tests.bringing.word_files import (
    ROSE,
    W,
    docx,
    field,
    instruction,
    mark,
    mendeley_cite,
    paragraph,
    run,
    zotero,
)

TITLE = paragraph("T", style="Title")
HEADING = paragraph(bookmarked("_Ref3", run("Methods")), style="Heading1")


def brought(*body: str, **parts: str) -> Brought:
    """Return what a file with a title brings."""
    named = {f"word/{name}.xml": text for name, text in parts.items()}
    return bring_word("a.docx", docx(TITLE + "".join(body), {**PARTS, **named}, LINKS))


def text(paper: Brought) -> str:
    """Return all that its sections say."""
    return "\n".join(text for _, text in paper.sections).strip()


def told(paper: Brought) -> str:
    """Return the lines of its report."""
    return "\n".join(line for remark in paper.remarks for line in remark.lines)


def control(tag: str, content: str) -> str:
    """Return a content control."""
    return (
        f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


ONE_RUN = (
    '<w:r><w:rPr><w:b/></w:rPr><w:fldChar w:fldCharType="begin"/><w:instrText> REF _Ref3 \\h '
    '</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>section 1</w:t>'
    '<w:fldChar w:fldCharType="end"/></w:r>'
)
SIMPLE = f'<w:fldSimple w:instr=" REF _Ref3 \\h ">{run("section 1")}</w:fldSimple>'
BY_LINK = field('HYPERLINK \\l "_Ref3"', "section 1")


@pytest.mark.parametrize("reference", [ONE_RUN, SIMPLE, BY_LINK], ids=["run", "simple", "link"])
def test_a_reference_is_understood_however_its_field_is_written(reference: str) -> None:
    """All marks in one run, the short form, or a link to the place."""
    paper = brought(HEADING, paragraph("As ", reference, " says."))
    assert text(paper) == "# Methods {#sec:methods}\n\nAs @sec:methods says."


def test_words_like_those_that_stand_for_fields_stay() -> None:
    """A text that has them by chance gets others."""
    paper = brought(HEADING, paragraph("OctavoStandIn0Z: see ", SIMPLE, "."))
    assert "OctavoStandIn0Z: see @sec:methods." in text(paper)


def test_a_table_of_contents_is_left_out() -> None:
    """It is made anew, and its entries would be paragraphs."""
    listed = mark("begin") + instruction(r"TOC \o 1-3") + mark("separate") + run("Methods 1")
    paper = brought(paragraph(listed), paragraph("Data 2", mark("end")), HEADING)
    assert text(paper) == "# Methods"
    assert "note: a table of contents or an index is left out" in told(paper)


def test_a_link_around_a_citation_leaves_the_citation() -> None:
    """Zotero can link its citations to the list of references."""
    link = f'<w:hyperlink w:anchor="_Ref3">{zotero(ROSE)}</w:hyperlink>'
    paper = brought(HEADING, paragraph("So it is ", link, "."))
    assert "So it is [@rose1998neoclassical]." in text(paper)


def test_a_citation_of_citavi_stays_as_text_and_is_told() -> None:
    """Its data are Citavi's own: the hint says how the works come over."""
    paper = brought(paragraph("So ", control("CitaviPlaceholder#1", run("(Rose 1998)")), "."))
    assert text(paper) == "So (Rose 1998)."
    assert "“So (Rose 1998).”: warning: the citation “(Rose 1998)” of Citavi stays" in told(paper)
    assert "hint: export the works from Citavi as BibTeX" in told(paper)


def test_a_list_of_references_of_mendeley_is_left_out() -> None:
    """It is made from the works that are cited."""
    listed = control("MENDELEY_BIBLIOGRAPHY", paragraph("Rose, G. (1998). Realism."))
    paper = brought(paragraph("So ", mendeley_cite(ROSE), "."), listed)
    assert text(paper) == "So [@rose1998neoclassical]."
    assert "note: the list of references is left out" in told(paper)


def test_a_citation_of_mendeley_may_fill_a_paragraph() -> None:
    """As a control around the paragraph, and not within one."""
    inner = mendeley_cite(ROSE).replace(run("(Rose, 1998)"), paragraph("(Rose, 1998)"))
    assert text(brought(paragraph("So:"), inner)) == "So:\n\n[@rose1998neoclassical]"


def test_a_citation_of_mendeley_that_is_damaged_stays_as_text() -> None:
    """What its tag holds is no JSON."""
    tag = f"MENDELEY_CITATION_v3_{base64.b64encode(b'{broken').decode()}"
    paper = brought(paragraph("So ", control(tag, run("(Rose, 1998)")), "."))
    assert text(paper) == "So (Rose, 1998)."
    assert "warning: the citation “(Rose, 1998)” stays as text" in told(paper)


def test_other_content_controls_are_text() -> None:
    """With a tag or without."""
    bare = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('b')}</w:sdtContent></w:sdt>"
    assert text(brought(paragraph("a", bare, control("Date", run("c"))))) == "abc"


def test_comments_are_told_with_their_words() -> None:
    """By whom, so that the author finds them in the old file."""
    comment = f'<w:comment w:id="1" w:author="Ben">{paragraph("Is this so?")}</w:comment>'
    paper = brought(
        paragraph("Words."), comments=f'<w:comments xmlns:w="{W}">{comment}</w:comments>'
    )
    assert text(paper) == "Words."
    assert "a.docx: warning: a comment by Ben is left out: “Is this so?”" in told(paper)


def test_what_is_there_in_a_new_and_an_old_form_comes_once() -> None:
    """Word writes text boxes and equations twice, for older versions."""
    both = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/'
        f'2006"><mc:Choice Requires="wps">{run("new")}</mc:Choice>'
        f"<mc:Fallback>{run('old')}</mc:Fallback></mc:AlternateContent>"
    )
    assert text(brought(paragraph("a ", both, " b"))).count("old") == 0


def test_a_mark_around_a_heading_is_the_headings() -> None:
    """As pandoc writes them: before the paragraph, and not within it."""
    start = '<w:bookmarkStart w:id="3" w:name="_Ref3"/>'
    marked = start + paragraph("Methods", style="Heading1") + '<w:bookmarkEnd w:id="3"/>'
    paper = brought(paragraph("As ", SIMPLE, " says."), marked, paragraph("More."))
    assert "As @sec:methods says." in text(paper)
    assert "# Methods {#sec:methods}" in text(paper)


@pytest.mark.parametrize("end", ['<w:bookmarkEnd w:id="1"/>', ""], ids=["ended", "open"])
def test_a_mark_over_a_picture_and_its_caption_is_the_captions(end: str) -> None:
    """It begins before the picture and ends behind the caption, or nowhere."""
    caption = paragraph("Figure ", field(SEQUENCE.format("Figure"), "1"), ": A field.")
    start = '<w:bookmarkStart w:id="1" w:name="_Ref1"/>'
    figure = start + paragraph(drawing("p1")) + caption + end
    paper = brought(paragraph("See ", field(r"REF _Ref1 \h", "Figure 1"), "."), figure)
    assert "See @fig:a-field." in text(paper)
    assert "{#fig:a-field" in text(paper)
