"""Word's fields: what they hold is what Word would put there."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from octavo.pipeline import build
from octavo.project import load_project
from tests.conftest import Write
from tests.render.article import Article

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WORD = """# One {#sec:one}

@fig:a, @tbl:t, @eq:e, @sec:one, @sec:two, [@fig:a; @fig:b; @fig:c], @fig:pair, @fig:x, @fig:late.

![A.](figures/p.png){#fig:a}

![B.](figures/p.png){#fig:b}

![C.](figures/p.png){#fig:c}

::: {#fig:pair}
![First.](figures/p.png){#fig:x}

![Second.](figures/p.png){#fig:y}

Both.
:::

$$a$$ {#eq:e}

: T. {#tbl:t}

| a |
|---|
| b |

# Two {#sec:two .appendix}

## Inner {#sec:inner}

![Late.](figures/p.png){#fig:late}

See @sec:inner and [-@fig:y].

![Later.](figures/p.png){#fig:later}
"""


@dataclass(frozen=True)
class Field:
    """A field's instruction and its result."""

    instruction: str
    result: str


def fields(body: Any) -> Iterator[Field]:
    """Yield the fields of a document in order."""
    instruction, result, state = "", "", "end"
    for element in body.iter(W + "fldChar", W + "instrText", W + "t"):
        if element.tag == W + "fldChar":
            state = element.get(W + "fldCharType")
            if state == "end":
                yield Field(" ".join(instruction.split()), result)
                instruction, result = "", ""
        elif element.tag == W + "instrText":
            instruction += element.text
        elif state == "separate":
            result += element.text


def text_of_bookmark(body: Any, name: str) -> str:
    """Return the text between the two ends of a bookmark."""
    (start,) = (b for b in body.iter(W + "bookmarkStart") if b.get(W + "name") == name)
    text = ""
    for element in start.itersiblings():
        if element.tag == W + "bookmarkEnd" and element.get(W + "id") == start.get(W + "id"):
            return text
        text += "".join(t.text for t in element.iter(W + "t"))
    raise AssertionError(f"{name} is not closed in its paragraph")


@pytest.fixture
def body(write: Write) -> Any:
    """Return the body of a Word file with all kinds of numbers."""
    picture = io.BytesIO()
    Image.new("L", (300, 200)).save(picture, "png")
    root = write({"manuscript/01-a.md": WORD, "figures/p.png": picture.getvalue()})
    (built,) = build(load_project(root), ["docx"]).artifacts
    with zipfile.ZipFile(built.path) as package:
        return etree.fromstring(package.read("word/document.xml"))


def test_captions_and_equations_count_themselves(body: Any) -> None:
    """Each number is the next of its series; an appendix has a series of its own."""
    counts: Counter[str] = Counter()
    found = [field for field in fields(body) if field.instruction.startswith("SEQ ")]
    for field in found:
        series = field.instruction.split()[1]
        counts[series] += 1
        assert field.result == str(counts[series])
    assert counts == {"Figure": 4, "Table": 1, "Equation": 1, "Figure_A": 2}


def test_references_hold_the_text_of_their_bookmark(body: Any) -> None:
    """Updating all fields changes nothing."""
    found = [field for field in fields(body) if field.instruction.startswith("REF ")]
    for field in found:
        assert text_of_bookmark(body, field.instruction.split()[1]) == field.result
    assert [field.result for field in found] == ("1 1 1 1 A 1 3 4 4 A1 A.1 4".split())


def test_a_reference_reads_as_in_every_format(body: Any) -> None:
    """Words, brackets and letters stand around the numbers."""
    texts = ["".join(t.text for t in p.iter(W + "t")) for p in body.iter(W + "p")]
    assert any(
        text.replace("\u00a0", " ").startswith(
            "Figure 1, Table 1, Equation 1, Section 1, Appendix A, Figures 1–3, Figure 4, "
            "Figure 4a, Figure A1."
        )
        for text in texts
    )
    assert "Appendix\u00a0A.\u2002Two" in texts


def test_references_are_still_links(article: Article) -> None:
    """A click leads to the figure, not to its number."""
    body = article.part("document")
    anchors = {
        link.get(W + "anchor")
        for link in body.iter(W + "hyperlink")
        if any("REF " in (t.text or "") for t in link.iter(W + "instrText"))
    }
    assert {"fig-wave", "tbl-values", "eq-e", "sec-data"} <= anchors
