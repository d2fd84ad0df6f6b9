"""Row 24, partner scope confusion: a token does what its scope says, in its portfolio, for its
employer, and nothing else.

Operations, scopes and bodies are read from the route tree and from the kinds of feeds. A body that
names a new kind of thing fails here until `NAMED` says where another one of that kind comes from.
"""

import copy
from collections.abc import Iterator
from typing import Any

import httpx
import orjson
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from sqlalchemy import select

from app.container import Container
from app.dependencies.guards import MemberGuard, PartnerGuard
from app.models import Base
from app.openapi import guard_of
from app.services.feeds.content_kinds import CONTENT_KINDS
from app.services.feeds.kinds import KINDS, SCOPES_OF_EMPLOYERS, FeedKind
from app.services.partner_tokens import TokenRefused
from app.services.portfolios import CurrentPortfolio
from app.values.ids import new_id
from app.values.imports import ImportKind
from app.values.principals import PartnerScope
from tests.factories.accounts import make_active_account, sign_in
from tests.factories.change_requests import ask_change
from tests.factories.feeds import apply_feed, beneficiary_body, make_portfolio, statement_body
from tests.factories.imports import ndjson
from tests.factories.messages import open_thread
from tests.factories.operations import NDJSON, Operation, leaves, operations_of, replaced
from tests.factories.partners import bearing, make_token
from tests.factories.webhooks import WEBHOOKS, add_webhook

ELSEWHERE = "http://other.test"
NAMED = {
    "contract_ref": ("C-9", "C-1"),
    "benefit_level_ref": ("L-9", "L-1"),
    "raised_level_ref": ("L-9", "L-1"),
    "member_ref": ("M-9", "M-1"),
    "beneficiary_ref": ("M-9", "M-1"),
}
"""Field that names something → what the token's own portfolio calls it, and what this one does."""
OWN_REFS = {
    ImportKind.CONTRACTS: "C-9",
    ImportKind.BENEFIT_LEVELS: "L-9",
    ImportKind.OPTIONS: "O-9",
    ImportKind.TARIFFS: "T-9",
    ImportKind.MEMBERS: "M-9",
    ImportKind.BENEFICIARIES: "M-9-2",
    ImportKind.STATEMENTS: "S-9",
    ImportKind.TELETRANSMISSIONS: "M-9",
    **{kind.code: "X-9" for kind in CONTENT_KINDS},
}
THESE_REFS = {
    ImportKind.CONTRACTS: "C-1",
    ImportKind.BENEFIT_LEVELS: "L-1",
    ImportKind.OPTIONS: "O-1",
    ImportKind.TARIFFS: "T-1",
    ImportKind.MEMBERS: "M-1",
    ImportKind.BENEFICIARIES: "M-1-2",
    ImportKind.STATEMENTS: "S-1",
    ImportKind.TELETRANSMISSIONS: "M-1",
    **{kind.code: "X-1" for kind in CONTENT_KINDS},
}


def scopes_of(app: FastAPI) -> dict[str, PartnerScope]:
    """The scope of each partner operation, from its guard."""
    routes = [context.original_route for context in iter_route_contexts(app.routes)]
    return {
        f"{method} {route.path_format}": guard.scope
        for route in routes
        if isinstance(route, APIRoute)
        for guard in guard_of(route)
        if isinstance(guard, PartnerGuard)
        for method in route.methods
    }


def member_operations(app: FastAPI) -> list[tuple[str, str]]:
    routes = [context.original_route for context in iter_route_contexts(app.routes)]
    return [
        (method, route.path_format.replace("{", "").replace("}", ""))
        for route in routes
        if isinstance(route, APIRoute) and isinstance(guard_of(route)[0], MemberGuard)
        for method in route.methods
    ]


