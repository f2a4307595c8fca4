"""Word files put together at random: an answer with its place, or a manuscript that builds."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from octavo.bringing.paper import files_of
from octavo.bringing.settling import findings
from octavo.bringing.word import bring_word
from octavo.diagnostics import Faults, UsageError
from tests.bringing.test_word import LINKS, PARTS, bookmarked, drawing, table
from tests.bringing.word_files import (
    ROSE,
    WALT,
    docx,
    endnote,
    endnote_packed,
    field,
    instruction,
    mark,
    mendeley_cite,
    paragraph,
    run,
    zotero,
)
from tests.conftest import examples
from tests.fuzz.grammar import JUNK

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="<"),
    max_size=20,
) | st.sampled_from(
    [
        "{{ x }}",
        "@nobody",
        "[@rose]",
        r"\input{a}",
        "$a$",
        "```",
        ":::",
        "![a](b)",
        "#",
        "Figure 1.",
    ]
)
WORKS = st.dictionaries(
    st.sampled_from("author issued title type id DOI volume page editor note".split()),
    JUNK,
    max_size=3,
)
RUNS = st.one_of(
    TEXT.map(run),
    WORKS.map(lambda work: zotero({**ROSE, **json.loads(json.dumps(work, default=str))})),
    st.sampled_from(
        [
            *(zotero(ROSE), zotero(WALT, locator="3"), mendeley_cite(ROSE), endnote()),
            *(endnote_packed(), drawing("p1"), drawing("none"), field("PAGE", "3")),
            *(field(r"SEQ Figure \* ARABIC", "1"), field(r"SEQ Table \* ARABIC", "1")),
            *(field(r"REF _Ref1 \h", "Figure 1"), field(r"REF _Ref2 \h", "2")),
            *(field("TOC", "Contents"), mark("begin"), mark("separate"), mark("end")),
            *(instruction("REF _Ref1"), bookmarked("_Ref1", run("Figure "))),
            *(bookmarked("_Ref2", field("SEQ Table", "2")), "<w:r><w:br/></w:r>"),
            "<m:oMath><m:r><m:t>a</m:t></m:r></m:oMath>",
            '<w:hyperlink w:anchor="_Ref2"><w:r><w:t>there</w:t></w:r></w:hyperlink>',
        ]
    ),
)
STYLES = st.sampled_from(["", "", "Heading1", "Heading2", "Caption", "Title", "Author", "Abstract"])
PARAGRAPHS = st.builds(
    lambda runs, style: paragraph(*runs, style=style), st.lists(RUNS, max_size=5), STYLES
)
BLOCKS = st.one_of(
    PARAGRAPHS,
    PARAGRAPHS,
    st.lists(st.tuples(TEXT.map(run), RUNS), min_size=1, max_size=3).map(lambda rows: table(*rows)),
)


@examples(20)
@given(st.lists(BLOCKS, min_size=1, max_size=8))
def test_whatever_a_file_holds_it_is_brought_in_or_refused(blocks: list[str]) -> None:
    """There is no traceback, and nothing is left that stops a build."""
    try:
        brought = bring_word("a.docx", docx("".join(blocks), PARTS, LINKS))
        files = files_of(brought, "a.docx")
    except (UsageError, Faults):
        return
    assert findings(files) == []
    with tempfile.TemporaryDirectory() as folder:
        assert all(Path(folder, path).is_relative_to(folder) for path in files)
