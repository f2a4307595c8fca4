"""What people type, what they read, and what scripts see: the exit code."""

from __future__ import annotations

import errno
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

import octavo.cli
from octavo.cli import COMMANDS, cli, command_named, run
from octavo.cli.preview import open_page
from octavo.cli.terminal import showing
from octavo.folders import PREFIX
from tests.conftest import METADATA, Write


def test_a_clean_build_exits_0_and_names_its_outputs(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """The outputs are said relative to the manuscript."""
    assert run(["build", "html", "-C", str(write())]) == 0
    assert capsys.readouterr().out.startswith("build/manuscript.html  ")


@pytest.mark.parametrize(
    ("files", "code", "said"),
    [
        ({"manuscript/01-a.md": "@zzz"}, 1, "manuscript/01-a.md:1:2: error: no entry"),
        ({"manuscript/metadata.yaml": "title: [a\n"}, 2, "manuscript/metadata.yaml:"),
        ({"manuscript/metadata.yaml": "titel: a\n"}, 2, "[metadata-invalid]"),
        ({"manuscript/01-a.md": b"\xff"}, 2, "manuscript/01-a.md:1:1: error:"),
        ({"bib/references.bib": "@book{a,"}, 2, "bib/references.bib:1:1: error:"),
        ({"figures/a.py": "1/0"}, 3, "figures/a.py:1:1: error: ZeroDivisionError"),
        ({"templates/html/article.html": "{% if %}"}, 2, "templates/html/article.html:1:1"),
    ],
)
def test_faults_have_places_and_exit_codes(
    write: Write,
    capsys: pytest.CaptureFixture[str],
    files: dict[str, str | bytes],
    code: int,
    said: str,
) -> None:
    """A fault never exits 0, and is said with its place."""
    assert run(["build", "html", "-C", str(write(files))]) == code
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("words", [["biuld"], ["build", "odt"], ["build", "--fast"]])
def test_wrong_words_exit_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What is not known is named, and what is known too."""
    assert run(words) == 2
    assert words[-1] in capsys.readouterr().err


def test_a_command_with_a_slip_is_guessed(capsys: pytest.CaptureFixture[str]) -> None:
    """What may have been meant is said, or where all are listed."""
    assert run(["biuld"]) == 2
    assert "octavo: no command `biuld`\n  hint: did you mean `build`?" in capsys.readouterr().err
    assert run(["zzz"]) == 2
    assert "hint: `octavo --help` lists the commands" in capsys.readouterr().err


def test_the_journal_of_the_metadata_is_the_one_to_submit_to(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without either the hint says how to name one."""
    root = write()
    assert run(["submit", "-C", str(root)]) == 2
    assert "hint: `octavo journals` lists them" in capsys.readouterr().err
    metadata = root / "manuscript/metadata.yaml"
    metadata.write_text(f"{METADATA}build: {{journal: nowhere}}\n", encoding="utf-8")
    assert run(["submit", "-C", str(root)]) == 2
    assert "`nowhere`" in capsys.readouterr().err


@pytest.mark.parametrize("epoch", ["noon", "-1", "1.5", "1" * 12, "0x10"])
def test_a_source_date_epoch_that_is_none_exits_2(
    write: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    """The variable is named with what it says, and nothing is built."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    root = write()
    assert run(["build", "html", "-C", str(root)]) == 2
    said = capsys.readouterr().err
    assert f"SOURCE_DATE_EPOCH is `{epoch}`\n  hint: give seconds since 1970" in said
    assert not (root / "build/manuscript.html").exists()


def test_a_folder_without_a_manuscript_exits_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message says what is looked for, and the hint what to do."""
    assert run(["build", "-C", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "manuscript/metadata.yaml is not in" in said
    assert "hint:" in said


def test_the_manuscript_is_found_from_a_folder_within(write: Write) -> None:
    """One may stand in `manuscript/` or `figures/` and build."""
    root = write()
    assert run(["build", "html", "-q", "-C", str(root / "manuscript")]) == 0
    assert (root / "build" / "manuscript.html").is_file()


def test_quiet_says_nothing(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """`--quiet` is silent where all is well."""
    assert run(["build", "html", "-q", "-C", str(write())]) == 0
    assert capsys.readouterr() == ("", "")


def test_help_teaches_the_folders_and_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    """Who asks for help learns where to begin."""
    assert run(["--help"]) == 0
    said = capsys.readouterr().out
    assert "manuscript/" in said
    assert "octavo build" in said
    assert "130 interrupted" in said


def test_the_command_is_quick_to_answer_without_heavy_modules() -> None:
    """`octavo --help` loads neither matplotlib nor Typst nor the bibliography's parser."""
    program = (
        "import sys; from octavo.cli import run; run(['--help']);"
        "heavy = {'matplotlib', 'typst', 'bibtexparser', 'pydantic', 'docx', 'rich'};"
        "sys.exit(bool(heavy & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_every_module_with_a_command_is_a_command() -> None:
    """A command is a module of its name, and none of them is forgotten in the list."""
    folder = Path(octavo.cli.__file__).parent
    beside = set("__init__ caged completing ending listing options terminal trust".split())
    modules = {path.stem for path in folder.glob("*.py")} - beside
    assert modules == set(COMMANDS)
    for name in COMMANDS:
        assert command_named(name).name == name
    assert cli.list_commands(click.Context(cli)) == sorted(COMMANDS)


def test_a_command_waits_for_no_other() -> None:
    """Calling one command imports the modules of that command alone."""
    program = (
        "import sys; from octavo.cli import COMMANDS, run; run(['clean', '--help']);"
        "print([n for n in COMMANDS if f'octavo.cli.{n}' in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stderr == "['clean']\n"


def test_a_machine_without_room_exits_3(
    write: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is no fault of ours, wherever it is met."""

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/elsewhere")

    monkeypatch.setattr("octavo.pipeline.assemble", full)
    assert run(["build", "html", "-q", "-C", str(write())]) == 3
    assert "octavo: No space left on device: /elsewhere" in capsys.readouterr().err


def test_an_interrupted_build_exits_130_at_once(write: Write) -> None:
    """Ctrl-C waits for no figure script, and leaves none running."""
    root = write({"figures/slow.py": "import time\n\ntime.sleep(100)\n"})
    command = [sys.executable, "-m", "octavo", "build", "-C", str(root)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        while not any((root / "build" / "figures").glob(f"{PREFIX}*")):
            time.sleep(0.05)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"interrupted" in said
    assert b"Traceback" not in said
    assert list((root / "build" / "figures").iterdir()) == []


def test_no_step_is_told_after_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    """What threads still finish of a build that was interrupted does not hide how it ended."""
    with showing(quiet=False) as tell:
        tell("html")
    tell("docx")
    assert capsys.readouterr().err == "done: html\n"


@pytest.mark.parametrize(("screen", "opened"), [({}, []), ({"DISPLAY": ":0"}, ["http://here/"])])
def test_only_a_browser_with_windows_is_opened(
    monkeypatch: pytest.MonkeyPatch, screen: dict[str, str], opened: list[str]
) -> None:
    """Without a screen a browser would take the terminal, in which the preview runs."""
    asked: list[str] = []
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("webbrowser.open", asked.append)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in screen.items():
        monkeypatch.setenv(name, value)
    open_page("http://here/")
    assert asked == opened


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory that is written")
def test_a_template_does_not_fill_the_memory(write: Write) -> None:
    """What a template asks for beyond all measure is its fault, not the machine's."""
    source = "\n{{ ('a' * 9_000_000) | replace('a', 'b' * 9_000) }}"
    root = write({"templates/html/article.html": source})
    words = [sys.executable, "-m", "octavo", "build", "html", "-C", str(root)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert "templates/html/article.html:2:1: error: MemoryError" in done.stderr
