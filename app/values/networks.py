"""The network a person is known from."""

from ipaddress import IPv6Address, ip_address, ip_network

COARSE_IPV4, COARSE_IPV6 = 24, 48
"""Prefix lengths that tell roughly where from, and not who."""


def network_of(ip: str, *, ipv4_prefix: int, ipv6_prefix: int) -> str:
    """The network of an address: exact IPv4 and IPv6 /64 unless configured."""
    prefix = ipv6_prefix if isinstance(ip_address(ip), IPv6Address) else ipv4_prefix
    return str(ip_network(f"{ip}/{prefix}", strict=False))


def coarse_network(network: str) -> str:
    """The wider network that may be shown: /24 of IPv4, /48 of IPv6."""
    address = network.partition("/")[0]
    return network_of(address, ipv4_prefix=COARSE_IPV4, ipv6_prefix=COARSE_IPV6)
