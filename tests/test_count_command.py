"""`octavo count`, as people and scripts read it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from octavo.cli import run
from tests.conftest import METADATA, WAVE, Files, Write

FILES: Files = {
    "manuscript/01-a.md": """Lead.

# One

Two words.^[A note.]

## A heading that is much longer than the table of words has room for

日本語 here.

# Two

![A wave.](wave){#fig:wave}

See @fig:wave and [@rose1998].
""",
    "figures/wave.py": WAVE,
}
PROFILE = """name: World Letters
sources:
  guide: {title: Instructions, url: 'https://example.org/guide', read: 2026-11-01}
limits:
  words: {most: 10, counting: [text, notes]}
  keywords: {least: 1}
  figures: 1
statements: {funding: {required: true}}
sourced: {limits: guide, statements: guide}
unsourced: [limits.figures]
"""
TABLES = """\
words by section                                text  headings  captions  notes  all
(before the first heading)                         1                               1
1 One                                              6        17                2   25
  1.1 A heading that is much longer than the …     4        15                    19
2 Two                                              6         2         4          12
all                                               13        19         4      2   38

by part      words  characters  without spaces
text            13          53              46
headings        19          80              64
captions         4          17              14
notes            2           7               6
references      17         154             140
title            2           7               6
back-matter      8          40              34

1 figure, 1 reference, 1 note
"""
JOURNAL: Files = {"templates/journals/letters.yaml": PROFILE}


def said(capsys: pytest.CaptureFixture[str], root: Path, *words: str, code: int = 0) -> str:
    """Return what `octavo count` prints, which ends with an exit code."""
    assert run(["count", "-C", str(root), *words]) == code
    return capsys.readouterr().out


def test_sections_and_parts_are_shown(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """A line a section with what is within it, the sums of all parts, and numbers."""
    assert said(capsys, write(FILES)) == TABLES


def test_limits_are_shown_with_their_sources(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each with its rule of counting, whether it is kept, and where it was read; exit code 1."""
    out = said(capsys, write({**FILES, **JOURNAL}), "--journal", "letters", code=1)
    table, _, findings = out[out.index("limits of") :].partition("\n\n")
    assert (
        table
        == """\
limits of World Letters          limit              source
15 words of text and notes  at most 10  5 too many     [1]
0 keywords                  at least 1   1 too few     [1]
1 figure                     at most 1        kept    none
[1] Instructions, https://example.org/guide, read on 2026-11-01"""
    )
    assert "manuscript/01-a.md:3:1: error: 15 words of text and notes, 5 too many" in findings
    assert "[limit-missed]" in findings
    assert "[statement-required]" in findings


def test_programs_read_the_same(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON has sections with what is their own, parts, limits and findings."""
    root = write({**FILES, **JOURNAL})
    told: dict[str, Any] = json.loads(
        said(capsys, root, "--journal", "letters", "--format", "json", code=1)
    )
    assert told["parts"]["text"]["words"] == 13
    assert told["sections"][1]["own"]["text"]["words"] == 2
    assert told["sections"][1]["within"]["text"]["words"] == 6
    assert told["journal"] == {"id": "letters", "name": "World Letters"}
    assert told["limits"][0] == {
        "rule": "limits.words",
        "value": 15,
        "counted": "words of text and notes",
        "least": None,
        "most": 10,
        "kept": False,
        "excess": 5,
        "sources": [
            {
                "title": "Instructions",
                "url": "https://example.org/guide",
                "read": "2026-11-01",
            }
        ],
    }
    assert [f["rule"] for f in told["findings"]] == [
        "limit-exceeded",
        "limit-missed",
        "statement-required",
    ]


def test_a_manuscript_that_keeps_all_limits_is_clean(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """The metadata name the journal, and exit code 0 says that nothing is wanting."""
    metadata = f"{METADATA}keywords: [one]\nfunding: None.\nbuild: {{journal: letters}}\n"
    files = {"manuscript/01-a.md": "# One\n\nFew words.\n", "manuscript/metadata.yaml": metadata}
    assert "2 words of text and notes  at most 10  kept" in said(
        capsys, write({**files, **JOURNAL})
    )


def test_pictures_are_not_drawn(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """A script that fails is none of the words' business, nor is a picture that is not there."""
    text = "# One\n\nText. ![Gone.](gone) ![A wave.](wave){#fig:wave}\n"
    root = write({"manuscript/01-a.md": text, "figures/wave.py": "1/0"})
    assert "\nall " in said(capsys, root)
    assert not (root / "build/figures").exists()


def test_values_of_figures_count_as_printed(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the text prints what a script works out, the script is run."""
    script = WAVE + (
        "import json, os, pathlib\n"
        "path = pathlib.Path(os.environ['OCTAVO_OUTPUT'], 'wave.json')\n"
        "path.write_text(json.dumps({'said': 'three words long'}))\n"
    )
    text = "# One\n\nIt is {{ figures.wave.said }}.\n"
    root = write({"manuscript/01-a.md": text, "figures/wave.py": script})
    out = said(capsys, root)
    assert out.splitlines()[1].split() == ["1", "One", "5", "2", "7"]


@pytest.mark.parametrize(
    ("files", "words", "code", "message"),
    [
        ({"manuscript/01-a.md": "See [@nobody]."}, [], 1, "no entry of the bibliography"),
        ({}, ["--journal", "leters"], 2, "did you mean `letters`?"),
        ({"manuscript/metadata.yaml": f"{METADATA}build: {{journal: leters}}\n"}, [], 2, "leters"),
        ({"templates/journals/letters.yaml": "nam: A\n"}, ["--journal", "letters"], 2, "nam"),
    ],
)
def test_faults_stop_the_count(
    write: Write,
    capsys: pytest.CaptureFixture[str],
    files: Files,
    words: list[str],
    code: int,
    message: str,
) -> None:
    """What cannot be read as it will be printed is not counted, nor is it compared with nothing."""
    assert run(["count", "-C", str(write({**JOURNAL, **files})), *words]) == code
    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.out == ""


def test_a_supplement_is_told_apart(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its words are a part, and its numbers have a line."""
    more = {"manuscript/supplement/01-more.md": "# More\n\nTwo words.^[A note.]\n"}
    out = said(capsys, write({"manuscript/01-a.md": "# One\n\nText.\n", **more}))
    assert "supplement       6" in out
    assert "The supplement has 1 note." in out
    told = json.loads(said(capsys, tmp_path, "--format", "json"))
    assert told["supplement"]["numbers"]["notes"] == 1


def test_a_journal_without_limits_is_said_to_be_one(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is measured, and nothing can be broken."""
    profile = "name: Long Letters\nreview: open\nunsourced: [review]\n"
    root = write({"templates/journals/long.yaml": profile})
    assert said(capsys, root, "--journal", "long").endswith(
        "\n\nLong Letters has no limits in its profile.\n"
    )


@pytest.mark.parametrize("floats", ["end", "apart", "figures-apart"])
def test_it_is_as_long_wherever_figures_and_tables_stand(
    write: Write, capsys: pytest.CaptureFixture[str], floats: str
) -> None:
    """Tables in a file of their own are of the article, and no supplement of it."""
    table = "| a | b |\n|---|---|\n| one | two |\n\n: Both. {#tbl:both}\n"
    text = f"{FILES['manuscript/01-a.md']!s}\nSee @tbl:both.\n\n{table}"
    shown = []
    for place in ("text", floats):
        metadata = f"{METADATA}build: {{floats: {place}}}\n"
        root = write({**FILES, "manuscript/01-a.md": text, "manuscript/metadata.yaml": metadata})
        shown.append(json.loads(said(capsys, root, "--format", "json")))
    assert shown[0] == shown[1]
    assert shown[0]["parts"]["tables"]["words"] == 4
