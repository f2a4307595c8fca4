"""The preview's life: its address, what it answers, and that it leaves nothing behind."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from octavo.folders import PREFIX
from tests.conftest import WAVE, Write
from tests.preview.conftest import ARTICLE, Running, Start

FILES: dict[str, str | bytes] = {"manuscript/01-text.md": ARTICLE, "figures/wave.py": WAVE}
SLOW = "import time, pathlib\npathlib.Path('begun').touch()\ntime.sleep(600)\n"


def test_the_address_is_printed_and_answers(start: Start) -> None:
    """It is on this machine alone, and its path cannot be guessed."""
    preview = start()
    address = urlsplit(preview.address)
    assert (address.scheme, address.hostname) == ("http", "127.0.0.1")
    assert len(address.path) > 20
    status, headers, body = preview.ask(preview.path)
    assert status == 200
    assert b"<title>Preview</title>" in body
    assert "default-src 'none'" in headers["content-security-policy"]
    assert preview.end(signal.SIGINT) == 130


def test_it_listens_on_no_other_address(start: Start) -> None:
    """The sockets are those of 127.0.0.1 and, where there is one, of ::1."""
    preview = start()
    table = [*Path("/proc/net").glob("tcp*")]
    if not table:
        pytest.skip("no table of sockets on this system")
    lines = [line.split() for path in table for line in path.read_text().splitlines()[1:]]
    port = f"{preview.port:04X}"
    homes = {line[1] for line in lines if line[3] == "0A" and line[1].endswith(f":{port}")}
    assert homes <= {f"0100007F:{port}", f"{'0' * 24}01000000:{port}"}
    assert f"0100007F:{port}" in homes


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_ends_it_and_nothing_is_left(start: Start, number: int, code: int) -> None:
    """No port, no temporary file, no drawing half done: also while somebody looks on."""
    preview = start(FILES)
    states = preview.states("manuscript.html")
    assert next(s for s in states if s["shown"] and not s["building"])
    assert preview.end(number) == code
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", preview.port), 5)
    assert list(preview.temporary.iterdir()) == []
    assert list((preview.root / "build").glob(f"**/{PREFIX}*")) == []
    states.close()  # type: ignore[attr-defined]


def test_a_running_script_ends_with_it(start: Start) -> None:
    """The processes that a build has started do not outlive the preview."""
    preview = start({**FILES, "figures/wave.py": SLOW})
    begun = preview.root / "figures" / "begun"
    while not begun.exists():
        assert preview.process.poll() is None
    assert preview.end(signal.SIGTERM) == 143
    assert running_in(preview.root) == []
    assert list((preview.root / "build").glob(f"**/{PREFIX}*")) == []


def test_a_template_that_never_ends_does_not_hold_it(start: Start) -> None:
    """What cannot be interrupted is left behind, and its files are not."""
    endless = "#for a in range(100000) { for b in range(100000) { } }\n"
    preview = start({**FILES, "templates/pdf/article.typ": endless})
    states = preview.states("manuscript.html", "manuscript.pdf")
    assert next(s for s in states if s["shown"])
    assert next(s for s in preview.states("manuscript.pdf") if s["building"])
    assert preview.end(signal.SIGTERM) == 143
    assert list(preview.temporary.iterdir()) == []


def running_in(folder: Path) -> list[str]:
    """Return the commands of the processes whose words name a folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        found += [words] if str(folder) in words and "pytest" not in words else []
    return found


def test_a_port_that_is_taken_is_told(write: Write) -> None:
    """The message names the port and what to do."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        words = ("preview", "--no-open", "-C", str(write()), "--port", str(port))
        done = subprocess.run(
            [sys.executable, "-m", "octavo", *words], capture_output=True, text=True, check=False
        )
    assert done.returncode == 2
    assert done.stderr == (
        f"octavo: the port {port} is taken by another program\n"
        "  hint: name another with --port, or leave it out for one that is free\n"
    )


def test_a_port_can_be_chosen(start: Start) -> None:
    """The address has the port that was asked for, again and again."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    for _ in range(2):
        preview = start(None, "--port", str(port))
        assert preview.port == port
        assert preview.ask(preview.path)[0] == 200
        preview.end(signal.SIGTERM)


@pytest.fixture
def shown(start: Start) -> Running:
    """Return a preview whose HTML is made."""
    preview = start(FILES)
    next(s for s in preview.states("manuscript.html") if s["shown"])
    return preview


def test_strangers_are_refused(shown: Running) -> None:
    """Another host name, another page's origin, another site's request, an unknown path: 403."""
    host = f"127.0.0.1:{shown.port}"
    refused: list[dict[str, str]] = [
        {},
        {"Host": "127.0.0.1"},
        {"Host": f"evil.example:{shown.port}"},
        {"Host": f"127.0.0.1.evil.example:{shown.port}"},
        {"Host": f"127.0.0.1:{shown.port + 1}"},
        {"Host": host, "Origin": "http://evil.example"},
        {"Host": host, "Origin": "null"},
        {"Host": host, "Origin": f"http://localhost:{shown.port}"},
        {"Host": host, "Origin": f"https://{host}"},
        {"Host": host, "Sec-Fetch-Site": "cross-site"},
        {"Host": host, "Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"},
        {"Host": host, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate",
         "Sec-Fetch-Dest": "iframe"},
    ]  # fmt: skip
    for path in (shown.path, f"{shown.path}states", f"{shown.path}page.js"):
        for headers in refused:
            status = shown.ask(path, headers)[0]
            assert status == (400 if not headers else 403), (path, headers)
    for path in ("/", "/favicon.ico", "/guess/", f"{shown.path[:-3]}/", "//", "/%2e%2e/"):
        assert shown.ask(path)[0] == 403, path
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert shown.ask(shown.path, None, method)[0] == 403


def test_the_page_and_a_followed_link_are_answered(shown: Running) -> None:
    """Each name of this machine, the page's own requests, and a link in another page."""
    port, path = shown.port, shown.path
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}"):
        assert shown.ask(path, {"Host": host})[0] == 200
        own = {"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}
        assert shown.ask(f"{path}page.js", own)[0] == 200
    followed = {
        "Host": f"localhost:{port}",
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    }
    assert shown.ask(path, followed)[0] == 200
    assert shown.ask(f"{path}page.js", followed)[0] == 403


def test_only_what_was_made_is_served(shown: Running) -> None:
    """Files of the project and of the package cannot be reached, whatever the path."""
    for name in (
        "manuscript/metadata.yaml",
        "../manuscript/metadata.yaml",
        "made/../../manuscript/metadata.yaml",
        "made/%2e%2e%2f%2e%2e%2fmanuscript%2fmetadata.yaml",
        "made//etc/passwd",
        "place.js",
        "server.py",
        "metadata.pdf",
        "made/" + "0" * 64,
    ):
        assert shown.ask(f"{shown.path}{name}")[0] == 404, name


def test_the_article_is_in_a_cage(shown: Running) -> None:
    """It has no origin, and may load nothing but what it holds."""
    state = next(s for s in shown.states("manuscript.html") if s["shown"])
    digest = state["shown"]["manuscript.html"]["digest"]
    status, headers, body = shown.ask(f"{shown.path}made/{digest}")
    assert status == 200
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    policy = headers["content-security-policy"]
    assert "sandbox allow-scripts allow-popups" in policy
    assert "allow-same-origin" not in policy
    assert "default-src 'none'; img-src data:" in policy
    assert b"The first words." in body
