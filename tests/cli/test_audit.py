"""`python -m app audit verify`: one altered, removed or added row is found by the command."""

import pytest
from sqlalchemy import insert, select, text, update

from app.container import Container
from app.models.audit import AuditEntry
from app.repositories.audit import HASHED_COLUMNS
from app.values.audit import AuditAction
from app.values.ids import new_id
from tests.cli.conftest import Invoke
from tests.services.test_audit import write

VERIFY = ("audit", "verify")
LENGTH = 3


@pytest.fixture
async def trail(container: Container) -> Container:
    """Three entries in one lane."""
    await write(container, *[AuditAction.LOGIN] * LENGTH)
    return container


async def change(container: Container, statement: str) -> None:
    async with container.database.unit_of_work() as session:
        changed = await session.execute(text(statement))
        assert changed.rowcount == 1  # type: ignore[attr-defined]


async def add_entry(container: Container, position: int) -> None:
    """A copy of the last entry, at a position of its own."""
    table = AuditEntry.__table__
    async with container.database.unit_of_work() as session:
        question = select(table).where(table.c.position == LENGTH - 1)
        last = (await session.execute(question)).one()
        added = {**last._mapping, "id": new_id(), "position": position}
        await session.execute(insert(table).values(**added))


async def assert_broken(invoke: Invoke, place: str) -> None:
    result = await invoke(*VERIFY)
    told = " ".join(result.stderr.split())
    assert result.exit_code == 1
    assert "BROKEN at lane" in told
    assert f"segment 1, {place} (" in told
    assert result.stdout == ""


class TestVerify:
    @pytest.mark.usefixtures("trail")
    async def test_a_whole_trail_is_said_to_be_whole(self, invoke: Invoke) -> None:
        result = await invoke(*VERIFY)
        assert result.exit_code == 0
        assert "The audit trail is whole: 3 entries in 1 segments." in result.stderr

    @pytest.mark.parametrize("column", [column.name for column in HASHED_COLUMNS])
    async def test_one_altered_column_of_one_row_is_found(
        self, invoke: Invoke, trail: Container, column: str
    ) -> None:
        async with trail.database.unit_of_work() as session:
            question = select(AuditEntry).where(AuditEntry.position == 1)
            entry = (await session.scalars(question)).one()
            others = {
                "at": trail.clock.now(),
                "position": LENGTH + 1,
                "actor_kind": "operator",
                "ip": "192.0.2.9",
            }
            identifier = column == "id" or column.endswith("_id")
            value = others.get(column, new_id() if identifier else "altered")
            value = str(value) if column == "request_id" else value
            changed = update(AuditEntry.__table__).where(AuditEntry.id == entry.id)
            await session.execute(changed.values({column: value}))
        await assert_broken(invoke, "entry 1")

    async def test_one_altered_hash_is_found(self, invoke: Invoke, trail: Container) -> None:
        async with trail.database.unit_of_work() as session:
            changed = update(AuditEntry.__table__).where(AuditEntry.position == 0)
            await session.execute(changed.values(hash=bytes(32)))
        await assert_broken(invoke, "entry 0")

    @pytest.mark.parametrize("position", range(LENGTH))
    async def test_one_removed_row_is_found(
        self, invoke: Invoke, trail: Container, position: int
    ) -> None:
        await change(trail, f"DELETE FROM audit_entries WHERE position = {position}")
        await assert_broken(invoke, f"entry {position}")

    @pytest.mark.parametrize("position", [LENGTH, LENGTH + 7])
    async def test_one_added_row_is_found(
        self, invoke: Invoke, trail: Container, position: int
    ) -> None:
        await add_entry(trail, position)
        await assert_broken(invoke, "end")

    async def test_a_row_added_with_its_segment_made_longer_is_found(
        self, invoke: Invoke, trail: Container
    ) -> None:
        await add_entry(trail, LENGTH)
        await change(trail, "UPDATE audit_segments SET length = length + 1")
        await assert_broken(invoke, f"entry {LENGTH}")

    async def test_nothing_personal_is_printed(self, invoke: Invoke, trail: Container) -> None:
        await change(trail, "UPDATE audit_entries SET ip = '192.0.2.9' WHERE position = 1")
        assert "192.0.2" not in (await invoke(*VERIFY)).stderr
