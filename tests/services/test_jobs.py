"""Deferred work: once, again after a kill or a fault, given up in the end."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.container import Container
from app.models.job import Job
from app.services.jobs import KEPT, LEASE, MAX_ATTEMPTS, JobDuty, JobOvertaken, JobRun, Jobs
from app.values.ids import new_id
from app.values.jobs import JobKind, JobState
from tests.clock import AdjustableClock

KIND = JobKind.DATA_EXPORT


class Work:
    """What a kind of job does here: counted, and as faulty or slow as a test wants."""

    def __init__(self, faults: int = 0) -> None:
        self.done: list[UUID] = []
        self.given_up: list[UUID] = []
        self.runs: list[JobRun] = []
        self.faults = faults
        self.going_on = asyncio.Event()
        self.going_on.set()
        self.begun = asyncio.Event()

    async def run(self, run: JobRun) -> None:
        self.runs.append(run)
        self.begun.set()
        await self.going_on.wait()
        if self.faults:
            self.faults -= 1
            raise OSError("the text of a fault is written nowhere")
        self.done.append(run.subject_id)

    async def give_up(self, subject_id: UUID) -> None:
        self.given_up.append(subject_id)


def duty_of(container: Container, work: Work, concurrency: int = 4) -> JobDuty:
    return JobDuty(
        container.database,
        container.clock,
        container.metrics,
        {KIND: work},
        concurrency=concurrency,
    )


async def plan(container: Container, count: int = 1, after: timedelta | None = None) -> list[UUID]:
    subjects = [new_id() for _ in range(count)]
    async with container.database.unit_of_work() as session:
        jobs = Jobs(session, container.clock, container.wake_signal.wake)
        for subject in subjects:
            due_at = container.clock.now() + after if after else None
            jobs.plan(KIND, subject, due_at=due_at)
    return subjects


async def jobs_of(container: Container) -> list[Job]:
    async with container.database.unit_of_work() as session:
        return list(await session.scalars(select(Job).order_by(Job.id)))


class TestPlanning:
    async def test_what_rolls_back_is_never_done(self, container: Container) -> None:
        async def plan_and_fail() -> None:
            async with container.database.unit_of_work() as session:
                Jobs(session, container.clock, container.wake_signal.wake).plan(KIND, new_id())
                await session.flush()
                raise RuntimeError

        with pytest.raises(RuntimeError):
            await plan_and_fail()
        work = Work()
        assert await duty_of(container, work).run_once() == 0
        assert work.done == []

    async def test_nothing_is_done_before_its_time(
        self, container: Container, clock: AdjustableClock
    ) -> None:
        (subject,) = await plan(container, after=timedelta(hours=1))
        work = Work()
        assert await duty_of(container, work).run_once() == 0
        clock.advance(seconds=3_600)
        assert await duty_of(container, work).run_once() == 1
        assert work.done == [subject]


class TestDoing:
    async def test_two_workers_share_what_is_due(self, container: Container) -> None:
        subjects = await plan(container, 12)
        works = [Work(), Work()]

        async def drain(work: Work) -> None:
            duty = duty_of(container, work, concurrency=2)
            while await duty.run_once():
                pass

        await asyncio.gather(*map(drain, works))
        assert sorted(works[0].done + works[1].done) == sorted(subjects)
        assert {job.state for job in await jobs_of(container)} == {JobState.DONE}
        assert {job.progress for job in await jobs_of(container)} == {100}

    async def test_progress_is_seen_while_it_is_done(self, container: Container) -> None:
        await plan(container)
        work = Work()
        work.going_on.clear()
        doing = asyncio.create_task(duty_of(container, work).run_once())
        await work.begun.wait()
        await work.runs[0].advance(1, 3)
        assert [job.progress for job in await jobs_of(container)] == [33]
        work.going_on.set()
        await doing
        assert [job.progress for job in await jobs_of(container)] == [100]

    async def test_a_killed_worker_leaves_its_job_to_the_next(
        self, container: Container, clock: AdjustableClock
    ) -> None:
        (subject,) = await plan(container)
        killed = Work()
        killed.going_on.clear()
        doing = asyncio.create_task(duty_of(container, killed).run_once())
        await killed.begun.wait()
        doing.cancel()
        await asyncio.gather(doing, return_exceptions=True)
        work = Work()
        assert await duty_of(container, work).run_once() == 0
        clock.advance(seconds=int(LEASE.total_seconds()))
        assert await duty_of(container, work).run_once() == 1
        assert work.done == [subject]

    async def test_whoever_lost_the_lease_hears_of_it_and_changes_nothing(
        self, container: Container, clock: AdjustableClock
    ) -> None:
        await plan(container)
        slow = Work()
        slow.going_on.clear()
        doing = asyncio.create_task(duty_of(container, slow).run_once())
        await slow.begun.wait()
        clock.advance(seconds=int(LEASE.total_seconds()))
        assert await duty_of(container, Work()).run_once() == 1
        with pytest.raises(JobOvertaken):
            await slow.runs[0].advance(1, 2)
        slow.faults = 1
        slow.going_on.set()
        await doing
        (job,) = await jobs_of(container)
        assert (job.state, job.attempts, job.failure) == (JobState.DONE, 2, None)


class TestFaults:
    async def test_a_fault_is_tried_again_later_and_later(
        self, container: Container, clock: AdjustableClock
    ) -> None:
        (subject,) = await plan(container)
        work = Work(faults=2)
        duty = duty_of(container, work)
        waits = []
        for _ in range(2):
            before = clock.now()
            assert await duty.run_once() == 1
            (job,) = await jobs_of(container)
            assert (job.state, job.failure) == (JobState.PENDING, "OSError")
            waits.append(round((job.next_attempt_at - before).total_seconds()))
            assert await duty.run_once() == 0
            clock.advance(seconds=waits[-1] + 1)
        assert waits == [10, 20]
        assert await duty.run_once() == 1
        assert work.done == [subject]

    async def test_in_the_end_it_is_given_up(
        self, container: Container, clock: AdjustableClock
    ) -> None:
        (subject,) = await plan(container)
        work = Work(faults=MAX_ATTEMPTS + 1)
        duty = duty_of(container, work)
        for _ in range(MAX_ATTEMPTS):
            assert await duty.run_once() == 1
            clock.advance(seconds=3_600)
        assert await duty.run_once() == 0
        assert work.given_up == [subject]
        (job,) = await jobs_of(container)
        assert (job.state, job.failure) == (JobState.DEAD, "OSError")

    async def test_done_ones_are_deleted_after_a_day_dead_ones_stay(
        self, container: Container, clock: AdjustableClock
    ) -> None:
        duty = duty_of(container, Work(faults=MAX_ATTEMPTS))
        await plan(container)
        for _ in range(MAX_ATTEMPTS):
            await duty.run_once()
            clock.advance(seconds=3_600)
        await plan(container)
        await duty.run_once()
        states = [job.state for job in await jobs_of(container)]
        assert states == [JobState.DEAD, JobState.DONE]
        clock.advance(seconds=int(KEPT.total_seconds()) + 1)
        await duty.run_once()
        assert [job.state for job in await jobs_of(container)] == [JobState.DEAD]
