"""What strangers' sources can do: build, and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pytest

from octavo.cage import cage
from octavo.cli import run
from octavo.confinement import BOUNDS, clean, confined, publish, told_of
from octavo.diagnostics import ToolError
from octavo.tools import Bounds, confine
from tests.conftest import BIBLIOGRAPHY, METADATA, WAVE, Write, write_all


def _refusal() -> str:
    """Return why no cage can be made on this machine; nothing where one can."""
    if not shutil.which("bwrap"):
        return "there is no bubblewrap"
    words = ["bwrap", "--unshare-all", "--uid", "1000", "--gid", "1000", "--ro-bind", "/", "/"]
    done = subprocess.run([*words, "--proc", "/proc", "true"], capture_output=True, text=True)
    return done.stderr.strip()


REFUSAL = _refusal()
caged = pytest.mark.skipif(bool(REFUSAL), reason=REFUSAL)

CANARY = "canary-3f9ab1c7"
DAEMON = "daemon-of-a-stranger-5d1c"
"""What the hostile script's daemon has among its arguments."""

HOSTILE = f"""'A wave that rises and falls once.'
import json, os, socket, subprocess, sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

def tried(act):
    try:
        return f"did-{{act()}}".replace("\\n", " ")
    except Exception as error:
        return type(error).__name__

def dial():
    socket.create_connection(("127.0.0.1", int((ROOT / "figures/data/port").read_text())), 5)

def stay():
    words = [sys.executable, "-c", "import time; time.sleep(1000)", "{DAEMON}"]
    quiet = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    return subprocess.Popen(words, start_new_session=True, **quiet).pid > 0

found = {{
    "variables": " ".join(sorted(os.environ)),
    "key": tried(Path((ROOT / "figures/data/home").read_text(), ".ssh/id").read_text),
    "shadow": tried(Path("/etc/shadow").read_text),
    "token": tried(lambda: len((ROOT / ".git/config").read_text())),
    "hidden": tried((ROOT / ".env").read_text),
    "source": tried(lambda: (ROOT / "manuscript/01-a.md").write_text("mine")),
    "output": tried(lambda: (ROOT / "build/manuscript.pdf").write_text("mine")),
    "store": tried(lambda: (ROOT / "build/.store/mine").write_text("mine")),
    "elsewhere": tried(lambda: Path("/tmp/mine").write_text("mine")),
    "network": tried(dial),
    "daemon": tried(stay),
    "processes": tried(lambda: len(os.listdir("/proc"))),
}}
print(os.environ)
Path(os.environ["OCTAVO_OUTPUT"], "wave.json").write_text(json.dumps(found))

from matplotlib import pyplot
figure, axes = pyplot.subplots(figsize=(2, 1))
axes.plot([0, 1, 0])
"""
NAMES = (
    *("variables", "key", "shadow", "token", "hidden", "source", "output", "store", "elsewhere"),
    *("network", "daemon", "processes"),
)


@dataclass(frozen=True)
class Attack:
    """What came of a build of hostile sources."""

    root: Path
    code: int
    said: str
    page: str
    calls: int
    """How often a server of this machine was called."""

    before: dict[str, str]
    after: dict[str, str]

    def told(self, name: str) -> str:
        """Return what the script told of one of its attempts."""
        return self.page.partition(f"{name}: [")[2].partition("]")[0]


def state_of(folder: Path) -> dict[str, str]:
    """Return the hash and the time of every file of a folder."""
    return {
        path.relative_to(folder).as_posix(): f"{sha256(path.read_bytes()).hexdigest()}"
        f" {path.stat().st_mtime_ns}"
        for path in folder.rglob("*")
        if path.is_file()
    }


def calls_of(listener: socket.socket) -> int:
    """Count the calls that wait to be answered."""
    listener.setblocking(False)
    for count in range(100):
        try:
            listener.accept()[0].close()
        except BlockingIOError:
            return count
    return 100


