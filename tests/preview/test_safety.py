"""Who may ask the preview, request by request, without a preview that runs."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from starlette.datastructures import Headers

from octavo.preview.safety import hosts_of, refusal

TOKEN = "a-token-that-nobody-guesses"
HERE = "127.0.0.1:8000"
PAGE = f"/{TOKEN}/"
LINK = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
STRANGER = "another page may not ask"


def refused(
    path: str = PAGE, headers: Mapping[str, str] = {}, method: str = "GET", port: int = 8000
) -> str:
    """Return why a request is refused, which names this machine unless it is told otherwise."""
    given = Headers({"host": HERE, **headers})
    return refusal(method, path, given, hosts_of(port), TOKEN)


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (PAGE, {}),
        (f"{PAGE}page.js", {"origin": f"http://{HERE}"}),
        (f"{PAGE}states", {"sec-fetch-site": "same-origin"}),
        (PAGE, {"sec-fetch-site": "none"}),
        (PAGE, LINK),
        (PAGE, {"host": "localhost:8000"}),
        (PAGE, {"host": "[::1]:8000", "origin": "http://[::1]:8000"}),
    ],
)
def test_the_page_itself_and_a_person_may_ask(path: str, headers: dict[str, str]) -> None:
    """By each name of this machine, from the page, by hand, or by a link to the page."""
    assert refused(path, headers) == ""
    assert refused(path, headers, "HEAD") == ""


@pytest.mark.parametrize(
    ("path", "headers", "why"),
    [
        (PAGE, {"host": "evil.example:8000"}, "this is not the server that you look for"),
        (PAGE, {"host": "127.0.0.1"}, "this is not the server that you look for"),
        (PAGE, {"origin": "http://evil.example"}, STRANGER),
        (PAGE, {"origin": "http://localhost:8000"}, STRANGER),
        (PAGE, {**LINK, "sec-fetch-dest": "iframe"}, STRANGER),
        (PAGE, {**LINK, "sec-fetch-mode": "no-cors"}, STRANGER),
        (f"{PAGE}page.js", LINK, STRANGER),
        ("/", {}, "open the whole address that octavo preview printed: a part of it is missing"),
        (f"/{TOKEN[:-1]}/", {}, "open the whole address that octavo preview printed: a part of it"),
        ("/é/", {}, "open the whole address that octavo preview printed: a part of it is missing"),
    ],
)
def test_nobody_else_may(path: str, headers: dict[str, str], why: str) -> None:
    """A stranger's name for this machine, another page, and who does not know the address."""
    assert refused(path, headers).startswith(why)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "get"])
def test_nothing_is_changed_by_a_request(method: str) -> None:
    """What is shown is read, whoever asks."""
    assert refused(method=method) == "nothing can be changed here"


def test_two_names_of_a_host_are_none() -> None:
    """A proxy may believe the one and the server the other."""
    headers = Headers(raw=[(b"host", HERE.encode()), (b"host", b"evil.example")])
    assert refusal("GET", PAGE, headers, hosts_of(8000), TOKEN)


def test_the_usual_port_may_be_left_out() -> None:
    """Browsers do not send it; of other ports it must be there."""
    assert refused(headers={"host": "localhost"}, port=80) == ""
    assert refused(headers={"host": "localhost:80"}, port=80) == ""
    assert refused(headers={"host": "localhost"}, port=8000)
