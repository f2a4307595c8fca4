"""A document of which nobody says who wrote it, as an anonymous copy is, in every format."""

from __future__ import annotations

import importlib
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from octavo.pipeline import compose, gather
from tests.conftest import METADATA, Load
from tests.render.test_jats import validated

FORMATS = ("pdf", "docx", "html", "jats", "epub", "latex")


def rendered(load: Load, form: str) -> bytes:
    """Return an article of several pages without authors in a format."""
    project = load(
        {
            "manuscript/metadata.yaml": METADATA + "date: 2026-05-04\n",
            "manuscript/01-a.md": "# One\n\nText [@walt1987].\n\n" + "Word. " * 2000,
        }
    )
    nameless = replace(project, metadata=project.metadata.model_copy(update={"authors": ()}))
    evidence = replace(gather(project), project=nameless)
    (document,) = compose(evidence, FORMATS)
    module = importlib.import_module(f"octavo.render.{form}")
    return bytes(module.render(document, nameless).data)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_does_without_authors(load: Load, form: str) -> None:
    """No renderer asks for the first author, and none prints the one that there was."""
    data = rendered(load, form)
    assert data
    assert b"Ada Example" not in data


def test_no_empty_line_stands_for_the_authors(load: Load) -> None:
    """The page has no empty paragraph under the title."""
    assert b'class="authors"' not in rendered(load, "html")


def test_the_xml_is_valid_without_authors(load: Load, tmp_path: Path) -> None:
    """JATS can do without contributors."""
    path = tmp_path / "article.xml"
    path.write_bytes(rendered(load, "jats"))
    validated(path)
    assert b"<contrib" not in path.read_bytes()


def test_words_properties_name_nobody(load: Load) -> None:
    """Neither the creator nor who saved the file last is named."""
    with zipfile.ZipFile(io.BytesIO(rendered(load, "docx"))) as package:
        core = package.read("docProps/core.xml").decode()
    assert "dc:creator" not in core
    assert "cp:lastModifiedBy" not in core