async def ask(
    client: httpx.AsyncClient, operation: Operation, headers: dict[str, str]
) -> tuple[int, str | None]:
    """Status and code of the answer to the operation's own example."""
    kind = {"Content-Type": operation.media_type} if operation.media_type else {}
    body = operation.example
    content = body if isinstance(body, str) else orjson.dumps(body)
    path = operation.path.replace("{", "").replace("}", "")
    response = await client.request(
        operation.method, path, headers=headers | kind, content=content if kind else None
    )
    is_json = response.headers.get("content-type", "").endswith("json")
    return response.status_code, response.json().get("code") if is_json else None


@pytest.fixture
async def family(container: Container) -> CurrentPortfolio:
    """This portfolio: `C-1` of `EMP-1`, `L-1`, the family of `M-1` with its child and `S-1`."""
    await make_active_account(container)
    await apply_feed(container, "statements", "S-1", statement_body())
    return await container.portfolios.at_host("espace.test")


class TestScopes:
    async def test_each_operation_is_for_its_scope_alone(
        self,
        app: FastAPI,
        client: httpx.AsyncClient,
        container: Container,
        family: CurrentPortfolio,
    ) -> None:
        scopes = scopes_of(app)
        operations = {one.name: one for one in operations_of(app) if one.name in scopes}
        assert operations.keys() == scopes.keys()
        assert set(scopes.values()) == set(PartnerScope), "a scope that opens nothing"
        own = {s: bearing(await make_token(container, family, s)) for s in PartnerScope}
        others = {
            scope: bearing(await make_token(container, family, *(set(PartnerScope) - {scope})))
            for scope in PartnerScope
        }
        for name, operation in operations.items():
            refused = await ask(client, operation, others[scopes[name]])
            assert refused == (403, "permission_missing"), name
            admitted = await ask(client, operation, own[scopes[name]])
            assert admitted[0] not in {401, 403}, name

    async def test_members_and_partners_never_pass_for_each_other(
        self,
        app: FastAPI,
        client: httpx.AsyncClient,
        container: Container,
        family: CurrentPortfolio,
    ) -> None:
        partner = bearing(await make_token(container, family))
        member = await sign_in(container, await make_active_account(container))
        for method, path in member_operations(app):
            response = await client.request(method, path, headers=partner, json={})
            assert response.status_code == 401, f"{method} {path}"
        for operation in operations_of(app):
            if "partner" in operation.security:
                refused = await ask(client, operation, member)
                assert refused == (401, "unauthenticated"), operation.name


def renamed(example: Any, wanted: dict[str, str]) -> Any:
    """The example with every reference of these fields replaced."""
    body = copy.deepcopy(example)
    for place in leaves(body):
        if str(place[-1]).endswith("_ref"):
            body = replaced(body, place, wanted[str(place[-1])])
    return body


def own_body(kind: FeedKind) -> dict[str, Any]:
    """What a partner of the other portfolio sends: it names things of its own."""
    body = renamed(kind.example, {name: own for name, (own, _) in NAMED.items()})
    del body["ref"]
    return dict(body)


def strange_bodies(kind: FeedKind) -> Iterator[tuple[str, dict[str, Any]]]:
    """The same with one name of this portfolio in it: its pointer, and the body."""
    body = own_body(kind)
    for place in leaves(body):
        if str(place[-1]).endswith("_ref"):
            these = NAMED[str(place[-1])][1]
            yield "/" + "/".join(map(str, place)), replaced(body, place, these)


async def rows_of(container: Container, portfolio: CurrentPortfolio) -> dict[str, Any]:
    """Everything feeds wrote of a portfolio."""
    tables = [t for t in Base.metadata.sorted_tables if {"portfolio_id", "ref"} <= set(t.c.keys())]
    assert len(tables) >= 5
    async with container.database.read() as connection:
        return {
            table.name: (
                await connection.execute(
                    select(table).where(table.c.portfolio_id == portfolio.id).order_by(table.c.id)
                )
            ).all()
            for table in tables
        }


