"""`GET /v1/contracts/{contract_id}/benefits/document`: the guarantees in print."""

from typing import Any

import httpx
import pytest

from app.container import Container
from tests.clock import AdjustableClock
from tests.factories.benefits import BENEFITS, apply_rules
from tests.factories.families import another_family, id_of, signed_in_member, signed_in_spouse
from tests.factories.feeds import (
    apply_feed,
    beneficiary_body,
    benefit_level_body,
    contract_body,
    cover,
    make_portfolio,
    member_body,
)
from tests.factories.options import apply_option
from tests.factories.papers import audited, contract_id, documents, reference_of, text_of

NOBODY = "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d"


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    """Camille on 14 March 2026 under `C-1` at `L-1`, with a child."""
    clock.set_to("2026-03-14 12:00")
    headers = await signed_in_member(container)
    await apply_rules(container)
    return headers


@pytest.fixture
async def path(container: Container, member: dict[str, str]) -> str:
    assert member
    return f"/v1/contracts/{await contract_id(container)}/benefits/document"


async def state_of(client: httpx.AsyncClient, response: httpx.Response) -> str:
    reference = response.headers["document-reference"]
    return str((await client.get(f"/v1/documents/{reference}/verification")).json()["status"])


async def send_level(container: Container, benefits: list[dict[str, Any]]) -> None:
    body = benefit_level_body(benefits=benefits)
    await apply_feed(container, "benefit-levels", "L-1", body)


class TestGetContractBenefitsDocument:
    async def test_nobody_downloads_them_unless_signed_in(
        self, client: httpx.AsyncClient, path: str
    ) -> None:
        response = await client.get(path)
        assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")

    async def test_a_contract_of_others_is_no_contract(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await apply_feed(container, "contracts", "C-9", contract_body(number="OTHER"))
        for contract in (await contract_id(container, "C-9"), NOBODY, "odd"):
            one = f"/v1/contracts/{contract}/benefits/document"
            response = await client.get(one, headers=member)
            assert (response.status_code, response.json()["code"]) == (404, "contract_not_found")
        assert await documents(container) == []

    async def test_another_familys_person_is_nobody(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], path: str
    ) -> None:
        await another_family(container)
        for person in (await id_of(container, "M-2"), NOBODY, "odd"):
            response = await client.get(path, headers=member, params={"beneficiary_id": person})
            assert (response.status_code, response.json()["code"]) == (404, "beneficiary_not_found")

    async def test_whose_card_is_confidential_is_403(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], path: str
    ) -> None:
        await signed_in_spouse(container)
        await make_portfolio(container, family_rights={"adult": ["totals"]})
        container.portfolios._remembered.clear()
        person = {"beneficiary_id": await id_of(container, "M-1-3")}
        response = await client.get(path, headers=member, params=person)
        assert (response.status_code, response.json()["code"]) == (403, "confidential")

    async def test_it_says_in_print_what_the_grid_says_on_screen(
        self, client: httpx.AsyncClient, member: dict[str, str], path: str
    ) -> None:
        grid = (await client.get(path.removesuffix("/document"), headers=member)).json()
        response = await client.get(path, headers=member | {"Accept-Language": "en"})
        assert response.headers["content-type"] == "application/pdf"
        assert response.headers["content-language"] == "fr"
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["content-disposition"].startswith(
            'attachment; filename="Tableau de garanties - Martin Camille.pdf"'
        )
        assert response.headers["document-reference"] == reference_of(response.content)
        text = "".join(text_of(response.content).split())
        told = ["Confort", "HCR-2020-0117", "Oui (R)", "Hôtel du Lac", "Mutuelle Exemple"]
        for category in grid["categories"]:
            told.append(category["label"])
            for benefit in category["benefits"]:
                told += [benefit["label"], benefit["explanation"]]
                if example := benefit.get("example"):
                    amounts = (example[name] for name in ("spent", "statutory_net", "left_to_pay"))
                    told += [example["act_label"], *(one.replace(".", ",") for one in amounts)]
                    told += [
                        step["sentence"]
                        for step in example["trace"]
                        if step["code"] == "legal_ceiling"
                    ]
        assert len(told) > 30
        for fact in told:
            assert "".join(fact.split()) in text, fact

    async def test_a_beneficiary_has_their_own_level_in_print(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], path: str
    ) -> None:
        await apply_feed(
            container, "benefit-levels", "L-2", benefit_level_body(name="Essentiel", benefits=[])
        )
        child = beneficiary_body(covers=[cover(benefit_level_ref="L-2")])
        await apply_feed(container, "beneficiaries", "M-1-2", child)
        person = {"beneficiary_id": await id_of(container, "M-1-2")}
        text = text_of((await client.get(path, headers=member, params=person)).content)
        assert ("Martin Lou" in text, "Essentiel" in text, "Camille" in text) == (True, True, False)
        assert "n’ont pas encore été publiées" in text

    async def test_it_tells_the_options_of_that_person(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], path: str
    ) -> None:
        assert "Options" not in text_of((await client.get(path, headers=member)).content)
        await apply_option(container)
        child = {"beneficiary_id": await id_of(container, "M-1-2")}
        texts = [
            "".join(text_of((await client.get(path, headers=member, params=one)).content).split())
            for one in ({}, child)
        ]
        assert all("Renfortmédecins" in text and "Proposée" in text for text in texts)
        assert [("–12,50€" in text, "–6,00€" in text) for text in texts] == [
            (True, False),
            (False, True),
        ]

    async def test_the_same_facts_give_the_same_file_that_day_and_each_copy_a_trace(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], path: str
    ) -> None:
        first, second = [await client.get(path, headers=member) for _ in range(2)]
        assert first.content == second.content
        known = member | {"If-None-Match": first.headers["etag"]}
        again = await client.get(path, headers=known)
        assert (again.status_code, again.content) == (304, b"")
        entry = ("benefits.document_read", "succeeded", await contract_id(container))
        assert await audited(container, "document_read") == [entry] * 2
        (document,) = await documents(container)
        assert (document.kind, str(document.stated_on)) == ("benefits", "2026-03-14")

    async def test_it_falls_when_the_level_is_sent_otherwise(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], path: str
    ) -> None:
        before = await client.get(path, headers=member)
        await apply_feed(container, "benefit-levels", "L-2", benefit_level_body(name="Autre"))
        await apply_feed(container, "benefit-levels", "L-2", benefit_level_body(name="Autre 2"))
        assert await state_of(client, before) == "valid"
        await send_level(container, [{**BENEFITS[0], "percent": 150}])
        assert await state_of(client, before) == "withdrawn"
        after = await client.get(path, headers=member)
        assert await state_of(client, after) == "valid"
        assert "150" in text_of(after.content)

    async def test_it_falls_when_the_person_was_not_covered_that_day(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], path: str
    ) -> None:
        printed = await client.get(path, headers=member)
        ended = member_body(1, covers=[cover(terminated_on="2026-02-10")])
        await apply_feed(container, "members", "M-1", ended)
        assert await state_of(client, printed) == "withdrawn"
