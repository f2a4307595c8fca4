"""Sections are one text; every mention has its place."""

from __future__ import annotations

import pytest

from octavo.labels import label_of
from octavo.manuscript import Kind, Manuscript, read_manuscript
from octavo.nodes import plain_text, walk
from tests.conftest import METADATA, Load


def read(load: Load, *texts: str, metadata: str = "") -> Manuscript:
    """Return a manuscript of these sections."""
    files = {f"manuscript/{n:02}.md": text for n, text in enumerate(texts, 1)}
    return read_manuscript(load({"manuscript/metadata.yaml": METADATA + metadata, **files}))


def places(manuscript: Manuscript, kind: Kind) -> list[str]:
    """Return the mentions of a kind, each with its place."""
    return [f"{m.span}: {m.text}" for m in manuscript.of(kind)]


def test_notes_and_links_work_across_sections(load: Load) -> None:
    """A footnote and a link target may stand in another file than their use."""
    manuscript = read(load, "Text[^n] [link][r].", "[^n]: A note.\n\n[r]: https://example.org\n")
    assert [node["t"] for node in walk(manuscript.blocks) if node["t"] in ("Note", "Link")] == [
        "Note",
        "Link",
    ]


def test_citations_have_places_in_their_own_file(load: Load) -> None:
    """Line and column are those of the file, in notes and captions too."""
    manuscript = read(load, "One.\n", "Two @walt1987.[^n]\n\n[^n]: As [-@rose1998, p. 3] says.\n")
    assert places(manuscript, Kind.CITATION) == [
        "manuscript/02.md:1:6: walt1987",
        "manuscript/02.md:3:13: rose1998",
    ]


def test_code_mentions_nothing(load: Load) -> None:
    """In code, mathematics and escapes there are no citations and no values."""
    manuscript = read(load, "`@a {{ b }}` \\@c d@e.org\n\n    @f {{ g }}\n\n```\n[@h]\n```\n")
    assert manuscript.mentions == ()
    assert "`@a {{ b }}`".strip("`") in plain_text(manuscript.blocks)


def test_entities_bring_no_control_characters(load: Load) -> None:
    """A character that no output can hold is none by another name either."""
    manuscript = read(load, "One&#11;two&#1;three `a` &#x2028; x[^1].\n\n[^1]: N&#xFFFF;ote.\n")
    assert [n["c"] for n in walk(manuscript.blocks) if n["t"] == "Str"] == [
        *("One twothree", " ", "x", "Note.", "."),
    ]


def test_a_caption_is_mentioned_once(load: Load) -> None:
    """A citation in a caption, which pandoc copies to the alternative text, counts once."""
    manuscript = read(load, "![After @rose1998.](wave){#fig:a}\n")
    assert places(manuscript, Kind.CITATION) == ["manuscript/01.md:1:10: rose1998"]


def test_labels_are_found_wherever_they_stand(load: Load) -> None:
    """Headings, figures, tables, equations and divisions carry labels."""
    text = (
        "# H {#sec:h}\n\n![C.](wave){#fig:a}\n\n| A |\n|---|\n| 1 |\n\n: T. {#tbl:t}\n\n"
        "$$ x $$ {#eq:e}\n\n::: {#fig:two}\n![a](wave){#fig:b}\n\nC.\n:::\n"
    )
    labels = [m.text for m in read(load, text).of(Kind.LABEL)]
    assert labels == ["sec:h", "fig:a", "tbl:t", "eq:e", "fig:two", "fig:b"]


def test_metadata_is_markdown_too(load: Load) -> None:
    """Abstract and statements are parsed, and their mentions point at metadata.yaml."""
    manuscript = read(
        load, "x", metadata="abstract: After *@rose1998*.\nacknowledgements: Thanks.\n"
    )
    assert plain_text(manuscript.prose["abstract-en"]) == "After @rose1998."
    assert places(manuscript, Kind.CITATION) == ["manuscript/metadata.yaml:3:1: rose1998"]


def test_yaml_in_a_section_is_text(load: Load) -> None:
    """Only metadata.yaml sets anything: a block of YAML in a section is not obeyed."""
    manuscript = read(load, "---\ncsl: http://127.0.0.1/x.csl\n---\n\nText.\n")
    assert "csl:" in plain_text(manuscript.blocks)


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        ("missing.png", ""),
        ("http://127.0.0.1/x.png", "a picture must be a file of the project: nothing is fetched"),
        ("../outside.png", "the file is outside the project"),
        ("%2e%2e/outside.png", "the file is outside the project"),
        ("file:///etc/passwd", "a picture must be a file of the project: nothing is fetched"),
    ],
)
def test_pictures_stay_in_the_project(load: Load, target: str, problem: str) -> None:
    """A picture that is no file of the project has no path, and says why."""
    project = load({"manuscript/01.md": f"![A.]({target})\n"})
    (project.root.parent / "outside.png").write_bytes(b"x")
    (picture,) = read_manuscript(project).pictures
    assert (picture.path, picture.problem) == (None, problem)


def test_a_link_out_of_the_project_is_no_picture(load: Load) -> None:
    """A symbolic link that leaves the project is refused like the file itself."""
    project = load({"manuscript/01.md": "![A.](figures/x.png)\n", "figures/y.py": ""})
    (project.root.parent / "secret.png").write_bytes(b"x")
    (project.root / "figures/x.png").symlink_to(project.root.parent / "secret.png")
    (picture,) = read_manuscript(project).pictures
    assert picture.problem == "the file is outside the project"


def test_a_picture_is_found_from_its_section_or_the_root(load: Load) -> None:
    """`../figures/x.png`, as editors show it, and `figures/x.png` are both right."""
    text = "![A.](figures/x.png)\n\n![A.](../figures/x.png)\n"
    project = load({"manuscript/01.md": text, "figures/x.png": b"x"})
    paths = {picture.path for picture in read_manuscript(project).pictures}
    assert paths == {(project.root / "figures/x.png").resolve()}


@pytest.mark.parametrize(
    ("text", "label"),
    [("fig:x", "fig-x"), ("fig-x", "fig-x"), ("Fig:x", "fig-x"), ("figx", None), ("smith:x", None)],
)
def test_both_spellings_are_one_label(text: str, label: str | None) -> None:
    """`fig:x` and `fig-x` are the same label; a key of another shape is none."""
    assert label_of(text) == label
