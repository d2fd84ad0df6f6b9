"""The audit trail: chained, verifiable, written with its transaction or not at all."""

import asyncio

import pytest
from sqlalchemy import text

from app.container import Container
from app.services import audit
from app.services.audit import AuditRecord, AuditTrail, AuditVerdict, AuditVerification
from app.values.audit import ActorKind, AuditAction, AuditResult
from app.values.ids import new_id
from app.values.principals import RequestOrigin

ORIGIN = RequestOrigin(request_id="test-request", ip="192.0.2.1", user_agent=None)


def a_record(action: AuditAction = AuditAction.LOGIN) -> AuditRecord:
    return AuditRecord(
        action=action,
        result=AuditResult.SUCCEEDED,
        actor_kind=ActorKind.MEMBER,
        account_id=new_id(),
    )


async def write(container: Container, *actions: AuditAction) -> None:
    async with container.database.unit_of_work() as session:
        trail = AuditTrail(session, container.keyring, container.clock)
        for action in actions:
            trail.record(a_record(action), ORIGIN)


async def verify(container: Container) -> AuditVerdict:
    return await AuditVerification(container.database, container.keyring).verify()


async def change(container: Container, statement: str) -> None:
    async with container.database.unit_of_work() as session:
        await session.execute(text(statement))


class TestAuditTrail:
    async def test_an_untouched_trail_is_whole(self, container: Container) -> None:
        for _ in range(20):
            await write(container, AuditAction.LOGIN, AuditAction.LOGOUT)
        assert await verify(container) == AuditVerdict(
            segments=(await verify(container)).segments, entries=40, broken=None
        )

    async def test_nothing_is_written_when_the_transaction_fails(
        self, container: Container
    ) -> None:
        with pytest.raises(ZeroDivisionError):
            await self._fail_after_recording(container)
        assert (await verify(container)).entries == 0

    async def _fail_after_recording(self, container: Container) -> None:
        async with container.database.unit_of_work() as session:
            AuditTrail(session, container.keyring, container.clock).record(a_record(), ORIGIN)
            raise ZeroDivisionError

    async def test_parallel_writers_all_get_their_place(self, container: Container) -> None:
        await asyncio.gather(*(write(container, AuditAction.LOGIN) for _ in range(40)))
        assert (await verify(container)).entries == 40
        assert (await verify(container)).broken is None

    async def test_full_segments_are_followed_by_others(
        self, container: Container, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(audit, "SEGMENT_LENGTH", 2)
        await write(container, *[AuditAction.LOGIN] * 7)
        verdict = await verify(container)
        assert (verdict.segments, verdict.entries, verdict.broken) == (4, 7, None)


class TestAuditVerification:
    @pytest.mark.parametrize(
        "tampering",
        [
            "UPDATE audit_entries SET action = 'logout' WHERE position = 1",
            "UPDATE audit_entries SET account_id = NULL WHERE position = 0",
            "UPDATE audit_entries SET ip = '192.0.2.9' WHERE position = 2",
            "DELETE FROM audit_entries WHERE position = 2",
            "UPDATE audit_segments SET length = length - 1",
        ],
    )
    async def test_one_altered_row_shows(self, container: Container, tampering: str) -> None:
        await write(container, *[AuditAction.LOGIN] * 3)
        assert (await verify(container)).broken is None
        await change(container, tampering)
        assert (await verify(container)).broken is not None
