"""`PUT /partner/v1/teletransmissions/{ref}`; `test_beneficiaries` walks every move."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from app.container import Container
from app.models.teletransmission import Teletransmission, TeletransmissionChange
from app.values.audit import ActorKind
from tests.factories.feeds import apply_feed, member_body
from tests.routers.partner.conftest import rows
from tests.routers.partner.refusals import REFUSED, refusals

PATH = "/partner/v1/teletransmissions/M-1"
ACTIVE = {"state": "active"}


class TestPutTeletransmission:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        scope = "teletransmissions:write"
        assert await refusals(client, container, scope, "PUT", PATH, json=ACTIVE) == REFUSED

    async def test_a_person_that_was_never_sent_is_unknown(
        self, partner: httpx.AsyncClient
    ) -> None:
        problem = (await partner.put(PATH, json=ACTIVE)).json()
        assert (problem["status"], problem["code"]) == (409, "unknown_reference")
        assert problem["errors"][0]["pointer"] == "/ref"

    @pytest.mark.parametrize(
        ("body", "pointer"),
        [
            ({"state": "rejected"}, "/cause"),
            ({"state": "active", "cause": "overlap"}, "/cause"),
            ({"state": "activation_requested"}, "/state"),
            ({"state": "suspended", "cause": "whim"}, "/cause"),
        ],
    )
    async def test_states_are_the_funds_and_say_why(
        self,
        partner: httpx.AsyncClient,
        container: Container,
        body: dict[str, Any],
        pointer: str,
    ) -> None:
        await apply_feed(container, "members", "M-1", member_body(1))
        problem = (await partner.put(PATH, json=body)).json()
        assert (problem["status"], problem["code"]) == (422, "invalid_request")
        assert problem["errors"][0]["pointer"] == pointer

    async def test_the_first_status_stands_then_moves_are_judged(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        await apply_feed(container, "members", "M-1", member_body(1))
        assert (await partner.put(PATH, json=ACTIVE)).json()["outcome"] == "created"
        assert (await partner.put(PATH, json=ACTIVE)).json()["outcome"] == "unchanged"
        refused = await partner.put(PATH, json={"state": "inactive"})
        assert (refused.status_code, refused.json()["code"]) == (409, "teletransmission_refused")
        suspended = {"state": "suspended", "cause": "no_rights"}
        assert (await partner.put(PATH, json=suspended)).json()["outcome"] == "updated"
        links = await rows(container, select(Teletransmission.state, Teletransmission.cause))
        assert links == [("suspended", "no_rights")]
        history = select(TeletransmissionChange.state, TeletransmissionChange.actor_kind)
        told = await rows(container, history.order_by(TeletransmissionChange.at))
        assert told == [("active", ActorKind.PARTNER), ("suspended", ActorKind.PARTNER)]
