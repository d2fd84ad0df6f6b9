"""The third-party-payment card, on screen and on paper."""

import base64
from io import BytesIO
from typing import Any

import httpx
import pytest
import zxingcpp
from pypdf import PdfReader
from pypdfium2 import PdfDocument
from sqlalchemy import select

from app.container import Container
from app.models.audit import AuditEntry
from app.models.contract import Contract
from app.schemas.card import CardRead
from app.services.auth.account_security import FREEZE
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.accounts import change_account, sign_in
from tests.factories.families import (
    RichFamily,
    another_family,
    id_of,
    rich_family,
    signed_in_member,
    signed_in_spouse,
)
from tests.factories.feeds import (
    apply_feed,
    beneficiary_body,
    benefit_level_body,
    contract_body,
    cover,
    make_portfolio,
    member_body,
    nir,
)
from tests.queries import count_queries

CARD, DOCUMENT = "/v1/card", "/v1/card/document"
BOTH = pytest.mark.parametrize("path", [CARD, DOCUMENT])
NOBODY = "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d"
PAYLOAD = bytes(range(1, 200))
NIR = nir(order=1)


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    """Camille and Lou on 14 March 2026, covered since 2020."""
    clock.set_to("2026-03-14 12:00")
    return await signed_in_member(container)


async def nirs_shown(
    client: httpx.AsyncClient, family: RichFamily, headers: dict[str, str]
) -> set[str]:
    """Those that the card bears, on screen or on paper."""
    screen = (await client.get(CARD, headers=headers)).text
    document = (await client.get(DOCUMENT, headers=headers)).content
    paper = "".join(page.extract_text() for page in PdfReader(BytesIO(document)).pages)
    told = screen + "".join(paper.split())
    return {number for number in family.nirs if number in told}


async def contract_id_of(container: Container, ref: str) -> str:
    async with container.database.read() as connection:
        return str(await connection.scalar(select(Contract.id).where(Contract.ref == ref)))


async def audited(container: Container) -> list[tuple[str, str]]:
    """Actions and subjects about cards, in order."""
    question = (
        select(AuditEntry.action, AuditEntry.subject_id)
        .where(AuditEntry.action.startswith("card."))
        .order_by(AuditEntry.id)
    )
    async with container.database.read() as connection:
        return [(row.action, str(row.subject_id)) for row in await connection.execute(question)]


async def cover_member(container: Container, *covers: dict[str, Any]) -> None:
    await apply_feed(container, "members", "M-1", member_body(1, covers=list(covers)))


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


@BOTH
class TestWhoMayRead:
    @pytest.mark.usefixtures("member")
    async def test_nobody_unless_signed_in(self, client: httpx.AsyncClient, path: str) -> None:
        response = await client.get(path)
        assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")

    @pytest.mark.usefixtures("member")
    async def test_another_familys_person_is_nobody(
        self, client: httpx.AsyncClient, container: Container, path: str
    ) -> None:
        stranger = await another_family(container)
        for person in (await id_of(container, "M-1"), NOBODY, "odd"):
            response = await client.get(path, params={"beneficiary_id": person}, headers=stranger)
            assert (response.status_code, response.json()["code"]) == (404, "beneficiary_not_found")

    async def test_a_contract_of_others_is_no_contract(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], path: str
    ) -> None:
        await apply_feed(container, "contracts", "C-9", contract_body(number="OTHER"))
        for contract in (await contract_id_of(container, "C-9"), NOBODY, "odd"):
            response = await client.get(path, params={"contract_id": contract}, headers=member)
            assert (response.status_code, response.json()["code"]) == (404, "contract_not_found")

    @pytest.mark.usefixtures("member")
    async def test_an_adult_dependent_gets_only_their_own(
        self, client: httpx.AsyncClient, container: Container, path: str
    ) -> None:
        spouse = await signed_in_spouse(container)
        assert (await client.get(path, headers=spouse)).status_code == 200
        person = {"beneficiary_id": await id_of(container, "M-1")}
        response = await client.get(path, params=person, headers=spouse)
        assert response.json()["code"] == "beneficiary_not_found"


@BOTH
class TestWhenThereIsNoCard:
    async def test_ended_cover_says_when_it_ended(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], path: str
    ) -> None:
        await cover_member(container, cover(terminated_on="2026-02-10"))
        response = await client.get(path, headers=member)
        assert (response.status_code, response.json()["code"]) == (409, "cover_ended")
        assert response.json()["detail"] == "La couverture a pris fin le 28/02/2026."

    async def test_future_cover_says_when_it_begins(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], path: str
    ) -> None:
        await cover_member(container, cover(starts_on="2026-04-01"))
        headers = member | {"Accept-Language": "en"}
        response = await client.get(path, headers=headers)
        assert (response.status_code, response.json()["code"]) == (409, "cover_not_started")
        assert response.json()["detail"] == "The cover starts on 2026-04-01."

    async def test_a_contract_that_ended_ends_the_card(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], path: str
    ) -> None:
        await apply_feed(container, "contracts", "C-1", contract_body(ends_on="2025-12-31"))
        response = await client.get(path, headers=member)
        assert response.json()["code"] == "cover_ended"

    @pytest.mark.usefixtures("member")
    async def test_the_last_day_of_cover_still_has_a_card(
        self,
        client: httpx.AsyncClient,
        container: Container,
        clock: AdjustableClock,
        path: str,
    ) -> None:
        await cover_member(container, cover(terminated_on="2026-03-14"))
        clock.set_to("2026-03-31 23:50")
        last_day = await client.get(path, headers=await signed_in_member(container))
        clock.set_to("2026-04-01 00:10")
        day_after = await client.get(path, headers=await signed_in_member(container))
        assert (last_day.status_code, day_after.status_code) == (200, 409)


