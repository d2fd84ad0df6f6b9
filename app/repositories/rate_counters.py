"""Questions about counters of abuse limits.

They are asked for every login and every code, known or not: the statements are made once.
"""

from datetime import datetime
from functools import cache

from sqlalchemy import Executable, bindparam, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.rate_counter import RateCounter
from app.repositories.base import dialect_of, insert_for, table_of

_COUNTERS = table_of(RateCounter)
_COUNT = _COUNTERS.c["count"]
_REFUND = (
    update(_COUNTERS)
    .where(
        _COUNTERS.c.subject == bindparam("of"),
        _COUNTERS.c.window_start == bindparam("since"),
        _COUNT > 0,
    )
    .values(count=_COUNT - 1)
)


class RateCounterRepository:
    """The write road: counts in short transactions of their own, refunds with what made them."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def consume(
        self, subject: bytes, window_start: datetime, expires_at: datetime, limit: int
    ) -> bool:
        """Count one more in this window; False, and nothing counted, once there were `limit`."""
        if limit < 1:
            return False
        parameters = {
            "subject": subject,
            "window_start": window_start,
            "expires_at": expires_at,
            "limit": limit,
        }
        statement = _consume(dialect_of(self._session))
        return await self._session.scalar(statement, parameters) is not None

    async def refund(self, subject: bytes, window_start: datetime) -> None:
        """Give back what turned out not to count."""
        await self._session.execute(_REFUND, {"of": subject, "since": window_start})


@cache
def _consume(dialect: str) -> Executable:
    statement = insert_for(dialect, RateCounter).values(
        subject=bindparam("subject"),
        window_start=bindparam("window_start"),
        expires_at=bindparam("expires_at"),
        count=1,
    )
    # One statement: of any number that arrive together, `limit` pass and no more.
    return statement.on_conflict_do_update(
        index_elements=[_COUNTERS.c.subject, _COUNTERS.c.window_start],
        set_={"count": _COUNT + 1},
        where=bindparam("limit") > _COUNT,
    ).returning(_COUNT)
