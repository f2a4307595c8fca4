"""What is read of a Word file is its text, however programs have wrapped it."""

from __future__ import annotations

import pytest
from lxml import etree

from octavo.word_namespaces import M, R, W
from octavo.word_paragraphs import Decide, Paragraph, everybody
from octavo.word_story import read_story
from tests.merge.coming_in import instruction

SPACES = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:m="{M}"'
CITATION = instruction([{"id": "rose1998"}]).replace('"', "&quot;")


def story(body: str, decide: Decide = everybody) -> list[Paragraph]:
    """Return the paragraphs of a body."""
    root = etree.fromstring(f"<w:body {SPACES}>{body}</w:body>")
    return read_story(root, {"r1": "https://example.org/a"}, decide)


def pieces(inlines: str, decide: Decide = everybody) -> list[tuple[str, str, str]]:
    """Return what a paragraph shows: the kind, the text and the name of each piece."""
    (paragraph,) = story(f"<w:p>{inlines}</w:p>", decide)
    return [(piece.kind, piece.text, piece.name) for piece in paragraph.shown]


def t(text: str) -> str:
    """Return a run of words."""
    return f"<w:r><w:t>{text}</w:t></w:r>"


def field(code: str, shown: str, *, wrap: str = "{}") -> str:
    """Return a field of several runs."""
    begin, middle, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    text = wrap.format(shown)
    return f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{middle}{text}{end}"


def tracked(kind: str, author: str, content: str) -> str:
    """Return a tracked change."""
    return f'<w:{kind} w:id="1" w:author="{author}">{content}</w:{kind}>'


@pytest.mark.parametrize(
    ("inlines", "shown"),
    [
        ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/></w:r>", [("text", "a\nb\t", "")]),
        (
            '<w:r><w:t>a</w:t><w:br w:type="page"/><w:noBreakHyphen/></w:r>',
            [("text", "a\u2011", "")],
        ),
        ('<w:r><w:sym w:font="Symbol" w:char="00B7"/></w:r>', [("text", "·", "")]),
        ('<w:r><w:sym w:char="none"/></w:r>', [("text", "\ufffd", "")]),
        (
            f"<w:sdt><w:sdtPr/><w:sdtContent>{t('in a control')}</w:sdtContent></w:sdt>",
            [("text", "in a control", "")],
        ),
        (
            f"<w:ruby><w:rt>{t('sound')}</w:rt><w:rubyBase>{t('sign')}</w:rubyBase></w:ruby>",
            [("text", "sign", "")],
        ),
        (
            f'<w:hyperlink r:id="r1">{t("there")}</w:hyperlink>',
            [("text", "there", "https://example.org/a")],
        ),
        (
            f'<w:hyperlink r:id="r1" w:anchor="b">{t("there")}</w:hyperlink>',
            [("text", "there", "https://example.org/a#b")],
        ),
        (
            f'<w:fldSimple w:instr=" REF _Ref1 \\h ">{t("Table 1")}</w:fldSimple>',
            [("text", "Table 1", "#_Ref1")],
        ),
        (
            field(' HYPERLINK "https://example.org/c" ', t("there")),
            [("text", "there", "https://example.org/c")],
        ),
        (field(' HYPERLINK \\l "d" ', t("there")), [("text", "there", "#d")]),
        (field(" SEQ Figure ", t("7")), [("text", "7", "")]),
        ('<w:r><w:fldChar w:fldCharType="end"/><w:t>stray</w:t></w:r>', [("text", "stray", "")]),
        (
            '<w:r><w:fldChar w:fldCharType="separate"/><w:instrText>x</w:instrText></w:r>' + t("a"),
            [("text", "a", "")],
        ),
        ("<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>", [("math", "a+b", "")]),
        (
            "<w:r><w:AlternateContent><w:Choice/><w:Fallback><w:pict/></w:Fallback></w:AlternateContent></w:r>",
            [("picture", "", "")],
        ),
        ("<w:r><w:AlternateContent/></w:r>", []),
    ],
)
def test_a_text_is_read_as_it_is_printed(inlines: str, shown: list[tuple[str, str, str]]) -> None:
    """Characters that are elements, links and fields of all kinds, wrappers."""
    assert pieces(inlines) == shown


