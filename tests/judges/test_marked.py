"""Drafts, anonymous copies and title pages, which no build leaves but a program makes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from octavo.document import Document
from octavo.layout import floats_apart
from octavo.submit.title_page import title_page
from tests.judges.conftest import copied
from tests.judges.java import verapdf
from tests.judges.test_epub import messages
from tests.render.single import composed, rendered
from tests.render.test_jats import validated

FORMATS = ("pdf", "docx", "jats", "epub")


def variants(document: Document) -> Iterator[tuple[str, Document]]:
    """Yield what is made of a document, by name."""
    nobody = document.metadata.model_copy(update={"authors": ()})
    yield "draft", replace(document, watermark="Draft & <more>")
    yield "anonymous", replace(document, metadata=nobody, watermark="پیش‌نویس")
    yield "title-page", title_page(document, "12 words")
    yield from zip(("apart", "tables"), filter(None, floats_apart(document)), strict=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of all of them in every format that has a judge."""
    folder = tmp_path_factory.mktemp("marked")
    project, (document, *_) = composed(copied("hard", tmp_path_factory.mktemp("hard")), FORMATS)
    for name, variant in variants(document):
        for form in FORMATS:
            (folder / f"{name}.{form}").write_bytes(rendered(variant, project, form))
    return folder


def files(folder: Path, form: str) -> list[Path]:
    """Return the files of a format, of which there are five."""
    found = sorted(folder.glob(f"*.{form}"))
    assert len(found) == 5
    return found


def test_verapdf_finds_nothing(made: Path) -> None:
    """A word across the pages is an artifact, and opaque."""
    for path in files(made, "pdf"):
        judged = verapdf(path, "ua1", "2a")
        assert judged.returncode == 0, (path.name, judged.stdout + judged.stderr)


def test_openxml_audit_finds_nothing(made: Path) -> None:
    """Lettering in the running heads keeps the schema."""
    for path in files(made, "docx"):
        assert [str(error) for error in OpenXmlValidator().validate(path).errors] == [], path.name


def test_the_definition_of_jats_is_kept(made: Path) -> None:
    """An article of nobody has no group of contributors."""
    for path in files(made, "jats"):
        validated(path)


def test_epubcheck_finds_nothing(made: Path) -> None:
    """A book need not have a creator."""
    for path in files(made, "epub"):
        assert messages(path) == [], path.name
