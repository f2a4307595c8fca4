"""Who may ask: the page itself, and a person who opens its address; nobody else.

Any page that a browser shows can send requests to a local port.  So a request must name
this server as its host (a stranger's domain may lead to 127.0.0.1 by DNS rebinding), must
come from this page or be a person's plain navigation, and must know a random token.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SHELL_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'"
)
ARTICLE_POLICY = (
    "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "img-src data:; font-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""The article is in a frame without an origin; its own policy is stricter, and holds too."""

PICTURE_POLICY = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'"
HEADERS = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


def hosts_of(port: int) -> frozenset[str]:
    """Return how a browser on this machine may name the server."""
    names = ("127.0.0.1", "localhost", "[::1]")
    bare = names if port == 80 else ()  # browsers leave the usual port out
    return frozenset([*(f"{name}:{port}" for name in names), *bare])


def refusal(method: str, path: str, headers: Headers, hosts: frozenset[str], token: str) -> str:
    """Return why a request is refused; nothing where it is not."""
    if headers.getlist("host") not in [[host] for host in hosts]:
        return "this is not the server that you look for"
    if method not in ("GET", "HEAD"):
        return "nothing can be changed here"
    origins = headers.getlist("origin")
    if origins and origins != [f"http://{headers['host']}"]:
        return "another page may not ask"
    if not secrets.compare_digest(path.split("/")[1].encode(), token.encode()):
        return "open the whole address that octavo preview printed: a part of it is missing"
    return _site_refusal(path, headers, token)


def _site_refusal(path: str, headers: Mapping[str, str], token: str) -> str:
    """Refuse what another page sends, unless a person follows a link to the page itself."""
    if headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
        return ""
    navigation = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest"))
    followed = navigation == ("navigate", "document") and path == f"/{token}/"
    return "" if followed else "another page may not ask"


class Guard:
    """Lets no other request through to an application, and gives every answer its headers."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str], token: str) -> None:
        self._app, self._hosts, self._token = app, frozenset(hosts), token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        reason = refusal(scope["method"], scope["path"], headers, self._hosts, self._token)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = [(k.encode(), v.encode()) for k, v in HEADERS.items()]
                message["headers"] = [*message.get("headers", []), *given]
            await send(message)

        if reason:
            response = PlainTextResponse(f"{reason}\n", 403)
            await response(scope, receive, send_guarded)
        else:
            await self._app(scope, receive, send_guarded)
