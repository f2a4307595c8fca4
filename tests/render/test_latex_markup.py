"""What LaTeX has no construct of its own for, or needs told otherwise, in the LaTeX package."""

from __future__ import annotations

import pytest

from octavo.pipeline import build
from octavo.project import load_project
from tests.conftest import BIBLIOGRAPHY, METADATA, Write, write_all
from tests.render.test_latex import opened

HASH = "0123456789abcdef" * 4
TEXT = f"""\
# One

###### The sixth level {{#sec:deep}}

See @sec:deep: [under]{{.underline}}, [marked]{{.mark}}, [Small]{{.smallcaps}},
`short_code`, `{HASH}`.

::: {{#fig:listing .landscape}}
```
count = 50% of x_1
```

A listing.
:::
"""


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the text of a package that holds all of these."""
    root = tmp_path_factory.mktemp("markup")
    write_all(root, {"manuscript/metadata.yaml": METADATA, "manuscript/01-a.md": TEXT})
    (artifact,) = build(load_project(root), ["latex"]).artifacts
    return opened(artifact.path).body


def test_a_heading_of_the_sixth_level_is_a_bold_line(body: str) -> None:
    """LaTeX has five levels; the line keeps its number and what refers to it."""
    assert r"\phantomsection\label{sec-deep}{}\textbf{1.0.0.0.0.1 The sixth level}" in body
    assert r"\hyperref[sec-deep]" in body


@pytest.mark.parametrize(
    "written", [r"\uline{under}", r"\uline{marked}", r"\textsc{Small}", r"\texttt{short\_code}"]
)
def test_spans_are_commands(body: str, written: str) -> None:
    """What the other formats show of a span is shown here too."""
    assert written in body


def test_code_without_a_space_can_break(body: str) -> None:
    """A line may end between the letters of a checksum."""
    assert r"\texttt{0123\allowbreak{}4567\allowbreak{}" in body


def test_a_listing_is_a_figure(body: str) -> None:
    """Its code stands as it is, between the beginning and the caption of a turned figure."""
    figure = body.partition(r"\begin{landscape}")[2].partition(r"\end{landscape}")[0]
    parts = [
        r"\begin{figure}",
        "\\begin{verbatim}\ncount = 50% of x_1\n\\end{verbatim}",
        r"\caption{A listing.}\label{fig-listing}",
        r"\end{figure}",
    ]
    places = [figure.index(part) for part in parts]
    assert places == sorted(places)


PERSIAN = "@book{seifi, author = {سیفی, ع}, title = {داعش}, date = {2018}}\n"


def test_a_reference_in_latin_letters_runs_its_own_way(write: Write) -> None:
    """In a document from right to left it is told to be English, and one in Persian is not."""
    root = write(
        {
            "manuscript/metadata.yaml": "title: T\nlanguage: fa\nauthors: [{name: Ada Example}]\n",
            "manuscript/01-a.md": "متن [@rose1998; @seifi].\n",
            "bib/references.bib": BIBLIOGRAPHY + PERSIAN,
        }
    )
    (artifact,) = build(load_project(root), ["latex"]).artifacts
    listed = opened(artifact.path).files["manuscript.bbl"].decode()
    entries = dict(
        entry.split("}\n", 1) for entry in listed.split(r"\bibitem[{}]{")[1:] if "}\n" in entry
    )
    assert entries["rose1998"].startswith(r"\foreignlanguage{english}{Rose, Gideon")
    assert entries["seifi"].startswith("سیفی")
