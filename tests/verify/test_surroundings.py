"""Two surroundings differ in whatever the machine allows, and what it does not is told."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from octavo.tools import Account
from octavo.verify.surroundings import NOBODY, hand_over, here, pair

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")


@as_root
def test_a_folder_is_handed_over_and_nothing_that_it_links_to(tmp_path: Path) -> None:
    """Another user owns the copy, files and folders; what is elsewhere stays whose it was."""
    place = here(tmp_path)
    outside = tmp_path / "outside.csv"
    outside.write_text("1")
    (place.folder / "sources/manuscript").mkdir(parents=True)
    (place.folder / "sources/manuscript/01-a.md").write_text("# One\n")
    (place.folder / "sources/numbers.csv").symlink_to(outside)
    hand_over(place)
    assert place.folder.stat().st_uid == os.geteuid()
    hand_over(replace(place, user=Account(NOBODY, NOBODY)))
    inner = [place.folder, *place.folder.rglob("*")]
    assert {(path.lstat().st_uid, path.lstat().st_gid) for path in inner} == {(NOBODY, NOBODY)}
    assert outside.stat().st_uid == os.geteuid()


def test_a_repository_that_another_may_not_read_is_built_by_the_same(tmp_path: Path) -> None:
    """The same user builds both then, which is told; the rest differs all the same."""
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    (tmp_path / "room").mkdir()
    two = pair(tmp_path / "room", str(private))
    assert two.elsewhere.user is None
    assert [why for why in two.alike if why.startswith("user: ")]
    assert "user" not in two.varied
    one, other = two.here.env, two.elsewhere.env
    assert [name for name in ("HOME", "TZ", "LC_ALL", "TMPDIR", "PYTHONHASHSEED")
            if one.get(name) == other[name]] == []  # fmt: skip
    assert (two.here.umask, two.elsewhere.umask) == (0o022, 0o077)