@pytest.fixture
async def elsewhere(
    client: httpx.AsyncClient, container: Container, family: CurrentPortfolio
) -> dict[str, str]:
    """Headers of another portfolio's token, whose partner has sent one of each kind."""
    assert family.code == "hcr"
    other = await make_portfolio(container, "other", "other.test")
    headers = bearing(await make_token(container, other))
    for kind in KINDS.values():
        path = f"{ELSEWHERE}/partner/v1/{kind.code.value}/{OWN_REFS[kind.code]}"
        answer = await client.put(path, headers=headers, json=own_body(kind))
        assert answer.status_code == 201, answer.text
    return headers


class TestAnotherPortfolio:
    async def test_it_is_nobody_here(
        self, app: FastAPI, client: httpx.AsyncClient, elsewhere: dict[str, str]
    ) -> None:
        for operation in operations_of(app):
            if "partner" in operation.security:
                assert (await ask(client, operation, elsewhere))[0] == 401, operation.name

    async def test_what_it_names_of_this_one_is_unknown(
        self,
        client: httpx.AsyncClient,
        container: Container,
        family: CurrentPortfolio,
        elsewhere: dict[str, str],
    ) -> None:
        before = await rows_of(container, family)
        tried = 0
        for kind in KINDS.values():
            for pointer, body in strange_bodies(kind):
                path = f"{ELSEWHERE}/partner/v1/{kind.code.value}/N-1"
                answer = (await client.put(path, headers=elsewhere, json=body)).json()
                assert answer["code"] == "unknown_reference", (kind.code, pointer)
                assert pointer.startswith(answer["errors"][0]["pointer"])
                line = ndjson({"ref": "N-1", **body})
                assert await codes_of_import(client, elsewhere, kind, line) == ["unknown_reference"]
                tried += 1
        assert tried >= 7
        assert await rows_of(container, family) == before

    async def test_the_same_references_there_are_other_things(
        self,
        client: httpx.AsyncClient,
        container: Container,
        family: CurrentPortfolio,
    ) -> None:
        before = await rows_of(container, family)
        third = await make_portfolio(container, "third", "third.test")
        headers = bearing(await make_token(container, third))
        for kind in KINDS.values():
            body = renamed(kind.example, {name: these for name, (_, these) in NAMED.items()})
            del body["ref"]
            path = f"http://third.test/partner/v1/{kind.code.value}/{THESE_REFS[kind.code]}"
            answer = await client.put(path, headers=headers, json=body)
            assert answer.status_code == 201, answer.text
        assert await rows_of(container, family) == before

    async def test_ids_of_this_one_are_ids_of_nobody(
        self,
        app: FastAPI,
        client: httpx.AsyncClient,
        container: Container,
        family: CurrentPortfolio,
        elsewhere: dict[str, str],
    ) -> None:
        whole = bearing(await make_token(container, family))
        ids = {
            **await webhook_ids(client, whole),
            "import_id": await import_something(client, whole),
            "change_request_id": await ask_change(container),
            "message_id": await open_thread(container),
        }
        await assert_nobodys(app, client, ELSEWHERE, elsewhere, ids)


