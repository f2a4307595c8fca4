"""The letter to the reviewers, as the editor opens it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pikepdf
from lxml import html

from octavo.diff.copies import mark_copies
from octavo.project import load_project
from octavo.respond.answering import respond
from tests.diff.conftest import put
from tests.printed import printed
from tests.respond.conftest import Answered
from tests.respond.revised import GOOD

LETTER = "response-1"


def page(answered: Answered) -> html.HtmlElement:
    """Return the letter as HTML."""
    return html.fromstring(answered.file(f"{LETTER}.html").read_bytes())


def texts(root: html.HtmlElement, path: str) -> list[str]:
    """Return the texts of what a path finds."""
    return [" ".join(e.text_content().split()) for e in root.xpath(path)]


def boxes(answered: Answered) -> list[str]:
    """Return what is quoted."""
    return texts(page(answered), "//*[contains(@class, 'revised-text')]")


def test_a_letter_comes_in_three_formats_with_the_copy_that_it_quotes(answered: Answered) -> None:
    """Nothing is wrong, and everything is beside the letter that the editor gets with it."""
    assert [f for f in answered.answer.findings if f in answered.answer.failing] == []
    assert sorted(a.path.name for a in answered.artifacts) == [
        *("response-1-marked-manuscript.pdf", "response-1-marked-supplement.pdf"),
        *("response-1.docx", "response-1.html", "response-1.pdf"),
    ]


def test_the_head_says_what_is_answered_to_whom(answered: Answered) -> None:
    """Title, journal, number, date and authors come before the author's opening."""
    text = " ".join(printed(answered.file(f"{LETTER}.pdf")).split())
    head = (
        "Response to reviewers Alignment and its limits March 1, 2026 Dr Jane Doe "
        "Journal of Examples JE-7 Ada Example We thank you for your reading. "
        "Pages and lines are those of the marked copy (PDF)."
    )
    assert text.startswith(head)


def test_comments_are_numbered_by_reviewer_and_set_apart(answered: Answered) -> None:
    """A comment stands under its number, or under the author's own heading."""
    root = page(answered)
    heads = texts(root, "//main//*[self::h2 or self::h3]")
    assert [h for h in heads if h.startswith(("Comment", "On"))] == [
        *("Comment 1.1", "Comment 1.2", "On the figures", "Comment 2.1")
    ]
    said = texts(root, "//*[contains(@class, 'reviewer-comment')]")
    assert said[0] == "Are threats perceived?"
    assert len(said) == 4


def test_a_passage_is_quoted_with_its_marks(answered: Answered) -> None:
    """First and last words bring what is between them as it stands now, citations formatted."""
    first, gone, table, section, note, more, equation = boxes(answered)
    assert first == (
        "States align against perceived threats, as Walt held (Walt 1987), and power is one "
        "ingredient of it."
    )
    assert gone == "This sentence was left out later."
    root = page(answered)
    quoted = "//*[contains(@class, 'revised-text')]"
    assert "perceived" in texts(root, f"{quoted}//ins")
    assert texts(root, f"{quoted}//del")[0] == "This sentence was left out later."
    assert "arms and training" in table
    assert section.startswith("2 Method We measure deliveries")
    assert "Note: A note on deliveries of arms." in section
    assert note == "A note on deliveries of arms."
    assert more.startswith("More of")
    assert "(1)" in equation


def test_words_in_a_line_have_no_stop_that_the_author_did_not_quote(answered: Answered) -> None:
    """The author's own sentence goes on behind them; a stop that is quoted stays."""
    (line,) = [text for text in texts(page(answered), "//p") if text.startswith("Power is")]
    said = re.sub(r" \(p\. [^)]*\)", "", line)
    assert said == "Power is “one ingredient of it”, “one ingredient of it.”"


def test_an_equation_has_its_number_in_its_line(answered: Answered) -> None:
    """It is a part of the formula, which is not set apart from it in any format."""
    box = "//*[contains(@class, 'revised-text')]"
    formula = page(answered).xpath(f"({box})[last()]//*[local-name()='mrow'][1]")[0]
    assert "".join("".join(formula.itertext()).split()) == "s=dD+1(1)"


