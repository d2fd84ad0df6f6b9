"""Asking for an option, and what it changes once it is validated."""

import asyncio
from typing import Any

import httpx
import pytest

from app.container import Container
from app.schemas.change_requests import ChangeRequestRead
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.change_requests import decider, move
from tests.factories.families import another_family, id_of, signed_in_member, signed_in_spouse
from tests.factories.feeds import apply_feed, beneficiary_body, cover, make_portfolio, member_body
from tests.factories.options import apply_option
from tests.factories.papers import contract_id

CONFIDENTIAL = {"adult": ["totals"]}


class Asking:
    """Camille asks for an option, as her client would."""

    def __init__(
        self, client: httpx.AsyncClient, container: Container, headers: dict[str, str]
    ) -> None:
        self.client, self.container, self.headers = client, container, headers
        self.path = ""

    async def prepare(self) -> None:
        self.path = f"/v1/contracts/{await contract_id(self.container)}"

    async def option(self) -> dict[str, Any]:
        (found,) = (await self.get("/options"))["items"]
        return dict(found)

    async def get(self, path: str = "", **headers: str) -> dict[str, Any]:
        answer = await self.client.get(self.path + path, headers={**self.headers, **headers})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def ask(self, *refs: str, **changes: Any) -> httpx.Response:
        body = {
            "option_id": (await self.option())["id"],
            "beneficiary_ids": [await id_of(self.container, ref) for ref in refs or ("M-1",)],
            "starts_on": "2026-04-01",
            "consent": True,
            "consent_version": "v1",
            **changes,
        }
        path = f"{self.path}/option-requests"
        return await self.client.post(path, headers=self.headers, json=body)

    async def validate(self, request: str, day: str = "2026-04-01") -> httpx.Response:
        partner = await decider(self.container)
        return await move(self.client, partner, request, "validated", effective_on=day)

    async def levels(self, ref: str = "M-1") -> list[tuple[str, str, str | None]]:
        """The history of a person's levels under the contract, the latest first."""
        person_id = await id_of(self.container, ref)
        persons = (await self.get())["persons"]
        (person,) = [one for one in persons if one["id"] == person_id]
        return [
            (one["level"]["name"], one["starts_on"], one["ends_on"]) for one in person["levels"]
        ]


RAISED = [("Confort renforcé", "2026-04-01", None), ("Confort", "2020-01-01", "2026-03-31")]


@pytest.fixture
async def camille(
    client: httpx.AsyncClient, container: Container, clock: AdjustableClock
) -> Asking:
    """Camille on 14 March 2026, with Lou, who are offered one option."""
    clock.set_to("2026-03-14 12:00")
    asking = Asking(client, container, await signed_in_member(container))
    await apply_option(container)
    await asking.prepare()
    return asking


