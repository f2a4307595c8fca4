"""Asking servers: politely, with limits of time and size, and never a private network.

The one module that dials out, and only when it is told to.
"""

from __future__ import annotations

import asyncio
import datetime
import email.utils
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

import httpx
import stamina

T = TypeVar("T")

ATTEMPTS = 3
LONGEST_WAIT = 10.0
"""Seconds that a server may ask to be left alone; who asks for more is not asked again."""

BUSY = frozenset((429, 500, 502, 503, 504))
REDIRECTS = frozenset((301, 302, 303, 307, 308))
MAX_HOPS = 10
MAX_BODY = 4_000_000
"""Bytes of an answer that are read at most, after decompression."""


class Refused(Exception):
    """An address that is not asked for: a private network, or another scheme."""


class Gone(Exception):
    """An address that leads nowhere: no such host, redirects without end, a bad certificate."""


class Busy(Exception):
    """A server that answered that it could not answer now."""

    def __init__(self, status: int, wait: float | None) -> None:
        super().__init__(f"status {status}")
        self.status = status
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an address after all redirects."""

    status: int
    address: str
    permanent: bool
    """Whether there were redirects and all of them were for good."""

    body: bytes = b""


@dataclass(slots=True)
class Web:
    """A client with manners; `private` lets it ask loopback and private networks."""

    agent: str
    timeout: float = 20.0
    """Seconds for one address in all: redirects, retries and waits too."""

    per_host: int = 2
    pause: float = 0.0
    """Seconds that each request waits first, so that a server has `per_host / pause` a second."""

    private: bool = False
    trusted: ssl.SSLContext = field(default_factory=httpx.create_ssl_context)
    """Made once: reading the certificates takes longer than asking."""

    _gates: dict[str, asyncio.Semaphore] = field(default_factory=dict)

    def gather(self, keys: Iterable[str], ask: Callable[[str], Awaitable[T]]) -> dict[str, T]:
        """Ask for many things at once, and return what came by key."""

        async def all_of() -> dict[str, T]:
            self._gates.clear()
            wanted = list(dict.fromkeys(keys))
            return dict(zip(wanted, await asyncio.gather(*map(ask, wanted)), strict=True))

        return asyncio.run(all_of())

    async def ask(self, method: str, address: str, *, reading: bool = False) -> Answer:
        """Return the answer of an address; raise `Refused`, `Gone` or one of `Problems`."""
        async with self._gate(address), asyncio.timeout(self.timeout + self.pause):
            await asyncio.sleep(self.pause)
            async for attempt in stamina.retry_context(
                on=_wait, attempts=ATTEMPTS, timeout=self.timeout, wait_initial=0.2, wait_max=2.0
            ):
                with attempt:
                    return await self._follow(method, address, reading)
        raise AssertionError("the last attempt returns or raises")

    def _gate(self, address: str) -> asyncio.Semaphore:
        host = urlsplit(address).netloc
        return self._gates.setdefault(host, asyncio.Semaphore(self.per_host))

    async def _follow(self, method: str, address: str, reading: bool) -> Answer:
        permanent, hops = True, 0
        while True:
            status, headers, body = await self._once(method, address, reading)
            target = headers.get("location")
            if status in BUSY:
                raise Busy(status, _seconds(headers.get("retry-after")))
            if status not in REDIRECTS or not target:
                return Answer(status, address, permanent and hops > 0, body)
            permanent = permanent and status in (301, 308)
            address, hops = urljoin(address, target), hops + 1
            if hops > MAX_HOPS:
                raise Gone(f"more than {MAX_HOPS} redirects")

    async def _once(
        self, method: str, address: str, reading: bool
    ) -> tuple[int, httpx.Headers, bytes]:
        url = httpx.URL(address)
        ip = await self._address(url)
        headers = {"Host": url.netloc.decode(), "User-Agent": self.agent, "Accept": "*/*"}
        # The connection goes to the address that was looked at, so that a name cannot
        # mean another one when it is resolved again.
        async with httpx.AsyncClient(
            trust_env=False, timeout=self.timeout, verify=self.trusted
        ) as client:
            request = client.build_request(
                method,
                url.copy_with(host=ip),
                headers=headers,
                extensions={"sni_hostname": url.host},
            )
            try:
                response = await client.send(request, stream=True)
            except httpx.ConnectError as error:
                if "CERTIFICATE" in str(error).upper() or "SSL" in str(error).upper():
                    raise Gone(f"its certificate is not accepted: {error}") from error
                raise
            try:
                body = await _body(response) if reading else b""
            finally:
                await response.aclose()
            return response.status_code, response.headers, body

    async def _address(self, url: httpx.URL) -> str:
        if url.scheme not in ("http", "https") or not url.host:
            raise Refused(f"`{url.scheme}:` addresses are not asked for")
        port = url.port or (443 if url.scheme == "https" else 80)
        try:
            found = await asyncio.get_running_loop().getaddrinfo(
                url.host, port, type=socket.SOCK_STREAM
            )
        except socket.gaierror as error:
            if error.errno == socket.EAI_AGAIN:
                raise httpx.ConnectError("the name could not be looked up") from error
            raise Gone(f"no server is named `{url.host}`") from error
        addresses = [str(entry[4][0]) for entry in found]
        if not self.private and not all(map(_is_public, addresses)):
            raise Refused(f"`{url.host}` is in a private network")
        return addresses[0]


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None) or ip
    return bool(mapped.is_global and not mapped.is_multicast)


async def _body(response: httpx.Response) -> bytes:
    body = b""
    async for piece in response.aiter_bytes(65536):
        body += piece
        if len(body) > MAX_BODY:
            raise httpx.RemoteProtocolError("the answer is too long")
    return body


def _wait(error: Exception) -> bool | datetime.timedelta:
    """Tell the library whether to ask again, and when the server wants to be asked."""
    if isinstance(error, Busy):
        if error.wait is None:
            return True
        return datetime.timedelta(seconds=error.wait) if error.wait <= LONGEST_WAIT else False
    return isinstance(error, (httpx.ConnectError, httpx.RemoteProtocolError, httpx.ReadError))


def _seconds(given: str | None) -> float | None:
    """Return what `Retry-After` asks for (RFC 9110, section 10.2.3), never less than nothing."""
    if not given:
        return None
    if given.strip().lstrip("-").isdigit():
        return max(0.0, float(given))
    try:
        when = email.utils.parsedate_to_datetime(given)
    except ValueError:
        return None
    now = datetime.datetime.now(datetime.UTC)
    return max(0.0, (when.replace(tzinfo=when.tzinfo or datetime.UTC) - now).total_seconds())


Problems = (httpx.HTTPError, httpx.InvalidURL, TimeoutError, Busy, ValueError)
"""What keeps an address from being verified."""


def reason_of(error: BaseException) -> str:
    """Return why an address could not be verified, in words."""
    if isinstance(error, (TimeoutError, httpx.TimeoutException)):
        return "no answer in time"
    return str(error) or type(error).__name__


def loaded(answer: Answer) -> Any:
    """Return the JSON of an answer, or None where it is none."""
    import json

    try:
        return json.loads(answer.body)
    except ValueError:
        return None
