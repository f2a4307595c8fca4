"""Clean copies hold what somebody else would have, and nothing more."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.revision import revision_of
from octavo.verify.copies import copy_sources
from tests.conftest import Write
from tests.diff.conftest import git

MADE = {
    "build/manuscript.html": "old",
    "build/.store/built.json": "{}",
    "data/numbers.csv": "1",
    "figures/__pycache__/a.pyc": "",
}
ASIDE = {".hidden/x": "", "env/pyvenv.cfg": "", "env/lib.py": "", "node_modules/a.js": ""}
WANTED = {
    *("manuscript/metadata.yaml", "manuscript/01-introduction.md", "bib/references.bib"),
    "data/numbers.csv",
}


def held(folder: Path) -> set[str]:
    """Return the names of the files in a folder."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() or path.is_symlink()
    }


def test_a_copy_holds_the_sources_alone(
    write: Write, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Neither what was built nor what is hidden, nor an environment of Python."""
    root = write({**MADE, **ASIDE, "link.csv": Path("data/numbers.csv")})
    copy = copy_sources(root, tmp_path_factory.mktemp("copy"))
    assert held(copy) == {*WANTED, "link.csv"}
    assert (copy / "link.csv").readlink() == Path("data/numbers.csv")


def test_a_copy_from_a_repository_is_of_the_same_revision(
    write: Write, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What git passes over stays behind, unless it is in a folder of the manuscript."""
    top = write({**MADE, "papers/x/manuscript/metadata.yaml": "title: T", "papers/other.md": ""})
    root = top / "papers/x"
    (root / "bib").mkdir()
    for name in ("scratch.txt", "bib/private.bib", "new.csv"):
        (root / name).write_text("x")
    (top / ".gitignore").write_text("build/\nscratch.txt\nprivate.bib\nnew.csv\n")
    git(top, "init", "-q")
    git(top, "add", "-A")
    git(top, "commit", "-q", "-m", "First")
    (top / ".gitignore").write_text("build/\nscratch.txt\nprivate.bib\n")
    git(top, "commit", "-q", "-a", "-m", "Second")
    place = tmp_path_factory.mktemp("copy")
    copy = copy_sources(root, place)
    assert copy == place / "papers/x"
    assert held(copy) == {"manuscript/metadata.yaml", "bib/private.bib", "new.csv"}
    here, there = revision_of(root), revision_of(copy)
    assert here == there
    assert here is not None
    assert not here.clean
    (root / "new.csv").unlink()
    clean = copy_sources(root, tmp_path_factory.mktemp("clean"))
    assert revision_of(clean) == revision_of(root)
    assert revision_of(clean) != there
