"""Request rates and budgets, counted in the rate store in fixed windows of the product's clock.

The window is part of the key: a count is one round trip, and a clock that moves finds another
window. No database connection is held meanwhile (decision 0012).
"""

from app.errors.requests import RateLimited
from app.gateways.clock import Clock
from app.gateways.rate_store import RateStore
from app.security.keyring import Keyring
from app.values.networks import network_of
from app.values.rates import Limit, Quota

IPV4_PREFIX, IPV6_PREFIX = 32, 64
"""One client: an IPv4 address; an IPv6 /64, since whoever has one address of it has them all."""


class Rates:
    """Counts against limits that every process shares."""

    def __init__(self, store: RateStore, keyring: Keyring, clock: Clock) -> None:
        self._store = store
        self._keyring = keyring
        self._clock = clock

    async def count(self, limit: Limit, *parts: bytes) -> Quota:
        """Count one more of whatever the parts name, all of them keyed; too many or not.

        Raises:
            TemporarilyUnavailable: the store does not answer.
        """
        now = self._clock.now()
        subject = self._keyring.mac("rate", limit.name.encode(), *parts).hex()
        key = f"{limit.name}:{limit.window_at(now).timestamp():.0f}:{subject}"
        counted = await self._store.count(key, round(limit.window.total_seconds()))
        return Quota(limit, counted, limit.seconds_left(now))

    async def take_for_address(self, limit: Limit, ip: str) -> Quota:
        """Count one more from this client's address, whatever comes of it.

        Raises:
            RateLimited: one too many.
            TemporarilyUnavailable: the store does not answer.
        """
        client = network_of(ip, ipv4_prefix=IPV4_PREFIX, ipv6_prefix=IPV6_PREFIX)
        quota = await self.count(limit, client.encode())
        if quota.is_exceeded:
            raise RateLimited(quota)
        return quota
