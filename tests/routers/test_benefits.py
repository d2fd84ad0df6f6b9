"""`GET /v1/contracts/{contract_id}/benefits`."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from app.container import Container
from app.models.contract import Contract
from app.schemas.benefits import BenefitGridRead
from app.values.benefits import BenefitForm
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.benefits import BENEFITS, apply_rules, benefit_body
from tests.factories.families import (
    another_family,
    id_of,
    signed_in_dependent,
    signed_in_member,
    signed_in_spouse,
)
from tests.factories.feeds import (
    apply_feed,
    beneficiary_body,
    contract_body,
    cover,
    make_portfolio,
    member_body,
)
from tests.queries import count_queries

QUERIES = 4
"""The session, the covers, the guarantees, the tariffs."""


async def path_of(container: Container, ref: str = "C-1") -> str:
    async with container.database.read() as connection:
        found = await connection.scalar(select(Contract.id).where(Contract.ref == ref))
    return f"/v1/contracts/{found}/benefits"


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    """Camille on 14 March 2026 under `C-1` at `L-1`, with a child."""
    clock.set_to("2026-03-14 12:00")
    headers = await signed_in_member(container)
    await apply_rules(container)
    return headers


def by_code(grid: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        benefit["code"]: benefit
        for category in grid["categories"]
        for benefit in category["benefits"]
    }


class TestGetContractBenefits:
    @pytest.mark.usefixtures("member")
    async def test_nobody_reads_them_unless_signed_in(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        response = await client.get(await path_of(container))
        assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")

    async def test_another_familys_contract_and_a_missing_one_are_the_same_404(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await apply_feed(container, "contracts", "C-2", contract_body("EMP-2", number="HCR-2"))
        other = member_body(last_name="Bernard", covers=[cover("C-2")])
        await apply_feed(container, "members", "M-2", other)
        answers = []
        for path in (await path_of(container, "C-2"), "/v1/contracts/nothing/benefits"):
            response = await client.get(path, headers=member)
            answers.append((response.status_code, response.json()["code"]))
        assert answers == [(404, "contract_not_found")] * 2

    async def test_another_familys_beneficiary_is_404_under_a_shared_contract(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await another_family(container)
        for person in (await id_of(container, "M-2"), "nobody"):
            response = await client.get(
                await path_of(container), headers=member, params={"beneficiary_id": person}
            )
            assert (response.status_code, response.json()["code"]) == (404, "beneficiary_not_found")

    async def test_whose_card_is_confidential_is_403(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await signed_in_spouse(container)
        await make_portfolio(container, family_rights={"adult": ["totals"]})
        container.portfolios._remembered.clear()
        person = {"beneficiary_id": await id_of(container, "M-1-3")}
        response = await client.get(await path_of(container), headers=member, params=person)
        assert (response.status_code, response.json()["code"]) == (403, "confidential")

    async def test_who_was_never_under_the_contract_is_404(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await apply_feed(container, "contracts", "C-3", contract_body(number="HCR-3"))
        child = beneficiary_body(covers=[cover("C-3")])
        await apply_feed(container, "beneficiaries", "M-1-2", child)
        person = {"beneficiary_id": await id_of(container, "M-1-2")}
        response = await client.get(await path_of(container), headers=member, params=person)
        assert (response.status_code, response.json()["code"]) == (404, "contract_not_found")
        theirs = await client.get(await path_of(container, "C-3"), headers=member)
        assert theirs.json()["beneficiary"]["first_name"] == "Lou"

    async def test_the_grid_explains_each_guarantee_and_works_it_out(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        path = await path_of(container)
        response = await client.get(path, headers=member)
        assert_declared(response.content, BenefitGridRead)
        grid = response.json()
        assert {name: value for name, value in grid.items() if name != "categories"} == {
            "contract": {
                "id": path.split("/")[3],
                "number": "HCR-2020-0117",
                "responsible": True,
            },
            "beneficiary": {
                "id": await id_of(container, "M-1"),
                "first_name": "Camille",
                "last_name": "Martin",
            },
            "benefit_level": "Confort",
            "cover_starts_on": "2020-01-01",
            "cover_ends_on": None,
            "as_of": "2026-03-14",
        }
        assert [category["category"] for category in grid["categories"]] == [
            "consultation",
            "pharmacy",
            "paramedical",
            "dental",
            "optical",
            "hearing",
            "hospital",
            "alternative_medicine",
            "other",
        ]
        assert grid["categories"][0] == {
            "category": "consultation",
            "label": "Consultations et visites",
            "benefits": [
                {
                    "code": "general",
                    "label": "Garantie general",
                    "form": "percent_of_base_statutory_included",
                    "percent": 100,
                    "amount": None,
                    "ceiling": None,
                    "frame_ceiling": None,
                    "sessions": None,
                    "renewal_months": None,
                    "renewal_quantity": None,
                    "starts_on": None,
                    "ends_on": None,
                    "explanation": "Nous complétons la Sécurité sociale jusqu’à 100\u00a0% de sa "
                    "base de remboursement.",
                    "example": {
                        "act_code": "gp",
                        "act_label": "Tarif gp",
                        "spent": "30.00",
                        "base": "30.00",
                        "statutory_rate": "0.7000",
                        "statutory_gross": "21.00",
                        "flat_deduction": "2.00",
                        "statutory_net": "19.00",
                        "complementary": "9.00",
                        "left_to_pay": "2.00",
                        "trace": grid["categories"][0]["benefits"][0]["example"]["trace"],
                    },
                }
            ],
        }

    async def test_every_form_has_its_example(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        grid = by_code((await client.get(await path_of(container), headers=member)).json())
        assert {benefit["form"] for benefit in grid.values()} == set(BenefitForm)
        assert {
            code: (benefit["example"]["complementary"], benefit["example"]["left_to_pay"])
            for code, benefit in grid.items()
        } == {
            "general": ("9.00", "2.00"),
            "pharmacy": ("3.50", "1.00"),
            "physio": ("6.63", "1.00"),
            "crown": ("428.00", "0.00"),
            "implant": ("400.00", "800.00"),
            "glasses": ("289.91", "0.00"),
            "hearing": ("760.00", "500.00"),
            "day_charge": ("23.00", "0.00"),
            "room": ("60.00", "18.00"),
            "osteopathy": ("60.00", "0.00"),
            "psychology": ("30.00", "30.00"),
        }
        assert grid["glasses"]["explanation"].endswith("un équipement tous les 2\u00a0ans.")

    async def test_a_guarantee_without_an_act_is_explained_without_example(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        spa = benefit_body("spa", "thermal_cure", "amount_per_year", amount="150.00")
        await apply_rules(container, benefits=[spa])
        grid = by_code((await client.get(await path_of(container), headers=member)).json())
        assert list(grid) == ["spa"]
        assert "example" not in grid["spa"]
        assert grid["spa"]["explanation"]

    @pytest.mark.usefixtures("member")
    async def test_it_is_of_the_level_and_the_day(
        self,
        client: httpx.AsyncClient,
        container: Container,
        clock: AdjustableClock,
    ) -> None:
        old, new = (
            benefit_body("implant", "dental", "amount_per_act", amount=amount, **period)
            for amount, period in (
                ("300.00", {"ends_on": "2026-03-31"}),
                ("350.00", {"starts_on": "2026-04-01"}),
            )
        )
        await apply_rules(container, level="L-2", name="Essentiel", benefits=[new, old])
        child = beneficiary_body(covers=[cover(benefit_level_ref="L-2")])
        await apply_feed(container, "beneficiaries", "M-1-2", child)
        path, person = await path_of(container), {"beneficiary_id": await id_of(container, "M-1-2")}
        seen = []
        for now in ("2026-03-31 12:00", "2026-04-01 00:30"):
            clock.set_to(now)
            headers = await signed_in_member(container)
            grid = (await client.get(path, headers=headers, params=person)).json()
            seen.append((grid["benefit_level"], by_code(grid)["implant"]["amount"]))
        assert seen == [("Essentiel", "300.00"), ("Essentiel", "350.00")]
        own = (await client.get(path, headers=headers)).json()
        assert len(by_code(own)) == len(BENEFITS)

    async def test_a_cover_that_is_over_stays_readable(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        left = beneficiary_body(covers=[cover(terminated_on="2025-12-10")])
        await apply_feed(container, "beneficiaries", "M-1-2", left)
        person = {"beneficiary_id": await id_of(container, "M-1-2")}
        grid = (await client.get(await path_of(container), headers=member, params=person)).json()
        assert (grid["cover_ends_on"], grid["as_of"]) == ("2025-12-31", "2025-12-31")
        assert by_code(grid)["day_charge"]["example"]["spent"] == "20.00"

    @pytest.mark.usefixtures("member")
    async def test_an_adult_dependent_reads_their_own(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        spouse = beneficiary_body("M-1", "spouse", 3, first_name="Dominique")
        await apply_feed(container, "beneficiaries", "M-1-3", spouse)
        headers = await signed_in_dependent(container, "M-1-3")
        grid = (await client.get(await path_of(container), headers=headers)).json()
        assert grid["beneficiary"]["first_name"] == "Dominique"

    async def test_a_copy_still_good_is_not_sent_again(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        path = await path_of(container)
        etag = (await client.get(path, headers=member)).headers["etag"]
        again = await client.get(path, headers=member | {"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")
        english = await client.get(path, headers=member | {"Accept-Language": "en"})
        assert english.headers["etag"] != etag
        assert "We repay the whole cost" in english.text

    async def test_it_asks_four_questions(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        path = await path_of(container)
        await client.get(path, headers=member)
        with count_queries(container) as queries:
            await client.get(path, headers=member)
        assert len(queries) <= QUERIES
