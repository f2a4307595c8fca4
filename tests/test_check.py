"""`octavo check` as people and programs use it."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sarif_pydantic import Sarif

from octavo.checks import GUARDING, rules
from octavo.cli import run
from octavo.diagnostics import Diagnostic, Span
from octavo.pipeline import inspect
from octavo.project import load_project
from octavo.reports import github_of, junit_of, texts_of
from tests.conftest import Load, Write

ROOT = Path(__file__).parents[1]
CLEAN = "As @rose1998 says, and @walt1987.\n"
DAMAGES = {
    **dict.fromkeys((3, 8, 13, 26, 33, 66), "name-variant"),
    11: "name-variant",
    15: "question-mark-digit",
    18: "word-damaged",
    20: "name-variant",
    36: "letters-stray",
    39: "letters-stray",
    40: "space-missing",
    41: "word-damaged",
    44: "word-damaged",
}
"""The damaged lines of the scanned abstract, and a rule that finds the damage."""


def reported(root: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Return what `octavo check` prints."""
    run(["check", "-q", "-C", str(root), *words])
    return capsys.readouterr().out


def test_the_reference_article_is_clean() -> None:
    """No rule says anything of the article that is shipped."""
    assert inspect(load_project(ROOT)) == ()


def test_a_build_knows_the_rules_that_guard_it() -> None:
    """A build loads the guarding rules by their names alone, so none may be missing there."""
    assert {rule.code for rule in rules().values() if rule.guards} == GUARDING


def test_the_damages_of_a_scan_are_found(load: Load) -> None:
    """Each damaged line of the scanned abstract is found, by the rule that knows the damage."""
    scan = (ROOT / "tests/data/abstract_scanned.txt").read_text(encoding="utf-8")
    found = inspect(load({"manuscript/01-a.md": scan}), ())
    lines = {(d.span.line, d.code) for d in found if d.span.path.name == "01-a.md"}
    assert set(DAMAGES.items()) <= lines
    damaged = {line for line, code in lines if code not in ("range-hyphen", "brackets-unbalanced")}
    assert damaged == set(DAMAGES)


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        (CLEAN, ["citations"], 0),
        (CLEAN + "@nobody\n", ["citations"], 1),
        ("Only @rose1998.\n", ["citations"], 1),
        ("Only @rose1998.\n", ["crossrefs"], 0),
        (CLEAN, ["cites"], 2),
    ],
)
def test_exit_codes(write: Write, text: str, words: list[str], code: int) -> None:
    """0 is clean, 1 findings, 2 a family that there is not."""
    assert run(["check", "-q", "-C", str(write({"manuscript/01-a.md": text})), *words]) == code


def test_notes_do_not_fail(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """A rule that is set to `note` is shown; one that is `off` is not."""
    settings = "checks: {severity: {entry-unused: note, word-doubled: off}}\n"
    root = write(
        {
            "manuscript/metadata.yaml": "title: T\nauthors: [{name: A}]\n" + settings,
            "manuscript/01-a.md": "The the one.\n",
        }
    )
    assert run(["check", "-q", "citations", "text", "-C", str(root)]) == 0
    out = capsys.readouterr().out
    assert "note: nothing cites the entry `rose1998` [entry-unused]" in out
    assert "word-doubled" not in out


def test_sources_that_cannot_be_read_are_reported_in_the_format(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """Programs get a report, and exit code 2, when the metadata is broken."""
    root = write({"manuscript/metadata.yaml": "title: [\n"})
    assert run(["check", "--format", "json", "-C", str(root)]) == 2
    (finding,) = json.loads(capsys.readouterr().out)
    assert finding["rule"] == "yaml-unreadable"
    assert finding["path"] == "manuscript/metadata.yaml"


def test_text_shows_the_line_and_a_caret(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """The caret stands under the key."""
    root = write({"manuscript/01-a.md": CLEAN + "\nSee [@rose1989].\n"})
    assert reported(root, capsys, "citations").splitlines() == [
        "manuscript/01-a.md:3:7: error: no entry of the bibliography has the key `rose1989`"
        " [citation-undefined]",
        "    See [@rose1989].",
        "          ^^^^^^^^",
        "  hint: did you mean `rose1998`?",
    ]


def test_text_cannot_steer_the_terminal(tmp_path: Path) -> None:
    """Control characters of a source are shown as signs."""
    (tmp_path / "a.md").write_text("A \x1b[31mred\x1b[0m word\n", encoding="utf-8")
    (shown,) = texts_of([Diagnostic("rule", "message", Span(Path("a.md"), 1, 3, 4))], tmp_path)
    assert "\x1b[31mred" not in shown
    assert "A �[31mred�[0m word" in shown


def test_json(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON is a list of objects."""
    root = write({"manuscript/01-a.md": CLEAN + "@nobody\n"})
    assert json.loads(reported(root, capsys, "citations", "--format", "json")) == [
        {
            "rule": "citation-undefined",
            "severity": "error",
            "message": "no entry of the bibliography has the key `nobody`",
            "path": "manuscript/01-a.md",
            "line": 2,
            "column": 2,
            "end": 8,
            "hints": ["add its entry to `bib/references.bib`"],
            "fixable": False,
        }
    ]


def test_a_bibliography_that_is_not_there_is_told(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """A key without a bibliography is no slip in the key."""
    root = write({"manuscript/01-a.md": "As @rose1998 says.\n"})
    (root / "bib/references.bib").unlink()
    assert "there is no `bib/references.bib`: write its entry there" in (
        reported(root, capsys, "citations")
    )


@pytest.mark.parametrize("text", [CLEAN, CLEAN + "@nobody “x\n"])
def test_sarif(write: Write, capsys: pytest.CaptureFixture[str], text: str) -> None:
    """SARIF is what its model takes, with the rules that are named and 1-based regions."""
    root = write({"manuscript/01-a.md": text})
    log = json.loads(reported(root, capsys, "citations", "text", "--format", "sarif"))
    Sarif.model_validate(log)
    (analysis,) = log["runs"]
    rules = [rule["id"] for rule in analysis["tool"]["driver"]["rules"]]
    for result in analysis["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region == {"startLine": 2, "endLine": 2} | {
            key: region[key] for key in ("startColumn", "endColumn")
        }
    assert len(analysis["results"]) == (0 if text == CLEAN else 2)


def test_github() -> None:
    """Line ends, colons and commas of an annotation are escaped."""
    odd = Diagnostic("rule", "50% of\nit", Span(Path("a,b:c.md"), 3, 5, 8), ("do, it",))
    assert github_of([odd]) == (
        "::error file=a%2Cb%3Ac.md,line=3,col=5,endColumn=7,title=rule::50%25 of%0Ait%0Ado, it"
    )


def test_junit() -> None:
    """Every rule is a case; characters that XML cannot hold are dropped."""
    found = Diagnostic("b-rule", "<odd> \x01", Span(Path("a.md"), 3, 5, 8), ("hint",))
    tree = ElementTree.fromstring(junit_of([found], ["a-rule", "b-rule"]))
    suite = tree[0]
    assert suite.attrib["tests"] == "2"
    assert suite.attrib["failures"] == "1"
    assert [case.attrib["name"] for case in suite] == ["a-rule", "b-rule"]
    assert suite[1][0].text == "a.md:3:5: <odd> \nhint"