class TestGetCard:
    async def test_it_tells_the_facts_and_lists_the_covered_family(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        response = await client.get(CARD, headers=member)
        assert_declared(response.content, CardRead)
        assert response.headers["cache-control"] == "no-store"
        body = response.json()
        for person in body["beneficiaries"]:
            # What they are is proved in test_card_numbers.
            assert person.pop("token").count(".") == 2
            assert len(person.pop("card_number")) == 14
        assert body == {
            "amc_number": "12345678",
            "convention_type": "SP",
            "routing_code": "0117",
            "member_number": "00000001",
            "valid_from": "2026-01-01",
            "valid_until": "2026-12-31",
            "brand": "HCR Bien-Être",
            "insurer": "Mutuelle Exemple",
            "manager": "Gestion Exemple",
            "operator": "Viamedis",
            "responsible": True,
            "contract": {"id": await contract_id_of(container, "C-1"), "number": "HCR-2020-0117"},
            "beneficiaries": [
                {
                    "id": await id_of(container, "M-1"),
                    "last_name": "Martin",
                    "first_name": "Camille",
                    "birth_date": "1986-05-14",
                    "rank": 1,
                },
                {
                    "id": await id_of(container, "M-1-2"),
                    "last_name": "Martin",
                    "first_name": "Lou",
                    "birth_date": "2015-09-01",
                    "rank": 2,
                },
            ],
            "domains": [
                {"code": "PHAR", "label": "Pharmacie", "value": "100 %"},
                {"code": "HOSP", "label": "Hôpital", "value": "PEC"},
            ],
            "phone": "01 44 20 97 80",
            "space_url": "https://espace.example.org/",
            "usage": ["Présentez cette carte au professionnel de santé."],
            "printed_on": "2026-03-14",
        }

    async def test_a_named_person_is_alone_on_the_card(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        person = {"beneficiary_id": await id_of(container, "M-1-2")}
        body = (await client.get(CARD, params=person, headers=member)).json()
        assert [person["first_name"] for person in body["beneficiaries"]] == ["Lou"]

    async def test_who_is_not_covered_today_is_not_listed(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        gone = beneficiary_body(covers=[cover(terminated_on="2025-12-31")])
        await apply_feed(container, "beneficiaries", "M-1-2", gone)
        body = (await client.get(CARD, headers=member)).json()
        assert [person["first_name"] for person in body["beneficiaries"]] == ["Camille"]

    async def test_another_level_shows_its_own_grid(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        level = benefit_level_body(third_party_payment=[{"domain": "PHAR", "value": "TM"}])
        await apply_feed(container, "benefit-levels", "L-2", level)
        child = beneficiary_body(covers=[cover(benefit_level_ref="L-2")])
        await apply_feed(container, "beneficiaries", "M-1-2", child)
        english = member | {"Accept-Language": "en"}
        first, second = (await client.get(CARD, headers=english)).json()["beneficiaries"]
        assert "domains" not in first
        assert second["domains"] == [{"code": "PHAR", "label": "Pharmacy", "value": "TM"}]

    async def test_of_two_contracts_the_one_entered_last_is_shown(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await apply_feed(container, "contracts", "C-2", contract_body(number="SECOND"))
        # A new level without a gap is no new entry into the first contract.
        await cover_member(
            container,
            cover(starts_on="2020-01-01", terminated_on="2025-12-31"),
            cover(starts_on="2026-01-01"),
            cover("C-2", starts_on="2025-06-01"),
        )
        default = (await client.get(CARD, headers=member)).json()
        chosen = {"contract_id": await contract_id_of(container, "C-1")}
        other = (await client.get(CARD, params=chosen, headers=member)).json()
        assert (default["contract"]["number"], other["contract"]["number"]) == (
            "SECOND",
            "HCR-2020-0117",
        )

    async def test_validity_stays_within_the_cover(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await cover_member(container, cover(starts_on="2026-02-01", terminated_on="2026-06-10"))
        body = (await client.get(CARD, headers=member)).json()
        assert (body["valid_from"], body["valid_until"]) == ("2026-02-01", "2026-06-30")

    async def test_the_nir_is_shown_only_where_the_operator_requires_it_and_leaves_a_trace(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        person = member_body(1, nir=NIR, card_payload=base64.b64encode(PAYLOAD).decode())
        await apply_feed(container, "members", "M-1", person)
        hidden = await client.get(CARD, headers=member)
        assert (NIR in hidden.text, await audited(container)) == (False, [])
        configuration = (await container.portfolios.at_host("espace.test")).configuration
        card = {**configuration.card.model_dump(), "nir_shown": True}
        await make_portfolio(container, card=card)
        container.portfolios._remembered.clear()
        body = (await client.get(CARD, headers=member)).json()
        assert body["beneficiaries"][0]["nir"] == NIR
        assert body["datamatrix"] == base64.b64encode(PAYLOAD).decode()
        assert await audited(container) == [
            ("card.nir_read", await id_of(container, "M-1")),
            ("card.nir_read", await id_of(container, "M-1-2")),
        ]

    async def test_in_the_days_after_a_change_of_factors_no_nir_is_shown(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        clock.set_to("2026-03-14 12:00")
        family = await rich_family(container, nir_shown=True)
        await change_account(container, family.account, frozen_until=clock.now() + FREEZE)
        assert await nirs_shown(client, family, family.headers) == set()
        assert {action for action, _ in await audited(container)} == {"card.document_read"}
        clock.advance(hours=72)
        headers = await sign_in(container, family.account)
        assert await nirs_shown(client, family, headers) == set(family.nirs)

    async def test_a_card_still_good_is_not_sent_again(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        etag = (await client.get(CARD, headers=member)).headers["etag"]
        again = await client.get(CARD, headers=member | {"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")
        await apply_feed(container, "members", "M-1", member_body(1, first_name="Camilla"))
        changed = await client.get(CARD, headers=member | {"If-None-Match": etag})
        assert changed.status_code == 200

    async def test_it_costs_three_queries(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await client.get(CARD, headers=member)
        with count_queries(container) as queries:
            await client.get(CARD, headers=member)
        assert len(queries) <= 3


class TestGetCardDocument:
    async def test_it_says_in_print_what_the_card_says_on_screen(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        person = member_body(
            1, last_name="Le Guen-Œuvrard", card_payload=base64.b64encode(PAYLOAD).decode()
        )
        await apply_feed(container, "members", "M-1", person)
        response = await client.get(DOCUMENT, headers=member | {"Accept-Language": "en"})
        assert response.headers["content-type"] == "application/pdf"
        assert response.headers["content-language"] == "fr"
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["content-disposition"] == (
            'attachment; filename="Carte de tiers payant 2026 - Le Guen-OEuvrard Camille.pdf"; '
            "filename*=UTF-8''Carte%20de%20tiers%20payant%202026%20-%20"
            "Le%20Guen-%C5%92uvrard%20Camille.pdf"
        )
        text = text_of(response.content)
        facts = (await client.get(CARD, headers=member)).json()
        for fact in (
            *(facts[name] for name in ("amc_number", "routing_code", "member_number", "brand")),
            *(facts[name] for name in ("insurer", "manager", "operator", "phone")),
            facts["contract"]["number"],
            "01/01/2026",
            "31/12/2026",
            "Le Guen-Œuvrard Camille",
            "Martin Lou",
            "14/05/1986",
            "Hôpital",
            "PEC",
        ):
            assert fact in text
        reader = PdfReader(BytesIO(response.content))
        assert (reader.metadata or {})["/Title"] == "Carte de tiers payant – HCR Bien-Être"
        assert reader.trailer["/Root"]["/Lang"] == "fr-FR"  # type: ignore[index]

    async def test_its_datamatrix_reads_back_as_the_opaque_payload(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        person = member_body(1, card_payload=base64.b64encode(PAYLOAD).decode())
        await apply_feed(container, "members", "M-1", person)
        document = PdfDocument((await client.get(DOCUMENT, headers=member)).content)
        picture = document[0].render(scale=4).to_pil()
        (found,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.DataMatrix)
        assert found.bytes == PAYLOAD

    async def test_each_copy_leaves_a_trace_and_a_copy_still_good_none(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        person = await id_of(container, "M-1")
        first = await client.get(DOCUMENT, headers=member)
        again = await client.get(
            DOCUMENT, headers=member | {"If-None-Match": first.headers["etag"]}
        )
        assert (again.status_code, again.content) == (304, b"")
        assert await audited(container) == [("card.document_read", person)]
        await client.get(DOCUMENT, headers=member)
        assert await audited(container) == [("card.document_read", person)] * 2

    async def test_a_change_of_the_facts_is_another_document(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        etag = (await client.get(DOCUMENT, headers=member)).headers["etag"]
        await apply_feed(container, "members", "M-1", member_body(1, first_name="Camilla"))
        changed = await client.get(DOCUMENT, headers=member | {"If-None-Match": etag})
        assert (changed.status_code, "Camilla" in text_of(changed.content)) == (200, True)
