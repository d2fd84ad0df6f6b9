"""Quotas on their way out: `RateLimit-Policy` and `RateLimit`.

Structured fields of draft-ietf-httpapi-ratelimit-headers-10: `q` requests in each window of `w`
seconds; `r` are left for the next `t` seconds.
"""

from starlette.types import Scope

from app.values.rates import Quota

QUOTAS = "quotas"
"""Where the request's state keeps them, until `RequestContext` writes them on any answer."""


def note_quota(scope: Scope, quota: Quota) -> None:
    """Remember that this request was counted against this quota."""
    scope["state"].setdefault(QUOTAS, {})[quota.limit.name] = quota


def quota_fields(quotas: dict[str, Quota]) -> list[tuple[bytes, bytes]]:
    """The header fields of these quotas."""
    policies = (
        f'"{name}";q={one.limit.count};w={one.limit.window.total_seconds():.0f}'
        for name, one in quotas.items()
    )
    standings = (f'"{name}";r={one.left};t={one.seconds_left}' for name, one in quotas.items())
    return [
        (b"ratelimit-policy", ", ".join(policies).encode()),
        (b"ratelimit", ", ".join(standings).encode()),
    ]
