"""Questions about counters of abuse limits."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.rate_counter import RateCounter
from app.repositories.base import insert_into


class RateCounterRepository:
    """The write road, always in a short transaction of its own."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def consume(
        self, subject: bytes, window_start: datetime, expires_at: datetime, limit: int
    ) -> bool:
        """Count one more in this window; False, and nothing counted, once there were `limit`."""
        if limit < 1:
            return False
        statement = insert_into(self._session, RateCounter).values(
            subject=subject, window_start=window_start, expires_at=expires_at, count=1
        )
        # One statement: of any number that arrive together, `limit` pass and no more.
        counted = statement.on_conflict_do_update(
            index_elements=[RateCounter.subject, RateCounter.window_start],
            set_={"count": RateCounter.count + 1},
            where=RateCounter.count < limit,
        ).returning(RateCounter.count)
        return await self._session.scalar(counted) is not None

    async def refund(self, subject: bytes, window_start: datetime) -> None:
        """Give back what turned out not to count."""
        await self._session.execute(
            update(RateCounter)
            .where(
                RateCounter.subject == subject,
                RateCounter.window_start == window_start,
                RateCounter.count > 0,
            )
            .values(count=RateCounter.count - 1)
        )
