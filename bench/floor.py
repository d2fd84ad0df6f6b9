"""The floor: a bare ASGI application over asyncpg that answers the three reads, byte for byte.

It verifies the same access token, runs the same statements, which are compiled from the product's
repositories, and writes the same JSON with orjson. `python -m bench.floor PORT`, with the
product's environment.
"""

import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
import jwt
import orjson
import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.dialects.postgresql import asyncpg as asyncpg_dialect

from app.repositories import reimbursements as questions
from app.repositories import sessions, visibility
from app.repositories.base import LATEST_DAY
from app.repositories.reimbursements import LineFilter
from app.repositories.statements import StatementFilter, page_of_statements
from app.schemas.portfolios import FamilyRightsConfiguration
from app.security.access_tokens import ALGORITHM, REQUIRED
from app.security.cursors import Cursors
from app.security.keyring import Keyring
from app.security.secrets import load_secrets
from app.settings import Settings
from app.values.care_categories import LABELS
from app.values.family_rights import MAJORITY
from app.values.periods import PARIS, Period, rolling_year, shift_months
from bench.data import PORTFOLIO

LIMIT = 20
FRENCH = {str(category): labels.fr for category, labels in LABELS.items()}
ORDER = {str(category): place for place, category in enumerate(LABELS)}
SUMS = ("actual_cost", "statutory", "complementary", "other_insurer", "left_to_pay", "acts")
DIALECT: Any = asyncpg_dialect.dialect()  # type: ignore[no-untyped-call]
ALWAYS = Period(date.min, date.max)
MEMBER = {
    name: right in FamilyRightsConfiguration().grants[kind]
    for (right, kind), name in visibility._GRANTS.items()
}
OTHER = dict.fromkeys(MEMBER, False)
HEADERS = [(b"content-type", b"application/json")]


class Question:
    """A statement of the product as asyncpg runs it."""

    def __init__(self, statement: Any) -> None:
        compiled = statement.compile(dialect=DIALECT)
        # The dialect names the type of each parameter; asyncpg learns it from the server.
        self.sql = str(compiled)
        self.names = compiled.positiontup
        self.constants = compiled.params

    def arguments(self, values: dict[str, Any]) -> list[Any]:
        given = {**self.constants, **values}
        return [given[name] for name in self.names]


