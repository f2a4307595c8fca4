"""Formulas of the Word file: where they stand in a paragraph, and what of them stays together."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from octavo.pipeline import build
from octavo.project import load_project
from octavo.render.docx_paragraphs import style_of, text_of
from octavo.word_namespaces import M, W
from tests.conftest import METADATA, write_all

TEXT = """\
# One

The rest energy is $$E = mc^2$$, where $m$ is mass.

Both $$p = 1$$ $$q = 2$$
and $$r = 3$$ {#eq:r}; so be it.

$\\sum_{i} (a + b)^2 c$ and $\\sum_{i} (d + e$ are sums.
"""


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return the body of the Word file of formulas in sentences."""
    root = tmp_path_factory.mktemp("formulas")
    write_all(root, {"manuscript/metadata.yaml": METADATA, "manuscript/01-a.md": TEXT})
    (artifact,) = build(load_project(root), ["docx"]).artifacts
    return opened(artifact.path)


def opened(path: Path) -> Any:
    """Return the body of a Word file."""
    with zipfile.ZipFile(path) as package:
        return etree.fromstring(package.read("word/document.xml"))[0]


def paragraphs(body: Any) -> list[tuple[str, str]]:
    """Return the style and the text of each paragraph."""
    return [(style_of(p), text_of(p)) for p in body.iter(f"{{{W}}}p")]


def test_a_display_parts_its_sentence(body: Any) -> None:
    """It has a paragraph of its own, what goes on behind it is not indented, and a stop stays."""
    found = paragraphs(body)
    first = found.index(("FirstParagraph", "The rest energy is"))
    assert found[first : first + 8] == [
        ("FirstParagraph", "The rest energy is"),
        ("Equation", "E=mc2,"),
        ("FirstParagraph", "where m is mass."),
        ("BodyText", "Both"),
        ("Equation", "p=1"),
        ("Equation", "q=2"),
        ("FirstParagraph", "and"),
        ("Equation", "r=3;(1)"),
    ]


def test_a_display_alone_is_a_display_of_words(body: Any) -> None:
    """Word sets it as large as it should be without being told."""
    shown = ["".join(one.itertext()) for one in body.iter(f"{{{M}}}oMathPara")]
    assert shown[:2] == ["p=1", "q=2"]


def test_a_sum_is_over_the_whole_of_its_brackets(body: Any) -> None:
    """Its operand is what the brackets hold, with their power; one that is not closed is let be."""
    closed, broken = (sum_.find(f"{{{M}}}e") for sum_ in body.iter(f"{{{M}}}nary"))
    assert "".join(closed.itertext()) == "a+b2"
    assert closed.find(f"{{{M}}}sSup/{{{M}}}e/{{{M}}}d") is not None
    assert "".join(broken.itertext()) == "("
