"""Word files that other programs wrote: pandoc's, LibreOffice's, python-docx's."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from docx import Document

from octavo.bringing.layout import lay, starter
from octavo.bringing.word import bring_word
from octavo.cli import run
from octavo.pandoc import pandoc

MARKDOWN = b"""---
title: A paper
author: [Ada Example, Ben Other]
abstract: What was found.
---

# Introduction {#sec:a}

Text with `code`, **bold**, a [link](https://example.org), and [the second part](#sec:b).[^1]

[^1]: A note with *emphasis*.

> A quotation.

- one
- two
    1. three

# Second {#sec:b}

| a | b |
|---|---|
| 1 | 2 |

$$ a = b $$

```python
x = 1
```
"""


def test_a_file_of_pandoc_comes_back() -> None:
    """Lists, quotations, notes, code, formulas, and links from section to section."""
    paper = bring_word("paper.docx", pandoc("--from=markdown", "--to=docx", data=MARKDOWN))
    assert paper.metadata["title"] == "A paper"
    assert paper.metadata["authors"] == [{"name": "Ada Example"}, {"name": "Ben Other"}]
    assert paper.metadata["abstract"] == "What was found."
    text = "\n".join(text for _, text in paper.sections)
    for said in (
        "Text with `code`, **bold**, a [link](https://example.org), and [the second",
        "A note with *emphasis*.",
        "> A quotation.",
        "- one",
        "1.  three",
        "# Second {#sec:b}",
        "| 1   | 2   |",
        "$$a = b$$",
        "    x = 1",
    ):
        assert said in text
    assert paper.remarks == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_a_file_that_libreoffice_saved_comes_back_the_same(tmp_path: Path) -> None:
    """Citations, references, numbers and captions survive its hands; drawings become dots."""
    lay(starter(), tmp_path / "one")
    assert run(["build", "docx", "-C", str(tmp_path / "one")]) == 0
    word = tmp_path / "one/build/manuscript.docx"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    kind = ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path)]
    subprocess.run(["soffice", profile, "--headless", *kind, str(word)], check=True, timeout=180)
    mine = bring_word("a.docx", word.read_bytes())
    others = bring_word("a.docx", (tmp_path / "manuscript.docx").read_bytes())
    assert others.metadata == mine.metadata
    texts = [text for paper in (mine, others) for _, text in paper.sections]
    words = [" ".join(re.sub(r"[-+:|=]{2,}|\.(?:svg|png)", "", text).split()) for text in texts]
    half = len(words) // 2
    assert words[half:] == words[:half]
    assert {path.stem for path in others.files} == {path.stem for path in mine.files}


def test_a_file_of_python_docx_comes_in() -> None:
    """Word's own names of styles, and an author in the properties."""
    document = Document()
    document.core_properties.author = "Ada Example"
    document.core_properties.keywords = "alliance, threat"
    document.add_heading("The alliances of states", 0)
    document.add_heading("Introduction", 1)
    document.add_paragraph("Words.")
    document.add_heading("A part of it", 2)
    document.add_paragraph("An item", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
    table.cell(1, 0).text = "1"
    out = io.BytesIO()
    document.save(out)
    paper = bring_word("paper.docx", out.getvalue())
    assert paper.metadata["title"] == "The alliances of states"
    assert paper.metadata["authors"] == [{"name": "Ada Example"}]
    assert paper.metadata["keywords"] == ["alliance", "threat"]
    assert "## A part of it\n\n- An item" in paper.sections[0][1]