def test_a_citation_is_one_piece_whatever_it_holds() -> None:
    """A field within it is a part of what it prints; one that prints nothing is none."""
    inner = field(' HYPERLINK \\l "ref-rose1998" ', t("1998"))
    ((kind, text, _),) = pieces(field(CITATION, f"{t('(Rose ')}{inner}{t(')')}"))
    assert (kind, text) == ("citation", "(Rose 1998)")
    nested = field(CITATION, field(CITATION, t("(Rose)")))
    assert [text for _, text, _ in pieces(nested)] == ["(Rose)"]
    assert pieces(field(CITATION, "")) == []


def test_a_citation_that_was_put_in_or_deleted_is_so_as_a_whole() -> None:
    """Its author's changes are taken or not."""
    deleted = field(CITATION, tracked("del", "Ann", t("(Rose)")))
    assert pieces(deleted) == []
    assert [kind for kind, _, _ in pieces(deleted, lambda _: False)] == ["citation"]
    new = tracked("ins", "Ann", field(CITATION, t("(Rose)")))
    assert [kind for kind, _, _ in pieces(new)] == ["citation"]
    assert pieces(new, lambda author: author != "Ann") == []


def test_words_that_were_moved_are_where_they_are_moved_to() -> None:
    """Or where they were, if the move is not taken."""
    inlines = (
        tracked("moveFrom", "Ann", t("here")) + t(" and ") + tracked("moveTo", "Ann", t("there"))
    )
    assert "".join(text for _, text, _ in pieces(inlines)) == " and there"
    assert "".join(text for _, text, _ in pieces(inlines, lambda _: False)) == "here and "


def row(*texts: str, properties: str = "") -> str:
    """Return a row of a table."""
    cells = "".join(f"<w:tc><w:p>{t(text)}</w:p></w:tc>" for text in texts)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"


def cells(body: str, decide: Decide = everybody) -> dict[str, tuple[int, int, int] | None]:
    """Return where each paragraph of a body stands: table, row and column."""
    return {paragraph.text: paragraph.cell for paragraph in story(body, decide)}


def test_rows_that_are_deleted_or_not_taken_are_left_out() -> None:
    """What is below them moves up."""
    gone = row("gone", properties=tracked("del", "Ann", ""))
    new = row("new", properties=tracked("ins", "Bob", ""))
    table = f"<w:tbl>{row('a')}{gone}{new}{row('b')}</w:tbl>"
    assert cells(table) == {"a": (0, 0, 0), "new": (0, 1, 0), "b": (0, 2, 0)}
    assert cells(table, lambda author: author == "Nobody") == {
        "a": (0, 0, 0),
        "gone": (0, 1, 0),
        "b": (0, 2, 0),
    }


def test_cells_are_counted_by_the_columns_that_they_span() -> None:
    """A table within a cell is one of its own."""
    inner = f"<w:tbl>{row('inner')}</w:tbl>"
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p>' + t("wide") + "</w:p></w:tc>"
    last = f"<w:tc>{inner}<w:p>{t('last')}</w:p></w:tc>"
    table = f"<w:tbl><w:tr>{wide}{last}</w:tr></w:tbl>"
    assert cells(table) == {"wide": (0, 0, 0), "inner": (1, 0, 0), "last": (0, 0, 2)}


def test_lines_between_text_and_notes_are_no_notes() -> None:
    """Word keeps them among the notes."""
    notes = f'<w:footnote w:id="-1" w:type="separator"><w:p>{t("line")}</w:p></w:footnote>'
    notes += f'<w:footnote w:id="2"><w:p>{t("note")}</w:p></w:footnote>'
    assert [(p.note, p.text) for p in story(notes)] == [("2", "note")]