class TestAnEmployer:
    @pytest.mark.parametrize("scope", sorted(set(PartnerScope) - SCOPES_OF_EMPLOYERS))
    async def test_it_never_gets_a_scope_over_health_data(
        self, container: Container, portfolio: CurrentPortfolio, scope: PartnerScope
    ) -> None:
        with pytest.raises(TokenRefused):
            await make_token(container, portfolio, scope, employer_ref="EMP-9")

    async def test_what_it_names_of_another_employer_is_unknown(
        self, client: httpx.AsyncClient, container: Container, family: CurrentPortfolio
    ) -> None:
        level = own_body(KINDS[ImportKind.BENEFIT_LEVELS])
        await apply_feed(container, "benefit-levels", "L-9", level)
        headers = await employers_token(container, family)
        kinds = [kind for kind in KINDS.values() if kind.of_employers]
        bodies = {kind.code: own_body(kind) for kind in kinds}
        contract = bodies[ImportKind.CONTRACTS]
        contract["employer"]["ref"] = "EMP-9"
        for kind in kinds:
            path = f"/partner/v1/{kind.code.value}/{OWN_REFS[kind.code]}"
            answer = await client.put(path, headers=headers, json=bodies[kind.code])
            assert answer.status_code == 201, answer.text
        before = await rows_of(container, family)
        for kind in kinds:
            strange = {"/ref": bodies[kind.code], **dict(strange_bodies(kind))}
            if kind.code is ImportKind.CONTRACTS:
                strange["/employer/ref"] = replaced(contract, ("employer", "ref"), "EMP-1")
            for pointer, body in strange.items():
                if pointer.endswith("/benefit_level_ref"):
                    continue
                ref = THESE_REFS[kind.code] if pointer == "/ref" else "N-1"
                path = f"/partner/v1/{kind.code.value}/{ref}"
                answer = (await client.put(path, headers=headers, json=body)).json()
                assert answer["code"] == "unknown_reference", (kind.code, pointer)
                assert pointer.startswith(answer["errors"][0]["pointer"])
        assert await rows_of(container, family) == before

    async def test_imports_of_others_are_imports_of_nobody(
        self,
        app: FastAPI,
        client: httpx.AsyncClient,
        container: Container,
        family: CurrentPortfolio,
    ) -> None:
        whole = bearing(await make_token(container, family))
        ids = {
            **await webhook_ids(client, whole),
            "import_id": await import_something(client, whole),
        }
        await assert_nobodys(app, client, "", await employers_token(container, family), ids)


async def employers_token(container: Container, portfolio: CurrentPortfolio) -> dict[str, str]:
    token = await make_token(container, portfolio, *SCOPES_OF_EMPLOYERS, employer_ref="EMP-9")
    return bearing(token)


async def import_something(client: httpx.AsyncClient, headers: dict[str, str]) -> str:
    """The id of an import of this portfolio that rejected a line and kept one."""
    content = ndjson({"ref": "M-1-3", **beneficiary_body(rank=3)}, b"{")
    path = "/partner/v1/imports/beneficiaries"
    answer = await client.post(path, headers=headers | {"Content-Type": NDJSON}, content=content)
    assert answer.json()["rejected"] == 1
    return str(answer.json()["id"])


async def webhook_ids(client: httpx.AsyncClient, headers: dict[str, str]) -> dict[str, str]:
    """A webhook of this portfolio, and something that was sent to it."""
    webhook = (await add_webhook(client, headers))["id"]
    sent = await client.post(f"{WEBHOOKS}/{webhook}/test", headers=headers)
    return {"webhook_id": webhook, "delivery_id": sent.json()["id"]}


async def codes_of_import(
    client: httpx.AsyncClient, headers: dict[str, str], kind: FeedKind, content: bytes
) -> list[str]:
    imports = f"{ELSEWHERE}/partner/v1/imports"
    path, sent = f"{imports}/{kind.code.value}", headers | {"Content-Type": NDJSON}
    import_id = (await client.post(path, headers=sent, content=content)).json()["id"]
    results = (await client.get(f"{imports}/{import_id}/results", headers=headers)).content
    return [orjson.loads(line)["code"] for line in results.splitlines()]


async def assert_nobodys(
    app: FastAPI,
    client: httpx.AsyncClient,
    base: str,
    headers: dict[str, str],
    ids: dict[str, str],
) -> None:
    """Every operation that takes one of these ids, and is not closed to the token altogether,
    answers it as it answers an id nobody has.
    """
    scopes, asked = scopes_of(app), 0
    for operation in operations_of(app):
        if "partner" not in operation.security or "_id}" not in operation.path:
            continue
        if base == "" and scopes[operation.name] not in SCOPES_OF_EMPLOYERS:
            continue
        answers = []
        for known in (ids, {name: str(new_id()) for name in ids}):
            path, body = base + operation.path.format_map(known), operation.example
            response = await client.request(operation.method, path, headers=headers, json=body)
            body = response.json()
            answers.append((response.status_code, body["code"], body["title"]))
        assert answers[0][0] == 404, operation.name
        assert answers[0] == answers[1], operation.name
        asked += 1
    assert asked >= 2
