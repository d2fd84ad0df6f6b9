"""What the triggers compare with."""

from datetime import UTC, datetime

import pytest

from app.values.networks import network_of
from app.values.step_up import is_inactive


def paris_noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T11:00").replace(tzinfo=UTC)


class TestNetworkOf:
    @pytest.mark.parametrize(
        ("ip", "network"),
        [
            ("192.0.2.7", "192.0.2.7/32"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ],
    )
    def test_exact_ipv4_and_ipv6_of_64(self, ip: str, network: str) -> None:
        assert network_of(ip, ipv4_prefix=32, ipv6_prefix=64) == network

    def test_a_wider_prefix_when_configured(self) -> None:
        assert network_of("192.0.2.7", ipv4_prefix=24, ipv6_prefix=64) == "192.0.2.0/24"


class TestIsInactive:
    @pytest.mark.parametrize(
        ("last", "now", "inactive"),
        [
            ("2026-01-15", "2026-04-14", False),
            ("2026-01-15", "2026-04-15", True),
            ("2025-11-30", "2026-02-27", False),
            ("2025-11-30", "2026-02-28", False),
            ("2025-11-28", "2026-02-28", True),
        ],
    )
    def test_three_calendar_months(self, last: str, now: str, inactive: bool) -> None:
        assert is_inactive(paris_noon(last), paris_noon(now)) is inactive

    def test_somebody_who_never_came_is_not_late(self) -> None:
        assert not is_inactive(None, paris_noon("2026-01-01"))
