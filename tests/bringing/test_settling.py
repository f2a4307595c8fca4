"""What would stop the first build of a paper that was brought in gives way, and is told."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from octavo.bringing.brought import Brought
from octavo.bringing.paper import files_of
from octavo.bringing.settling import LEFT_OUT, findings
from octavo.yaml_source import Value
from tests.bringing.test_word import png

Files = dict[PurePosixPath, bytes]
AUTHORS: list[Value] = [{"name": "Ada Example"}]
BIBLIOGRAPHY = """@book{rose1998,
  title = {Realism},
}

@book{rose1998,
  title = {Another},
}

@book{broken,
  title = {never closed
"""
LAST = "::: {.note}\nWithin."
"""A division that nothing closes, which would take in all that follows."""

CASES = {
    "The rate was {{ rate }} percent.": (
        "The rate was {\\{ rate }} percent.",
        "`{{ rate }}` has no value: nothing is called `rate`: it stays as text",
    ),
    "It is known [@fig:map; @rose1998, p. 3].\n\n![A map.](figures/map.png){#fig:map}": (
        "It is known @fig:map; [@rose1998, p. 3].\n\n![A map.](figures/map.png){#fig:map}",
        "the cross-reference `fig:map` shares a bracket with a citation: they are apart now",
    ),
    "Its map is @fig:map [@rose1998].": (
        "Its map is @fig:map<!-- --> [@rose1998].",
        "",
    ),
    "As @gone1990 and again [@gone1990] say.": (
        "As @gone1990 and again [@gone1990] say.",
        "`gone1990` is cited, and no bibliography has it",
    ),
    "A listing: `\\draw (0,0)`.\n\n```latex\n\\draw (1,1);\n```": (
        "A listing: `\\draw (0,0)`.\n\n```latex\n\\draw (1,1);\n```",
        "",
    ),
    "Drawn.\n\n\\begin{tikzpicture}\n\\draw (0,0);\n\\end{tikzpicture}": (
        "Drawn.\n\n\n```latex\n\\begin{tikzpicture}\n\\draw (0,0);\n\\end{tikzpicture}\n```",
        "TeX stays as code: \\begin{tikzpicture}",
    ),
    "A path \\draw{`a`} and another \\draw{b}.": (
        "A path ``\\draw{`a`}`` and another `\\draw{b}`.",
        "TeX stays as code: \\draw{b}",
    ),
    "Then \\draw alone.": ("Then `\\draw` alone.", "TeX stays as code: \\draw"),
    "![A lost map.](figures/none.png){#fig:lost}\n\nSee @fig:lost.": (
        "::: {#fig:lost}\n*[the picture `figures/none.png`, which cannot be shown]*\n\n"
        "A lost map.\n:::\n\nSee @fig:lost.",
        "no file `figures/none.png` in the project",
    ),
    "Many ![signs](figures/bad.png) stand here.": (
        "Many *[the picture `figures/bad.png`, which cannot be shown]* signs stand here.",
        "`figures/bad.png`: the file is no picture of its kind",
    ),
    "## One {#sec:a}\n\n## Two {#sec:a}\n\n## Three {#sec:a}\n\nSee @sec:a.": (
        "## One {#sec:a}\n\n## Two {#sec:a-3}\n\n## Three {#sec:a-2}\n\nSee @sec:a.",
        "the label `sec:a` is given twice: it is `sec:a-2` here now",
    ),
    "A bell\x07 rings.": ("A bell rings.", "a control character (U+0007)"),
    "Code.\n\n```python\nx = 1": (
        "Code.\n\n```python\nx = 1\n\n```",
        "the code block is not closed: it is closed at the end now",
    ),
    "Closed.\n\n:::\n\nTwice.": (
        "Closed.\n\n\n\nTwice.",
        "`:::` closes no division: it is gone",
    ),
    "Remarks.\n\n<!-- never closed\n\nMore.": (
        "Remarks.\n\n`<!--` never closed\n\nMore.",
        "the comment is not closed: it stays as text",
    ),
    "One.[^a]\n\n[^a]: First.\n\n[^a]: Second.\n\n[^a]: Third.": (
        "One.[^a]\n\n[^a]: First.\n\n[^a-3]: Second.\n\n[^a-2]: Third.",
        "the footnote `a` is defined twice: it is `a-2` here now",
    ),
    "A [word][x].\n\n[x]: https://example.org/1\n[x]: https://example.org/2": (
        "A [word][x].\n\n[x]: https://example.org/1\n[x-2]: https://example.org/2",
        "the reference link `[x]` is defined twice: it is `x-2` here now",
    ),
    "A [button](javascript:alert(1)).": (
        "A [button\\](javascript:alert(1)).",
        "a link may not lead to `javascript:alert(1)`: it stays as text",
    ),
    "A [press][u].\n\n[u]: javascript:alert(3)": (
        "A [press][u].\n\n[u]: #",
        "a link may not lead to `javascript:alert(3)`",
    ),
    "The law $a_b$ and $\\frac{a$ holds.": (
        "The law $a_b$ and `\\frac{a` holds.",
        "the formula cannot be read: unexpected eof: it stays as code",
    ),
    "Shown:\n\n$$\n\\nosuch{x}\n$$ {#eq:law}": (
        "Shown:\n\n\n```latex\n\\nosuch{x}\n```",
        "unexpected control sequence \\nosuch: it stays as code",
    ),
    LAST: (f"{LAST}\n\n:::", "the division is not closed: it is closed at the end now"),
}


@pytest.fixture(scope="module")
def settled() -> Files:
    """Bring a paper in whose sections have a fault each, all at once."""
    paper = Brought(
        metadata={"title": "T", "authors": AUTHORS, "abstract": "See @fig:nowhere."},
        sections=[(f"s{n}", f"# S{n}\n\n{text}\n") for n, text in enumerate(CASES, 1)],
        files={
            PurePosixPath("figures/map.png"): png(),
            PurePosixPath("figures/bad.png"): b"no picture",
            PurePosixPath("bib/references.bib"): BIBLIOGRAPHY.encode(),
        },
    )
    return files_of(paper, "a paper")


@pytest.mark.parametrize("number", range(1, len(CASES) + 1), ids=[repr(c[:12]) for c in CASES])
def test_what_stops_a_build_becomes_text_or_gets_what_it_lacks(number: int, settled: Files) -> None:
    """Nothing is dropped, and the report says what was done, and where."""
    after, told = [*CASES.values()][number - 1]
    path = PurePosixPath(f"manuscript/{number:02}-s{number}.md")
    text = settled[path].decode()
    assert text.partition("\n\n")[2].strip() == after
    report = settled[PurePosixPath("brought.txt")].decode().splitlines()
    lines = [line for line in report if line.startswith(path.as_posix())]
    assert any(told in line for line in lines) if told else True


def test_afterwards_nothing_stops_a_build(settled: Files) -> None:
    """All that was found could be mended, and the report names nothing that is left."""
    assert findings(settled) == []
    assert b"a build stops here" not in settled[PurePosixPath("brought.txt")]


def test_a_reference_to_nothing_in_the_abstract_stays_as_text(settled: Files) -> None:
    """The metadata have places, too."""
    metadata = settled[PurePosixPath("manuscript/metadata.yaml")].decode()
    assert "abstract: See \\@fig:nowhere." in metadata


@pytest.mark.parametrize(
    ("abstract", "after"),
    [
        ("So [a](javascript:b) it is.", "So [a\\](javascript:b) it is."),
        ("So {{ rate }} it is.", "So {\\{ rate }} it is."),
        ("So ![a](b.png).", "So *[the picture `b.png`, which cannot be shown]* a."),
        ("So [@fig:a; @rose] it is.", "So [\\@fig:a; @rose] it is."),
    ],
)
def test_what_stops_a_build_in_the_abstract_gives_way_there(abstract: str, after: str) -> None:
    """The key has the place of the finding, and stays."""
    metadata: dict[str, Value] = {"title": "T", "authors": AUTHORS, "abstract": abstract}
    files = files_of(Brought(metadata=metadata, sections=[("A", "# A\n")]), "a paper")
    source = files[PurePosixPath("manuscript/metadata.yaml")].decode()
    assert f"\nabstract: {after}\n" in source
    assert findings(files) == []


def test_entries_that_cannot_stay_are_kept_beside_the_bibliography(settled: Files) -> None:
    """One without its end, and the second of a key; what is cited without one gets one."""
    entries = settled[PurePosixPath("bib/references.bib")].decode()
    assert entries.count("@") == 2
    assert "title = {Realism}" in entries
    assert "@misc{gone1990," in entries
    left = settled[LEFT_OUT].decode()
    assert "title = {never closed" in left
    assert "title = {Another}" in left


def test_what_is_still_there_after_all_rounds_is_told() -> None:
    """Each comment that is not closed hides those behind it; the author hears of the rest."""
    text = "\n\n".join(f"<!-- remark {number}" for number in range(12))
    paper = Brought(
        metadata={"title": "T", "authors": AUTHORS}, sections=[("A", f"# A\n\n{text}\n")]
    )
    files = files_of(paper, "a paper")
    left = findings(files)
    assert left
    report = files[PurePosixPath("brought.txt")].decode()
    assert f"{left[0].span}: warning: a build stops here: {left[0].message}" in report
