"""Servers are asked with manners and limits: proven against real ones on loopback."""

from __future__ import annotations

import datetime
import gzip
import json
import re
import shutil
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest
import trustme

from octavo.answers import Answers
from octavo.bibliography import Entry, bare_doi, load_bibliography
from octavo.cli import run
from octavo.links import Verdict, Visit, visit_all
from octavo.project import load_project
from octavo.registry import Lookup, Notice, Services, State, look_up_all
from octavo.web import MAX_BODY, Web
from tests.conftest import Write

PAST = formatdate(0, usegmt=True)
ROOT = Path(__file__).parents[1]
Reply = Callable[[BaseHTTPRequestHandler], None]


def status(code: int, **headers: str) -> Reply:
    """Return a reply of a status and headers."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return reply


def body(data: bytes, **headers: str) -> Reply:
    """Return a reply of bytes."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(data)

    return reply


def raw(*pieces: bytes, pause: float = 0.0) -> Reply:
    """Return a reply that is written piece by piece, whatever HTTP says."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(pause)

    return reply


class Server:
    """A server on loopback that answers each path as told, in turn, and keeps what it was asked."""

    def __init__(self) -> None:
        self.replies: dict[str, list[Reply]] = {}
        self.otherwise: Reply = status(404)
        self.asked: list[tuple[str, str]] = []
        self.agents: set[str] = set()
        self.busiest = 0
        self._now = 0
        self._lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                outer.handle(self)

            do_GET = do_HEAD = answer  # noqa: N815  (the names that the library calls)

            def log_message(self, *arguments: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.http.server_port}"

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer with the next reply of the path; the last one is given again and again."""
        with self._lock:
            self._now += 1
            self.busiest = max(self.busiest, self._now)
            self.asked.append((handler.command, unquote(handler.path)))
            self.agents.add(handler.headers.get("User-Agent", ""))
            replies = self.replies.get(unquote(handler.path), [self.otherwise])
            reply = replies.pop(0) if len(replies) > 1 else replies[0]
        try:
            reply(handler)
        except OSError:
            pass
        finally:
            with self._lock:
                self._now -= 1

    def on(self, path: str, *replies: Reply) -> str:
        """Set the replies of a path and return its address."""
        self.replies[path] = list(replies)
        return self.address + path


