"""What the browser gets: the page, a stream of its states, and the files that were made."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from importlib.resources import files
from typing import TypeAlias

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from octavo.preview.safety import ARTICLE_POLICY, PICTURE_POLICY, SHELL_POLICY, Guard, hosts_of
from octavo.preview.session import Session
from octavo.preview.state import TYPES, Look

Endpoint: TypeAlias = "Callable[[Request], Awaitable[Response]]"

BREATH = 15.0
"""Seconds after which an idle stream says that it is still there."""

TEXTS = {
    "": ("page.html", "text/html; charset=utf-8"),
    "page.css": ("page.css", "text/css; charset=utf-8"),
    "page.js": ("page.js", "text/javascript; charset=utf-8"),
}
POLICIES = {TYPES["html"]: ARTICLE_POLICY, TYPES["svg"]: PICTURE_POLICY}


def application(session: Session, token: str, port: int) -> ASGIApp:
    """Return the application, guarded."""
    routes = [Route(f"/{token}/{name}", _text(name)) for name in TEXTS]
    routes += [
        Route(f"/{token}/states", _states(session)),
        Route(f"/{token}/made/{{digest}}", _made(session)),
        Route(f"/{token}/{{name}}.pdf", _pdf(session)),
    ]
    return Guard(Starlette(routes=routes), hosts_of(port), token)


def own_text(name: str) -> str:
    """Return a file of the page."""
    return files("octavo.preview").joinpath(name).read_text(encoding="utf-8")


def with_place(article: bytes) -> bytes:
    """Return an article with the script that keeps the reading place.

    It stands before the article's own policy, which allows no other script than the article's.
    """
    script = f"<script>{own_text('place.js')}</script>".encode()
    head = re.search(rb"<head\b[^>]*>|<!doctype[^>]*>", article[:2000], re.IGNORECASE)
    at = head.end() if head else 0
    return article[:at] + script + article[at:]


def _text(name: str) -> Endpoint:
    file, media_type = TEXTS[name]

    async def answer(_: Request) -> Response:
        policy = {"content-security-policy": SHELL_POLICY}
        return Response(own_text(file), media_type=media_type, headers=policy)

    return answer


def _made(session: Session) -> Endpoint:
    async def answer(request: Request) -> Response:
        found = session.files.find(request.path_params["digest"])
        if found is None:
            return Response("this was not made, or long ago\n", 404, media_type="text/plain")
        media_type, data = found
        data = with_place(data) if media_type == TYPES["html"] else data
        policy = {"content-security-policy": POLICIES.get(media_type, PICTURE_POLICY)}
        return Response(data, media_type=media_type, headers=policy)

    return answer


def _pdf(session: Session) -> Endpoint:
    async def answer(request: Request) -> Response:
        look = Look.of(f"{request.path_params['name']}.pdf")
        shown = session.state.shown.get(look) if look else None
        found = session.files.find(shown.digest) if shown else None
        if found is None:
            return Response("this was not made yet\n", 404, media_type="text/plain")
        return Response(found[1], media_type=found[0])

    return answer


def _states(session: Session) -> Endpoint:
    async def answer(request: Request) -> Response:
        looks = [look for text in request.query_params.getlist("look") if (look := Look.of(text))]
        stream = _stream(session, looks)
        return StreamingResponse(stream, media_type="text/event-stream")

    return answer


async def _stream(session: Session, looks: list[Look]) -> AsyncIterator[str]:
    """Yield the state, and every later one, until the session ends or nobody listens."""
    loop, changed = asyncio.get_running_loop(), asyncio.Event()

    def wake() -> None:
        with suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(changed.set)

    with session.looking(looks, wake):
        sent = -1
        while not session.closed:
            changed.clear()
            state = session.state
            if state.turn != sent:
                sent = state.turn
                yield f"data: {state.json()}\n\n"
                continue
            try:
                await asyncio.wait_for(changed.wait(), BREATH)
            except TimeoutError:
                yield ": still here\n\n"
