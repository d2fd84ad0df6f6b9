"""What calls an address that a partner named, without letting it direct us anywhere but there.

The name is resolved once, every address it has must be public, and the connection goes to the one
that was checked: a name that answers otherwise the next moment (rebinding) leads nowhere. TLS is
verified for the name. No redirect is followed, no proxy of the environment used, no body read.
"""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping

import httpx

from app.security.public_addresses import is_loopback, is_public

CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 5, 10, 15
DEFAULT_PORTS = {"https": 443, "http": 80}
Resolve = Callable[[str, int], Awaitable[list[str]]]


class AddressRefused(Exception):
    """The address is not one that a partner may direct us to."""


class ReceiverUnreachable(Exception):
    """No answer: no such name, no connection, a broken one."""


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, as the machine resolves it."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


class WebhookClient:
    """One client for the life of the worker. `loopback` allows this machine, also without TLS: for
    the demo and for tests.
    """

    def __init__(
        self,
        *,
        loopback: bool,
        resolve: Resolve = resolve,
        trusted: ssl.SSLContext | None = None,
    ) -> None:
        self._loopback = loopback
        self._resolve = resolve
        self._client = httpx.AsyncClient(
            verify=trusted or ssl.create_default_context(),
            timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
            # Kept connections are known by address: two names at one would share theirs.
            limits=httpx.Limits(max_keepalive_connections=0),
            follow_redirects=False,
            trust_env=False,
        )

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Send the body; the status of the answer.

        Raises:
            AddressRefused: not https, or an address that is not public. Nothing was connected.
            ReceiverUnreachable: no answer.
            TimeoutError: no answer in time.
        """
        try:
            target = httpx.URL(url)
        except httpx.InvalidURL:
            raise AddressRefused from None
        async with asyncio.timeout(WHOLE_SECONDS):
            address = await self._checked_address(target)
            request = self._client.build_request(
                "POST",
                target.copy_with(host=address),
                headers={**headers, "host": target.netloc.decode()},
                content=body,
                extensions={"sni_hostname": target.raw_host.decode()},
            )
            try:
                response = await self._client.send(request, stream=True)
            except httpx.TimeoutException:
                raise TimeoutError from None
            except httpx.HTTPError:
                raise ReceiverUnreachable from None
            await response.aclose()
            return response.status_code

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _checked_address(self, target: httpx.URL) -> str:
        if target.scheme != "https" and not (self._loopback and target.scheme == "http"):
            raise AddressRefused
        port = target.port or DEFAULT_PORTS[target.scheme]
        try:
            addresses = await self._resolve(target.raw_host.decode(), port)
        except OSError:
            raise ReceiverUnreachable from None
        if not addresses or not all(self._may_call(target, one) for one in addresses):
            raise AddressRefused
        return addresses[0]

    def _may_call(self, target: httpx.URL, address: str) -> bool:
        if self._loopback and is_loopback(address):
            return True
        return target.scheme == "https" and is_public(address)