@contextmanager
def served() -> Iterator[Server]:
    """Run a server."""
    server = Server()
    thread = threading.Thread(target=server.http.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.http.shutdown()
        server.http.server_close()
        thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    """Return a server on loopback."""
    with served() as one:
        yield one


@pytest.mark.parametrize(
    ("certificate", "reason"),
    [
        ("good", ""),
        ("expired", "certificate has expired"),
        ("of an unknown authority", "its certificate is not accepted"),
        ("of another name", "IP address mismatch, certificate is not valid for '127.0.0.1'"),
    ],
)
def test_certificates_are_looked_at(
    server: Server, tmp_path: Path, certificate: str, reason: str
) -> None:
    """A page behind a certificate that browsers refuse is broken, and the reason is said."""
    authority, another = trustme.CA(), trustme.CA()
    name = "example.org" if certificate == "of another name" else "127.0.0.1"
    issuer = another if certificate == "of an unknown authority" else authority
    then = datetime.datetime(2001, 1, 1, tzinfo=datetime.UTC)
    until = then if certificate == "expired" else None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    issuer.issue_cert(name, not_before=then, not_after=until).configure_cert(context)
    server.http.socket = context.wrap_socket(server.http.socket, server_side=True)
    server.on("/page", status(200))
    trusted = ssl.create_default_context()
    authority.configure_trust(trusted)
    web = Web("octavo", 5, private=True, trusted=trusted)
    address = f"https://127.0.0.1:{server.http.server_port}/page"
    with Answers(tmp_path / "answers.sqlite", 7) as answers:
        found = visit_all([address], web, answers)[address]
    assert found.verdict is (Verdict.BROKEN if reason else Verdict.FINE)
    assert reason in found.reason


def visit(address: str, folder: Path, *, private: bool = True, timeout: float = 5) -> Visit:
    """Visit one address."""
    with Answers(folder / "answers.sqlite", 7) as answers:
        found = visit_all([address], Web("octavo", timeout, private=private), answers)
    return found[address]


@pytest.mark.parametrize(
    ("replies", "verdict", "reason"),
    [
        ([status(200)], "fine", ""),
        ([status(404)], "broken", "status 404"),
        ([status(410)], "broken", "status 410"),
        ([status(403)], "unverifiable", "status 403"),
        ([status(429)], "unverifiable", "status 429"),
        ([status(503)], "unverifiable", "status 503"),
        ([status(500), status(200)], "fine", ""),
        ([status(429, Retry_After="1"), status(200)], "fine", ""),
        (
            [status(503, Retry_After=PAST), status(200)],
            "fine",
            "",
        ),
        ([status(503, Retry_After="-5"), status(200)], "fine", ""),
        ([status(503, Retry_After="never"), status(200)], "fine", ""),
        ([status(503, Retry_After="1000000000"), status(200)], "unverifiable", "status 503"),
        ([status(405), status(200)], "fine", ""),
        ([status(301, Location="/page")], "broken", "more than 10 redirects"),
        (
            [status(302, Location="file:///etc/passwd")],
            "refused",
            "`file:` addresses are not asked for",
        ),
        ([raw(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1_000_000)], "unverifiable", None),
        ([raw(b"<html>a page of HTTP/0.9</html>")], "unverifiable", None),
        ([raw(b"")], "unverifiable", None),
    ],
)
def test_verdicts(
    server: Server, tmp_path: Path, replies: list[Reply], verdict: str, reason: str | None
) -> None:
    """Only what is surely gone is broken; what is busy, forbidden or odd cannot be verified."""
    found = visit(server.on("/page", *replies), tmp_path)
    assert found.verdict.value == verdict, found
    assert reason is None or found.reason == reason
    assert len(server.asked) <= 12


@pytest.mark.parametrize("piece", [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"H"])
def test_a_server_that_hangs_cannot_be_verified(
    server: Server, tmp_path: Path, piece: bytes
) -> None:
    """Whenever it stops or drips, the address takes its time in all and no more."""
    address = server.on("/page", raw(*([piece] * 40), pause=0.1))
    started = time.monotonic()
    assert visit(address, tmp_path, timeout=0.6) == Visit(Verdict.UNVERIFIABLE, "no answer in time")
    assert time.monotonic() - started < 3


def test_what_moved_for_good_has_a_new_address(server: Server, tmp_path: Path) -> None:
    """301 and 308 all the way is moved; a 302 on the way is not."""
    server.on("/new", status(200))
    old = server.on("/old", status(308, Location="/middle"))
    server.on("/middle", status(301, Location=server.address + "/new"))
    assert visit(old, tmp_path) == Visit(Verdict.MOVED, "moved for good", server.address + "/new")
    today = server.on("/today", status(302, Location="/old"))
    assert visit(today, tmp_path).verdict is Verdict.FINE


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "169.254.169.254", "10.0.0.1"])
def test_private_networks_are_not_asked(server: Server, tmp_path: Path, host: str) -> None:
    """Loopback, link-local and private addresses are refused before anything is sent."""
    server.on("/page", status(200))
    address = f"http://{host}:{server.http.server_port}/page"
    assert visit(address, tmp_path, private=False).verdict is Verdict.REFUSED
    assert server.asked == []


def test_a_server_that_is_not_there_is_broken(tmp_path: Path) -> None:
    """A name that no server has leads nowhere (RFC 6761 keeps `.invalid` free)."""
    found = visit("http://no-such-server.invalid/", tmp_path)
    assert found.verdict in (Verdict.BROKEN, Verdict.UNVERIFIABLE)


def test_bodies_are_not_read(server: Server, tmp_path: Path) -> None:
    """A page of any size costs its head; an answer that is read has a limit."""
    bomb = gzip.compress(b"\0" * (MAX_BODY * 3))
    address = server.on("/bomb", status(405), body(bomb, Content_Encoding="gzip"))
    assert visit(address, tmp_path).verdict is Verdict.FINE
    base = f"{server.address}/api"
    for name in ("works/10.1/x", "dois/10.1/x", "api/handles/10.1/x"):
        server.on(f"/api/{name}", body(bomb, Content_Encoding="gzip"))
    found = look_up(["10.1/x"], base, tmp_path)["10.1/x"]
    assert found == Lookup(State.UNVERIFIABLE, problem="the answer is too long")


def test_a_host_is_asked_little_at_once_and_nothing_twice(server: Server, tmp_path: Path) -> None:
    """Two requests at a time, one for each page, none for a fresh answer or a pattern."""
    addresses = [server.on(f"/{n}", raw(b"", pause=0.02), status(200)) for n in range(8)]
    pages = [f"{address}#part-{n}" for address in addresses for n in range(3)]
    with Answers(tmp_path / "answers.sqlite", 7) as answers:
        web = Web("octavo", 5, per_host=2, private=True)
        excluded = server.address + "/7*"
        first = visit_all(pages, web, answers, [excluded])
        count = len(server.asked)
        assert visit_all(pages, web, answers, [excluded]) == first
    assert server.busiest <= 2
    assert len(first) == 7
    assert len(server.asked) == count


