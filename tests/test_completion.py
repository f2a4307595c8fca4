"""What a shell completes: octavo's words, and the names that a manuscript and a machine have."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from octavo.cli import COMMANDS, cli, run
from tests.conftest import Write
from tests.diff.conftest import git


def completed(*words: str) -> list[str]:
    """Return what is offered for the last of the words behind `octavo`."""
    shell = ShellComplete(cli, {}, "octavo", "_OCTAVO_COMPLETE")
    return [item.value for item in shell.get_completions(list(words[:-1]), words[-1])]


def test_commands_formats_and_families_are_offered() -> None:
    """The words that the command line takes, by their beginning."""
    assert completed("") == sorted(COMMANDS)
    assert completed("build", "docx", "e") == ["epub"]
    assert completed("check", "c") == ["citations", "crossrefs"]
    assert completed("check", "--format", "j") == ["json", "junit"]


def test_journals_are_offered_the_manuscripts_own_among_them(write: Write) -> None:
    """Wherever the name of a profile is taken, and whatever folder is named before."""
    root = str(write({"templates/journals/ijmenu.yaml": "name: A\n"}))
    for words in (["submit"], ["journals"], ["count", "--journal"]):
        assert completed(words[0], "-C", root, *words[1:], "ijme") == ["ijmenu", "ijmes"]
    assert completed("submit", "ijme") == ["ijmes"]


def test_tags_and_branches_are_offered(write: Write) -> None:
    """Both revisions of a comparison; without a repository, none."""
    root = write()
    assert completed("diff", "-C", str(root), "") == []
    for words in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-q", "-m", "One")):
        git(root, *words)
    git(root, "tag", "v1")
    assert completed("diff", "-C", str(root), "") == ["main", "v1"]
    assert completed("diff", "-C", str(root), "v1", "m") == ["main"]


def test_where_there_is_neither_manuscript_nor_git_what_is_shipped_is_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Tab key never shows a message: what cannot be asked offers nothing."""
    assert completed("submit", "-C", str(tmp_path), "ijme") == ["ijmes"]
    monkeypatch.setenv("PATH", str(tmp_path))
    assert completed("diff", "-C", str(tmp_path), "") == []


def test_bash_completes_without_waiting_for_the_models(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The script that is printed works in a real bash, and loads nothing of a build."""
    assert run(["completion", "bash"]) == 0
    program = tmp_path / "octavo"
    program.write_text(
        f"#!{sys.executable}\nimport sys, atexit\nfrom octavo.cli import main\n"
        "atexit.register(lambda: 'pydantic' in sys.modules and print('plain,slow'))\nmain()\n"
    )
    program.chmod(0o755)
    asked = f"COMP_WORDS=(octavo submit plo); COMP_CWORD=2; _octavo_completion {program}"
    script = f"{capsys.readouterr().out}\n{asked}; echo ${{COMPREPLY[@]}}"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(["bash", "-c", script], env=env, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("plos\n", "")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_have_their_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each asks octavo in its own way."""
    assert run(["completion", shell]) == 0
    assert f"_OCTAVO_COMPLETE={shell}_complete" in capsys.readouterr().out
