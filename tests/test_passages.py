"""What is read passage by passage is what is read as one text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from benchmarks.manuscripts import Size, manuscript
from octavo import reading
from octavo.nodes import Node
from octavo.reading import Piece, read
from tests.conftest import examples

BITS = (
    "Plain text, @one and [see @two, p. 4].",
    "A note.^[It cites @three.]",
    "A note below.[^{n}]\n\n[^{n}]: It cites [@one].",
    "A note elsewhere.[^shared]",
    "[^shared]: That one.",
    "- item\n- item",
    "- item\n\n    more of it",
    "1. one\n2. two",
    "(@) An example.",
    "(@named) An example.",
    "As (@named) says.",
    "> quoted\ntext",
    "    code",
    "```\n# no heading\n```",
    "```\nleft open",
    "::: {.box}\ninside\n:::",
    "::: {.box}\nleft open",
    ":::",
    "<!-- left open",
    "-->",
    "<div>\n\ninside\n\n</div>",
    "<div>",
    "</div>",
    r"\newcommand{\x}{y} $\x$",
    r"$\x$",
    "\\begin{align}\na",
    "b\n\\end{align}",
    "[a link]",
    "[a link][named]",
    "[named]: https://example.org/{n}",
    "[a link]: https://example.org/{n}",
    "[Heading {n}] and [heading 0]",
    "## Heading {n}",
    "## Heading 0",
    "Underlined {n}\n-----",
    "[Underlined 1]",
    "| a | b |\n|---|--:|\n| 1 | 2 |\n\n: Caption. {#tbl:t{n}}",
    "  a    b\n---- ----\n   1    2",
    "--------\n a    b\n---- ----\n 1    2\n",
    "---\nrow",
    "---",
    "Table: a caption",
    ": a definition",
    "term\n: a definition",
    "$$x^2$$ {#eq:e{n}}",
    "![Picture](wave){#fig:w{n}}",
    "| a line\n| another",
    '{{ values.v }} and \\@ and (@one) "quoted',
    "*left open",
)
OPENINGS = ("# Section {n}", "# Section", "# Section {n} {#sec:s{n}}", "No heading {n}.", "")


@st.composite
def sections(draw: st.DrawFn) -> list[str]:
    """Return some sections, few of whose parts go together."""
    texts = []
    for n in range(draw(st.integers(2, 4))):
        bits = [draw(st.sampled_from(OPENINGS)), *draw(st.lists(st.sampled_from(BITS), max_size=4))]
        texts.append("\n\n".join(bits).replace("{n}", str(n)) + "\n")
    return texts


def restored(pieces: list[Piece]) -> Iterator[Node | tuple[str, str, str]]:
    """Yield the blocks and remarks of pieces, without stand-ins."""

    def plain(value: object, one: reading.Reading) -> object:
        if isinstance(value, str):
            return one.marks.restore(value)
        if isinstance(value, list):
            return [plain(item, one) for item in value]
        if isinstance(value, dict):
            return {key: plain(item, one) for key, item in value.items()}
        return value

    for one in read(pieces, None):
        for block in one.blocks:
            found = plain(block, one)
            assert isinstance(found, dict)
            yield found
        for remark in one.remarks:
            yield remark.type, remark.text, str(remark.span)


def both(texts: list[str], patch: pytest.MonkeyPatch) -> tuple[int, list[object], list[object]]:
    """Return how many passages were read apart, what came of them, and of one text."""
    pieces = [Piece(Path(f"{n}.md"), text) for n, text in enumerate(texts)]
    patch.setattr(reading, "ENOUGH", 0)
    count, apart = len(read(pieces, None)), list(restored(pieces))
    patch.setattr(reading, "stand_alone", lambda _: False)
    whole = list(restored(pieces))
    key = lambda one: isinstance(one, tuple)  # noqa: E731
    return count, sorted(apart, key=key), sorted(whole, key=key)


@examples(50, HealthCheck.function_scoped_fixture)
@given(sections())
def test_passages_are_read_as_one_text_is(texts: list[str]) -> None:
    """Whatever stands in the sections, the tree and the remarks are the same."""
    with pytest.MonkeyPatch.context() as patch:
        _, apart, whole = both(texts, patch)
    assert apart == whole


def test_sections_of_an_article_are_read_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sections as they are mostly written do not lean on each other."""
    files = manuscript(Size(6000, 40, 4))
    texts = [text for name, text in files.items() if name.endswith(".md")]
    count, apart, whole = both(texts, monkeypatch)
    assert count == len(texts)
    assert apart == whole


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("[^a]: A note.", "See.[^a]"),
        ("[^a]: A note.[^a]", "[^a]: A note.[^a]"),
        ("[Site]: https://example.org", "The [site]."),
        ("## The *data*", "See [the *data*]."),
        ("The data\n--------", "See [The data]."),
        ("## Data", "## Data"),
        ("(@) One.", "(@) Two."),
        (r"\newcommand{\x}{y}", r"$\x$"),
        ("```\nopen", "```"),
        ("::: {.a}\nopen", ":::"),
        ("<!-- open", "-->"),
        ("<div>", "</div>"),
        ("---\nrow", "other\n\n---"),
        ("term\n\n: defined", ": defined"),
    ],
)
def test_what_leans_on_another_is_read_with_it(
    first: str, second: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Definitions, headings, examples, macros and open blocks reach beyond their section."""
    texts = [f"# One\n\n{first}\n", f"# Two\n\n{second}\n"]
    count, apart, whole = both(texts, monkeypatch)
    assert count == 1
    assert apart == whole
