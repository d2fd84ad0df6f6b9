"""The floor of a simulation: a bare ASGI application over asyncpg, and the product's pure rules.

It verifies the same access token, reads the same body, runs the same statements, and writes the
same JSON: the calculation itself is part of the answer, and made by the same functions. With
`BENCH_REPEAT=1` each member's first answer is repeated instead, so that the floor calculates
nothing: what is then compared includes the price of the rules.
`python -m bench.simulation_floor PORT`.
"""

import os
import sys
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import uvicorn

from app.repositories import benefits as questions
from app.repositories import entitlements as past
from app.repositories.benefits import CoveredPerson
from app.repositories.entitlements import PieceLine, YearSum
from app.schemas.simulations import SimulationCreate
from app.services.rules.catalogue import Catalogue
from app.services.rules.simulation import Facts, simulated
from app.settings import Settings
from app.values.benefits import Benefit
from app.values.periods import PARIS, calendar_year, shift_months
from app.values.tariffs import Tariff
from bench.floor import HEADERS, Floor, Question, _reader

LONGEST_RENEWAL = 48
REPEAT = os.environ.get("BENCH_REPEAT") == "1"


class SimulationFloor(Floor):
    """The application; it answers nothing but simulations."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._covers = Question(questions._COVERS_OF_PERSON)
        self._tariffs = Question(questions._TARIFFS)
        self._benefits = Question(questions._BENEFITS)
        self._year = Question(past._YEAR)
        self._pieces = Question(past._PIECES)
        self._answers: dict[str, bytes] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        status, body = 404, b""
        if scope["path"] == "/v1/reimbursements/simulations":
            wanted = orjson.loads((await receive())["body"])
            token = dict(scope["headers"])[b"authorization"][len("Bearer ") :]
            claims = self._verify(token)
            async with self._pool.acquire() as connection:
                person = await self._ask(
                    connection, self._session, session_id=UUID(claims["sid"]),
                    portfolio_id=self._portfolio, now=datetime.now(UTC),
                )  # fmt: skip
                status, body = 200, await self._simulate(connection, person[0], wanted)
        await send({"type": "http.response.start", "status": status, "headers": HEADERS})
        await send({"type": "http.response.body", "body": body})

    async def _simulate(self, connection: Any, person: Any, wanted: Any) -> bytes:
        day = datetime.now(PARIS).date()
        of_person = {"beneficiary_id": person["beneficiary_id"]}
        covers = await self._ask(connection, self._covers, **_reader(person), **of_person)
        level = {"benefit_level_id": covers[0]["benefit_level_id"]}
        tariffs = await self._ask(connection, self._tariffs, portfolio_id=self._portfolio, day=day)
        benefits = await self._ask(connection, self._benefits, **level, day=day)
        year = calendar_year(day)
        of_person |= {"family_id": person["member_id"]}
        sums = await self._ask(
            connection, self._year, **of_person, first=year.first, last=year.last, day=day
        )
        pieces = await self._ask(
            connection, self._pieces, **of_person, **level,
            first=shift_months(day, -LONGEST_RENEWAL), last=day,
        )  # fmt: skip
        key = f"{person['beneficiary_id']}{wanted}"
        if key in self._answers:
            return self._answers[key]
        facts = Facts(
            person=CoveredPerson(*covers[0]),
            day=day,
            catalogue=Catalogue([Tariff(*row) for row in tariffs], day),
            benefits=[Benefit(*row) for row in benefits],
            sums=[YearSum(*row) for row in sums],
            pieces=[PieceLine(*row) for row in pieces],
        )
        answer = simulated(facts, SimulationCreate.model_validate(wanted), "fr")
        body = orjson.dumps(answer, default=str)
        if REPEAT:
            self._answers[key] = body
        return body


if __name__ == "__main__":
    uvicorn.run(
        SimulationFloor(Settings()),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        backlog=2048,
    )
