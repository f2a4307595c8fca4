"""Sources that would read, write or fill what is not theirs: told at their place, by exit code."""

from __future__ import annotations

import os
import socket
import struct
import unicodedata
import zlib
from pathlib import Path

import pytest

from octavo.cli import run
from tests.conftest import BIBLIOGRAPHY, METADATA, Write
from tests.faults.conftest import OLD, Paper

FORMATS = ("html", "docx", "epub")
SECTION = "manuscript/01-text.md"


def png(width: int, height: int) -> bytes:
    """Return a black picture, which is small however large it is."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compressobj(9)
    data = b"".join(rows.compress(bytes(1 + (width + 7) // 8)) for _ in range(height))
    parts = (b"IHDR", head), (b"IDAT", data + rows.flush()), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def refused(
    root: Path, capsys: pytest.CaptureFixture[str], code: int, said: str, *words: str
) -> None:
    """Build, which must end with an exit code and say something, and leave no output."""
    before = {p: p.read_bytes() for p in (root / "build").glob("manuscript*")}
    assert run(["build", "-q", *(words or FORMATS), "-C", str(root)]) == code
    message = capsys.readouterr().err
    assert said in message
    assert "Traceback" not in message
    assert {p: p.read_bytes() for p in (root / "build").glob("manuscript*")} == before


@pytest.mark.parametrize(
    "target",
    [
        *("/etc/passwd", "../secret.png", "%2e%2e/secret.png", "file:///etc/passwd"),
        *("figures/out.png", "figures/way/secret.png", "figures/loop.png"),
    ],
)
def test_no_file_outside_gets_into_an_output(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str], target: str
) -> None:
    """Neither by its name nor by a link to it, to its folder, or in a circle."""
    root = write({SECTION: f"Text.\n\n![A picture.]({target})\n"})
    outside = root.parent / f"{root.name}-outside"
    outside.mkdir()
    (outside / "secret.png").write_bytes(png(9, 9))
    (root / "figures").mkdir()
    links = {"out.png": outside / "secret.png", "way": outside, "loop.png": Path("loop.png")}
    for name, leads in links.items():
        if name in target:
            (root / "figures" / name).symlink_to(leads)
    refused(root, capsys, 2 if target in ("figures/out.png", "figures/way/secret.png") else 1, "[")


@pytest.mark.parametrize("key", ["csl", "bibliography"])
def test_settings_fetch_nothing(write: Write, capsys: pytest.CaptureFixture[str], key: str) -> None:
    """An address in the place of a file is no file; no server hears of it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        value = f"[{address!r}]" if key == "bibliography" else address
        root = write({"manuscript/metadata.yaml": f"{METADATA}build: {{{key}: {value}}}\n"})
        refused(root, capsys, 2, "manuscript/metadata.yaml:3:")
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize(
    "line", ["header-includes: <script>", "include-before: x", "pdf-engine-opt: -x", "\ttitle: x"]
)
def test_pandocs_own_settings_are_none(
    write: Write, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    """A key that pandoc would act on is unknown here."""
    root = write({"manuscript/metadata.yaml": f"{METADATA}{line}\n"})
    refused(root, capsys, 2, "manuscript/metadata.yaml:3:")


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("@book{a, title = {One},\n@book{b, title = {Two}}\n", "1:1"),
        ("\n@book{, title = {One}}\n", "2:1"),
        (b"\n@book{a, title = {\xe9}}\n", "2:19"),
        ("\n@book{a, title = {\0}}\n", "2:19"),
        (f"\n@book{{a, title = {{{'x' * 1_000_000}}}}}\n", "2:1"),
    ],
    ids=["open", "without a key", "Latin-1", "NUL", "endless"],
)
def test_what_is_no_bibliography_is_told_at_its_line(
    write: Write, capsys: pytest.CaptureFixture[str], source: str | bytes, place: str
) -> None:
    """Open braces, no key, foreign bytes, a field larger than any book."""
    root = write({"bib/references.bib": source})
    refused(root, capsys, 2, f"bib/references.bib:{place}: error: ")


def test_a_bibliography_may_be_written_in_many_ways(write: Write) -> None:
    """Parentheses and a byte-order mark are accepted; an odd key makes no odd name."""
    other = "@book(a/../b:ü, author = {Else, Someone}, title = {One}, date = {2000})\n"
    source = "\ufeff" + BIBLIOGRAPHY + other
    root = write({"bib/references.bib": source, SECTION: "See @{a/../b:ü} and @rose1998.\n"})
    assert run(["build", "-q", *FORMATS, "-C", str(root)]) == 0
    assert sorted(p.name for p in root.parent.iterdir() if p.name == "b:ü") == []
    page = (root / "build/manuscript.html").read_text(encoding="utf-8")
    assert "Someone Else" in page or "Else, Someone" in page


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is no picture of its kind"),
        (b"a text", "the file is no picture of its kind"),
        (png(100, 100)[:60], "the picture cannot be read: "),
        (png(9, 9)[:-20] + b"xxxx" + png(9, 9)[-16:], "the picture cannot be read: "),
        (png(40_000, 40_000), "the picture cannot be read: "),
    ],
    ids=["empty", "a text", "cut off", "damaged", "too large"],
)
def test_what_is_no_picture_is_named(
    write: Write, capsys: pytest.CaptureFixture[str], data: bytes, said: str
) -> None:
    """Before an engine meets it: empty, a text, cut off, damaged, larger than any memory."""
    root = write({"figures/p.png": data, SECTION: "![A picture.](figures/p.png)\n"})
    refused(root, capsys, 1, f"{SECTION}:1:15: error: `figures/p.png`: {said}")


