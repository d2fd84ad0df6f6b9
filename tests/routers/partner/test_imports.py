"""`POST /partner/v1/imports/{kind}`, `GET /partner/v1/imports/{id}` and its results."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import orjson
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from app.container import Container
from app.models.import_run import ImportRun
from app.models.member import Member
from app.services.feeds.kinds import KINDS
from app.services.portfolios import CurrentPortfolio
from app.values.ids import new_id
from app.values.imports import ImportKind
from tests.factories.feeds import apply_agreement, member_body
from tests.factories.imports import ndjson, run_import
from tests.factories.partners import bearing, make_token
from tests.routers.partner.conftest import rows
from tests.routers.partner.refusals import REFUSED, refusals

PATH = "/partner/v1/imports"
NDJSON = {"Content-Type": "application/x-ndjson"}


def member_line(number: int, **changes: Any) -> dict[str, Any]:
    return {"ref": f"M-{number}", **member_body(number, email=None, **changes)}


class TestImportLines:
    @pytest.mark.parametrize("kind", ImportKind)
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container, kind: str
    ) -> None:
        answers = await refusals(
            client, container, KINDS[kind].scope, "POST", f"{PATH}/{kind}", content=b"{}\n"
        )
        assert answers == REFUSED
        assert await rows(container, select(ImportRun.id)) == []

    async def test_an_employers_token_sends_affiliations_only(
        self, client: httpx.AsyncClient, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        token = await make_token(container, portfolio, "members:write", employer_ref="EMP-2")
        await apply_agreement(container)
        response = await client.post(
            f"{PATH}/members", content=ndjson(member_line(1)), headers=bearing(token)
        )
        assert (response.status_code, response.json()["rejected"]) == (201, 1)

    async def test_an_unknown_kind_is_no_operation(self, partner: httpx.AsyncClient) -> None:
        response = await partner.post(f"{PATH}/unicorns", content=b"{}\n")
        assert response.status_code in {404, 405}

    async def test_another_media_type_is_415(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        response = await partner.post(f"{PATH}/members", json=[])
        assert (response.status_code, response.json()["code"]) == (415, "unsupported_media_type")
        assert await rows(container, select(ImportRun.id)) == []

    async def test_it_answers_with_the_import_and_its_counts(
        self, partner: httpx.AsyncClient
    ) -> None:
        lines = ndjson(member_line(1), b"{broken", member_line(2))
        response = await partner.post(f"{PATH}/members", content=lines, headers=NDJSON)
        body = response.json()
        assert response.status_code == 201
        assert body.pop("started_at") <= body.pop("finished_at")
        assert (await partner.get(f"{PATH}/{body['id']}")).json().items() >= body.items()
        assert body.pop("id")
        assert body == {
            "kind": "members",
            "state": "completed",
            "dry_run": False,
            "lines": 3,
            "created": 2,
            "updated": 0,
            "unchanged": 0,
            "rejected": 1,
            "failure": None,
        }

    async def test_a_dry_run_writes_nothing(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        response = await partner.post(
            f"{PATH}/members", params={"dry_run": "true"}, content=ndjson(member_line(1))
        )
        assert (response.json()["dry_run"], response.json()["created"]) == (True, 1)
        assert await rows(container, select(Member.id)) == []

    async def test_a_stream_may_be_longer_than_any_other_body(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        limit = container.settings.max_body_bytes

        async def stream() -> AsyncIterator[bytes]:
            yield b"\n" * limit
            yield b"x" * (limit + 10) + b"\n"
            yield ndjson(member_line(1))

        response = await partner.post(f"{PATH}/members", content=stream())
        body = response.json()
        assert (body["lines"], body["created"], body["rejected"]) == (2, 1, 1)

    async def test_a_client_that_goes_away_leaves_a_failed_import(
        self, app: FastAPI, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        await apply_agreement(container)
        token = await make_token(container, portfolio)
        messages = [
            {
                "type": "http.request",
                "body": ndjson(*(member_line(number) for number in range(1, 601))),
                "more_body": True,
            },
            {"type": "http.disconnect"},
        ]

        async def receive() -> dict[str, Any]:
            return messages.pop(0) if len(messages) > 1 else messages[0]

        async def send(_message: dict[str, Any]) -> None:
            """Nobody listens any more."""

        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": f"{PATH}/members",
            "raw_path": f"{PATH}/members".encode(),
            "query_string": b"",
            "headers": [
                (b"host", b"espace.test"),
                (b"authorization", f"Bearer {token}".encode()),
                (b"content-type", b"application/x-ndjson"),
            ],
            "client": ("127.0.0.1", 50000),
            "server": ("espace.test", 80),
            "state": {},
        }
        await app(scope, receive, send)
        (run,) = await rows(container, select(ImportRun.__table__))
        assert (run.state, run.failure, run.created) == ("failed", "stream_broken", 500)
        (found,) = await rows(container, select(func.count()).select_from(Member))
        assert found == (500,)


class TestGetImport:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        path = f"{PATH}/{new_id()}"
        assert await refusals(client, container, "imports:read", "GET", path) == REFUSED

    @pytest.mark.parametrize("odd", ["members", "0", "not-an-id"])
    async def test_an_odd_id_is_a_missing_one(self, partner: httpx.AsyncClient, odd: str) -> None:
        for path in (f"{PATH}/{odd}", f"{PATH}/{new_id()}", f"{PATH}/{odd}/results"):
            response = await partner.get(path)
            assert (response.status_code, response.json()["code"]) == (404, "import_not_found")

    async def test_an_employers_token_sees_its_employers_imports_alone(
        self, client: httpx.AsyncClient, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        await apply_agreement(container)
        others = await run_import(container, portfolio, "members", [])
        scopes = ("members:write", "imports:read")
        first, second = [
            bearing(await make_token(container, portfolio, *scopes, employer_ref="EMP-1"))
            for _ in range(2)
        ]
        own = await client.post(f"{PATH}/members", content=b"", headers=first)
        assert (await client.get(f"{PATH}/{own.json()['id']}", headers=second)).status_code == 200
        assert (await client.get(f"{PATH}/{others.id}", headers=second)).status_code == 404


class TestStreamImportResults:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        path = f"{PATH}/{new_id()}/results"
        assert await refusals(client, container, "imports:read", "GET", path) == REFUSED

    async def test_one_result_a_line_in_their_order(
        self, partner: httpx.AsyncClient, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        lines = [member_line(number) for number in range(1, 602)]
        lines[600]["nir"] = "295109912611194"
        found = await run_import(container, portfolio, "members", [ndjson(*lines)])
        response = await partner.get(f"{PATH}/{found.id}/results")
        told = [orjson.loads(line) for line in response.text.splitlines()]
        assert response.headers["content-type"] == "application/x-ndjson"
        assert [result["line"] for result in told] == list(range(1, 602))
        assert told[0] == {
            "line": 1,
            "ref": "M-1",
            "outcome": "created",
            "code": None,
            "errors": [],
        }
        assert told[600] == {
            "line": 601,
            "ref": "M-601",
            "outcome": "rejected",
            "code": "invalid_request",
            "errors": [{"pointer": "/nir", "code": "invalid_nir"}],
        }
        assert "295109912611194" not in response.text
