"""Row 22, reading another family's data: an id of theirs is an id of nobody.

The route tree is walked: an operation that takes a new kind of id fails here until the table
below says where another family's id of that kind comes from.
"""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute

from app.container import Container
from app.dependencies.guards import MemberGuard
from app.main import create_app
from app.models.contract import Contract
from app.models.data_export import DataExport
from app.models.second_factor import SecondFactor
from app.models.session import Device, MemberSession
from app.models.statement import Statement
from app.openapi import guard_of
from app.settings import Profile, Settings
from app.values.ids import new_id
from tests.factories.accounts import account_of, enrol_totp, make_active_account, sign_in
from tests.factories.change_requests import ask_change, change_request_id
from tests.factories.data_exports import keep_export
from tests.factories.families import id_of, reimburse
from tests.factories.feeds import (
    apply_feed,
    beneficiary_body,
    contract_body,
    cover,
    member_body,
)
from tests.factories.messages import open_thread, thread_id
from tests.factories.operations import operations_of

FOREIGN = {"M-1": ("M-2", "C-2"), "M-2": ("M-1", "C-1")}
"""For each family, the other one and the contract only that one has."""


async def _scalar(container: Container, question: Select[tuple[UUID]]) -> str:
    async with container.database.read() as connection:
        return str(await connection.scalar(question))


async def _foreign_beneficiary(container: Container, reader: str) -> str:
    return await id_of(container, FOREIGN[reader][0])


async def _foreign_contract(container: Container, reader: str) -> str:
    return await _scalar(container, select(Contract.id).where(Contract.ref == FOREIGN[reader][1]))


async def _foreign_change_request(container: Container, reader: str) -> str:
    return await change_request_id(container, FOREIGN[reader][0])


async def _foreign_thread(container: Container, reader: str) -> str:
    return await thread_id(container, FOREIGN[reader][0])


async def _foreign_statement(container: Container, reader: str) -> str:
    ref = FOREIGN[reader][0].replace("M", "S")
    return await _scalar(container, select(Statement.id).where(Statement.ref == ref))


def _of_other_account(
    column: InstrumentedAttribute[UUID], account: InstrumentedAttribute[UUID]
) -> Callable[[Container, str], Awaitable[str]]:
    """An id in a table whose rows belong to accounts."""

    async def find(container: Container, reader: str) -> str:
        other = await account_of(container, FOREIGN[reader][0])
        return await _scalar(container, select(column).where(account == other.id))

    return find


FOREIGN_IDS: dict[str, Callable[[Container, str], Awaitable[str]]] = {
    "beneficiary_id": _foreign_beneficiary,
    "contract_id": _foreign_contract,
    "change_request_id": _foreign_change_request,
    "message_id": _foreign_thread,
    "statement_id": _foreign_statement,
    "data_export_id": _of_other_account(DataExport.id, DataExport.account_id),
    "session_id": _of_other_account(MemberSession.id, MemberSession.account_id),
    "device_id": _of_other_account(Device.id, Device.account_id),
    "factor_id": _of_other_account(SecondFactor.id, SecondFactor.account_id),
}
"""Name of an id parameter → an id of that kind that belongs to the other family."""
OF_NOBODY = {"provider_id"}
"""Ids of what is public: every family reads the same."""


def _parameters(dependant: Dependant) -> set[str]:
    own = {field.alias for field in (*dependant.path_params, *dependant.query_params)}
    return own.union(*(_parameters(inner) for inner in dependant.dependencies))


def _ids_taken(app: FastAPI) -> list[tuple[str, str, str]]:
    """Method, path and name of each id that a signed-in person may send."""
    routes = [context.original_route for context in iter_route_contexts(app.routes)]
    return sorted(
        (method, route.path_format, name)
        for route in routes
        if isinstance(route, APIRoute) and isinstance(guard_of(route)[0], MemberGuard)
        for name in _parameters(route.dependant)
        if name.endswith("id") and name not in OF_NOBODY
        for method in route.methods
    )


TAKEN = _ids_taken(create_app(Settings(profile=Profile.DEMO)))


@pytest.fixture
async def families(container: Container) -> dict[str, dict[str, str]]:
    """Two members signed in, each with a child, a statement and a contract of their own."""
    await make_active_account(container)
    await apply_feed(container, "contracts", "C-2", contract_body("EMP-2", number="HCR-2"))
    other = member_body(last_name="Bernard", covers=[cover("C-2")])
    await apply_feed(container, "members", "M-2", other)
    child = beneficiary_body("M-2", first_name="Noé", covers=[cover("C-2")])
    await apply_feed(container, "beneficiaries", "M-2-2", child)
    await reimburse(container, [{}], ref="S-1", member_ref="M-1")
    await reimburse(container, [{}], ref="S-2", member_ref="M-2")
    for ref in FOREIGN:
        await ask_change(container, ref)
        await open_thread(container, ref)
    await make_active_account(container, "M-2")
    accounts = {ref: await account_of(container, ref) for ref in FOREIGN}
    for account in accounts.values():
        await enrol_totp(container, account)
        await keep_export(container, account)
    return {ref: await sign_in(container, account) for ref, account in accounts.items()}


class TestAnotherFamily:
    def test_every_kind_of_id_is_known_here(self) -> None:
        assert {name for _, _, name in TAKEN} == set(FOREIGN_IDS)

    async def test_their_id_and_a_missing_one_are_answered_alike(
        self,
        app: FastAPI,
        client: httpx.AsyncClient,
        container: Container,
        families: dict[str, dict[str, str]],
    ) -> None:
        bodies = {(one.method, one.path): one.example for one in operations_of(app)}
        for reader, headers in families.items():
            for method, path, name in TAKEN:
                theirs = await FOREIGN_IDS[name](container, reader)
                answers = [
                    await _ask(client, method, path, name, value, headers, bodies[method, path])
                    for value in (theirs, str(new_id()), "not-an-id")
                ]
                assert answers[0]["status"] == 404, (method, path, name)
                assert answers[0] == answers[1] == answers[2]


async def _ask(
    client: httpx.AsyncClient,
    method: str,
    path: str,
    name: str,
    value: str,
    headers: dict[str, str],
    body: Any,
) -> dict[str, Any]:
    """The problem document without what is the request's own."""
    in_path = f"{{{name}}}" in path
    response = await client.request(
        method,
        path.replace(f"{{{name}}}", value),
        params={} if in_path else {name: value},
        headers=headers | {"If-Match": "*"},
        json=body,
    )
    problem: dict[str, Any] = response.json()
    del problem["request_id"], problem["instance"]
    return problem
