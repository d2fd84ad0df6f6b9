"""Where reimbursements are paid: read masked, changed with a fresh second factor."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import orjson
import pytest

from app.container import Container
from app.schemas.bank_details import BankDetailsRead
from app.security.sealed_places import SealedPlace
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.accounts import (
    account_of,
    change_account,
    messages_to,
    sign_in,
)
from tests.factories.bank_details import BIC, IBAN, OTHER_IBAN, give_bank_details
from tests.factories.families import another_family, signed_in_member, signed_in_spouse
from tests.factories.sealed import opened_values
from tests.queries import count_queries

PATH = "/v1/me/bank-details"
NONE = {"holder": None, "iban": None, "bic": None, "updated_at": None}
BODY = {"holder": "Camille Martin", "iban": "FR76 3000 6000 0112 3456 7890 189"}
MASKED = "FR•• •••• •••• 0189"
GIVEN = {"holder": "Camille Martin", "iban": MASKED, "bic": BIC}


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    clock.set_to("2026-03-14 12:00")
    return await signed_in_member(container)


async def put(
    client: httpx.AsyncClient, headers: dict[str, str], tag: str | None = "*", **changes: Any
) -> httpx.Response:
    sent = headers | ({"If-Match": tag} if tag else {})
    return await client.put(PATH, json={**BODY, **changes}, headers=sent)


async def tag_of(client: httpx.AsyncClient, headers: dict[str, str]) -> str:
    return (await client.get(PATH, headers=headers)).headers["ETag"]


class TestGetBankDetails:
    @pytest.mark.usefixtures("member")
    async def test_nobody_reads_them_unless_signed_in(self, client: httpx.AsyncClient) -> None:
        assert (await client.get(PATH)).status_code == 401

    async def test_those_of_others_are_not_shown(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await give_bank_details(container)
        for others in (await another_family(container), await signed_in_spouse(container)):
            assert (await client.get(PATH, headers=others)).json() == NONE
        assert (await client.get(PATH, headers=member)).json()["iban"] == MASKED

    async def test_they_are_masked(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await give_bank_details(container)
        with count_queries(container) as queries:
            response = await client.get(PATH, headers=member)
        assert_declared(response.content, BankDetailsRead)
        assert response.json() == GIVEN | {"updated_at": response.json()["updated_at"]}
        assert response.json()["updated_at"].startswith("2026-03-14T11:00:0")
        assert len(queries) <= 2

    async def test_a_client_that_holds_them_is_told_so(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        known = member | {"If-None-Match": await tag_of(client, member)}
        assert (await client.get(PATH, headers=known)).status_code == 304


class TestSetBankDetails:
    @pytest.mark.usefixtures("member")
    async def test_nobody_changes_them_unless_signed_in(self, client: httpx.AsyncClient) -> None:
        assert (await put(client, {})).status_code == 401

    async def test_an_old_second_factor_is_not_enough(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        headers = await signed_in_member(container)
        clock.advance(minutes=16)
        response = await put(client, headers)
        assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")

    async def test_they_wait_after_a_change_of_factors(
        self,
        client: httpx.AsyncClient,
        container: Container,
        clock: AdjustableClock,
        member: dict[str, str],
    ) -> None:
        account = await account_of(container, "M-1")
        until = clock.now() + timedelta(hours=72)
        await change_account(container, account, frozen_until=until)
        response = await put(client, member)
        assert (response.status_code, response.json()["code"]) == (409, "account_frozen")
        clock.advance(hours=72, seconds=1)
        assert (await put(client, await sign_in(container, account))).status_code == 200

    @pytest.mark.parametrize(
        ("changes", "pointer", "code"),
        [
            ({"iban": "FR7630006000011234567890188"}, "/iban", "invalid_iban"),
            ({"iban": "TR330006100519786457841326"}, "/iban", "iban_outside_sepa"),
            ({"iban": "F" * 65}, "/iban", "string_too_long"),
            ({"holder": " "}, "/holder", "string_too_short"),
            ({"holder": "C" * 71}, "/holder", "string_too_long"),
            ({"holder": "Camille\nMartin"}, "/holder", "value_error"),
        ],
    )
    async def test_what_is_no_account_is_refused_and_not_echoed(
        self,
        client: httpx.AsyncClient,
        member: dict[str, str],
        changes: dict[str, str],
        pointer: str,
        code: str,
    ) -> None:
        response = await put(client, member, **changes)
        (error,) = response.json()["errors"]
        assert (response.status_code, error["pointer"], error["code"]) == (422, pointer, code)
        assert not any(sent.strip() and sent in response.text for sent in changes.values())

    async def test_it_says_which_state_it_changes(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        response = await put(client, member, tag=None)
        assert (response.status_code, response.json()["code"]) == (428, "precondition_required")

    async def test_a_state_of_before_is_refused_and_changes_nothing(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        old = await tag_of(client, member)
        await give_bank_details(container)
        response = await put(client, member, tag=old, iban=OTHER_IBAN)
        assert (response.status_code, response.json()["code"]) == (412, "precondition_failed")
        assert (await client.get(PATH, headers=member)).json()["iban"] == MASKED

    async def test_of_two_devices_at_once_one_is_refused(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        tag = await tag_of(client, member)
        answers = await asyncio.gather(
            *(put(client, member, tag=tag, holder=f"Camille {number}") for number in range(4))
        )
        assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]

    async def test_they_are_kept_sealed_told_and_accounted_for(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        response = await put(client, member, tag=await tag_of(client, member))
        assert response.status_code == 200, response.text
        assert response.json() == GIVEN | {"updated_at": response.json()["updated_at"]}
        assert response.json()["updated_at"].startswith("2026-03-14T11:00:0")
        assert response.headers["ETag"] == await tag_of(client, member)
        (plain,) = (await opened_values(container, SealedPlace.BANK_DETAILS)).values()
        assert orjson.loads(plain)["iban"] == IBAN
        (letter, *_) = await messages_to(container, (await account_of(container, "M-1")).email)
        assert "coordonnées bancaires" in letter
        assert "0189" not in letter
        activity = (await client.get("/v1/me/activity", headers=member)).json()["items"][0]
        assert (activity["action"], activity["actor"]) == ("bank_details.changed", "me")

    async def test_the_tag_of_a_change_serves_for_the_next_one(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        first = await put(client, member, tag=await tag_of(client, member))
        second = await put(client, member, tag=first.headers["ETag"], iban=OTHER_IBAN)
        assert (second.status_code, second.json()["iban"]) == (200, "DE•• •••• •••• 3000")
        assert len(await opened_values(container, SealedPlace.BANK_DETAILS)) == 1
