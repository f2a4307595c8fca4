"""A build gives every format or changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.diagnostics import Faults, ToolError
from octavo.pipeline import build
from tests.conftest import METADATA, Load, Write


def test_a_build_leaves_every_format(load: Load) -> None:
    """Each output is whole, and of its kind."""
    project = load()
    built = build(project)
    heads = {a.format: a.path.read_bytes()[:5] for a in built.artifacts}
    assert heads == {"pdf": b"%PDF-", "docx": b"PK\x03\x04\x14", "html": b"<!DOC"}


def test_the_same_sources_give_the_same_bytes(load: Load) -> None:
    """Two builds cannot be told apart."""
    project = load({"manuscript/01-a.md": "Text [@walt1987].\n"})
    assert build(project).artifacts == build(project).artifacts


def test_several_faults_are_reported_together(load: Load) -> None:
    """One build names what is wrong in all the sources, in the order of the files."""
    project = load(
        {
            "manuscript/01-a.md": "See @zzz and @fig:none.\n",
            "manuscript/02-b.md": "And {{ values.n }}.\n",
            "bib/references.bib": "@book{a, title={A}}\n@book{a, title={B}}\n",
        }
    )
    with pytest.raises(Faults) as caught:
        build(project)
    assert [d.code for d in caught.value.diagnostics] == [
        "bibliography-duplicate",
        "citation-undefined",
        "crossref-undefined",
        "value-undefined",
    ]


def test_a_failed_build_leaves_the_last_outputs(load: Load, write: Write) -> None:
    """Outputs of the last good build stay as they are, and nothing new appears."""
    project = load()
    build(project, ["html"])
    before = (project.output / "manuscript.html").read_bytes()
    write({"manuscript/01-introduction.md": "See @zzz.\n"})
    with pytest.raises(Faults):
        build(project)
    assert (project.output / "manuscript.html").read_bytes() == before
    assert sorted(p.name for p in project.output.iterdir()) == ["figures", "manuscript.html"]


def test_one_format_that_fails_keeps_all_from_changing(
    load: Load, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Formats are put in place together, once all are written."""
    project = load()
    build(project, ["html"])
    before = (project.output / "manuscript.html").read_bytes()
    write(
        {"manuscript/01-introduction.md": "Other text.\n", "templates/pdf/article.typ": "#panic()"}
    )
    with pytest.raises(ToolError):
        build(project)
    assert (project.output / "manuscript.html").read_bytes() == before


def test_a_disk_that_takes_no_file_is_a_fault_of_the_machine(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that cannot be written is named, and nothing half-written stays."""
    project = load()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device", str(project.output))

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ToolError, match="No space left on device"):
        build(project, ["html"])
    assert [p.name for p in project.output.iterdir()] == ["figures"]


AWKWARD = '50% of $x$ & <b> #let "y" \\'


def test_an_awkward_title_is_literal_in_all_formats(load: Load, tmp_path: Path) -> None:
    """Nothing in a title is markup: not TeX's, not HTML's, not Typst's."""
    project = load({"manuscript/metadata.yaml": METADATA.replace("A title", f"'{AWKWARD}'")})
    build(project)
    for text in texts(project.output):
        assert AWKWARD in text


def texts(folder: Path) -> list[str]:
    """Return what each output says, read back by another program than the one that wrote it."""
    import zipfile

    import pikepdf
    from lxml import etree, html

    page = html.fromstring((folder / "manuscript.html").read_bytes())
    with zipfile.ZipFile(folder / "manuscript.docx") as package:
        word = etree.fromstring(package.read("word/document.xml"))
    with pikepdf.open(folder / "manuscript.pdf") as pdf:
        title = str(pdf.docinfo["/Title"])
    return ["".join(map(str, page.itertext())), "".join(map(str, word.itertext())), title]


def test_a_pdf_picture_is_shown_in_every_format(load: Load, tmp_path: Path) -> None:
    """A PDF becomes a drawing that each format takes."""
    project = load()
    picture = (build(project, ["pdf"]).artifacts[0].path).read_bytes()
    project = load(
        {"figures/page.pdf": picture, "manuscript/01-a.md": "![A page](figures/page.pdf)\n"}
    )
    build(project)
    assert b"data:image/svg+xml" in (project.output / "manuscript.html").read_bytes()


@pytest.mark.parametrize("expression", ["10 ** (10 ** 8)", "'a' * 10 ** 9", "'%999999999d' % 1"])
def test_values_cannot_fill_the_memory(load: Load, expression: str) -> None:
    """An expression that would never end is refused at once."""
    with pytest.raises(Faults) as caught:
        build(load({"manuscript/01-a.md": f"{{{{ {expression} }}}}\n"}), ["html"])
    assert [d.code for d in caught.value.diagnostics] == ["value-undefined"]
