"""`PUT /partner/v1/beneficiaries/{ref}`."""

import httpx
import pytest
from sqlalchemy import select

from app.container import Container
from app.models.account import Account
from app.models.beneficiary import Beneficiary
from app.models.member import Member
from app.services.portfolios import CurrentPortfolio
from tests.factories.feeds import (
    apply_family,
    apply_feed,
    beneficiary_body,
    contract_body,
    cover,
    member_body,
)
from tests.factories.partners import bearing, make_token
from tests.routers.partner.conftest import rows
from tests.routers.partner.refusals import REFUSED, refusals

PATH = "/partner/v1/beneficiaries/M-1-3"


class TestPutBeneficiary:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        scope, body = "beneficiaries:write", beneficiary_body(rank=3)
        assert await refusals(client, container, scope, "PUT", PATH, json=body) == REFUSED

    @pytest.mark.parametrize(
        ("changes", "pointer"),
        [({"relationship": "self"}, "/relationship"), ({"rank": 1}, "/rank")],
    )
    async def test_a_dependent_is_never_the_member(
        self, partner: httpx.AsyncClient, changes: dict[str, str], pointer: str
    ) -> None:
        response = await partner.put(PATH, json=beneficiary_body(**changes))
        problem = response.json()
        assert (response.status_code, problem["code"]) == (422, "invalid_request")
        assert [error["pointer"] for error in problem["errors"]] == [pointer]

    async def test_an_unknown_member_is_409(self, partner: httpx.AsyncClient) -> None:
        response = await partner.put(PATH, json=beneficiary_body("M-404"))
        problem = response.json()
        assert (response.status_code, problem["code"]) == (409, "unknown_reference")
        assert problem["errors"][0]["pointer"] == "/member_ref"

    async def test_references_are_shared_with_members(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        await apply_family(container)
        as_dependent = await partner.put(
            "/partner/v1/beneficiaries/M-1", json=beneficiary_body(rank=4)
        )
        as_member = await partner.put("/partner/v1/members/M-1-2", json=member_body(2))
        found = [
            (r.status_code, r.json()["code"], r.json()["errors"][0]["pointer"])
            for r in (as_dependent, as_member)
        ]
        assert found == [(409, "reference_taken", "/ref")] * 2

    async def test_nobody_moves_to_another_family(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        await apply_family(container)
        await apply_feed(container, "members", "M-2", member_body(2))
        response = await partner.put(
            "/partner/v1/beneficiaries/M-1-2", json=beneficiary_body("M-2")
        )
        assert (response.status_code, response.json()["code"]) == (409, "reference_taken")

    async def test_a_rank_in_use_is_409(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        await apply_family(container)
        response = await partner.put(PATH, json=beneficiary_body(rank=2))
        assert (response.status_code, response.json()["code"]) == (409, "reference_taken")
        assert [error["pointer"] for error in response.json()["errors"]] == ["/rank"]

    async def test_created_then_unchanged_then_updated(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        await apply_family(container)
        body = beneficiary_body(relationship="spouse", rank=3, email="lou@example.org")
        answers = []
        for sent in (body, body, {**body, "first_name": "Loup"}):
            response = await partner.put(PATH, json=sent)
            answers.append((response.status_code, response.json()["outcome"]))
        assert answers == [(201, "created"), (200, "unchanged"), (200, "updated")]
        (person,) = await rows(container, select(Beneficiary).where(Beneficiary.ref == "M-1-3"))
        (member,) = await rows(container, select(Member))
        assert (person.member_id, person.first_name, person.relationship, person.rank) == (
            member.id,
            "Loup",
            "spouse",
            3,
        )
        assert len(await rows(container, select(Account.id))) == 1


class TestPutBeneficiaryOfAnEmployer:
    async def test_families_of_others_are_as_if_absent(
        self, client: httpx.AsyncClient, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        await apply_family(container)
        await apply_feed(container, "contracts", "C-2", contract_body("EMP-2"))
        own = [cover(contract_ref="C-2")]
        await apply_feed(container, "members", "M-2", member_body(2, covers=own))
        token = await make_token(container, portfolio, "beneficiaries:write", employer_ref="EMP-2")
        found = []
        for ref, member_ref in (("M-1-3", "M-1"), ("M-1-2", "M-2"), ("M-2-2", "M-2")):
            body = beneficiary_body(member_ref, rank=5, covers=own)
            path = f"/partner/v1/beneficiaries/{ref}"
            response = await client.put(path, json=body, headers=bearing(token))
            found.append((response.status_code, response.json().get("code")))
        assert found == [(409, "unknown_reference"), (409, "unknown_reference"), (201, None)]
