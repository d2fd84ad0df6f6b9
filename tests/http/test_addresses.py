"""The client's address behind proxies."""

from typing import Any

import pytest

from app.http.addresses import UNKNOWN, ClientAddresses


def a_scope(peer: str | None, *forwarded: str) -> dict[str, Any]:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    return {"client": (peer, 1234) if peer else None, "headers": headers}


class TestClientAddresses:
    @pytest.mark.parametrize(
        ("peer", "forwarded", "expected"),
        [
            ("192.0.2.1", (), "192.0.2.1"),
            ("192.0.2.1", ("198.51.100.7",), "192.0.2.1"),
            ("10.0.0.2", ("198.51.100.7",), "198.51.100.7"),
            ("10.0.0.2", ("203.0.113.9, 198.51.100.7",), "198.51.100.7"),
            ("10.0.0.2", ("203.0.113.9", "198.51.100.7, 10.0.0.3"), "198.51.100.7"),
            ("10.0.0.2", ("garbage",), "10.0.0.2"),
            ("10.0.0.2", ("203.0.113.9, garbage, 10.0.0.3",), "10.0.0.3"),
            ("10.0.0.2", ("",), "10.0.0.2"),
            ("::ffff:10.0.0.2", ("2001:db8::1",), "2001:db8::1"),
            ("10.0.0.2", ("fe80::1%eth0",), "fe80::1"),
            ("10.0.0.2", (f"fe80::1%{'x' * 500}",), "fe80::1"),
            ("10.0.0.2", ("192.0.2.1:443",), "10.0.0.2"),
            (None, ("198.51.100.7",), UNKNOWN),
        ],
    )
    def test_only_trusted_proxies_are_believed(
        self, peer: str | None, forwarded: tuple[str, ...], expected: str
    ) -> None:
        assert ClientAddresses(["10.0.0.0/24"]).of(a_scope(peer, *forwarded)) == expected
