"""The people of a family: their file, their number, their télétransmission."""

import asyncio

import httpx
import pytest
from sqlalchemy import func, select

from app.container import Container
from app.models.teletransmission import TeletransmissionChange
from app.schemas.beneficiaries import BeneficiaryPage, BeneficiaryRead
from app.values.audit import AuditAction
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.accounts import log_in_fully, make_active_account
from tests.factories.families import another_family, id_of, signed_in_member, signed_in_spouse
from tests.factories.feeds import apply_feed, beneficiary_body, member_body
from tests.queries import count_queries

PEOPLE = "/v1/beneficiaries"
NOBODY = "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    """Camille with a child, on 14 March 2026."""
    clock.set_to("2026-03-14 12:00")
    return await signed_in_member(container)


async def tell(container: Container, state: str, cause: str | None = None) -> str:
    """The statutory fund's answer about Camille; what became of it."""
    body = {"state": state, **({"cause": cause} if cause else {})}
    return (await apply_feed(container, "teletransmissions", "M-1", body)).outcome


async def switch(
    client: httpx.AsyncClient, headers: dict[str, str], person: str, *, enabled: bool
) -> httpx.Response:
    path = f"{PEOPLE}/{person}/teletransmission"
    return await client.put(path, json={"enabled": enabled}, headers=headers)


