"""`octavo journals`: which profiles are at hand, and what one says, with where it was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.cli import run
from octavo.submit.profiles import journal_names, load_journal
from octavo.submit.wording import rows, sources_of
from tests.conftest import Write

PLACE = "templates/journals/ours.yaml"
OURS = """\
inherits: elsevier
name: Ours
sources:
  ours: {title: Our page, url: https://ours.example/authors, read: 2026-11-25, note: by heart}
limits: {words: 8000, abstract: {words: {least: 100, most: 200}}}
statements: {ethics: {}}
layout: {line-numbers: false}
sourced: {limits: ours, statements: ours}
unsourced: [layout]
"""


def shown(root: Path, capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    """Return the lines that the command prints."""
    assert run(["journals", *words, "-C", str(root)]) == 0
    return capsys.readouterr().out.splitlines()


def rule(lines: list[str], name: str) -> str:
    """Return what is shown of a rule."""
    return next(line.split(maxsplit=1)[1] for line in lines if line.startswith(f"{name} "))


def test_without_a_name_all_journals_are_listed(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """The manuscript's own profile stands among the shipped ones, in order."""
    lines = shown(write({PLACE: OURS}), capsys)
    assert [line.split()[0] for line in lines[1:]] == journal_names(write())
    assert next(line for line in lines if line.startswith("ours ")).split() == [
        *("ours", "Ours", "anonymous", "elsevier-harvard")
    ]


def test_the_columns_of_the_list_stand_below_their_heads(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """Eyes and `cut` find the same column in each line."""
    head, *lines = shown(write(), capsys)
    at = head.index("review")
    assert {line[at:].split()[0] for line in lines} == {"anonymous", "double-anonymous", "open"}


def test_each_rule_is_shown_with_where_it_was_read(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """A number leads to the source below, and what was read nowhere says so."""
    lines = shown(write({PLACE: OURS}), capsys, "ours")
    assert lines[:2] == [
        "Ours (ours)",
        "Elsevier; inherits elsevier, generic",
    ]
    number = rule(lines, "limits.words").removeprefix("at most 8,000 ")
    assert f"{number}  Our page, read on 2026-11-25 (by heart)" in lines
    assert "     https://ours.example/authors" in lines
    assert rule(lines, "layout.line-numbers") == "no (read nowhere)"
    assert rule(lines, "layout.spacing") == "double (read nowhere)"


def test_rules_are_said_in_words(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """Ends of a range, units, statements and files are told as one would."""
    lines = shown(write({PLACE: OURS}), capsys, "ours")
    assert rule(lines, "limits.abstract.words").startswith("100 to 200 [")
    assert rule(lines, "statements.ethics").startswith("wanted [")
    assert rule(lines, "figures.widths").startswith("90, 140, 190 mm [")
    assert rule(lines, "figures.dpi").startswith("at least 1,000 dpi [")
    assert rule(lines, "figures.text-size.least").startswith("7 pt [")
    assert rule(lines, "files") == "main: manuscript.docx"
    assert any(line.endswith(" figures: Figure_{number}.eps, if there is one") for line in lines)


def test_a_narrow_terminal_is_enough(
    write: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines are folded at the terminal's width, addresses excepted."""
    monkeypatch.setenv("COLUMNS", "70")
    for line in shown(write(), capsys, "world-politics"):
        assert len(line) <= 70 or "://" in line


def test_an_unknown_journal_exits_2(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """The nearest name is told."""
    assert run(["journals", "world-politic", "-C", str(write())]) == 2
    assert "did you mean `world-politics`" in capsys.readouterr().err


def test_a_wrong_profile_exits_2_with_its_place(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """The list has the other journals, and the fault comes behind them."""
    root = write({PLACE: OURS.replace("words: 8000", "word: 8000")})
    assert run(["journals", "-C", str(root)]) == 2
    out, err = capsys.readouterr()
    assert "world-politics" in out
    assert "\nours" not in out
    assert f"{PLACE}:5:10: error: unknown key `word` [profile-invalid]" in err
    assert run(["journals", "ours", "-C", str(root)]) == 2


def test_shipped_journals_are_shown_outside_of_a_manuscript(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever chooses a journal need not have written yet."""
    assert shown(tmp_path, capsys, "plos")[0] == "PLOS ONE (plos)"


@pytest.mark.parametrize("name", journal_names(Path(__file__).parents[1]))
def test_no_rule_of_a_shipped_profile_is_left_out(name: str) -> None:
    """Each rule has its row, or is an end of a range that has one, and each source its number."""
    journal = load_journal(Path(__file__).parents[1], name)
    told = {row.place for row in rows(journal)}
    for each in journal.rules:
        assert {".".join(map(str, each.place)), ".".join(map(str, each.place[:-1]))} & told
    assert all(row.says for row in rows(journal))
    assert {s.title for r in journal.rules for s in r.origins} == {
        source.title for source in sources_of(journal)
    }
