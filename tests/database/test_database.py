"""The write road's rules, held by the code and not by habit."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.container import Container
from app.database.database import TransactionMisused, after_commit, before_commit
from app.services.audit import AuditTrail, AuditVerification
from tests.services.test_audit import ORIGIN, a_record

ONE = text("SELECT 1")
END_OTHERS = text(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


class TestShortTransaction:
    async def test_it_is_refused_once_the_unit_of_work_has_begun(
        self, container: Container
    ) -> None:
        async with container.database.unit_of_work() as session:
            await session.execute(ONE)
            with pytest.raises(TransactionMisused, match="count_try"):
                async with container.database.short_transaction("count_try"):
                    pass

    async def test_it_may_stand_before_and_after(self, container: Container) -> None:
        async with container.database.unit_of_work() as session:
            for _ in range(2):
                async with container.database.short_transaction("count_try") as short:
                    await short.execute(ONE)
            await session.execute(ONE)
        async with container.database.short_transaction("count_try") as short:
            await short.execute(ONE)

    async def test_the_unit_of_work_is_still_watched_after_one_failed(
        self, container: Container
    ) -> None:
        async with container.database.unit_of_work() as session:
            with pytest.raises(ZeroDivisionError):
                await self._fail_in_short_transaction(container)
            await session.execute(ONE)
            with pytest.raises(TransactionMisused):
                async with container.database.short_transaction("again"):
                    pass

    async def _fail_in_short_transaction(self, container: Container) -> None:
        async with container.database.short_transaction("fails") as short:
            await short.execute(ONE)
            raise ZeroDivisionError


class TestUnitOfWork:
    async def test_nobody_else_commits(self, container: Container) -> None:
        with pytest.raises(TransactionMisused):
            await self._commit_inside(container)

    async def _commit_inside(self, container: Container) -> None:
        async with container.database.unit_of_work() as session:
            await session.execute(ONE)
            await session.commit()

    async def test_what_a_late_hook_records_is_kept_too(self, container: Container) -> None:
        async def record(session: AsyncSession) -> None:
            AuditTrail(session, container.keyring, container.clock).record(a_record(), ORIGIN)

        async with container.database.unit_of_work() as session:
            AuditTrail(session, container.keyring, container.clock).record(a_record(), ORIGIN)
            before_commit(session, record)
        verdict = await AuditVerification(container.database, container.keyring).verify()
        assert (verdict.entries, verdict.broken) == (2, None)

    async def test_announcements_wait_for_the_commit(self, container: Container) -> None:
        announced: list[str] = []
        with pytest.raises(ZeroDivisionError):
            await self._fail_after_announcing(container, announced)
        assert announced == []
        async with container.database.unit_of_work() as session:
            after_commit(session, lambda: announced.append("done"))
            assert announced == []
        assert announced == ["done"]

    async def _fail_after_announcing(self, container: Container, announced: list[str]) -> None:
        async with container.database.unit_of_work() as session:
            after_commit(session, lambda: announced.append("never"))
            raise ZeroDivisionError


class TestConnections:
    async def test_one_that_the_server_closed_is_replaced_before_it_is_used(
        self, container: Container
    ) -> None:
        async with container.database.unit_of_work() as session:
            await session.execute(ONE)
        if not container.database.is_sqlite:
            async with container.database.read() as connection:
                await connection.execute(END_OTHERS)
            # The driver hears of it as of anything that arrives.
            await asyncio.sleep(0.05)
        async with container.database.unit_of_work() as session:
            assert await session.scalar(ONE) == 1
