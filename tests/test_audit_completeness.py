"""The audit trail is complete: what must be accounted for leaves an entry, whatever comes later."""

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app.container import Container
from app.models.audit import AuditEntry
from tests.clock import AdjustableClock
from tests.factories.accounts import log_in, make_active_account, newest_code, steps_of
from tests.factories.families import rich_family
from tests.factories.operations import JSON
from tests.factories.papers import contract_id, statement_id


async def entries(container: Container) -> list[tuple[str, str]]:
    """Actions and results, in their order."""
    question = select(AuditEntry.action, AuditEntry.result).order_by(AuditEntry.id)
    async with container.database.read() as connection:
        return [(row.action, row.result) for row in await connection.execute(question)]


@pytest.fixture
def today(clock: AdjustableClock) -> None:
    clock.set_to("2026-03-14 12:00")


def documents_of(app: FastAPI) -> list[str]:
    """The addresses at which members download documents."""
    return [
        path
        for path, methods in app.openapi()["paths"].items()
        for described in [methods.get("get")]
        if described
        and {"member": []} in described["security"]
        and not {JSON, "text/event-stream"} & described["responses"]["200"]["content"].keys()
    ]


class TestDocuments:
    @pytest.mark.usefixtures("today")
    async def test_each_one_that_is_handed_out_leaves_an_entry(
        self, app: FastAPI, client: httpx.AsyncClient, container: Container
    ) -> None:
        family = await rich_family(container)
        paths = documents_of(app)
        assert paths
        ids = {
            "{contract_id}": await contract_id(container),
            "{statement_id}": await statement_id(container, "S-1"),
        }
        for described in paths:
            path = described
            for name, value in ids.items():
                path = path.replace(name, value)
            before = await entries(container)
            response = await client.get(path, headers=family.headers)
            assert response.status_code == 200, path
            (entry,) = (await entries(container))[len(before) :]
            assert entry[0].endswith("document_read"), path
            assert entry[1] == "succeeded"

    @pytest.mark.usefixtures("today")
    async def test_a_full_nir_leaves_one_for_each_person_it_is_shown_of(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        family = await rich_family(container, nir_shown=True)
        before = await entries(container)
        card = (await client.get("/v1/card", headers=family.headers)).json()
        shown = [one for one in card["beneficiaries"] if "nir" in one]
        left = (await entries(container))[len(before) :]
        assert left == [("card.nir_read", "succeeded")] * len(shown)
        assert len(shown) == len(family.nirs)


class TestStepUp:
    async def test_each_decision_leaves_one(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        flow = (await log_in(client, account)).json()["flow"]
        path, headers = steps_of(flow)
        for phone in ("+33639980999", account.phone):
            await client.post(f"{path}/phone", json={"phone": phone}, headers=headers)
        code = await newest_code(container, account.phone)
        wrong = f"{(int(code) + 1) % 1_000_000:06d}"
        for submitted in (wrong, code):
            response = await client.post(
                f"{path}/verify", json={"code": submitted}, headers=headers
            )
        device = response.json()["device_secret"]
        await log_in(client, account, device=device)
        await log_in(client, account, device=device, ip="203.0.113.7")
        told = await entries(container)
        expected = [
            ("login.step_up", "required"),
            ("login.phone", "refused"),
            ("login.phone", "succeeded"),
            ("login.code", "refused"),
            ("login", "succeeded"),
            ("login", "succeeded"),
            ("login.step_up", "required"),
        ]
        assert [entry for entry in told if entry[0].startswith("login")] == expected
