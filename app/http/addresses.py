"""The client's address: believed from a proxy only when that proxy is on the list."""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from starlette.types import Scope

UNKNOWN = "0.0.0.0"  # noqa: S104 - an address to record, not to listen on
Address = IPv4Address | IPv6Address


class ClientAddresses:
    """Reads X-Forwarded-For from the right, past our own proxies, to the first stranger."""

    def __init__(self, trusted: Sequence[str]) -> None:
        self._trusted = [ip_network(network) for network in trusted]

    def of(self, scope: Scope) -> str:
        """The address of the client; a header from an untrusted peer is not even read."""
        peer = _parse(scope["client"][0]) if scope.get("client") else None
        if peer is None:
            return UNKNOWN
        current = peer
        if self._is_trusted(peer):
            for hop in reversed(_forwarded_hops(scope)):
                address = _parse(hop)
                if address is None:
                    break
                current = address
                if not self._is_trusted(address):
                    break
        return str(current)

    def _is_trusted(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)


def host_of(scope: Scope) -> str:
    """The host name the client called, in lower case, without port; empty when it gave none."""
    for name, value in scope["headers"]:
        if name == b"host":
            return _host_name(value)
    return ""


@lru_cache(maxsize=256)
def _host_name(header: bytes) -> str:
    try:
        return urlsplit(f"//{header.decode('latin-1')}").hostname or ""
    except ValueError:
        return ""


def _forwarded_hops(scope: Scope) -> list[str]:
    return [
        hop
        for name, value in scope["headers"]
        if name == b"x-forwarded-for"
        for hop in value.decode("latin-1").split(",")
    ]


def _parse(text: str) -> Address | None:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        # A dual-stack listener shows IPv4 peers as ::ffff:a.b.c.d: one client, one address. A zone
        # (%eth0) names an interface of somebody's machine, in any words.
        return address.ipv4_mapped or IPv6Address(int(address))
    return address