def test_a_picture_of_one_dot_is_one(write: Write) -> None:
    """The smallest there is."""
    root = write({"figures/p.png": png(1, 1), SECTION: "![A picture.](figures/p.png)\n"})
    assert run(["build", "-q", *FORMATS, "-C", str(root)]) == 0


DEFINITIONS = "".join(
    f"\\def\\{b}{{\\{a}\\{a}}}" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        (f"\\def\\a{{x}}{DEFINITIONS}\\i", "unexpected control sequence \\def"),
        ("\\nosuchmacro{x}", "unexpected control sequence \\nosuchmacro"),
        ("{" * 10_000 + "x" + "}" * 10_000, "its parts hold each other more than 40 deep"),
    ],
)
def test_a_formula_that_is_none_is_told_at_its_line(
    write: Write, capsys: pytest.CaptureFixture[str], formula: str, said: str
) -> None:
    """Definitions, unknown commands, braces by the thousand."""
    root = write({SECTION: f"Text.\n\nSee ${formula}$.\n"})
    refused(root, capsys, 1, f"{SECTION}:3:6: error: the formula cannot be read: {said}")


@pytest.mark.parametrize(
    "text",
    [
        *("\\input{/etc/passwd}", "\\write18{id}", "\\openout\\x=../x", "\\directlua{os.exit()}"),
        "```{=latex}\n\\input{/etc/passwd}\n```",
        '```{=typst}\n#read("/etc/passwd")\n```',
        '```{=typst}\n#import "@preview/x:1.0.0"\n```',
        "```{=typst}\n#while true {}\n```",
    ],
)
def test_raw_tex_and_typst_reach_no_engine(write: Write, text: str) -> None:
    """They are refused, or left out of what Typst and TeX are given."""
    root = write({SECTION: f"Text.\n\n{text}\n"})
    assert run(["build", "-q", "html", "pdf", "latex", "-C", str(root)]) in (0, 1)
    for path in (root / "build").glob("manuscript*"):
        assert b"root:x:0:0" not in path.read_bytes()


LATE = "2:1: error: the template's loops take more than 200,000 turns"
TWICE = "{% if n %}{{ a(n - 1) }}{{ a(n - 1) }}{% endif %}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ ''.__class__ }}", "1:1: error: access to attribute '__class__'"),
        ("\n{% for a in range(9999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", LATE),
        (f"\n{{% macro a(n) %}}{TWICE}{{% endmacro %}}{{{{ a(90) }}}}", LATE),
        ("\n{% for a in range(999999) %}{% endfor %}", "2:1: error: Range too big"),
        ("\n{{ 'a' * 10 ** 10 }}", "2:1: error: the text would have more than 10,000,000 letters"),
        ("\n{{ '%999999999d' % 1 }}", "2:1: error: a template has no use for `%` with a text"),
    ],
)
def test_a_template_takes_only_its_turns(
    write: Write, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    """What would not end, or fill the memory, is told at its line."""
    root = write({"templates/html/article.html": text})
    refused(root, capsys, 2, f"templates/html/article.html:{said}", "html")


ODD = "-a 'b' \"c\" $(id) \u202eü " + unicodedata.normalize("NFD", "é")


def test_a_folder_and_files_may_have_any_name(paper: Paper, tmp_path: Path) -> None:
    """Spaces, quotes, a hyphen at the beginning, marks of direction: none is an option."""
    files = {
        **OLD,
        f"manuscript/02{ODD}.md": "# More\n",
        "manuscript/03-a.md": "# Twin\n",
        "manuscript/03-A.md": "# Other twin\n",
        f"manuscript/04-{'x' * 249}.md": "# Long\n",
    }
    odd = Paper(tmp_path / ODD, paper.temporary)
    odd.write(files)
    ended = odd.build("pdf")
    assert ended.code == 0, ended
    assert sorted(odd.outputs) == ["manuscript.docx", "manuscript.html", "manuscript.pdf"]
    for word in (b"More", b"Twin", b"Other twin", b"Long"):
        assert word in odd.outputs["manuscript.html"]


def test_a_name_of_two_lines_is_told_in_one(write: Write) -> None:
    """A line break in a name breaks no message; the file is read as any."""
    root = write({"manuscript/01-a\nb.md": "# A\n", SECTION: "# B\n"})
    assert run(["build", "-q", "html", "-C", str(root)]) == 0


FAKE = "#!/bin/sh\n{}\n"


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (None, "pandoc is missing"),
        ("echo pandoc 2.17.1.1", "pandoc 2.17.1.1 at {} is too old"),
        ("true", "pandoc is missing"),
        ('[ "$1" = --version ] && echo pandoc 3.9; true', "what pandoc wrote is no document"),
    ],
)
def test_a_tool_that_is_missing_or_another_is_told(
    paper: Paper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None, said: str
) -> None:
    """The version that is there is named, and the one that is needed."""
    place = tmp_path / "bin/pandoc"
    place.parent.mkdir()
    if script is not None:
        place.write_text(FAKE.format(script))
        place.chmod(0o755)
    monkeypatch.setenv("PYPANDOC_PANDOC", str(place))
    monkeypatch.setenv("PATH", str(place.parent) + os.pathsep + "/bin")
    ended = paper.build("-q")
    assert ended.code == 3, ended
    assert said.format(place) in ended.said
    assert "3.9 or newer" in ended.said
    assert "Traceback" not in ended.said
    assert paper.outputs == {}