@pytest.fixture(scope="module")
def attack(tmp_path_factory: pytest.TempPathFactory) -> Attack:
    """Build a manuscript whose figure script tries what it can."""
    home = write_all(tmp_path_factory.mktemp("home"), {".ssh/id": CANARY})
    told = "".join(f"{name}: [{{{{ figures.wave.{name} }}}}]\n\n" for name in NAMES)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        files = {
            "manuscript/metadata.yaml": METADATA,
            "manuscript/01-a.md": f"# Introduction\n\n{told}![A wave.](wave){{#fig:wave}}\n",
            "bib/references.bib": BIBLIOGRAPHY,
            "figures/wave.py": HOSTILE,
            "figures/data/home": str(home),
            "figures/data/port": str(listener.getsockname()[1]),
            ".git/config": f'[http]\n\textraheader = "AUTHORIZATION: {CANARY}"\n',
            ".git/HEAD": "ref: refs/heads/main\n",
            ".env": CANARY,
            "build/.store/pandoc/ab/old": "kept",
        }
        root = write_all(tmp_path_factory.mktemp("paper"), files)
        before = state_of(root)
        variables = {**os.environ, "HOME": str(home), "GITHUB_TOKEN": CANARY}
        words = (sys.executable, "-m", "octavo", "build", "html", "--untrusted", "-C", str(root))
        done = subprocess.run(words, env=variables, capture_output=True, text=True, check=False)
        calls = calls_of(listener)
    said = done.stdout + done.stderr
    page = (root / "build/manuscript.html").read_text() if done.returncode == 0 else ""
    return Attack(root, done.returncode, said, page, calls, before, state_of(root))


def commands() -> Iterator[bytes]:
    """Yield the words of all that runs on this machine; what ends meanwhile is none of it."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            yield path.read_bytes()


@caged
def test_a_hostile_script_is_built(attack: Attack) -> None:
    """What a script tries and may not is its own matter: its figure is drawn."""
    assert attack.code == 0, attack.said
    assert "octavo: runs in a cage, as `--untrusted` asks" in attack.said
    assert "<svg" in attack.page or "data:image" in attack.page


@caged
def test_no_secret_is_read(attack: Attack) -> None:
    """Variables, keys, git's settings, and what is hidden are in no log and in no output."""
    assert attack.told("variables").split()
    assert "TOKEN" not in attack.told("variables")
    refused = {name: attack.told(name) for name in ("key", "shadow", "token", "hidden")}
    assert refused == {
        "key": "FileNotFoundError",
        "shadow": "FileNotFoundError",
        "token": "did-50",
        "hidden": "did-",
    }
    assert CANARY not in attack.said + attack.page


@caged
def test_nothing_is_written_but_the_output(attack: Attack) -> None:
    """A script writes to its own folder alone; sources and store stay as they were."""
    for name in ("source", "output", "store", "elsewhere"):
        assert attack.told(name) == "OSError", name
    assert set(attack.after) - set(attack.before) == {"build/manuscript.html"}
    assert {name: attack.after[name] for name in attack.before} == attack.before


@caged
def test_no_server_is_called(attack: Attack) -> None:
    """There is no network, not even that of this machine."""
    assert attack.told("network") == "ConnectionRefusedError"
    assert attack.calls == 0


@caged
def test_nothing_goes_on_running(attack: Attack) -> None:
    """What a script leaves behind ends with the cage, and sees nobody else in it."""
    assert attack.told("daemon") == "did-True"
    assert attack.told("processes") == "did-0"
    assert not any(DAEMON.encode() in words for words in commands())


def test_a_call_would_be_counted() -> None:
    """The server that no script calls is one that can be called."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        socket.create_connection(listener.getsockname(), 5).close()
        assert calls_of(listener) == 1


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small manuscript in a repository that was built by those who trust it."""
    root = tmp_path_factory.mktemp("own")
    files = {
        "manuscript/metadata.yaml": METADATA,
        "manuscript/01-a.md": "# Waves\n\nIt rises [@walt1987].\n\n![A wave.](wave){#fig:wave}\n",
        "bib/references.bib": BIBLIOGRAPHY,
        "figures/wave.py": WAVE,
        ".gitignore": "build/\n",
    }
    write_all(root, files)
    git = ("git", "-C", str(root), "-c", "user.name=A", "-c", "user.email=a@example.org")
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "Begin")):
        subprocess.run([*git, *words], check=True)
    assert run(["build", "-C", str(root)]) == 0
    return root


def outputs_of(root: Path) -> dict[str, bytes]:
    """Return the finished files."""
    return {path.name: path.read_bytes() for path in (root / "build").glob("manuscript.*")}


