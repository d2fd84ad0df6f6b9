"""Deferred work: planned with the transaction that decided it, done by the worker."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.database.database import Database, after_commit
from app.gateways.clock import Clock
from app.models.job import Job
from app.observability.metrics import Metrics
from app.repositories.jobs import JobRepository
from app.values.ids import new_id
from app.values.jobs import JobKind, JobState

LEASE = timedelta(minutes=2)
RENEWED_EVERY_SECONDS = 30.0
FIRST_RETRY = timedelta(seconds=10)
LONGEST_RETRY = timedelta(hours=1)
MAX_ATTEMPTS = 10
KEPT = timedelta(days=1)
"""How long a job that is done is kept."""

Wake = Callable[[], None]
"""Tells the worker of this process, after the commit."""

log = structlog.get_logger()


class Jobs:
    """Where services plan what is done later."""

    def __init__(self, session: AsyncSession, clock: Clock, wake: Wake) -> None:
        self._session = session
        self._jobs = JobRepository(session)
        self._clock = clock
        self._wake = wake

    def plan(self, kind: JobKind, subject_id: UUID, *, due_at: datetime | None = None) -> None:
        """Have it done after the commit, at `due_at` at the earliest. Of one kind, a subject has
        one job.
        """
        now = self._clock.now()
        self._jobs.add(
            Job(
                id=new_id(),
                kind=kind,
                subject_id=subject_id,
                state=JobState.PENDING,
                progress=0,
                created_at=now,
                next_attempt_at=due_at or now,
                attempts=0,
            )
        )
        after_commit(self._session, self._wake)


class JobRun:
    """One attempt: what it is about, and where to tell how far it is."""

    def __init__(self, database: Database, clock: Clock, job: Job) -> None:
        self.kind = job.kind
        self.subject_id = job.subject_id
        self.attempt = job.attempts
        self._id = job.id
        self._database = database
        self._clock = clock
        self._percent = 0

    async def advance(self, done: int, total: int) -> None:
        """Tell how far it is, whole percents short of the end; this renews the lease.

        Raises:
            JobOvertaken: another worker has the job by now.
        """
        percent = min(done * 100 // max(total, 1), 99)
        if percent > self._percent:
            self._percent = percent
            await self.renew()

    async def renew(self) -> None:
        """Keep other workers away for another lease.

        Raises:
            JobOvertaken: another worker has the job by now.
        """
        until = self._clock.now() + LEASE
        if not await self.record({"next_attempt_at": until, "progress": self._percent}):
            raise JobOvertaken

    async def record(self, values: dict[str, object]) -> bool:
        """Write down what became of this attempt; False once a later one overtook it."""
        async with self._database.short_transaction("record_job") as session:
            return await JobRepository(session).record(self._id, self.attempt, values)


class JobOvertaken(Exception):
    """The lease ended before the attempt did, and another worker took the job."""


class JobHandler(Protocol):
    """Does the jobs of a kind. Killed at any line, it is run again from the beginning."""

    async def run(self, run: JobRun) -> None:
        """Do it; whatever is raised makes another attempt, later."""

    async def give_up(self, subject_id: UUID) -> None:
        """The last attempt failed: leave the subject as its owner should find it."""


class JobDuty:
    """A duty of the worker: jobs that are due, a few at a time, and done ones deleted."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        metrics: Metrics,
        handlers: Mapping[JobKind, JobHandler],
        *,
        concurrency: int,
    ) -> None:
        self._database = database
        self._clock = clock
        self._metrics = metrics
        self._handlers = handlers
        self._concurrency = concurrency
        self._deleted_on: date | None = None

    async def run_once(self) -> int:
        """Lease and do one handful of what is due; how many there were."""
        now = self._clock.now()
        async with self._database.short_transaction("lease_jobs") as session:
            repository = JobRepository(session)
            if self._deleted_on != now.date():
                await repository.delete_before(now - KEPT)
            due = await repository.claim_due(now, now + LEASE, self._concurrency)
            runs = [JobRun(self._database, self._clock, job) for job in due]
        self._deleted_on = now.date()
        await asyncio.gather(*map(self._do, runs))
        return len(runs)

    async def _do(self, run: JobRun) -> None:
        handler = self._handlers[run.kind]
        renewing = asyncio.create_task(_renew(run))
        failure = None
        try:
            await handler.run(run)
        except JobOvertaken:
            failure = "overtaken"
        except Exception as error:
            failure = type(error).__name__
            log.exception("job_fault", component=run.kind)
        finally:
            renewing.cancel()
            with suppress(asyncio.CancelledError):
                await renewing
        now = self._clock.now()
        if failure is None:
            await run.record({"state": JobState.DONE, "progress": 100, "finished_at": now})
        elif failure != "overtaken" and run.attempt < MAX_ATTEMPTS:
            retry_at = now + retry_delay(run.attempt)
            await run.record({"next_attempt_at": retry_at, "failure": failure})
        elif failure != "overtaken":
            await handler.give_up(run.subject_id)
            await run.record({"state": JobState.DEAD, "failure": failure, "finished_at": now})
        self._metrics.jobs.labels(run.kind.value, failure or "done").inc()


async def _renew(run: JobRun) -> None:
    with suppress(JobOvertaken):
        while True:
            await asyncio.sleep(RENEWED_EVERY_SECONDS)
            await run.renew()


def retry_delay(attempt: int) -> timedelta:
    """10 s, doubled with each attempt, an hour at most."""
    doubled: timedelta = FIRST_RETRY * 2 ** (attempt - 1)
    return min(doubled, LONGEST_RETRY)
