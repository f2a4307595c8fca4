"""Manifests are read as they were written, and what is none is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from octavo.diagnostics import UsageError
from octavo.manifests import Sources, build_manifest, made_with, read_manifest
from octavo.revision import Revision

FILES = {"manuscript.html": b"<p>", "manuscript.pdf": b"%PDF"}


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Files in their order, formats, the revision, the moment and the versions."""
    place = tmp_path / "manifest.json"
    place.write_bytes(build_manifest(FILES, ("html", "pdf"), Revision("a" * 40, clean=True), 0))
    manifest = read_manifest(place)
    assert [one.name for one in manifest.files] == list(FILES)
    assert manifest.formats == ("html", "pdf")
    assert manifest.revision == Sources(commit="a" * 40, clean=True)
    assert manifest.moment.timestamp() == 0
    assert manifest.made_with == made_with()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"files": []}, r"files: "),
        ({"files": [{"name": "../x", "bytes": 1, "sha256": "0" * 64}]}, r"files\.0\.name"),
        ({"files": [{"name": "/etc/x", "bytes": 1, "sha256": "0" * 64}]}, r"files\.0\.name"),
        ({"files": [{"name": "a\x1b[2J", "bytes": 1, "sha256": "0" * 64}]}, r"files\.0\.name"),
        ({"files": [{"name": "a\u202eb", "bytes": 1, "sha256": "0" * 64}]}, r"files\.0\.name"),
        ({"files": [{"name": "x", "bytes": 10**400, "sha256": "0" * 64}]}, r"files\.0\.bytes"),
        ({"files": [{"name": "x", "bytes": 1, "sha256": "no"}]}, r"files\.0\.sha256"),
        ({"journal": {"profile": "../../x"}}, r"journal\.profile"),
        ({"journal": {"profile": "--draft"}}, r"journal\.profile"),
        ({"formats": ["odt"]}, r"formats\.0"),
        ({"moment": "noon"}, r"moment"),
        ({"moment": "0001-01-01T00:00:00"}, r"moment"),
    ],
)
def test_what_is_no_manifest_is_refused(
    tmp_path: Path, change: dict[str, object], says: str
) -> None:
    """A name leads to no other folder, a word is no option, and the place is told."""
    place = tmp_path / "manifest.json"
    facts = json.loads(build_manifest(FILES, ("html",), None, 0))
    place.write_text(json.dumps({**facts, **change}))
    with pytest.raises(UsageError, match=rf"manifest\.json is no manifest: {says}"):
        read_manifest(place)


def test_a_file_that_is_not_json_or_not_there_is_refused(tmp_path: Path) -> None:
    """The message names the file."""
    (tmp_path / "a").write_bytes(b"\xff{")
    with pytest.raises(UsageError, match="is no manifest: the file: "):
        read_manifest(tmp_path / "a")
    with pytest.raises(UsageError, match=r"cannot read .*b: No such file"):
        read_manifest(tmp_path / "b")
