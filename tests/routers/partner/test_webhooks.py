"""Webhooks as partners set them up; what is sent is in `tests/services/test_webhooks.py`."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from app.container import Container
from app.models.audit import AuditEntry
from app.schemas.webhooks import (
    DeliveryPage,
    DeliveryRead,
    WebhookCreatedRead,
    WebhookListRead,
)
from app.services.webhooks.desk import MOST
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.accounts import make_active_account
from tests.factories.webhooks import URL, WEBHOOKS, add_webhook, deliveries_of, subscriber
from tests.queries import count_queries
from tests.routers.partner.conftest import rows
from tests.routers.partner.refusals import REFUSED, refusals

NOBODY = "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d"
READ, WRITE = "webhooks:read", "webhooks:write"
BODY = {"url": URL, "kinds": ["contact.changed"]}


@pytest.fixture
async def partner(container: Container, clock: AdjustableClock) -> dict[str, str]:
    """Headers of a partner with webhooks, on 14 March 2026."""
    clock.set_to("2026-03-14 12:00")
    await make_active_account(container)
    return await subscriber(container)


async def audited(container: Container) -> list[tuple[str, str]]:
    question = select(AuditEntry).where(AuditEntry.action.like("webhook.%"))
    found = await rows(container, question.order_by(AuditEntry.id))
    return [(row.action, str(row.subject_id)) for row in found]


class TestListWebhooks:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        assert await refusals(client, container, READ, "GET", WEBHOOKS) == REFUSED

    async def test_an_employer_has_webhooks_of_its_own(
        self, client: httpx.AsyncClient, container: Container, partner: dict[str, str]
    ) -> None:
        whole = await add_webhook(client, partner)
        employer = await subscriber(container, employer_ref="EMP-1")
        assert (await client.get(WEBHOOKS, headers=employer)).json() == {"items": []}
        path = f"{WEBHOOKS}/{whole['id']}"
        assert (await client.delete(path, headers=employer)).status_code == 404
        assert (await client.get(f"{path}/deliveries", headers=employer)).status_code == 404

    async def test_oldest_first_and_without_the_secret(
        self, client: httpx.AsyncClient, container: Container, partner: dict[str, str]
    ) -> None:
        made = [await add_webhook(client, partner, kinds=kinds) for kinds in (BODY["kinds"], [])]
        with count_queries(container) as queries:
            answer = await client.get(WEBHOOKS, headers=partner)
        assert len(queries) <= 3
        assert_declared(answer.content, WebhookListRead)
        assert answer.json()["items"] == [
            {name: one[name] for name in ("id", "url", "kinds", "created_at")} for one in made
        ]


class TestCreateWebhook:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        refused = await refusals(client, container, WRITE, "POST", WEBHOOKS, json=BODY)
        assert refused == REFUSED

    @pytest.mark.parametrize(
        ("body", "pointer"),
        [
            ({}, "/url"),
            ({"url": "not an address"}, "/url"),
            ({"url": "ftp://receiver.example.org/"}, "/url"),
            ({"url": "https://user:word@receiver.example.org/"}, "/url"),
            ({"url": "https://receiver.example.org/#part"}, "/url"),
            ({"url": "https://receiver.example.org/" + "x" * 500}, "/url"),
            ({"url": URL, "kinds": ["unknown"]}, "/kinds/0"),
        ],
    )
    async def test_what_is_malformed_is_refused(
        self, client: httpx.AsyncClient, partner: dict[str, str], body: Any, pointer: str
    ) -> None:
        problem = (await client.post(WEBHOOKS, headers=partner, json=body)).json()
        assert (problem["status"], problem["errors"][0]["pointer"]) == (422, pointer)

    @pytest.mark.parametrize(
        "url",
        ["http://receiver.example.org/", "https://127.0.0.1/", "https://[::1]/",
         "https://[::ffff:10.0.0.1]/", "https://169.254.169.254/latest", "https://100.64.0.1/",
         "https://2130706433/", "https://0x7f.1/"],
    )  # fmt: skip
    async def test_an_address_that_is_none_of_the_internet_is_refused(
        self, client: httpx.AsyncClient, partner: dict[str, str], url: str
    ) -> None:
        answer = await client.post(WEBHOOKS, headers=partner, json={"url": url})
        assert (answer.status_code, answer.json()["code"]) == (409, "webhook_address_refused")

    async def test_ten_are_enough(self, client: httpx.AsyncClient, partner: dict[str, str]) -> None:
        for _ in range(MOST):
            await add_webhook(client, partner)
        answer = await client.post(WEBHOOKS, headers=partner, json=BODY)
        assert (answer.status_code, answer.json()["code"]) == (409, "too_many_webhooks")

    async def test_its_secret_is_shown_once(
        self, client: httpx.AsyncClient, container: Container, partner: dict[str, str]
    ) -> None:
        answer = await client.post(WEBHOOKS, headers=partner, json=BODY)
        assert answer.status_code == 201
        assert_declared(answer.content, WebhookCreatedRead)
        made = answer.json()
        assert made["secret"].startswith("whsec_")
        assert made["created_at"].startswith("2026-03-14T11:00")
        assert made == {
            **BODY,
            "id": made["id"],
            "created_at": made["created_at"],
            "secret": made["secret"],
        }
        assert made["secret"] not in (await client.get(WEBHOOKS, headers=partner)).text
        assert await audited(container) == [("webhook.created", made["id"])]


class TestDeleteWebhook:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        path = f"{WEBHOOKS}/{NOBODY}"
        assert await refusals(client, container, WRITE, "DELETE", path) == REFUSED

    @pytest.mark.parametrize("webhook", [NOBODY, "odd"])
    async def test_what_there_never_was_is_missing(
        self, client: httpx.AsyncClient, partner: dict[str, str], webhook: str
    ) -> None:
        answer = await client.delete(f"{WEBHOOKS}/{webhook}", headers=partner)
        assert (answer.status_code, answer.json()["code"]) == (404, "webhook_not_found")

    async def test_it_goes_with_its_log(
        self, client: httpx.AsyncClient, container: Container, partner: dict[str, str]
    ) -> None:
        path = f"{WEBHOOKS}/{(await add_webhook(client, partner))['id']}"
        await client.post(f"{path}/test", headers=partner)
        assert [(await client.delete(path, headers=partner)).status_code for _ in "ab"] == [
            204,
            404,
        ]
        assert (await client.get(WEBHOOKS, headers=partner)).json() == {"items": []}
        assert [action for action, _ in await audited(container)] == [
            "webhook.created",
            "webhook.deleted",
        ]


class TestTestWebhook:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        path = f"{WEBHOOKS}/{NOBODY}/test"
        assert await refusals(client, container, WRITE, "POST", path) == REFUSED

    async def test_what_there_never_was_is_missing(
        self, client: httpx.AsyncClient, partner: dict[str, str]
    ) -> None:
        answer = await client.post(f"{WEBHOOKS}/{NOBODY}/test", headers=partner)
        assert (answer.status_code, answer.json()["code"]) == (404, "webhook_not_found")

    async def test_something_is_on_its_way(
        self, client: httpx.AsyncClient, partner: dict[str, str]
    ) -> None:
        webhook = await add_webhook(client, partner)
        answer = await client.post(f"{WEBHOOKS}/{webhook['id']}/test", headers=partner)
        assert answer.status_code == 202
        assert_declared(answer.content, DeliveryRead)
        found = answer.json()
        assert found == {
            "id": found["id"],
            "webhook_id": webhook["id"],
            "event_id": None,
            "kind": "webhook.test",
            "state": "pending",
            "attempts": 0,
            "created_at": found["created_at"],
            "next_attempt_at": found["created_at"],
            "finished_at": None,
            "status": None,
        }
        assert await deliveries_of(client, partner, webhook) == [found]


class TestListWebhookDeliveries:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        path = f"{WEBHOOKS}/{NOBODY}/deliveries"
        assert await refusals(client, container, READ, "GET", path) == REFUSED

    async def test_what_there_never_was_is_missing(
        self, client: httpx.AsyncClient, partner: dict[str, str]
    ) -> None:
        answer = await client.get(f"{WEBHOOKS}/{NOBODY}/deliveries", headers=partner)
        assert (answer.status_code, answer.json()["code"]) == (404, "webhook_not_found")

    async def test_newest_first_by_pages_and_by_state(
        self, client: httpx.AsyncClient, container: Container, partner: dict[str, str]
    ) -> None:
        webhook = await add_webhook(client, partner)
        path = f"{WEBHOOKS}/{webhook['id']}"
        ids = [(await client.post(f"{path}/test", headers=partner)).json()["id"] for _ in "abc"]
        query: dict[str, Any] = {"limit": 2}
        with count_queries(container) as queries:
            first = await client.get(f"{path}/deliveries", headers=partner, params=query)
        assert len(queries) <= 4
        assert_declared(first.content, DeliveryPage)
        query["cursor"] = first.json()["next_cursor"]
        rest = await client.get(f"{path}/deliveries", headers=partner, params=query)
        found = [item["id"] for page in (first, rest) for item in page.json()["items"]]
        assert found == ids[::-1]
        assert await deliveries_of(client, partner, webhook, state="dead") == []
        other = f"{WEBHOOKS}/{(await add_webhook(client, partner))['id']}/deliveries"
        refused = await client.get(other, headers=partner, params=query)
        assert (refused.status_code, refused.json()["code"]) == (400, "invalid_cursor")


class TestReplayDelivery:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        path = f"/partner/v1/deliveries/{NOBODY}/replay"
        assert await refusals(client, container, WRITE, "POST", path) == REFUSED

    async def test_what_there_never_was_is_missing(
        self, client: httpx.AsyncClient, partner: dict[str, str]
    ) -> None:
        answer = await client.post(f"/partner/v1/deliveries/{NOBODY}/replay", headers=partner)
        assert (answer.status_code, answer.json()["code"]) == (404, "delivery_not_found")

    async def test_what_is_on_its_way_is_not_sent_twice(
        self, client: httpx.AsyncClient, partner: dict[str, str]
    ) -> None:
        webhook = await add_webhook(client, partner)
        sent = (await client.post(f"{WEBHOOKS}/{webhook['id']}/test", headers=partner)).json()
        path = f"/partner/v1/deliveries/{sent['id']}/replay"
        answer = await client.post(path, headers=partner)
        assert (answer.status_code, answer.json()["code"]) == (409, "delivery_pending")
