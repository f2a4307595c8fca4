"""Citations are formatted from an excerpt as they would be from the whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from octavo.excerpts import excerpt
from octavo.nodes import plain_text
from octavo.pandoc import pandoc_blocks, pandoc_json
from octavo.styles import shipped_styles
from tests.conftest import BIBLIOGRAPHY, examples

STYLES = (
    "chicago-author-date",
    "chicago-shortened-notes-bibliography-subsequent-ibid",
    "ieee",
    "nature",
)
PIECES = (
    *("A word", "[@rose1998]", "@walt1987", "[see @rose1998, p. 5; @walt1987]", "[-@walt1987]"),
    *(
        ".",
        ",",
        "”",
        '"Quoted [@rose1998]."',
        "*Emphasis @walt1987*",
        "^[A note with [@rose1998].]",
    ),
    *("^[A note.]", "(so", ")", "—", "`code`", "$x$", "\n\n", "\n\n> Quoted @rose1998.\n\n"),
    *("\n\n- item [@walt1987]\n- other\n\n", "\n\n| A | [@rose1998] |\n|---|---|\n| b | c |\n\n"),
    *("\n\n::: {#refs}\n:::\n\n", "\n\nTerm\n:   Meaning [@walt1987].\n\n"),
)


def read(text: str) -> list[dict[str, object]]:
    """Return Markdown as a tree."""
    return pandoc_blocks("--from=markdown", data=text.encode())


def formatted(blocks: list[dict[str, object]], style: str, bib: Path) -> list[dict[str, object]]:
    """Return a tree as citeproc makes it."""
    files = {"--csl": shipped_styles()[style], "--bibliography": bib}
    return pandoc_blocks("--from=json", "--citeproc", data=pandoc_json(blocks), files=files)


@pytest.fixture(scope="module")
def bib(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a bibliography."""
    path = tmp_path_factory.mktemp("bib") / "references.bib"
    path.write_text(BIBLIOGRAPHY)
    return path


@given(st.lists(st.sampled_from(PIECES), max_size=14), st.sampled_from(STYLES))
@examples(20, *HealthCheck)
def test_an_excerpt_gives_what_the_whole_gives(bib: Path, pieces: list[str], style: str) -> None:
    """In styles of every kind, whatever stands beside the citations."""
    blocks = read(" ".join(pieces))
    short = excerpt(blocks)
    assert short.whole(formatted(short.blocks, style, bib)) == formatted(blocks, style, bib)


def test_what_is_far_from_citations_is_left_out() -> None:
    """A paragraph without any, and words that stand apart, may change."""
    one = excerpt(read("First.\n\nMany words before a claim [@a], and many words behind.\n"))
    other = excerpt(read("Other.\n\nA few before a claim [@a], and behind.\n"))
    assert one.blocks == other.blocks
    assert "Many" not in plain_text(one.blocks)
    assert plain_text(one.whole(one.blocks)).startswith("First. Many words before a claim")