def test_each_quotation_says_where_it_stands(answered: Answered) -> None:
    """By page and lines, or by the page where lines have no numbers, and in which file."""
    found = texts(page(answered), "//*[contains(@class, 'revised-place')]")
    shapes = [re.sub(r"\d+", "1", place) for place in found]
    assert shapes == [
        *("p. 1, ll. 1–1:", "p. 1, l. 1:", "Table 1, p. 1:", "Section 1, p. 1, ll. 1–1:"),
        *("p. 1, l. 1:", "Supplementary material, p. 1, l. 1:", "Equation 1, p. 1:"),
    ]


def test_figures_of_the_letter_have_numbers_of_their_own(answered: Answered) -> None:
    """A figure for the reviewers alone is Figure R1, and takes no number from the article's."""
    root = page(answered)
    (caption,) = texts(root, "//figcaption[contains(., 'For the reviewers')]")
    assert caption == "Figure R1. For the reviewers."
    assert "See Figure R1." in texts(root, "//p")
    assert texts(root, "//h2") == ["Reviewer 1", "Reviewer 2", "References"]


def test_quotations_have_no_labels_and_lead_nowhere(answered: Answered) -> None:
    """No identifier stands twice in the page, and every link within it has a goal."""
    root = page(answered)
    names = [str(name) for name in root.xpath("//@id")]
    assert len(names) == len(set(names))
    goals = [str(link)[1:] for link in root.xpath("//main//a/@href") if str(link)[:1] == "#"]
    assert goals
    assert set(goals) <= set(names)


def test_the_references_are_those_of_the_answers(answered: Answered) -> None:
    """What the answers cite is listed; what a quotation cites is in the manuscript's list."""
    entries = texts(page(answered), "//*[@id='refs']/*")
    assert len(entries) == 1
    assert entries[0].startswith("Rose")


def test_the_letter_is_as_accessible_as_the_article(answered: Answered) -> None:
    """It claims PDF/UA-1, has a title and tags."""
    with pikepdf.open(answered.file(f"{LETTER}.pdf")) as letter:
        assert letter.Root.MarkInfo.Marked
        assert letter.Root.ViewerPreferences.DisplayDocTitle
        metadata = letter.open_metadata()
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Response to reviewers"


def test_word_shows_marks_that_nobody_can_accept(answered: Answered) -> None:
    """In the letter they are styles, not tracked changes."""
    with zipfile.ZipFile(answered.file(f"{LETTER}.docx")) as package:
        text = package.read("word/document.xml").decode()
    assert "<w:ins " not in text
    assert "w:change" not in text
    for style in ("InsertedText", "DeletedText", "ReviewerComment", "RevisedText"):
        assert f'w:val="{style}"' in text


def test_the_copy_is_the_one_that_diff_makes(answered: Answered) -> None:
    """Pages and lines hold for the marked copy of `octavo diff` too."""
    mark_copies(load_project(answered.root), "v1", None, ["pdf"])
    own = printed(answered.file(f"{LETTER}-marked-manuscript.pdf"))
    assert printed(answered.root / "build/diff/manuscript.pdf") == own


def test_a_letter_without_names_has_none(answered: Answered) -> None:
    """Neither the letter nor the copy beside it tells who wrote them."""
    made, artifacts = respond(load_project(answered.root), "1", ("docx",), anonymously=True)
    assert [f.message for f in made.failing] == []
    for artifact in artifacts:
        if artifact.format == "pdf":
            assert "Ada Example" not in printed(artifact.path)
    with zipfile.ZipFile(answered.file(f"{LETTER}.docx")) as package:
        assert not any(b"Ada" in package.read(name) for name in package.namelist())


def test_a_name_in_an_anonymous_answer_is_found(answered: Answered) -> None:
    """What an author signs himself is told, and nothing is written."""
    put(answered.root, {"manuscript/responses/named.md": GOOD + "\nYours, Ada Example\n"})
    made, artifacts = respond(load_project(answered.root), "named", ("html",), anonymously=True)
    assert artifacts == ()
    assert any(f.span.path == Path("manuscript/responses/named.md") for f in made.failing), (
        made.failing
    )
    (answered.root / "manuscript/responses/named.md").unlink()
