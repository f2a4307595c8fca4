"""The file of remarks that people edit, on its way into a Word file and back."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import examples
from tests.fuzz.grammar import TEXTS, WORDS, damaged
from tests.fuzz.running import ends_well, lay
from tests.fuzz.test_packages import manuscript, reviewed

LINES = st.sampled_from(
    [
        *(
            "# Comments",
            "## [ ] Referee, 2026-01-02",
            "## [x] Referee, undated",
            "## [ ] , ",
            "## []",
        ),
        *("## \\[ \\] A, B, 2026-01-02T03:04:05Z", "### Ada, 2026-01-03", "### , x", "###", "## a"),
        *(
            "manuscript/01-introduction.md: “emphasis”",
            "manuscript/01-introduction.md: “a”, place 2",
        ),
        *(
            "manuscript/09-none.md: “none”",
            "“”",
            "“a”, place 99999999999999999999",
            "x: “a”, place 0",
        ),
        *(
            "## [ ] Referee, 9999-99-99",
            "## [ ] Referee, 2026-01-02T25:61:61+99:99",
            "Why?",
            "*a* `b`",
        ),
        *(
            "{{ title }}",
            "<!-- a",
            "```",
            "@rose1998",
            "\\# a",
            "## [ ] " + "a" * 3000 + ", undated",
        ),
    ]
)
REMARKS = st.builds(
    "## [{}] {}, {}\n\n{}: “{}”{}\n\n{}".format,
    st.sampled_from(" x"),
    WORDS,
    st.sampled_from(["2026-01-02", "2026-01-02T03:04:05Z", "undated", ""]),
    st.sampled_from(["manuscript/01-introduction.md", "manuscript/metadata.yaml", "none.md", ""]),
    st.sampled_from(["emphasis", "One work", "12 people", "A table.", "What it is.", "none", ""]),
    st.sampled_from(["", "", ", place 2", ", place 0"]),
    st.lists(TEXTS | LINES, max_size=3).map("\n".join),
)
TEXT = damaged(st.lists(REMARKS | REMARKS | LINES | TEXTS, max_size=5).map("\n\n".join))


@examples(6)
@given(TEXT)
def test_remarks_go_out_whatever_is_in_their_file(text: str) -> None:
    """The Word file is built, or the build says where it stops."""
    with tempfile.TemporaryDirectory() as folder:
        lay(Path(folder), {**manuscript(), "manuscript/_comments.md": text})
        ends_well(["build", "docx", "--quiet", "-C", folder])


@examples(12)
@given(TEXT)
def test_remarks_come_back_beside_whatever_is_in_their_file(text: str) -> None:
    """The remarks of a review are added, or the merge says where it stops."""
    with tempfile.TemporaryDirectory() as folder:
        lay(Path(folder), {**manuscript(), "manuscript/_comments.md": text})
        file = Path(folder, "reviewed.docx")
        file.write_bytes(reviewed())
        ends_well(["merge", "-C", folder, file], "reviewed.docx")
