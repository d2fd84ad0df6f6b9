"""Options of a contract: what they cost, what they change, where they stand."""

import httpx
import pytest

from app.container import Container
from app.schemas.options import OptionPage
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.families import another_family, id_of, signed_in_member, signed_in_spouse
from tests.factories.feeds import apply_feed, contract_body, cover, member_body
from tests.factories.options import apply_option
from tests.factories.papers import contract_id
from tests.queries import count_queries

NOBODY = "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d"


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    """Camille on 14 March 2026, with Lou, who are offered one option."""
    clock.set_to("2026-03-14 12:00")
    headers = await signed_in_member(container)
    await apply_option(container)
    return headers


async def path_to(container: Container) -> str:
    return f"/v1/contracts/{await contract_id(container)}/options"


class TestListContractOptions:
    @pytest.mark.usefixtures("member")
    async def test_nobody_reads_them_unless_signed_in(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        assert (await client.get(await path_to(container))).status_code == 401

    async def test_another_familys_contract_is_nobodys(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await apply_feed(container, "contracts", "C-7", contract_body(number="C-7"))
        await apply_feed(container, "members", "M-7", member_body(7, covers=[cover("C-7")]))
        theirs = await contract_id(container, "C-7")
        for contract in (theirs, NOBODY, "odd"):
            response = await client.get(f"/v1/contracts/{contract}/options", headers=member)
            assert (response.status_code, response.json()["code"]) == (404, "contract_not_found")

    async def test_each_tells_its_price_for_the_family_and_what_it_changes(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        english = {**member, "Accept-Language": "en"}
        path = await path_to(container)
        with count_queries(container) as queries:
            response = await client.get(path, headers=english)
        assert len(queries) <= 6
        assert_declared(response.content, OptionPage)
        (option,) = response.json()["items"]
        del option["id"]

        def person(ref: str, name: str, relationship: str, price: str) -> dict[str, object]:
            return {
                "id": ref,
                "first_name": name,
                "last_name": "Martin",
                "relationship": relationship,
                "status": "available",
                "monthly_price": price,
                "starts_on": None,
                "change_request_id": None,
            }

        assert option == {
            "label": "Doctors' boost",
            "description": "Better reimbursement at the doctor's.",
            "ipid_url": "https://documents.example.org/ipid.pdf",
            "earliest_on": "2026-04-01",
            "monthly_price": "18.50",
            "persons": [
                person(await id_of(container, "M-1"), "Camille", "self", "12.50"),
                person(await id_of(container, "M-1-2"), "Lou", "child", "6.00"),
            ],
            "upgrades": [
                {
                    "level": "Confort",
                    "raised_level": "Confort renforcé",
                    "gains": [
                        {
                            "category": "consultation",
                            "category_label": "Consultations and visits",
                            "code": "general",
                            "label": "Benefit general",
                            "before": option["upgrades"][0]["gains"][0]["before"],
                            "after": option["upgrades"][0]["gains"][0]["after"],
                        }
                    ],
                }
            ],
            "consent": {"version": "v1", "text": "I accept."},
        }
        gain = option["upgrades"][0]["gains"][0]
        assert "100" in gain["before"]
        assert "200" in gain["after"]

    @pytest.mark.parametrize(
        ("changes", "persons"),
        [
            ({"prices": [{"relationship": "child", "monthly": "6.00"}]}, ["Lou"]),
            ({"prices": [{"relationship": "spouse", "monthly": "6.00"}]}, []),
            ({"ends_on": "2026-03-31"}, []),
            ({"starts_on": "2028-01-01"}, []),
            ({"offers": [{"benefit_level_ref": "L-9", "raised_level_ref": "L-1"}]}, []),
        ],
    )
    async def test_it_is_shown_to_those_who_can_have_it(
        self,
        client: httpx.AsyncClient,
        container: Container,
        member: dict[str, str],
        changes: dict[str, object],
        persons: list[str],
    ) -> None:
        await apply_option(container, **changes)
        items = (await client.get(await path_to(container), headers=member)).json()["items"]
        named = [person["first_name"] for option in items for person in option["persons"]]
        assert named == persons
        assert len(items) == bool(persons)

    async def test_an_option_of_another_contract_is_none_of_this_one(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await apply_feed(container, "contracts", "C-7", contract_body(number="C-7"))
        offer = {"contract_ref": "C-7", "benefit_level_ref": "L-1", "raised_level_ref": "L-9"}
        await apply_option(container, offers=[offer])
        assert (await client.get(await path_to(container), headers=member)).json()["items"] == []

    @pytest.mark.parametrize(
        ("notice", "earliest"), [(0, "2026-04-01"), (18, "2026-04-01"), (19, "2026-05-01")]
    )
    async def test_it_begins_on_the_first_of_a_month_after_its_notice(
        self,
        client: httpx.AsyncClient,
        container: Container,
        member: dict[str, str],
        notice: int,
        earliest: str,
    ) -> None:
        await apply_option(container, notice_days=notice)
        (option,) = (await client.get(await path_to(container), headers=member)).json()["items"]
        assert option["earliest_on"] == earliest

    @pytest.mark.usefixtures("member")
    async def test_an_adult_dependent_sees_only_their_own(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        spouse = await signed_in_spouse(container)
        (option,) = (await client.get(await path_to(container), headers=spouse)).json()["items"]
        assert [person["first_name"] for person in option["persons"]] == ["Dominique"]
        assert option["monthly_price"] == "12.50"

    @pytest.mark.usefixtures("member")
    async def test_another_family_of_the_contract_sees_its_own_people(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        other = await another_family(container)
        (option,) = (await client.get(await path_to(container), headers=other)).json()["items"]
        assert {person["last_name"] for person in option["persons"]} == {"Bernard"}
