"""Questions about deferred work."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.job import Job
from app.repositories.base import table_of
from app.values.jobs import JobState


class JobRepository:
    """The write road."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, job: Job) -> None:
        """Keep what must be done."""
        self._session.add(job)

    async def claim_due(self, now: datetime, leased_until: datetime, limit: int) -> Sequence[Job]:
        """Jobs due, leased to the caller; other workers skip them until the lease ends."""
        question = (
            select(Job)
            .where(Job.state == JobState.PENDING, Job.next_attempt_at <= now)
            .order_by(Job.next_attempt_at, Job.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        jobs = (await self._session.scalars(question)).all()
        for job in jobs:
            job.attempts += 1
            job.next_attempt_at = leased_until
        return jobs

    async def record(self, job_id: UUID, attempt: int, values: dict[str, Any]) -> bool:
        """Write down how far an attempt is, or its outcome; False once a later one overtook it."""
        question = update(Job).where(
            Job.id == job_id, Job.attempts == attempt, Job.state == JobState.PENDING
        )
        changed = await self._session.execute(question.values(**values).returning(Job.id))
        return changed.first() is not None

    async def delete_before(self, moment: datetime) -> None:
        """Delete what was done before the moment; what died stays for whoever looks into it."""
        table = table_of(Job)
        done = (table.c.state == JobState.DONE, table.c.finished_at < moment)
        await self._session.execute(delete(table).where(*done))