class TestListBeneficiaries:
    @pytest.mark.usefixtures("member")
    async def test_nobody_reads_them_unless_signed_in(self, client: httpx.AsyncClient) -> None:
        assert (await client.get(PEOPLE)).status_code == 401

    async def test_the_family_by_rank(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        with count_queries(container) as queries:
            response = await client.get(PEOPLE, headers=member)
        assert_declared(response.content, BeneficiaryPage)
        names = [person["first_name"] for person in response.json()["items"]]
        assert names == ["Camille", "Lou"]
        assert len(queries) <= 2

    @pytest.mark.usefixtures("member")
    async def test_an_adult_dependent_reads_only_themself(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        spouse = await signed_in_spouse(container)
        items = (await client.get(PEOPLE, headers=spouse)).json()["items"]
        assert [person["first_name"] for person in items] == ["Dominique"]


class TestGetBeneficiary:
    @pytest.mark.usefixtures("member")
    async def test_another_familys_person_is_nobody(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        stranger = await another_family(container)
        for person in (await id_of(container, "M-1"), NOBODY, "odd"):
            response = await client.get(f"{PEOPLE}/{person}", headers=stranger)
            assert (response.status_code, response.json()["code"]) == (404, "beneficiary_not_found")

    async def test_their_file_with_a_masked_number(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        person = await id_of(container, "M-1")
        response = await client.get(f"{PEOPLE}/{person}", headers={**member, **ENGLISH})
        assert_declared(response.content, BeneficiaryRead)
        assert response.json() == {
            "id": person,
            "first_name": "Camille",
            "last_name": "Martin",
            "relationship": "self",
            "relationship_label": "Member",
            "rank": 1,
            "birth_date": "1986-05-14",
            "nir": "2 86 •• •• ••• ••• ••",
            "amo_organism": "011234567",
            "email": "member-1@example.org",
            "phone": "+33639980001",
            "address": {
                "line1": "12 rue des Lilas",
                "line2": None,
                "postal_code": "75012",
                "city": "Paris",
                "country": "FR",
            },
            "covered_until": None,
            "teletransmission": {
                "state": "inactive",
                "label": "Off",
                "explanation": (
                    "Your statutory fund does not send us your statements: "
                    "send them to be reimbursed."
                ),
                "next_step": "Switch it on.",
                "can_enable": True,
                "can_disable": False,
            },
        }

    async def test_what_is_unknown_is_null_or_left_out(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await apply_feed(container, "beneficiaries", "M-1-2", beneficiary_body(nir=None))
        person = await id_of(container, "M-1-2")
        body = (await client.get(f"{PEOPLE}/{person}", headers=member)).json()
        assert [body[name] for name in ("nir", "email", "phone", "amo_organism")] == [None] * 4
        assert "address" not in body


class TestDiscloseNir:
    async def test_the_full_number_leaves_a_trace(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        nir = member_body(1)["nir"]
        path = f"{PEOPLE}/{await id_of(container, 'M-1')}/nir-disclosures"
        response = await client.post(path, headers=member)
        assert (response.status_code, response.json()) == (200, {"nir": nir})
        assert response.headers["cache-control"] == "no-store"
        activity = (await client.get("/v1/me/activity", headers=member)).json()["items"]
        assert AuditAction.NIR_DISCLOSED in {item["action"] for item in activity}

    async def test_a_file_without_number_has_none_to_show(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await apply_feed(container, "beneficiaries", "M-1-2", beneficiary_body(nir=None))
        path = f"{PEOPLE}/{await id_of(container, 'M-1-2')}/nir-disclosures"
        response = await client.post(path, headers=member)
        assert (response.status_code, response.json()["code"]) == (409, "nir_unknown")

    async def test_an_old_second_factor_is_not_enough(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        clock.set_to("2026-03-14 12:00")
        account = await make_active_account(container)
        session = await log_in_fully(client, container, account)
        path = f"{PEOPLE}/{await id_of(container, 'M-1')}/nir-disclosures"
        clock.advance(minutes=14)
        answers = []
        for _ in range(2):
            renewed = await client.post(
                "/v1/auth/refresh", json={"refresh_token": session["refresh_token"]}
            )
            session = renewed.json()
            bearer = {"Authorization": f"Bearer {session['access_token']}"}
            answers.append(await client.post(path, headers=bearer))
            clock.advance(minutes=2)
        assert [answer.status_code for answer in answers] == [200, 401]
        assert answers[1].json()["code"] == "step_up_required"


class TestSetTeletransmission:
    async def test_another_familys_person_is_nobody(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await another_family(container)
        for person in (await id_of(container, "M-2"), NOBODY):
            response = await switch(client, member, person, enabled=True)
            assert (response.status_code, response.json()["code"]) == (404, "beneficiary_not_found")

    async def test_every_way_of_the_member_and_of_the_fund(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        person = await id_of(container, "M-1")

        async def ask(*, enabled: bool) -> str:
            return str((await switch(client, member, person, enabled=enabled)).json()["state"])

        assert await ask(enabled=True) == "activation_requested"
        assert await ask(enabled=False) == "inactive"
        assert await ask(enabled=True) == "activation_requested"
        assert await tell(container, "rejected", "overlap") == "updated"
        rejected = (await client.get(f"{PEOPLE}/{person}", headers=member)).json()
        assert rejected["teletransmission"]["cause"] == "overlap"
        assert "chevauchement" in rejected["teletransmission"]["explanation"]
        assert await ask(enabled=True) == "activation_requested"
        # The very line that came before is not taken for a repetition.
        assert await tell(container, "rejected", "overlap") == "updated"
        assert await ask(enabled=True) == "activation_requested"
        assert await tell(container, "active") == "updated"
        assert await tell(container, "active") == "unchanged"
        assert await ask(enabled=False) == "deactivation_requested"
        assert await ask(enabled=True) == "active"
        assert await tell(container, "suspended", "no_rights") == "updated"
        assert await tell(container, "active") == "updated"
        assert await ask(enabled=False) == "deactivation_requested"
        assert await tell(container, "inactive") == "updated"

    async def test_what_is_not_in_the_table_is_refused(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        person = await id_of(container, "M-1")
        assert await tell(container, "rejected", "no_rights") == "created"
        refused = await switch(client, member, person, enabled=False)
        assert (refused.status_code, refused.json()["code"]) == (409, "teletransmission_refused")
        body = (await client.get(f"{PEOPLE}/{person}", headers=member)).json()
        assert body["teletransmission"]["can_disable"] is False

    @pytest.mark.concurrency
    async def test_of_ten_at_once_one_changes_something(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        person = await id_of(container, "M-1")
        answers = await asyncio.gather(
            *(switch(client, member, person, enabled=True) for _ in range(10))
        )
        assert {answer.json()["state"] for answer in answers} == {"activation_requested"}
        async with container.database.read() as connection:
            changes = await connection.scalar(
                select(func.count()).select_from(TeletransmissionChange)
            )
        assert changes == 1
