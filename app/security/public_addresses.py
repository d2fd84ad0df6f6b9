"""Which IP addresses are the internet's: a request that somebody else directs goes nowhere else."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

NAT64 = IPv6Network("64:ff9b::/96")
"""RFC 6052: the last 32 bits are an IPv4 address that the network connects to."""


def is_public(address: str) -> bool:
    """Whether the address is globally reachable (the IANA registries), also the IPv4 address that
    an IPv6 one leads to. Not so: loopback, private, link-local with the metadata of clouds, shared
    (CGNAT), multicast, reserved, documentation.
    """
    parsed = ip_address(address)
    return all(one.is_global and not one.is_multicast for one in (parsed, *_inner(parsed)))


def is_loopback(address: str) -> bool:
    """Whether it is this machine itself."""
    return ip_address(address).is_loopback


def _inner(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    if isinstance(address, IPv4Address):
        return []
    inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in NAT64:
        inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in inner if one is not None]