@caged
def test_a_caged_build_gives_the_same_bytes(paper: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What is harmless is built as ever, from the store, in which nothing is written."""
    trusted, store = outputs_of(paper), state_of(paper / "build/.store")
    for name in trusted:
        (paper / "build" / name).unlink()
    assert run(["build", "-C", str(paper), "--untrusted", "--why"]) == 0
    assert outputs_of(paper) == trusted
    assert "figure wave: nothing that it reads changed" in capfd.readouterr().err
    assert state_of(paper / "build/.store") == store


@caged
def test_a_caged_check_sees_what_was_built(paper: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Findings come out in the form that was asked for, those in built files too."""
    page = paper / "build/manuscript.html"
    built = page.read_bytes()
    page.write_bytes(b'<p><a href="#nowhere">there</a></p>')
    try:
        assert run(["check", "links", "-C", str(paper), "--untrusted", "--format", "json"]) == 1
    finally:
        page.write_bytes(built)
    found = json.loads(capfd.readouterr().out)
    assert "nowhere" in json.dumps(found)


@caged
def test_a_caged_diff_reads_the_history(paper: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Git's objects are there, though its settings are not."""
    words = ["diff", "HEAD", "-C", str(paper), "--untrusted", "--to", "html"]
    assert run(words) == 0, capfd.readouterr().err
    assert "nothing changed" in capfd.readouterr().out
    assert (paper / "build/diff/manuscript.html").is_file()


@caged
@pytest.mark.parametrize("name", ["build", "build/.store"])
def test_outputs_do_not_follow_a_link(
    write: Write, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    """A folder of outputs that leads elsewhere is neither shown nor written to."""
    elsewhere = write_all(tmp_path_factory.mktemp("elsewhere"), {"secret": CANARY})
    root = write({name: elsewhere})
    before = state_of(elsewhere)
    with pytest.raises(ToolError, match=f"{name} is a link"):
        confined(root, ["build", "html"], folder=Path("build"))
    assert state_of(elsewhere) == before


@pytest.mark.parametrize(
    "name",
    ["manuscript.html", f".manuscript.html.{os.getpid()}"],
    ids=["in the place of the output", "in the place of its copy"],
)
def test_an_output_does_not_follow_a_link(tmp_path: Path, name: str) -> None:
    """What stands in the place of an output, or waits in that of its copy, goes."""
    victim = write_all(tmp_path, {"victim": "as it was", "build/x": ""}) / "victim"
    (tmp_path / "build" / name).symlink_to(victim)
    publish(tmp_path, Path("build"), {"manuscript.html": b"new"})
    assert victim.read_text() == "as it was"
    page = tmp_path / "build/manuscript.html"
    assert page.read_bytes() == b"new"
    assert not page.is_symlink()


def test_what_is_not_made_any_more_goes(tmp_path: Path) -> None:
    """A supplement of an earlier build does not stand beside an article that has none."""
    files = {f"build/{name}": "" for name in ("supplement.html", "supplement.pdf", "notes.html")}
    write_all(tmp_path, files)
    publish(tmp_path, Path("build"), {"manuscript.html": b"new"})
    left = {path.name for path in (tmp_path / "build").iterdir()}
    assert left == {"manuscript.html", "supplement.pdf", "notes.html"}


@caged
def test_a_template_reads_nothing_else(write: Write, tmp_path: Path) -> None:
    """Typst in a template is a program too."""
    secret = write_all(tmp_path / "home", {"secret": CANARY}) / "secret"
    root = write({"templates/pdf/article.typ": f'#read("{secret}")\n#read("../../{secret}")\n'})
    told = confined(root, ["build", "pdf", "-C", str(root)], folder=Path("build"))
    assert (told.code, told.files) == (3, {})
    assert "Typst cannot set the PDF" in told.messages
    assert CANARY not in told.messages


ROOMY = Bounds(seconds=600, memory=1 << 40, processes=1 << 20, messages=1000, results=1000)


@pytest.mark.parametrize(
    ("script", "bounds", "excess"),
    [
        ("sleep 1000", replace(ROOMY, seconds=0.5), "it did not end within 0.5 seconds"),
        ("trap '' TERM; while :; do :; done", replace(ROOMY, seconds=1), "it did not end within"),
        (
            "for n in $(seq 50); do sleep 1000 & done; wait",
            replace(ROOMY, processes=30),
            "it has more than 30 processes",
        ),
        (
            f"exec {sys.executable} -c 'b = bytes(range(250)) * 1000000; input()' < <(sleep 1000)",
            replace(ROOMY, memory=200_000_000),
            "it needs more than 200 MB",
        ),
        ("yes >&$END", ROOMY, "its results have more than 0 MB"),
    ],
)
def test_who_breaks_a_bound_is_ended(script: str, bounds: Bounds, excess: str) -> None:
    """Time, memory, processes and results are bounded, whatever a program does about it."""
    ended = confine(lambda end: ["bash", "-c", f"END={end}; {script}"], bounds)
    assert ended.excess.startswith(excess)
    assert ended.ended.code == -9


def test_endless_messages_are_cut_off() -> None:
    """Whoever writes without end is heard, but not kept."""
    ended = confine(
        lambda _: ["bash", "-c", "yes | head -c 50000000; yes n | head -c 9999 >&2"], ROOMY
    )
    assert (ended.excess, ended.ended.code) == ("", 0)
    assert (len(ended.ended.output), len(ended.ended.messages)) == (1000, 1000)


@caged
def test_who_leaves_the_group_ends_with_the_cage(tmp_path: Path) -> None:
    """A session of one's own is no way out."""
    root = write_all(tmp_path / "paper", {"manuscript/01-a.md": ""})
    inside = cage(root, tmp_path, (), ())
    daemon = f"touch /tmp/up; exec -a {DAEMON}-2 sleep 1000"
    script = f"setsid -f bash -c '{daemon}'; until [ -e /tmp/up ]; do sleep 0.1; done"
    ended = confine(lambda _: [*inside, "bash", "-c", script], ROOMY).ended
    assert ended.code == 0, ended.messages
    assert not any(f"{DAEMON}-2".encode() in words for words in commands())


@caged
def test_rights_of_an_administrator_are_not_kept(tmp_path: Path) -> None:
    """Who is administrator outside cannot make writable, within, what is to be read."""
    root = write_all(tmp_path / "paper", {"manuscript/01-a.md": "as it was"})
    inside = cage(root, tmp_path, (), ())
    script = f"mount -o remount,rw,bind {root}; echo mine > {root}/manuscript/01-a.md"
    for words in (["bash", "-c", script], ["unshare", "-Urm", "bash", "-c", script]):
        ended = confine(lambda _, words=words: [*inside, *words], ROOMY)  # type: ignore[misc]
        assert ended.ended.code == 1, ended.ended.messages
    assert (root / "manuscript/01-a.md").read_text() == "as it was"


@caged
def test_rooms_have_walls(tmp_path: Path) -> None:
    """No folder that can be written takes more than its share of the memory."""
    root = write_all(tmp_path / "paper", {"manuscript/01-a.md": ""})
    inside = cage(root, tmp_path, (), ())
    script = f"df --output=target,size -B1 /tmp /dev/shm {root}/build; touch /dev/x /etc/x /x"
    ended = confine(lambda _: [*inside, "bash", "-c", script], ROOMY).ended
    sizes = [line.split() for line in ended.output.decode().splitlines()[1:]]
    assert [name for name, _ in sizes] == ["/tmp", "/dev/shm", f"{root}/build"]
    assert all(int(size) <= 1_000_100_000 for _, size in sizes)
    assert ended.messages.count("Read-only file system") == 3


NO_CAGE = "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n"


@pytest.mark.parametrize(
    ("program", "message"),
    [("", "there is no bubblewrap"), (NO_CAGE, "none can be made: bwrap: No")],
)
def test_without_a_cage_nothing_is_built(
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    program: str,
    message: str,
) -> None:
    """Where no cage can be had, strangers' sources are refused, and nothing of theirs runs."""
    root = write({"figures/wave.py": f"open({str(tmp_path / 'ran')!r}, 'w')\n"})
    (tmp_path / "bin").mkdir()
    if program:
        (tmp_path / "bin/bwrap").write_text(program)
        (tmp_path / "bin/bwrap").chmod(0o755)
        (tmp_path / "bin/sh").symlink_to("/bin/sh")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert run(["build", "-C", str(root), "--untrusted"]) == 3
    said = capfd.readouterr().err
    assert message in said
    assert "hint: install bubblewrap" in said
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (["build", "--store", "s3://x/y"], "--store"),
        (["build", "--executor", "dask://"], "--executor"),
        (["build", "--manifest"], "--manifest"),
        (["check", "--online"], "--online"),
        (["check", "--fix"], "--fix"),
    ],
)
def test_what_a_cage_cannot_do_is_refused(
    write: Write, capfd: pytest.CaptureFixture[str], words: list[str], option: str
) -> None:
    """Neither the network nor the sources are for what strangers wrote."""
    assert run([*words, "-C", str(write()), "--untrusted"]) == 2
    assert f"`{option}` is not for strangers' sources" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("raw", "form", "shown"),
    [
        ("\x1b]0;title\x07\x1b[31mred\x9b2J", "text", "]0;title[31mred2J"),
        ("a\r\nb\rc\td", "text", "a\nbc\td"),
        ("user\u202egpj.exe", "text", "usergpj.exe"),
        ("  ::stop-commands::x", "text", "  : :stop-commands::x"),
        ("a ##[add-mask]b", "text", "a ## [add-mask]b"),
        ("::error file=a.md,line=1::wrong\n::add-mask::x", "github",
         "::error file=a.md,line=1::wrong\n: :add-mask::x"),
        ('{"a": "##[b"}', "json", '{"a": "#\\u0023[b"}'),
        ("<a b='##['/>", "junit", "<a b='#&#35;['/>"),
    ],
)  # fmt: skip
def test_words_from_the_cage_are_but_words(raw: str, form: str, shown: str) -> None:
    """No terminal and no runner takes what a stranger wrote for a command."""
    assert clean(raw, form) == shown


