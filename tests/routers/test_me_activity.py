"""Who saw or changed my file."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from app.container import Container
from app.models.audit import AuditEntry
from app.services.audit import AuditRecord, AuditTrail
from app.values.audit import ActorKind, AuditAction, AuditResult
from app.values.ids import new_id
from app.values.principals import RequestOrigin
from tests.clock import AdjustableClock
from tests.factories.accounts import (
    MadeAccount,
    log_in,
    log_in_fully,
    make_active_account,
    sign_in,
)
from tests.factories.families import another_family
from tests.queries import count_queries

ACTIVITY = "/v1/me/activity"
OFFICE = RequestOrigin(request_id="office", ip="2001:db8:7:8::1", user_agent=None)


@pytest.fixture
async def account(container: Container) -> MadeAccount:
    return await make_active_account(container)


async def record(
    container: Container, account: MadeAccount, kind: ActorKind, action: str, **more: Any
) -> None:
    """An entry about the account, as some part of the product leaves it."""
    entry = AuditRecord(
        action=action,  # type: ignore[arg-type] # versions to come record others
        result=AuditResult.SUCCEEDED,
        actor_kind=kind,
        account_id=account.id,
        **more,
    )
    async with container.database.unit_of_work() as session:
        AuditTrail(session, container.keyring, container.clock).record(entry, OFFICE)


class TestListActivity:
    @pytest.mark.usefixtures("portfolio")
    async def test_nobody_reads_it_unless_signed_in(self, client: httpx.AsyncClient) -> None:
        response = await client.get(ACTIVITY)
        assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")

    async def test_another_family_sees_nothing_of_it(
        self, client: httpx.AsyncClient, container: Container, account: MadeAccount
    ) -> None:
        await record(container, account, ActorKind.OPERATOR, AuditAction.CARD_NIR_READ)
        other = await another_family(container)
        items = (await client.get(ACTIVITY, headers=other)).json()["items"]
        assert [item["action"] for item in items] == ["login"]

    async def test_a_cursor_of_another_reader_is_refused(
        self, client: httpx.AsyncClient, container: Container, account: MadeAccount
    ) -> None:
        mine = [await sign_in(container, account) for _ in range(2)][-1]
        cursor = (await client.get(ACTIVITY, headers=mine, params={"limit": 1})).json()[
            "next_cursor"
        ]
        other = await another_family(container)
        for headers, text in ((other, cursor), (mine, cursor[:-1])):
            response = await client.get(ACTIVITY, headers=headers, params={"cursor": text})
            assert (response.status_code, response.json()["code"]) == (400, "invalid_cursor")

    @pytest.mark.parametrize("limit", ["0", "101", "x"])
    async def test_a_limit_out_of_bounds_is_422(
        self, client: httpx.AsyncClient, container: Container, account: MadeAccount, limit: str
    ) -> None:
        headers = await sign_in(container, account)
        response = await client.get(ACTIVITY, headers=headers, params={"limit": limit})
        assert (response.status_code, response.json()["code"]) == (422, "invalid_request")

    async def test_a_login_is_told_step_by_step(
        self,
        client: httpx.AsyncClient,
        container: Container,
        account: MadeAccount,
        clock: AdjustableClock,
    ) -> None:
        wrong = {"email": account.email, "password": "not the password", "client": "native"}
        await client.post("/v1/auth/login", json=wrong, headers={"X-Forwarded-For": "203.0.113.9"})
        clock.advance(minutes=1)
        opened = await log_in_fully(client, container, account)
        headers = {"Authorization": f"Bearer {opened['access_token']}"}
        response = await client.get(ACTIVITY, headers=headers)
        items = response.json()["items"]
        assert [(item["action"], item["result"], item["actor"]) for item in items] == [
            ("login", "succeeded", "me"),
            ("login.phone", "succeeded", "stranger"),
            ("login.step_up", "required", "stranger"),
            ("login", "refused", "stranger"),
        ]
        assert response.headers["cache-control"] == "no-store"
        async with container.database.read() as connection:
            question = select(AuditEntry).where(AuditEntry.action == "login")
            row = (await connection.execute(question.order_by(AuditEntry.at.desc()))).first()
        assert row
        assert items[0] == {
            "id": str(row.id),
            "at": row.at.isoformat().replace("+00:00", "Z"),
            "action": "login",
            "label": "Connexion",
            "result": "succeeded",
            "actor": "me",
            "network": "192.0.2.0/24",
            "device_id": str(row.device_id),
        }
        assert (items[-1]["network"], items[-1]["device_id"]) == ("203.0.113.0/24", None)
        assert response.json()["next_cursor"] is None

    async def test_what_others_did_about_the_account_is_there(
        self, client: httpx.AsyncClient, container: Container, account: MadeAccount
    ) -> None:
        headers = await sign_in(container, account)
        for kind in (ActorKind.PARTNER, ActorKind.OPERATOR, ActorKind.SYSTEM):
            await record(
                container, account, kind, AuditAction.CARD_DOCUMENT_READ, actor_id=new_id()
            )
        await record(container, account, ActorKind.SYSTEM, "moon.visited")
        items = (await client.get(ACTIVITY, headers=headers)).json()["items"]
        told = [(item["actor"], item["label"], item["network"]) for item in items[:4]]
        card = "Carte de tiers payant téléchargée"
        assert told == [
            ("system", "Autre opération", "2001:db8:7::/48"),
            ("system", card, "2001:db8:7::/48"),
            ("operator", card, "2001:db8:7::/48"),
            ("partner", card, "2001:db8:7::/48"),
        ]

    async def test_labels_follow_the_language(
        self, client: httpx.AsyncClient, container: Container, account: MadeAccount
    ) -> None:
        headers = await sign_in(container, account) | {"Accept-Language": "en"}
        assert (await client.get(ACTIVITY, headers=headers)).json()["items"][0]["label"] == "Login"

    async def test_pages_follow_each_other_without_gap_or_double(
        self,
        client: httpx.AsyncClient,
        container: Container,
        account: MadeAccount,
        clock: AdjustableClock,
    ) -> None:
        for _ in range(3):
            headers = await sign_in(container, account)
            await log_in(client, account)
            clock.advance(minutes=2)
        whole = (await client.get(ACTIVITY, headers=headers)).json()["items"]
        assert len(whole) == 6
        paged: list[Any] = []
        page = {"next_cursor": None}
        while not paged or page["next_cursor"]:
            params = {"limit": 2, **({"cursor": page["next_cursor"]} if paged else {})}
            page = (await client.get(ACTIVITY, headers=headers, params=params)).json()
            paged += page["items"]
        assert paged == whole
        assert whole == sorted(whole, key=lambda item: (item["at"], item["id"]), reverse=True)

    async def test_it_costs_two_queries(
        self, client: httpx.AsyncClient, container: Container, account: MadeAccount
    ) -> None:
        headers = await sign_in(container, account)
        await client.get(ACTIVITY, headers=headers)
        with count_queries(container) as queries:
            await client.get(ACTIVITY, headers=headers)
        assert len(queries) == 2