def told(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


class TestRequestOption:
    async def test_nobody_asks_unless_signed_in(self, camille: Asking) -> None:
        path = f"{camille.path}/option-requests"
        assert told(await camille.client.post(path, json={})) == (401, "unauthenticated")

    async def test_another_familys_person_is_nobody(
        self, container: Container, camille: Asking
    ) -> None:
        await another_family(container)
        assert told(await camille.ask("M-2")) == (404, "beneficiary_not_found")
        odd = await camille.ask(beneficiary_ids=["odd"])
        assert told(odd) == (404, "beneficiary_not_found")

    async def test_somebody_whose_card_is_kept_from_the_member_is_confidential(
        self, container: Container, camille: Asking
    ) -> None:
        await signed_in_spouse(container)
        await make_portfolio(container, family_rights=CONFIDENTIAL)
        container.portfolios._remembered.clear()
        assert told(await camille.ask("M-1-3")) == (403, "confidential")

    async def test_a_dependent_binds_nobody(self, container: Container, camille: Asking) -> None:
        camille.headers = await signed_in_spouse(container)
        assert told(await camille.ask("M-1-3")) == (403, "member_only")

    @pytest.mark.parametrize(
        ("changes", "pointer"),
        [
            ({"consent": False}, "/consent"),
            ({"consent": None}, "/consent"),
            ({"beneficiary_ids": []}, "/beneficiary_ids"),
            ({"starts_on": "soon"}, "/starts_on"),
        ],
    )
    async def test_without_consent_persons_or_day_it_is_malformed(
        self, camille: Asking, changes: dict[str, Any], pointer: str
    ) -> None:
        response = await camille.ask(**changes)
        assert told(response) == (422, "invalid_request")
        assert response.json()["errors"][0]["pointer"] == pointer

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"option_id": "odd"}, (404, "option_not_found")),
            ({"consent_version": "v0"}, (409, "consent_outdated")),
            ({"starts_on": "2026-03-01"}, (409, "option_date_refused")),
            ({"starts_on": "2026-04-02"}, (409, "option_date_refused")),
            ({"starts_on": "2027-04-01"}, (409, "option_date_refused")),
        ],
    )
    async def test_what_the_rules_refuse(
        self, camille: Asking, changes: dict[str, Any], expected: tuple[int, str]
    ) -> None:
        assert told(await camille.ask(**changes)) == expected

    async def test_somebody_at_another_level_cannot_have_it(
        self, container: Container, camille: Asking
    ) -> None:
        other = beneficiary_body(rank=4, covers=[cover(benefit_level_ref="L-9")])
        await apply_feed(container, "beneficiaries", "M-1-4", other)
        response = await camille.ask("M-1", "M-1-4")
        assert told(response) == (409, "option_not_available")
        assert response.json()["errors"][0]["pointer"] == "/beneficiary_ids/1"

    async def test_it_is_a_request_with_the_price_and_the_consent(
        self, container: Container, camille: Asking
    ) -> None:
        response = await camille.ask("M-1", "M-1-2", "M-1")
        assert response.status_code == 201, response.text
        assert_declared(response.content, ChangeRequestRead)
        body = response.json()
        assert (body["kind"], body["state"]) == ("subscribe_option", "requested")
        assert (body["wished_on"], body["effective_on"]) == ("2026-04-01", None)
        assert body["subscription"] == {
            "option_id": (await camille.option())["id"],
            "label": "Renfort médecins",
            "monthly_price": "18.50",
            "consent_version": "v1",
            "consented_at": body["subscription"]["consented_at"],
            "subscribers": [
                {"beneficiary_id": await id_of(container, "M-1"), "monthly_price": "12.50"},
                {"beneficiary_id": await id_of(container, "M-1-2"), "monthly_price": "6.00"},
            ],
        }
        assert body["subscription"]["consented_at"].startswith("2026-03-14T11:00")
        option = await camille.option()
        assert option["monthly_price"] == "0.00"
        assert {one["status"] for one in option["persons"]} == {"asked"}
        assert {one["change_request_id"] for one in option["persons"]} == {body["id"]}
        case = await container_case(camille, body["id"])
        assert case["subscription"]["option_ref"] == "O-1"
        assert [one["beneficiary_ref"] for one in case["subscription"]["subscribers"]] == [
            "M-1",
            "M-1-2",
        ]

    async def test_once_withdrawn_it_may_be_asked_again(self, camille: Asking) -> None:
        request = (await camille.ask()).json()["id"]
        assert told(await camille.ask()) == (409, "option_already_asked")
        assert (await camille.ask("M-1-2")).status_code == 201
        path = f"/v1/change-requests/{request}/cancellation"
        await camille.client.post(path, headers=camille.headers)
        assert (await camille.ask()).status_code == 201

    @pytest.mark.concurrency
    async def test_of_ten_at_once_one_is_written(self, camille: Asking) -> None:
        answers = await asyncio.gather(*(camille.ask() for _ in range(10)))
        assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9


async def container_case(camille: Asking, request: str) -> dict[str, Any]:
    partner = await decider(camille.container)
    path = f"/partner/v1/change-requests/{request}"
    return dict((await camille.client.get(path, headers=partner)).json())


