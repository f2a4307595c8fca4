"""The book by EPUBCheck."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.judges.conftest import Built
from tests.judges.java import epubcheck


def messages(path: Path) -> list[str]:
    """Return what EPUBCheck says of a book, that is no mere remark."""
    judged = epubcheck(path)
    report = json.loads(judged.stdout[judged.stdout.index("{") :])
    assert report["publication"]["title"]
    said = [m for m in report["messages"] if m["severity"] in ("FATAL", "ERROR", "WARNING")]
    return [f"{m['ID']} {m['message']}" for m in said]


@pytest.mark.parametrize("name", ["reference", "hard", "letter"])
def test_epubcheck_finds_nothing(built: Built, name: str) -> None:
    """No error and no warning, for the article and its supplement."""
    for path in built(name, ".epub"):
        assert messages(path) == []


def test_epubcheck_finds_what_is_planted(built: Built, tmp_path: Path) -> None:
    """The judge is awake: a book that lacks its style fails."""
    (whole, *_), broken = built("hard", ".epub"), tmp_path / "broken.epub"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(broken, "w") as target:
        for entry in source.infolist():
            if not entry.filename.endswith("article.css"):
                target.writestr(entry, source.read(entry))
    assert any(message.startswith("RSC-001") for message in messages(broken))