def test_a_damaged_store_is_made_anew(tmp_path: Path) -> None:
    """Bytes that are no store are dropped; old answers are not believed."""
    path = tmp_path / "answers.sqlite"
    path.write_bytes(b"SQLite format 3\0" + b"damaged" * 100)
    with Answers(path, 7) as answers:
        answers.put("key", {"a": 1})
        assert answers.get("key") == {"a": 1}
    with Answers(path, -1) as answers:
        assert answers.get("key") is None


CROSSREF = {
    "DOI": "10.1017/s0043887100007814",
    "title": ["Neoclassical Realism and Theories of Foreign Policy"],
    "author": [{"given": "Gideon", "family": "Rose", "sequence": "first"}],
    "volume": "51",
    "issued": {"date-parts": [[1998, 10]]},
    "updated-by": [
        {
            "DOI": "10.1017/retraction",
            "type": "retraction",
            "source": "retraction-watch",
            "updated": {"date-parts": [[2010, 2, 6]]},
        },
        {"DOI": "10.1017/correction", "type": "correction"},
    ],
    "relation": {"is-preprint-of": [{"id-type": "doi", "id": "10.1017/published"}]},
}
DATACITE = {
    "doi": "10.5281/zenodo.1",
    "titles": [{"title": "A dataset"}],
    "creators": [{"name": "Example, Ada", "familyName": "Example", "givenName": "Ada"}],
    "publicationYear": 2020,
    "container": {},
}


def registries(server: Server) -> Services:
    """Let a server answer as Crossref, DataCite and doi.org document it."""
    work = {"status": "ok", "message-type": "work", "message": CROSSREF}
    server.on("/crossref/works/10.1017/s0043887100007814", body(json.dumps(work).encode()))
    data = {"data": {"id": "10.5281/zenodo.1", "type": "dois", "attributes": DATACITE}}
    server.on("/datacite/dois/10.5281/zenodo.1", body(json.dumps(data).encode()))
    handle = {"responseCode": 1, "handle": "10.9999/other", "values": []}
    server.on("/doi/api/handles/10.9999/other", body(json.dumps(handle).encode()))
    base = server.address
    return Services(f"{base}/crossref", f"{base}/datacite", f"{base}/doi")


def crossref(entry: Entry) -> dict[str, object]:
    """Return an entry of the bibliography as Crossref tells of it."""
    family = entry.text("author").split(" and ")[0].split(",")[0]
    work = {
        "title": [re.sub(r"[{}\\]", "", entry.text("title"))],
        "author": [{"family": family}],
        "volume": entry.text("volume"),
        "issued": {"date-parts": [[int(entry.year)]]},
    }
    return {"status": "ok", "message-type": "work", "message": work}


def look_up(dois: list[str], base: str, folder: Path) -> dict[str, Lookup]:
    """Look DOIs up at one base address."""
    with Answers(folder / "answers.sqlite", 7) as answers:
        return look_up_all(
            dois, Web("octavo", 5, private=True), answers, Services(base, base, base)
        )


def test_the_registries_are_asked_in_turn(server: Server, tmp_path: Path) -> None:
    """Crossref first, then DataCite, then doi.org; only what none has is asked again."""
    with Answers(tmp_path / "answers.sqlite", 7) as answers:
        dois = ["10.1017/S0043887100007814", "10.5281/zenodo.1", "10.9999/other", "10.9999/none"]
        web = Web("octavo (mailto:a@example.org)", 5, private=True)
        services = registries(server)
        found = look_up_all(dois, web, answers, services)
        count = len(server.asked)
        assert look_up_all(dois, web, answers, services) == found
    assert all("10.9999/none" in path for _, path in server.asked[count:])
    assert server.agents == {"octavo (mailto:a@example.org)"}
    assert found == {
        "10.1017/s0043887100007814": Lookup(
            State.FOUND,
            "Crossref",
            "Neoclassical Realism and Theories of Foreign Policy",
            "1998",
            "Rose",
            "51",
            (Notice("retraction", "10.1017/retraction", "2010-02-06"),),
            "10.1017/published",
        ),
        "10.5281/zenodo.1": Lookup(State.FOUND, "DataCite", "A dataset", "2020", "Example"),
        "10.9999/other": Lookup(State.FOUND, "doi.org"),
        "10.9999/none": Lookup(State.UNKNOWN),
    }


