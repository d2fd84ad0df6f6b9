"""The network a person is known from."""

from ipaddress import IPv6Address, ip_address, ip_network


def network_of(ip: str, *, ipv4_prefix: int, ipv6_prefix: int) -> str:
    """The network of an address: exact IPv4 and IPv6 /64 unless configured."""
    prefix = ipv6_prefix if isinstance(ip_address(ip), IPv6Address) else ipv4_prefix
    return str(ip_network(f"{ip}/{prefix}", strict=False))
