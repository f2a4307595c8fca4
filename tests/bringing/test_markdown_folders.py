"""Folders of Markdown: which texts they hold, and the bibliographies and styles that they name."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

import pytest

from octavo.bringing.brought import Brought
from octavo.bringing.kinds import bring

ROSE = {
    "id": "rose1998",
    "type": "article-journal",
    "title": "Realism",
    "author": [{"family": "Rose", "given": "Gideon"}],
    "issued": {"date-parts": [[1998]]},
}
CSL = '<style xmlns="http://purl.org/net/xbiblio/csl"/>'


def brought(root: Path, files: dict[str, str]) -> Brought:
    """Return what a folder of texts brings."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return bring(root)


def text(paper: Brought) -> str:
    """Return all that its sections say."""
    return "\n".join(text for _, text in paper.sections)


def told(paper: Brought) -> str:
    """Return the lines of its report."""
    return "\n".join(line for remark in paper.remarks for line in remark.lines)


def bibliography(paper: Brought, name: str = "references") -> str:
    """Return a bibliography of the manuscript."""
    return paper.files[PurePosixPath("bib", f"{name}.bib")].decode()


# Bibliographies and styles.


def test_bibliographies_of_the_same_name_are_all_kept(tmp_path: Path) -> None:
    """The first has the usual name here, and none takes the place of another."""
    names = ("a.bib", "more/references.bib", "references.bib", "some/references.bib")
    entries = {name: f"@book{{key{n},\n}}\n" for n, name in enumerate(names)}
    paper = brought(tmp_path, {"a.md": "# A\n\nWords.\n", **entries})
    kept = [path for path in paper.files if path.parent.name == "bib"]
    assert sorted(paper.files[path].decode() for path in kept) == sorted(entries.values())
    assert paper.metadata["build"] == {"bibliography": [path.as_posix() for path in kept]}


@pytest.mark.parametrize(
    ("name", "works"),
    [
        ("works.json", json.dumps([ROSE])),
        ("works.yaml", f"references: {json.dumps([ROSE])}"),
        ("works.yml", json.dumps([ROSE])),
    ],
)
def test_works_in_other_forms_than_bibtex_are_written_as_that(
    name: str, works: str, tmp_path: Path
) -> None:
    """CSL's JSON or YAML, under the keys that the text cites."""
    front = f"---\ntitle: T\nbibliography: {name}\n---\n"
    paper = brought(tmp_path, {"a.md": f"{front}# A\n\nAs @rose1998.\n", name: works})
    assert bibliography(paper).startswith("@article{rose1998,\n  author = {Rose, Gideon},")
    assert f"{name}: note: the works are written as BibTeX to bib/references.bib" in told(paper)


@pytest.mark.parametrize("works", ["no JSON", "{}", "[1]"])
def test_a_list_without_works_is_told(works: str, tmp_path: Path) -> None:
    """It may be of another program."""
    front = "---\nbibliography: [works.json, none.bib]\n---\n"
    paper = brought(tmp_path, {"a.md": f"{front}Words.\n", "works.json": works})
    assert "works.json: warning: no works can be read there" in told(paper)
    assert "a.md: warning: the bibliography `none.bib` is not in the folder" in told(paper)
    assert "build" not in paper.metadata


def test_works_in_the_front_matter_become_entries(tmp_path: Path) -> None:
    """Beside those of a bibliography, which has a name of its own then."""
    front = f"---\nreferences: {json.dumps([ROSE])}\nbibliography: b.bib\n---\n"
    entry = "@book{walt,\n}\n"
    paper = brought(tmp_path, {"a.md": f"{front}As @rose1998.\n", "b.bib": entry})
    assert bibliography(paper).startswith("@article{rose1998,")
    assert bibliography(paper, "b") == entry


@pytest.mark.parametrize(
    ("named", "kept"), [("apa.csl", "apa"), ("own", "templates/csl/own.csl"), ("none.csl", None)]
)
def test_a_style_is_known_by_name_or_comes_along_or_is_told(
    named: str, kept: str | None, tmp_path: Path
) -> None:
    """One that is shipped needs no file."""
    paper = brought(tmp_path, {"a.md": f"---\ncsl: {named}\n---\nWords.\n", "own.csl": CSL})
    assert paper.metadata.get("build") == ({"csl": kept} if kept else None)
    assert (PurePosixPath("templates/csl/own.csl") in paper.files) == (named == "own")
    assert ("the citation style `none.csl` is not at hand" in told(paper)) == (kept is None)


# Texts and titles.


def test_a_book_of_quarto_has_its_chapters_in_their_order(tmp_path: Path) -> None:
    """Within parts, too, and the appendices last; a text that is not named is none of it."""
    book = """
book:
  title: Rivers
  chapters:
    - b.qmd
    - part: Lands
      chapters: [a.qmd, {file: c.qmd}]
  appendices: [d.qmd]
"""
    texts = {f"{name}.qmd": f"# {name.upper()}\n\nWords.\n" for name in "abcde"}
    paper = brought(tmp_path, {"_quarto.yml": book, **texts})
    assert [heading for heading, _ in paper.sections] == ["B", "A", "C", "D"]
    assert paper.metadata["title"] == "Rivers"


def test_the_title_block_of_pandoc_is_read(tmp_path: Path) -> None:
    """Three lines with a sign before them, and the text has its lines all the same."""
    block = "% Rivers\n% Ada Example; Ben Other\n% 2026-11-23\n"
    paper = brought(tmp_path, {"a.md": f"{block}\n# A\n\n<kbd>x</kbd>\n"})
    assert paper.metadata["title"] == "Rivers"
    assert paper.metadata["authors"] == [{"name": "Ada Example"}, {"name": "Ben Other"}]
    assert str(paper.metadata["date"]) == "2026-11-23"
    assert "a.md:7:1: warning: HTML is for the page alone: <kbd>" in told(paper)


def test_the_one_heading_above_all_others_is_the_title(tmp_path: Path) -> None:
    """The others are sections then."""
    paper = brought(tmp_path, {"a.md": "# Rivers {.big}\n\n## A\n\nWords.\n\n## B\n\nMore.\n"})
    assert paper.metadata["title"] == "Rivers"
    assert [heading for heading, _ in paper.sections] == ["A", "B"]


@pytest.mark.parametrize(
    ("title", "sections"), [("Rivers", ["A", "B"]), ("Other", ["Rivers"])], ids=["same", "other"]
)
def test_a_heading_is_no_title_where_the_paper_has_another(
    title: str, sections: list[str], tmp_path: Path
) -> None:
    """It would be lost; one that says the same is not printed twice."""
    source = f"---\ntitle: {title}\n---\n# Rivers\n\n## A\n\nWords.\n\n## B\n\nMore.\n"
    paper = brought(tmp_path, {"a.md": source})
    assert paper.metadata["title"] == title
    assert [heading for heading, _ in paper.sections] == sections


def test_a_text_with_the_usual_name_is_the_paper(tmp_path: Path) -> None:
    """Unless the texts have numbers, or it is none."""
    one = {"paper.md": "# A\n\nWords.\n", "other.md": "# B\n\nWords.\n", "README.md": "# C\n"}
    assert [heading for heading, _ in brought(tmp_path, one).sections] == ["A"]