def test_a_registry_that_is_busy_does_not_condemn(server: Server, tmp_path: Path) -> None:
    """Failures and nonsense leave a DOI unverified, and are not kept."""
    server.on("/works/10.1/x", status(503, Retry_After="99"))
    assert look_up(["10.1/x"], server.address, tmp_path)["10.1/x"].state is State.UNVERIFIABLE
    for odd in (b"no JSON", b"[]", b'{"message": 3}', b"null"):
        server.on("/works/10.1/x", body(odd))
        found = look_up(["10.1/x"], server.address, tmp_path)["10.1/x"]
        assert found == Lookup(State.UNVERIFIABLE, problem="an answer that cannot be read")


def test_online_and_from_a_snapshot(
    server: Server, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--online` and `--snapshot` say the same; the network is not needed for the second."""
    given = registries(server)
    settings = (
        "title: T\nauthors: [{name: A}]\nchecks:\n  online:\n    services:\n"
        f"      crossref: {given.crossref}\n      datacite: {given.datacite}\n"
        f"      doi: {given.doi}\n      archive: {server.address}/archive\n"
    )
    link = server.on("/gone", status(404))
    copy = {"archived_snapshots": {"closest": {"available": True, "url": "https://web.example/1"}}}
    server.on(f"/archive/wayback/available?url={link}", body(json.dumps(copy).encode()))
    text = f"As @rose1998 and @walt1987 [say]({link}).\n"
    root = write({"manuscript/metadata.yaml": settings, "manuscript/01-a.md": text})
    where = ["-C", str(root)]
    asked = ["check", "-q", "citations", "links", "--online", "--allow-private", *where]
    assert run(asked) == 1
    online = capsys.readouterr().out
    assert "there is a notice of retraction about `rose1998` [work-retracted]" in online
    assert "it is cited at manuscript/01-a.md:1:5" in online
    assert f"{link} is broken: status 404 [link-broken]" in online
    assert "hint: an archived copy: https://web.example/1" in online
    snapshot = str(root / "registry.json")
    assert run(["snapshot", snapshot, "--allow-private", *where]) == 0
    capsys.readouterr()
    count = len(server.asked)
    assert run(["check", "-q", "citations", "--snapshot", snapshot, *where]) == 1
    offline = capsys.readouterr().out
    assert len(server.asked) == count
    assert offline
    assert offline in online


def test_a_manuscript_cannot_ask_private_networks(server: Server, write: Write) -> None:
    """Base addresses on loopback are refused without the option."""
    services = "".join(
        f"      {name}: {server.address}\n" for name in ("crossref", "datacite", "doi")
    )
    head = "title: T\nauthors: [{name: A}]\nchecks:\n  online:\n    services:\n"
    text = "@rose1998 @walt1987\n"
    root = write({"manuscript/metadata.yaml": head + services, "manuscript/01-a.md": text})
    assert run(["check", "-q", "citations", "--online", "-C", str(root)]) == 0
    assert server.asked == []


def test_the_reference_manuscript_is_clean_online(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where servers answer and the registries agree, nothing is found in the article."""
    for folder in ("manuscript", "bib", "figures"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    for path in (*tmp_path.glob("manuscript/*.*"), *tmp_path.glob("bib/*")):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub("https?://", f"{server.address}/", text), encoding="utf-8")
    server.otherwise = status(200)
    library = load_bibliography(load_project(tmp_path))
    for entry in library.entries.values():
        doi = bare_doi(entry.text("doi")).lower()
        server.on(f"/crossref/works/{doi}", body(json.dumps(crossref(entry)).encode()))
    given = {name: f"{server.address}/{name}" for name in ("crossref", "datacite", "doi")}
    services = "".join(f"      {name}: {base}\n" for name, base in given.items())
    settings = tmp_path / "manuscript/metadata.yaml"
    text = settings.read_text(encoding="utf-8")
    online = f"checks:\n  online:\n    services:\n{services}"
    settings.write_text(text.replace("checks:\n", online), encoding="utf-8")
    asked = ["check", "-q", "citations", "links", "--online", "--allow-private"]
    assert run([*asked, "-C", str(tmp_path)]) == 0
    assert capsys.readouterr().out == ""
    asked_for = {path for _, path in server.asked if path.startswith("/crossref/")}
    dois = {bare_doi(entry.text("doi")).lower() for entry in library.entries.values()} - {""}
    assert asked_for == {f"/crossref/works/{doi}" for doi in dois}
    assert len({path for method, path in server.asked if method == "HEAD"}) > 30


def test_what_is_no_snapshot_is_said(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is no snapshot ends with exit code 2 and a hint."""
    root = write()
    wrong = str(root / "bib/references.bib")
    assert run(["check", "citations", "--snapshot", wrong, "-C", str(root)]) == 2
    assert "`octavo snapshot FILE` writes one" in capsys.readouterr().err
