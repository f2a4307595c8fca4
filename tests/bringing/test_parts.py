"""Sections that are metadata here, and files that are no part of a paper."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

import pytest

from octavo.bringing.brought import MAX_SOURCE, Brought
from octavo.bringing.kinds import bring
from octavo.bringing.parts import take_sections
from octavo.diagnostics import UsageError
from octavo.sources import MAX_BYTES
from octavo.yaml_source import Value


def taken(heading: str, body: str, **metadata: Value) -> Brought:
    """Return what a section of a paper becomes."""
    brought = Brought(metadata=metadata)
    take_sections([(heading, f"# {heading}\n\n{body}\n")], brought)
    return brought


@pytest.mark.parametrize(
    ("heading", "body", "metadata"),
    [
        ("7. Acknowledgments", "We thank all.", {"acknowledgements": "We thank all."}),
        ("Conflict of interest:", "None.", {"statements": {"conflicts": "None."}}),
        ("Keywords", "river; *border*.", {"keywords": ["river", "border"]}),
        ("Licence", "CC BY 4.0", {"licence": "CC BY 4.0"}),
        ("How to cite", "Ada 2026.", {}),
        ("References", "", {}),
    ],
)
def test_a_section_that_the_metadata_have_a_place_for_stands_there(
    heading: str, body: str, metadata: dict[str, Value]
) -> None:
    """By its heading, however journals call it; what is made anew is left out."""
    brought = taken(heading, body)
    assert brought.metadata == metadata
    assert brought.sections == []


@pytest.mark.parametrize(
    ("heading", "body", "metadata"),
    [
        ("Abstract", "Another.", {"abstract": "One."}),
        ("Data availability", "There.", {"statements": {"data": "Here."}}),
        ("Keywords", "a; b", {"keywords": ["c"]}),
        ("Licence", "A long text.\n\nOf two paragraphs.", {}),
        ("References", "Rose 1998.", {}),
    ],
)
def test_a_section_whose_place_is_taken_stays_one(
    heading: str, body: str, metadata: dict[str, Value]
) -> None:
    """Nothing is written over, and nothing is lost."""
    brought = taken(heading, body, **metadata)
    assert brought.metadata == metadata
    assert [found for found, _ in brought.sections] == [heading]


def test_contributions_by_credit_become_roles() -> None:
    """Of the authors that it names."""
    authors: list[Value] = [{"name": "Ada"}, {"name": "Ben"}]
    said = "Ada: Conceptualization, Software. Ben: Supervision and Validation."
    brought = taken("Author contributions", said, authors=authors)
    assert brought.metadata["authors"] == [
        {"name": "Ada", "roles": ["conceptualization", "software"]},
        {"name": "Ben", "roles": ["supervision", "validation"]},
    ]
    assert brought.sections == []


@pytest.mark.parametrize("said", ["Ada: Baking.", "Cy: Software.", "All did all."])
def test_contributions_in_other_words_stay_text(said: str) -> None:
    """Of others than the authors, too."""
    brought = taken("Author contributions", said, authors=[{"name": "Ada"}])
    assert brought.metadata["authors"] == [{"name": "Ada"}]
    assert len(brought.sections) == 1


# Files and folders.


def test_a_file_of_no_known_kind_is_refused(tmp_path: Path) -> None:
    """With what can be named."""
    (tmp_path / "a.odt").write_bytes(b"PK")
    with pytest.raises(UsageError, match=r"a\.odt: no kind of paper that is known"):
        bring(tmp_path / "a.odt")


@pytest.mark.parametrize(
    ("name", "size", "whole", "said"),
    [
        ("a.docx", MAX_SOURCE + 1, False, r"a\.docx: the file has more than 200 MB"),
        ("a.csv", MAX_SOURCE + 1, True, "the folder has more than 5,000 files or 200 MB"),
        ("a.md", MAX_BYTES + 1, True, r"a\.md: the file has more than \d+ MB"),
    ],
)
def test_what_is_too_large_is_refused_unread(
    name: str, size: int, whole: bool, said: str, tmp_path: Path
) -> None:
    """A paper, a folder, a text."""
    (tmp_path / name).touch()
    os.truncate(tmp_path / name, size)
    with pytest.raises(UsageError, match=said):
        bring(tmp_path if whole else tmp_path / name)


def test_what_is_beside_the_text_is_kept_or_named(tmp_path: Path) -> None:
    """Data and scripts come along; a link to nothing is told, and hidden files are none."""
    (tmp_path / "a.md").write_text("# A\n\nWords.\n")
    (tmp_path / "data.csv").write_text("a\n")
    (tmp_path / "fit.R").write_text("1")
    (tmp_path / "photo.psd").write_bytes(b"x")
    (tmp_path / ".secret.csv").write_text("b\n")
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere.csv")
    brought = bring(tmp_path)
    assert brought.files[PurePosixPath("scripts/data.csv")] == b"a\n"
    kept = {path.as_posix() for path in brought.files}
    assert kept == {"scripts/data.csv", "scripts/fit.R"}
    told = "\n".join(line for remark in brought.remarks for line in remark.lines)
    assert "data.csv: note: is kept as scripts/data.csv" in told
    assert "fit.R: warning: the script is kept as scripts/fit.R, not run" in told
    assert "note: files that are left where they are: photo.psd" in told
    assert "gone.csv: warning: a link that leads elsewhere is left out" in told
    assert "secret" not in told
