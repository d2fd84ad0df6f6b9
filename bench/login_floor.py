"""The floor of a login: argon2 in a pool of threads of the same size, and the product's statements.

They are compiled from the product's repositories and run in the same transactions; the bench
proves that they are the same, one for one. Nothing else is done: no token, no chain of hashes.
`python -m bench.login_floor PORT`, with the product's environment.
"""

import asyncio
import hashlib
import secrets
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import uvicorn
from argon2.low_level import Type, verify_secret

from app.repositories import accounts, audit, devices, rate_counters, sessions
from app.settings import Settings
from app.values.ids import new_id
from bench.data import PORTFOLIO
from bench.floor import HEADERS, Question

WINDOW = timedelta(minutes=15)
LANES = 8
YEAR = timedelta(days=365)


class LoginFloor:
    """The application; every statement is made once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._threads = ThreadPoolExecutor(settings.password_hash_concurrency)
        self._candidate = Question(accounts._CANDIDATE)
        self._reserve = Question(rate_counters._consume("postgresql"))
        self._refund = Question(rate_counters._REFUND)
        self._enter = Question(accounts._ENTER)
        self._slide = Question(devices._SLIDE)
        self._network = Question(devices._confirm_network("postgresql"))
        self._session = Question(sessions._ADD_SESSION)
        self._token = Question(sessions._ADD_TOKEN)
        self._segment = Question(audit._OPEN_SEGMENT)
        self._entry = Question(audit._ADD_ENTRIES)
        self._end = Question(audit._RECORD_END)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        status, document = 404, {}
        if scope["path"] == "/v1/auth/login":
            body = orjson.loads((await receive())["body"])
            status, document = 200, await self._log_in(body, dict(scope["headers"]))
        answer = orjson.dumps(document)
        headers = [*HEADERS, (b"content-length", str(len(answer)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    async def open(self, setup: Callable[[Any], Awaitable[None]] | None = None) -> None:
        """Connect; `setup` sees each connection first."""
        options = {"timezone": "UTC", "jit": "off"}
        self._reading, self._writing = [
            await asyncpg.create_pool(
                self._settings.database_address,
                min_size=size, max_size=size, server_settings=options, reset=_nothing, init=setup,
            )
            for size in (self._settings.read_pool_size, self._settings.write_pool_size)
        ]  # fmt: skip
        self._portfolio = await self._reading.fetchval(
            "SELECT id FROM portfolios WHERE code = $1", PORTFOLIO
        )

    async def close(self) -> None:
        """Let the connections and the threads go."""
        await self._reading.close()
        await self._writing.close()
        self._threads.shutdown()

    async def _live(self, receive: Any, send: Any) -> None:
        await receive()
        await self.open()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _log_in(self, body: dict[str, str], headers: dict[bytes, bytes]) -> dict[str, str]:
        now, email = datetime.now(UTC), body["email"]
        subject = hashlib.sha256(email.encode()).digest()
        network = f"{headers[b'x-forwarded-for'].decode()}/32"
        start = now.timestamp() // WINDOW.total_seconds() * WINDOW.total_seconds()
        window = datetime.fromtimestamp(start, UTC)
        async with self._reading.acquire() as connection:
            found = await self._ask(
                connection, self._candidate, portfolio_id=self._portfolio, email=email,
                secret_hash=hashlib.sha256(headers[b"device-secret"]).digest(), network=network,
                now=now, known_since=now - YEAR,
            )  # fmt: skip
        account_id, _, password_hash, *_, device_id, is_known_network = found[0]
        assert is_known_network, "not the login that is measured"
        async with self._writing.acquire() as connection, connection.transaction():
            await self._ask(
                connection, self._reserve, subject=subject, window_start=window,
                expires_at=window + WINDOW, limit=10,
            )  # fmt: skip
        await asyncio.get_running_loop().run_in_executor(
            self._threads, verify_secret, password_hash.encode(), body["password"].encode(), Type.ID
        )
        async with self._writing.acquire() as connection, connection.transaction():
            await self._ask(connection, self._refund, of=subject, since=window)
            await self._open(connection, account_id, device_id, network, now)
        return {"status": "authenticated"}

    async def _open(
        self, connection: Any, account_id: UUID, device_id: UUID, network: str, now: datetime
    ) -> None:
        session_id, later = new_id(), now + YEAR
        await self._ask(connection, self._enter, account_id=account_id, now=now)
        await self._ask(connection, self._slide, device_id=device_id, now=now, until=later)
        await self._ask(
            connection, self._network, id=new_id(), account_id=account_id, network=network, now=now
        )
        await self._ask(
            connection, self._session, id=session_id, portfolio_id=self._portfolio,
            account_id=account_id, device_id=device_id, client="native", acr="aal1",
            amr='["pwd"]', authenticated_at=now, second_factor_at=None, network=network,
            user_agent=None, generation=0, rotated_at=None, idle_expires_at=later,
            expires_at=later, ended_at=None, end_reason=None, created_at=now, updated_at=now,
        )  # fmt: skip
        await self._ask(
            connection, self._token, token_hash=secrets.token_bytes(32), session_id=session_id,
            generation=0, issued_at=now,
        )  # fmt: skip
        lane = secrets.randbelow(LANES)
        segment = (await self._ask(connection, self._segment, lane=lane))[0]
        head = secrets.token_bytes(32)
        await self._ask(
            connection, self._entry, id=new_id(), segment_id=segment["id"],
            position=segment["length"], at=now, portfolio_id=self._portfolio,
            actor_kind="member", actor_id=account_id, account_id=account_id, action="login",
            subject_id=None, result="succeeded", reason="aal1", session_id=session_id,
            device_id=device_id, ip="127.0.0.1", request_id=str(session_id), hash=head,
        )  # fmt: skip
        await self._ask(
            connection, self._end, segment_id=segment["id"], length=segment["length"] + 1,
            head_hash=head, closed_at=None,
        )  # fmt: skip

    async def _ask(self, connection: Any, question: Question, **values: Any) -> Any:
        return await connection.fetch(question.sql, *question.arguments(values))


async def _nothing(_connection: Any) -> None:
    """What was committed leaves nothing to reset."""


if __name__ == "__main__":
    uvicorn.run(
        LoginFloor(Settings()),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        backlog=2048,
    )