def hand_over(*parts: bytes) -> bytes:
    """Return what comes out of a cage."""
    return b"octavo cage 1\n" + b"".join(parts)


@pytest.mark.parametrize(
    "results",
    [
        hand_over(b'{"name": "../../x.html", "size": 1}\nx', b'{"code": 0}\n'),
        hand_over(b'{"name": "manuscript.html", "size": 9}\nx'),
        hand_over(b'{"name": "manuscript.html", "size": -1}\nx', b'{"code": 0}\n'),
        hand_over(b"[" * 100_000 + b"\n"),
        hand_over(b'{"code": 77}\n'),
        hand_over(b"[]\n"),
        hand_over(),
    ],
)
def test_what_comes_out_is_not_believed(tmp_path: Path, results: bytes) -> None:
    """Names that no build makes, sizes that are wrong, and ends that are missing stop the build."""
    (tmp_path / "results").write_bytes(results)
    ended = confine(lambda end: ["bash", "-c", f"cat {tmp_path}/results >&{end}"], BOUNDS)
    with pytest.raises(ToolError, match="the build was ended in its cage"):
        told_of(ended)


@caged
def test_the_environment_of_the_cage_itself_is_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What makes the cage stays in it as its first process, whose variables can be read."""
    monkeypatch.setenv("GITHUB_TOKEN", CANARY)
    root = write_all(tmp_path / "paper", {"manuscript/01-a.md": ""})
    script = "cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline"
    inside = cage(root, tmp_path, (), ())
    ended = confine(lambda _: [*inside, "bash", "-c", script], replace(ROOMY, messages=100_000))
    assert b"OCTAVO_CAGED" in ended.ended.output
    assert CANARY.encode() not in ended.ended.output


@caged
def test_only_rooms_can_be_written(tmp_path: Path) -> None:
    """Not even where the history of a repository above is shown is there room without walls."""
    files = {"paper/manuscript/01-a.md": "", "paper/.env": "", "paper/.cache/x": ""}
    repository = write_all(tmp_path, {**files, ".git/HEAD": "ref: refs/heads/main\n"})
    (tmp_path / "aside").mkdir()
    inside = cage(repository / "paper", tmp_path / "aside", (), ())
    each = "for place in $(cut -d' ' -f2 /proc/mounts); do [ -w $place ] && echo $place; done"
    script = f"find / -xdev -type d -writable; {each}"
    ended = confine(lambda _: [*inside, "bash", "-c", script], replace(ROOMY, messages=100_000))
    found = {name for name in ended.ended.output.decode().split() if Path(name).is_absolute()}
    rooms = {"/tmp", "/home/octavo", "/dev/shm", f"{repository}/paper/build"}
    assert {name for name in found if not name.startswith(("/proc", "/dev/"))} <= rooms
