"""Comments that excuse a place: which lines each speaks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.excuses import excuses_of

HTML = "<!-- octavo: allow todo-left -->"


@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        ("a.md", f"One.\nTwo. {HTML}\nThree.\n", (2, 2)),
        ("a.md", f"{HTML}\nOne,\nand on.\n\nTwo.\n", (1, 3)),
        ("a.md", f"{HTML}\n\n\nOne,\nand on.\n\nTwo.\n", (1, 5)),
        ("a.md", f"One.\n\n{HTML}\nTwo, to the end.", (3, 4)),
        ("a.md", f"One.\n\n{HTML}", (3, 3)),
        ("a.bib", "% octavo: allow year-invalid\n@book{a,\n title={A}\n}\n\n@book{b}\n", (1, 4)),
        ("a.bib", "% octavo: allow year-invalid\n@book{a,\n title={A} }\n", (1, 4)),
        ("a.bib", "% octavo: allow year-invalid\n@book{a, title={A}}\n@book{b,\n}\n", (1, 2)),
        ("a.bib", "@book{a,\n year={n.y.}, % octavo: allow year-invalid\n}\n", (2, 2)),
        ("a.yaml", "# octavo: allow title-capitals\ntitle: A\ndoi: b\n", (1, 2)),
        ("a.py", "x = 1\n\n# octavo: allow text-small\n\nsize = 3\ny = 2\n", (3, 5)),
    ],
)
def test_an_excuse_speaks_for_its_line_or_for_what_follows(
    name: str, text: str, lines: tuple[int, int]
) -> None:
    """Behind something it is that line; alone, a paragraph, an entry or the next line."""
    (excuse,) = excuses_of(Path(name), text)
    assert (excuse.first, excuse.last) == lines


def test_a_comment_may_name_several_rules() -> None:
    """Each is an excuse of its own, at its own place."""
    text = "x = 1  # octavo: allow text-small, colours-alike\n"
    found = [(one.rule, one.span.column) for one in excuses_of(Path("a.py"), text)]
    assert found == [("text-small", 24), ("colours-alike", 36)]


def test_files_of_other_kinds_have_no_comments() -> None:
    """Data may hold such words."""
    assert [*excuses_of(Path("a.csv"), HTML)] == []