class Floor:
    """The application; everything a request needs is made once."""

    def __init__(self, settings: Settings) -> None:
        secrets = load_secrets(settings)
        seed = secrets.signing_keys[secrets.signing_key_id]
        self._key = Ed25519PrivateKey.from_private_bytes(seed).public_key()
        self._issuer, self._address = settings.issuer, settings.database_address
        self._pool_size = settings.read_pool_size
        self._cursors = Cursors(Keyring(secrets))
        self._session = Question(sessions._CURRENT)
        self._sums = Question(questions._SUMS_OF_BENEFICIARY)
        self._lines = Question(questions._lines(of_one_beneficiary=False, of_one_category=False))
        self._page = Question(page_of_statements(of_one_beneficiary=False))
        self._routes: dict[str, Callable[[Any, Any], Awaitable[Any]]] = {
            "/v1/reimbursements/summary": self._summary,
            "/v1/reimbursements": self._list,
            "/v1/statements": self._statements,
        }

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        status, body = 404, b""
        if answer := self._routes.get(scope["path"]):
            token = dict(scope["headers"])[b"authorization"][len("Bearer ") :]
            claims = self._verify(token)
            async with self._pool.acquire() as connection:
                person = await self._ask(
                    connection, self._session, session_id=UUID(claims["sid"]),
                    portfolio_id=self._portfolio, now=datetime.now(UTC),
                )  # fmt: skip
                status, body = 200, await answer(connection, person[0])
        await send({"type": "http.response.start", "status": status, "headers": HEADERS})
        await send({"type": "http.response.body", "body": body})

    async def _live(self, receive: Any, send: Any) -> None:
        await receive()
        self._pool = await asyncpg.create_pool(
            self._address,
            min_size=self._pool_size,
            max_size=self._pool_size,
            server_settings={"timezone": "UTC", "jit": "off"},
            reset=_nothing,
        )
        self._portfolio = await self._pool.fetchval(
            "SELECT id FROM portfolios WHERE code = $1", PORTFOLIO
        )
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._pool.close()
        await send({"type": "lifespan.shutdown.complete"})

    def _verify(self, token: bytes) -> dict[str, Any]:
        return jwt.decode(
            token, self._key, algorithms=[ALGORITHM], audience=PORTFOLIO, issuer=self._issuer,
            options={"require": REQUIRED, "enforce_minimum_key_length": True},
        )  # fmt: skip

    async def _ask(self, connection: Any, question: Question, **values: Any) -> Any:
        return await connection.fetch(question.sql, *question.arguments(values))

    async def _summary(self, connection: Any, person: Any) -> bytes:
        period = rolling_year(datetime.now(PARIS).date())
        rows = await self._ask(
            connection, self._sums, **_reader(person), beneficiary_id=person["beneficiary_id"],
            first=period.first, last=period.last,
        )  # fmt: skip
        sums = sorted((row for row in rows if row[4]), key=lambda row: ORDER[row[4]])
        document = {
            "period": period,
            "beneficiary": dict(
                zip(("id", "first_name", "last_name", "relationship"), rows[0], strict=False)
            ),
            "categories": [
                {
                    "category": row[4],
                    "label": FRENCH[row[4]],
                    **dict(zip(SUMS, row[5:], strict=True)),
                }
                for row in sums
            ],
            "totals": {
                name: sum((row[place] for row in sums), start=Decimal("0.00") if place < 10 else 0)
                for place, name in enumerate(SUMS, start=5)
            },
        }
        return orjson.dumps(document, default=str)

    async def _list(self, connection: Any, person: Any) -> bytes:
        rows = await self._ask(
            connection, self._lines, **_reader(person), first=ALWAYS.first, last=ALWAYS.last,
            after_date=LATEST_DAY[0], after_id=LATEST_DAY[1], limit=LIMIT + 1,
        )  # fmt: skip
        cursor = None
        if len(rows) > LIMIT:
            last = rows[LIMIT - 1]
            place = f"reimbursements:{person['account_id']}:{LineFilter(ALWAYS)}"
            cursor = self._cursors.write(place, [last["care_date"].isoformat(), str(last["id"])])
        items = [_line(row) for row in rows[:LIMIT]]
        return orjson.dumps({"items": items, "next_cursor": cursor}, default=str)

    async def _statements(self, connection: Any, person: Any) -> bytes:
        rows = await self._ask(
            connection, self._page, **_reader(person), first=ALWAYS.first, last=ALWAYS.last,
            after_date=LATEST_DAY[0], after_id=LATEST_DAY[1], limit=LIMIT + 1,
        )  # fmt: skip
        cursor = None
        if len(rows) > LIMIT:
            last = rows[LIMIT - 1]
            place = f"statements:{person['account_id']}:{StatementFilter(ALWAYS)}"
            cursor = self._cursors.write(place, [last["issued_on"].isoformat(), str(last["id"])])
        items = [_statement(row) for row in rows[:LIMIT]]
        return orjson.dumps({"items": items, "next_cursor": cursor}, default=str)


async def _nothing(_connection: Any) -> None:
    """Autocommit leaves nothing to reset, on either side."""


def _reader(person: Any) -> dict[str, Any]:
    today = datetime.now(PARIS).date()
    return {
        "family_id": person["member_id"],
        "reader_id": person["beneficiary_id"],
        "of_age_if_born_by": shift_months(today, -MAJORITY),
        "left_if_covered_before": min(today, person["covered_until"] or today),
        **(MEMBER if person["relationship"] == "self" else OTHER),
    }


def _statement(row: Any) -> dict[str, Any]:
    return {
        "id": row["id"],
        "number": row["ref"],
        "issued_on": row["issued_on"],
        "source": row["source"],
        "totals": {name: row[name] for name in SUMS},
        "lines": row["lines"],
    }


def _line(row: Any) -> dict[str, Any]:
    document = {
        "id": row[0],
        "statement_id": row[1],
        "beneficiary": {"id": row[2], "first_name": row[3], "last_name": row[4]},
        "care_date": row[5],
        "category": row[6],
        "category_label": FRENCH[row[6]],
        "act_code": row[7],
        "act_label": row[8],
        "act_family": row[9],
        "quantity": row[10],
        "spent": row[14],
        "base": row[15],
        "statutory_rate": row[16],
        "statutory_gross": row[17],
        "flat_deduction": row[18],
        "statutory_net": row[19],
        "other_insurer": row[20],
        "complementary": row[21],
        "left_to_pay": row[22],
        "payee": row[23],
        "third_party_payment": row[24],
        "paid_on": row[25],
        "payment_reference": row[26],
        "source": row[27],
    }
    if row[11] or row[12] or row[13]:
        document["provider"] = {"name": row[11], "rpps": row[12], "finess": row[13]}
    return document


if __name__ == "__main__":
    uvicorn.run(
        Floor(Settings()),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        backlog=2048,
    )
