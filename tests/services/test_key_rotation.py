"""Rotation of keys: every sealed column, while others write, from where it stopped."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from app.container import Container
from app.models.audit import AuditEntry
from app.repositories.sealed_values import SealedValueReader, SealedValueRepository, column_of
from app.security.keyring import SealBroken
from app.security.sealed_places import SealedPlace
from app.services import key_rotation
from app.services.key_rotation import KeyRotation, total_by_key
from app.settings import Settings
from app.values.outbox import OutboxChannel
from tests.clock import AdjustableClock
from tests.factories.feeds import apply_agreement, make_portfolio, member_body, nir
from tests.factories.imports import ndjson, run_import
from tests.factories.sealed import opened_values, overwrite, put_sealed, sealed_values
from tests.gateways.test_delivery import post

NIR = SealedPlace.BENEFICIARY_NIR


def rotation_of(container: Container) -> KeyRotation:
    return KeyRotation(
        container.database, container.keyring, container.clock, container.demo_secrets
    )


@pytest.fixture
async def command(settings: Settings, clock: AdjustableClock) -> AsyncIterator[Container]:
    """Another process on the same database and data folder."""
    container = Container(settings, clock=clock)
    yield container
    await container.close()


async def rotate(container: Container) -> int:
    """A whole rotation with new keys; how many values were sealed again."""
    rotation = rotation_of(container)
    assert await rotation.begin()
    return (await rotation.reseal(lambda _: None)).values


async def key_ids(container: Container, place: SealedPlace = NIR) -> set[str]:
    return set(map(container.keyring.key_id_of, (await sealed_values(container, place)).values()))


class TestEveryPlace:
    @pytest.mark.parametrize("place", list(SealedPlace), ids=str)
    async def test_its_values_are_sealed_again_and_are_the_same(
        self, container: Container, place: SealedPlace
    ) -> None:
        row_id = await put_sealed(container, place, b"what rests there")
        assert await key_ids(container, place) == {"demo-1"}
        assert await rotate(container) == 1
        assert await key_ids(container, place) == {"demo-2"}
        assert await opened_values(container, place) == {row_id: b"what rests there"}
        assert (await rotation_of(container).count())[place] == {"demo-2": 1}


class TestRotation:
    async def test_it_goes_on_where_it_stopped(
        self, container: Container, command: Container, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(key_rotation, "BATCH_ROWS", 2)
        for _ in range(5):
            await put_sealed(container, NIR, b"a number")
        cut, again = rotation_of(command), rotation_of(container)
        assert await cut.begin()

        def stop(_count: int) -> None:
            raise InterruptedError

        with pytest.raises(InterruptedError):
            await cut.reseal(stop)
        assert total_by_key(await again.count()) == {"demo-1": 3, "demo-2": 2}
        assert not await again.begin(), "new keys must wait until the former ones have nothing left"
        assert (await again.reseal(lambda _: None)).values == 3
        assert await key_ids(container) == {"demo-2"}

    async def test_two_at_once_make_one_new_key(
        self, container: Container, command: Container
    ) -> None:
        for _ in range(5):
            await put_sealed(container, NIR, b"a number")
        both = [rotation_of(container), rotation_of(command)]
        await asyncio.gather(*(one.begin() for one in both))
        await asyncio.gather(*(one.reseal(lambda _: None) for one in both))
        assert await key_ids(container) == {"demo-2"}
        assert set((await opened_values(container, NIR)).values()) == {b"a number"}

    async def test_what_does_not_open_is_told_and_left(self, container: Container) -> None:
        good, bad = [await put_sealed(container, NIR, b"a number") for _ in range(2)]
        moved = (await sealed_values(container, NIR))[good]
        await overwrite(container, NIR, bad, moved)
        rotation = rotation_of(container)
        await rotation.begin()
        done = await rotation.reseal(lambda _: None)
        assert (done.values, done.broken) == (1, {(NIR, bad)})
        assert (await sealed_values(container, NIR))[bad] == moved

    @pytest.mark.parametrize("garbage", [b"", b"\x01", b"\x01\xff", b"\x02\x06demo-1", bytes(40)])
    async def test_garbage_stops_nothing(self, container: Container, garbage: bytes) -> None:
        bad = await put_sealed(container, NIR, b"a number")
        await put_sealed(container, NIR, b"another")
        await overwrite(container, NIR, bad, garbage)
        rotation = rotation_of(container)
        await rotation.begin()
        assert (await rotation.reseal(lambda _: None)).values == 1
        assert total_by_key(await rotation.count()).total() == 2

    async def test_it_leaves_a_trace(self, container: Container) -> None:
        await rotation_of(container).record(finished=True)
        async with container.database.read() as connection:
            question = select(AuditEntry.action, AuditEntry.reason)
            assert (await connection.execute(question)).all() == [("keys.rotated", "finished")]


class TestReplace:
    async def test_a_value_changed_meanwhile_stays(self, container: Container) -> None:
        row_id = await put_sealed(container, NIR, b"before")
        stale = (await sealed_values(container, NIR))[row_id]
        fresh = container.keyring.seal(b"after", NIR, row_id)
        await overwrite(container, NIR, row_id, fresh)
        assert await replace(container, row_id, stale, b"before") == 0
        assert await sealed_values(container, NIR) == {row_id: fresh}

    async def test_a_row_that_somebody_writes_is_never_overwritten(
        self, container: Container, command: Container
    ) -> None:
        row_id = await put_sealed(container, NIR, b"before")
        stale = (await sealed_values(container, NIR))[row_id]
        fresh = container.keyring.seal(b"after", NIR, row_id)
        held = asyncio.Event()

        async def replace_once_held() -> int:
            await held.wait()
            return await replace(command, row_id, stale, b"before")

        replacing = asyncio.create_task(replace_once_held())
        async with container.database.unit_of_work() as session:
            column = column_of(NIR)
            changed = update(column.table).where(column.table.c.id == row_id)
            await session.execute(changed.values({column: fresh}))
            held.set()
            await asyncio.sleep(0.2)
        assert await replacing == 0
        assert await sealed_values(container, NIR) == {row_id: fresh}

    async def test_only_values_of_other_keys_are_looked_for(self, container: Container) -> None:
        row_id = await put_sealed(container, NIR, b"a number")
        async with container.database.read() as connection:
            reader = SealedValueReader(connection, NIR)
            header = container.keyring.header
            assert await reader.list_without(header, after=None, limit=10) == []
            (found,) = await reader.list_without(b"\x01\x05other", after=None, limit=10)
            assert found.id == row_id
            assert await reader.list_without(b"\x01\x05other", after=row_id, limit=10) == []


@pytest.mark.concurrency
class TestWhileOthersWrite:
    async def test_imports_and_messages_go_on_and_lose_nothing(
        self, container: Container, command: Container
    ) -> None:
        portfolio = await make_portfolio(container)
        await apply_agreement(container)
        people = Crowd(300)
        await run_import(container, portfolio, "members", [people.lines()])
        done = asyncio.Event()

        async def write() -> None:
            for turn in itertools.count():
                await post(container, channel=OutboxChannel.EMAIL)
                found = await run_import(container, portfolio, "members", [people.lines()])
                assert (found.rejected, found.updated) == (0, 300)
                if done.is_set() and turn:
                    return

        writing = asyncio.create_task(write())
        for _ in range(3):
            await rotate(command)
        done.set()
        await writing
        last = rotation_of(command)
        await last.reseal(lambda _: None)
        assert total_by_key(await last.count()).keys() == {"demo-4"}
        assert set((await opened_values(container, NIR)).values()) == people.nirs
        assert len(await opened_values(container, SealedPlace.OUTBOX_PAYLOAD)) >= 2


class Crowd:
    """Members whose NIR is another in each turn, sent in another order each time."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._turns = itertools.count(1)
        self.nirs: set[bytes] = set()

    def lines(self) -> bytes:
        turn = next(self._turns)
        bodies = list(self._bodies(f"{turn % 100:02d}05"))
        self.nirs = {body["nir"].encode() for body in bodies}
        return ndjson(*(bodies if turn % 2 else reversed(bodies)))

    def _bodies(self, birth: str) -> Iterator[dict[str, Any]]:
        for number in range(self._size):
            number_of_the_act = nir(birth, order=number)
            body = member_body(number, nir=number_of_the_act, email=None)
            yield {"ref": f"M-{number}", **body}


async def replace(container: Container, row_id: UUID, old: bytes, plain: bytes) -> int:
    new = container.keyring.seal(plain, NIR, row_id)
    async with container.database.short_transaction("test") as session:
        values = [{"row_id": row_id, "old": old, "new": new}]
        return await SealedValueRepository(session, NIR).replace(values)


class TestFormerKeys:
    async def test_once_dropped_nothing_needs_them(
        self, container: Container, settings: Settings, clock: AdjustableClock
    ) -> None:
        await put_sealed(container, NIR, b"a number")
        old = (await sealed_values(container, NIR)).popitem()
        await rotate(container)
        await rotate(container)
        restarted = Container(settings, clock=clock)
        assert restarted.keyring.held_key_ids == {"demo-2", "demo-3"}
        assert set((await opened_values(restarted, NIR)).values()) == {b"a number"}
        with pytest.raises(SealBroken):
            restarted.keyring.open(old[1], NIR, old[0])
        await restarted.close()
