"""The Word file by the rules of the Open XML SDK, and as LibreOffice shows it."""

from __future__ import annotations

import collections
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from octavo.word_namespaces import W
from tests.judges.conftest import Built

ARTICLES = ("reference", "hard", "review")
every_article = pytest.mark.parametrize("name", [*ARTICLES, "letter", "marked"])


@every_article
def test_openxml_audit_finds_nothing(built: Built, name: str) -> None:
    """Every part keeps the schema and the semantics that Word expects."""
    for path in built(name, ".docx"):
        assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


@every_article
def test_names_are_unique_and_links_lead_somewhere(built: Built, name: str) -> None:
    """The audit passes bookmarks of one name and links to none."""
    for path in built(name, ".docx"):
        with zipfile.ZipFile(path) as package:
            parts = [n for n in package.namelist() if re.fullmatch(r"word/\w+\.xml", n)]
            trees = [etree.fromstring(package.read(part)) for part in parts]
        bookmarks = collections.Counter(
            b.get(f"{{{W}}}name") for tree in trees for b in tree.iter(f"{{{W}}}bookmarkStart")
        )
        anchors = {
            link.get(f"{{{W}}}anchor") for tree in trees for link in tree.iter(f"{{{W}}}hyperlink")
        }
        assert [one for one, count in bookmarks.items() if count > 1] == []
        assert anchors - {None} <= set(bookmarks)


# Numbers of lines stand between the halves of words that the PDF of `letter` hyphenates.
@pytest.mark.parametrize("name", ARTICLES)
def test_libreoffice_shows_all_of_it(built: Built, name: str, tmp_path: Path) -> None:
    """Opened and printed, it has the words of the PDF and no broken reference."""
    for path, pdf in zip(built(name, ".docx"), built(name, ".pdf"), strict=True):
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/office"]
        command += ["--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
        subprocess.run(command, capture_output=True, timeout=300, check=True)
        shown, wanted = words(tmp_path / f"{path.stem}.pdf"), words(pdf)
        assert "Error: Reference source not found" not in " ".join(shown)
        lost = collections.Counter(wanted) - collections.Counter(shown)
        assert sum(lost.values()) <= max(4, 0.02 * len(wanted)), lost.most_common(40)


def words(path: Path) -> list[str]:
    """Return the words of letters in a PDF; a word that is hyphenated at a line's end is whole."""
    done = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    text = re.sub(r"(?<=\w)[-\u00ad\u2010]\n+(?=\w)", "", done.stdout)
    return re.findall(r"[^\W\d_]{4,}", text)