class TestValidatedOption:
    async def test_the_level_on_contract_card_and_grid_is_raised_from_that_day(
        self, container: Container, clock: AdjustableClock, camille: Asking
    ) -> None:
        request = (await camille.ask()).json()["id"]
        assert (await camille.validate(request)).status_code == 200
        assert await camille.levels() == RAISED
        assert await camille.levels("M-1-2") == [("Confort", "2020-01-01", None)]
        (person, _) = (await camille.get())["persons"]
        assert person["options"] == [
            {
                "option_id": (await camille.option())["id"],
                "label": "Renfort médecins",
                "starts_on": "2026-04-01",
                "monthly_price": "12.50",
            }
        ]
        assert person["entered_on"] == "2020-01-01"
        before = await seen(camille)
        clock.set_to("2026-04-01 08:00")
        camille.headers = await signed_in_member(container)
        after = await seen(camille)
        assert (before, after) == (("Confort", "PEC", 100), ("Confort renforcé", None, 200))

    async def test_it_is_subscribed_and_cannot_be_asked_again(self, camille: Asking) -> None:
        request = (await camille.ask()).json()["id"]
        await camille.validate(request, "2026-05-01")
        option = await camille.option()
        states = {one["first_name"]: (one["status"], one["starts_on"]) for one in option["persons"]}
        assert states == {"Camille": ("subscribed", "2026-05-01"), "Lou": ("available", None)}
        assert told(await camille.ask()) == (409, "option_already_subscribed")

    async def test_what_the_feed_tells_again_is_raised_again(
        self, container: Container, camille: Asking
    ) -> None:
        await camille.validate((await camille.ask()).json()["id"])
        same = member_body(1, last_name="Martin-Petit")
        await apply_feed(container, "members", "M-1", same)
        assert await camille.levels() == RAISED
        leaving = member_body(1, covers=[cover(terminated_on="2026-12-10")])
        await apply_feed(container, "members", "M-1", leaving)
        assert await camille.levels() == [
            ("Confort renforcé", "2026-04-01", "2026-12-31"),
            ("Confort", "2020-01-01", "2026-03-31"),
        ]

    async def test_a_later_decision_of_the_feed_stands(
        self, container: Container, camille: Asking
    ) -> None:
        await camille.validate((await camille.ask()).json()["id"])
        covers = [cover(terminated_on="2026-06-30"), cover(starts_on="2026-07-01")]
        await apply_feed(container, "members", "M-1", member_body(1, covers=covers))
        assert await camille.levels() == [
            ("Confort", "2026-07-01", None),
            ("Confort renforcé", "2026-04-01", "2026-06-30"),
            ("Confort", "2020-01-01", "2026-03-31"),
        ]

    @pytest.mark.concurrency
    async def test_a_feed_at_the_same_time_loses_nothing(
        self, container: Container, camille: Asking
    ) -> None:
        request = (await camille.ask()).json()["id"]
        decided, *fed = await asyncio.gather(
            camille.validate(request),
            *(
                apply_feed(container, "members", "M-1", member_body(1, first_name=name))
                for name in ("Camille-Anne", "Anne-Camille", "Anne")
            ),
        )
        assert decided.status_code == 200, decided.text
        assert {one.outcome for one in fed} == {"updated"}
        assert await camille.levels() == RAISED

    async def test_a_day_on_which_somebody_is_not_covered_undoes_the_decision(
        self, container: Container, camille: Asking
    ) -> None:
        request = (await camille.ask("M-1", "M-1-2")).json()["id"]
        gone = beneficiary_body(covers=[cover(terminated_on="2026-03-20")])
        await apply_feed(container, "beneficiaries", "M-1-2", gone)
        assert told(await camille.validate(request)) == (409, "option_not_available")
        case = await container_case(camille, request)
        assert (case["state"], len(case["timeline"])) == ("requested", 1)
        assert await camille.levels() == [("Confort", "2020-01-01", None)]


async def seen(camille: Asking) -> tuple[str, str | None, int]:
    """The level on the grid, what the card grants in hospital, the percentage for doctors."""
    grid = await camille.get("/benefits")
    card = (await camille.client.get("/v1/card", headers=camille.headers)).json()
    granted = {one["code"]: one["value"] for one in card["domains"]}
    percents = {one["code"]: one["percent"] for c in grid["categories"] for one in c["benefits"]}
    return grid["benefit_level"], granted.get("HOSP"), percents["general"]
