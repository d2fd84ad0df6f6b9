"""The rate store: counts that every process shares, and nobody passes uncounted."""

import asyncio
import socket
import subprocess
import sys
import time
from uuid import uuid4

import pytest

from app.errors.requests import TemporarilyUnavailable
from app.gateways.rate_store import (
    MemoryRateStore,
    RateStore,
    RedisRateStore,
    rate_store_at,
)
from tests.relay import listening, relay_to

IMPORTS = """
import sys
from app.main import create_app
from app.settings import Settings
create_app(Settings(redis_url="redis://127.0.0.1:1", data_dir=sys.argv[1]))
print(sorted({"redis", "limits"} & sys.modules.keys()))
"""


@pytest.fixture(params=["memory", "redis"])
def store(request: pytest.FixtureRequest) -> RateStore:
    if request.param == "memory":
        return MemoryRateStore()
    shared: RateStore = request.getfixturevalue("redis_store")
    return shared


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class TestCounting:
    async def test_each_key_is_counted_apart(self, store: RateStore) -> None:
        assert [await store.count("a", 60) for _ in range(3)] == [1, 2, 3]
        assert await store.count("b", 60) == 1

    async def test_a_key_is_forgotten_so_long_after_its_first_count(self, store: RateStore) -> None:
        assert await store.count("a", 1) == 1
        await asyncio.sleep(0.6)
        assert await store.count("a", 1) == 2
        await asyncio.sleep(0.6)
        assert await store.count("a", 1) == 1

    async def test_of_many_at_once_none_is_lost(self, store: RateStore) -> None:
        counted = await asyncio.gather(*(store.count("a", 60) for _ in range(200)))
        assert sorted(counted) == list(range(1, 201))

    async def test_memory_keeps_no_key_that_is_over(self, monkeypatch: pytest.MonkeyPatch) -> None:
        store = MemoryRateStore()
        for number in range(1_000):
            await store.count(f"key {number}", 60)
        later = time.monotonic() + 61
        monkeypatch.setattr(time, "monotonic", lambda: later)
        await store.count("another", 60)
        assert list(store._counts) == ["another"]


class TestRedisStore:
    async def test_a_count_is_one_round_trip(self, redis_address: str) -> None:
        async with relay_to(redis_address) as relay:
            store = RedisRateStore(f"redis://127.0.0.1:{relay.port}", prefix=uuid4().hex)
            await store.count("a", 1)
            before = relay.requests
            for _ in range(10):
                await store.count("a", 1)
            await store.close()
        assert relay.requests - before == 10

    async def test_two_processes_count_together(
        self, redis_address: str, redis_store: RedisRateStore
    ) -> None:
        other = RedisRateStore(redis_address, prefix=redis_store._prefix)
        assert [await redis_store.count("a", 60), await other.count("a", 60)] == [1, 2]
        await other.close()

    def test_it_is_the_one_that_an_address_asks_for(self) -> None:
        assert isinstance(rate_store_at("redis://127.0.0.1"), RedisRateStore)
        assert isinstance(rate_store_at(None), MemoryRateStore)

    def test_who_counts_nothing_does_not_load_its_libraries(
        self, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        folder = str(tmp_path_factory.mktemp("data"))
        run = subprocess.run(
            [sys.executable, "-c", IMPORTS, folder], capture_output=True, text=True, check=True
        )
        assert run.stdout.strip() == "[]"


class TestStoreThatIsDown:
    """Closed: what cannot be counted is refused, for about a second of waiting at most."""

    async def test_nobody_listens(self, closed_port: int) -> None:
        store = RedisRateStore(f"redis://127.0.0.1:{closed_port}")
        with pytest.raises(TemporarilyUnavailable) as refused:
            await store.count("a", 60)
        assert refused.value.retry_after == 2
        await store.close()

    async def test_it_hangs(self) -> None:
        async def say_nothing(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
            await reader.read()

        async with listening(say_nothing) as port:
            store = RedisRateStore(f"redis://127.0.0.1:{port}")
            started = time.monotonic()
            # More than there are connections: those who wait for one wait no longer.
            counts = (store.count("a", 60) for _ in range(100))
            answers = await asyncio.gather(*counts, return_exceptions=True)
            waited = time.monotonic() - started
            await store.close()
        assert {type(one) for one in answers} == {TemporarilyUnavailable}
        assert 0.9 < waited < 3

    @pytest.mark.parametrize("answer", [b"-NOAUTH Authentication required.\r\n", b"HTTP/1.1 200"])
    async def test_what_answers_is_not_ours(self, answer: bytes) -> None:
        async def answer_so(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            while await reader.read(65_536):
                writer.write(answer)

        async with listening(answer_so) as port:
            store = RedisRateStore(f"redis://127.0.0.1:{port}")
            with pytest.raises(TemporarilyUnavailable):
                await store.count("a", 60)
            await store.close()

    async def test_it_comes_back_without_a_restart(self, redis_address: str) -> None:
        async with relay_to(redis_address) as relay:
            store = RedisRateStore(f"redis://127.0.0.1:{relay.port}", prefix=uuid4().hex)
            assert await store.count("a", 30) == 1
            await relay.stop()
            with pytest.raises(TemporarilyUnavailable):
                await store.count("a", 30)
            await relay.start()
            assert await store.count("a", 30) == 2
            relay.hang()
            with pytest.raises(TemporarilyUnavailable):
                await store.count("a", 30)
            relay.go_on()
            # What it was told while it hung may have reached it: counted, never let through.
            assert await store.count("a", 30) in {3, 4}
            await store.close()

    async def test_connections_that_it_dropped_cost_nobody_an_answer(
        self, redis_address: str
    ) -> None:
        async with relay_to(redis_address) as relay:
            store = RedisRateStore(f"redis://127.0.0.1:{relay.port}", prefix=uuid4().hex)
            await asyncio.gather(*(store.count("a", 30) for _ in range(8)))
            await relay.stop()
            await relay.start()
            counted = await asyncio.gather(*(store.count("a", 30) for _ in range(8)))
            assert sorted(counted) == list(range(9, 17))
            await store.close()
