"""What is told of published files before any is made again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from octavo.diagnostics import UsageError
from octavo.manifests import Manifest, build_manifest
from octavo.project import load_project
from octavo.revision import Revision
from octavo.verify.comparison import Compared, compare
from octavo.verify.published import verify_against, wanted_by
from tests.conftest import Write
from tests.diff.conftest import git

THERE = Revision("1234567890abcdef", clean=True)
BROKEN = {"manuscript/01-a.md": "# One\n\nAs @nobody1900 says.\n"}


def published(folder: Path, revision: Revision | None) -> Path:
    """Write a page and its manifest, as a build of a revision would have."""
    folder.mkdir()
    (folder / "manuscript.html").write_bytes(b"<p>A page.</p>")
    files = {"manuscript.html": b"<p>A page.</p>"}
    (folder / "manifest.json").write_bytes(build_manifest(files, ("html",), revision, 0))
    return folder


@pytest.mark.parametrize(
    ("there", "here", "told"),
    [
        (
            replace(THERE, clean=False),
            None,
            [
                "made of the revision 1234567890; here is no repository",
                "made of sources with changes that 1234567890 does not have",
            ],
        ),
        (None, "dirty", ["the sources here have changes that are in no revision"]),
    ],
)
def test_sources_that_do_not_build_are_told_beside_what_is_otherwise(
    write: Write,
    tmp_path_factory: pytest.TempPathFactory,
    there: Revision | None,
    here: str | None,
    told: list[str],
) -> None:
    """Nothing is compared; that they are of another revision may be why they do not build."""
    root = write(BROKEN)
    if here:
        git(root, "init", "-q")
        git(root, "add", "-A")
        git(root, "commit", "-q", "-m", "First")
        (root / "manuscript/02-b.md").write_text("# Two\n")
    place = published(tmp_path_factory.mktemp("web") / "paper", there)
    done = verify_against(load_project(root), place)
    assert list(done.told) == told
    assert done.files == ()
    assert done.failed is not None
    assert "nobody1900" in done.failed.messages


def test_a_manifest_that_tells_not_what_was_made_is_refused() -> None:
    """It names neither formats nor a journal: nothing could be made of it."""
    manifest = Manifest.model_validate_json(build_manifest({"a.html": b""}, (), None, 0))
    with pytest.raises(UsageError, match="tells neither formats nor a journal"):
        wanted_by(manifest)


def test_a_file_that_only_one_side_has_is_told(tmp_path: Path) -> None:
    """By which side lacks it; what both have is compared by its bytes."""
    for name, text in (("a", "same"), ("b", "same"), ("c", "other")):
        (tmp_path / name).write_text(text)
    one, two, three = (tmp_path / name for name in "abc")
    files, others = {"x": one, "y": one, "z": one}, {"w": two, "y": two, "z": three}
    assert list(compare(files, others, ("the first", "the second"))) == [
        Compared("w", 0, "the first has no such file"),
        Compared("x", 0, "the second has no such file"),
        Compared("y", 4),
        Compared("z", 4, "byte 1; 4 and 5 bytes"),
    ]
