"""What a dependent is to the family on a day, and what a member may see of them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import httpx
import pytest
from pydantic import ValidationError

from app.container import Container
from app.errors.base import DomainError
from app.errors.beneficiaries import BeneficiaryNotFound, Confidential
from app.repositories.visibility import VisibilityReader
from app.schemas.portfolios import FamilyRightsConfiguration, PortfolioConfiguration
from app.services.family_rights import FamilyRights
from app.values.family_rights import NO_GRANTS, FamilyKind, FamilyRight, Grants
from app.values.ids import new_id
from tests.clock import AdjustableClock
from tests.factories.families import (
    CONSULTATION,
    id_of,
    member_reading,
    reimburse,
    signed_in_member,
)
from tests.factories.feeds import (
    apply_agreement,
    apply_feed,
    beneficiary_body,
    cover,
    make_portfolio,
    member_body,
    portfolio_file,
)

CARD, TOTALS, LINES = FamilyRight
EVERY_RIGHT = {CARD, TOTALS, LINES}
LONG_AGO, YESTERDAY, TODAY, TOMORROW = "2025-12-31", "2026-03-13", "2026-03-14", "2026-03-15"
OF_AGE, UNDER_AGE = "2008-03-14", "2008-03-15"


async def make_family(
    container: Container,
    relationship: str,
    birth_date: str,
    until: str | None,
    member_until: str | None = None,
) -> None:
    """The member `M-1` and the dependent `M-1-2`, with the last days covered that are given."""
    await make_portfolio(container, cover_ends="exact")
    await apply_agreement(container)
    member = member_body(1, covers=[cover(terminated_on=member_until)])
    await apply_feed(container, "members", "M-1", member)
    dependent = beneficiary_body(
        relationship=relationship, birth_date=birth_date, covers=[cover(terminated_on=until)]
    )
    await apply_feed(container, "beneficiaries", "M-1-2", dependent)


async def kind_of(container: Container, ref: str = "M-1-2") -> FamilyKind | None:
    member = await member_reading(container)
    person = UUID(await id_of(container, ref))
    async with container.database.read() as connection:
        return await VisibilityReader(connection).kind_of(member, person)


@pytest.fixture(autouse=True)
def _today(clock: AdjustableClock) -> None:
    clock.set_to(f"{TODAY} 12:00")


class TestKind:
    @pytest.mark.parametrize(
        ("relationship", "birth_date", "until", "member_until", "kind"),
        [
            ("child", UNDER_AGE, None, None, "minor"),
            ("child", UNDER_AGE, LONG_AGO, None, "minor"),
            ("child", OF_AGE, None, None, "adult"),
            ("child", OF_AGE, TODAY, None, "adult"),
            ("child", OF_AGE, YESTERDAY, None, "ceased"),
            ("spouse", UNDER_AGE, None, None, "adult"),
            ("spouse", OF_AGE, TOMORROW, None, "adult"),
            ("spouse", OF_AGE, TODAY, None, "adult"),
            ("spouse", OF_AGE, YESTERDAY, None, "former_partner"),
            ("civil_partner", OF_AGE, YESTERDAY, None, "former_partner"),
            ("cohabitant", OF_AGE, YESTERDAY, None, "former_partner"),
            ("spouse", OF_AGE, None, YESTERDAY, "adult"),
            ("spouse", OF_AGE, YESTERDAY, YESTERDAY, "adult"),
            ("spouse", OF_AGE, YESTERDAY, LONG_AGO, "adult"),
            ("spouse", OF_AGE, LONG_AGO, YESTERDAY, "former_partner"),
            ("child", OF_AGE, LONG_AGO, YESTERDAY, "ceased"),
            ("spouse", OF_AGE, YESTERDAY, TOMORROW, "former_partner"),
        ],
    )
    async def test_age_kinship_and_the_order_of_leaving_decide(
        self,
        container: Container,
        relationship: str,
        birth_date: str,
        until: str | None,
        member_until: str | None,
        kind: str,
    ) -> None:
        await make_family(container, relationship, birth_date, until, member_until)
        assert await kind_of(container) == kind

    @pytest.mark.parametrize(("today", "kind"), [("2026-02-28", "minor"), ("2026-03-01", "adult")])
    async def test_who_was_born_on_29_february_comes_of_age_on_1_march(
        self, container: Container, clock: AdjustableClock, today: str, kind: str
    ) -> None:
        await make_family(container, "child", "2008-02-29", None)
        clock.set_to(f"{today} 12:00")
        assert await kind_of(container) == kind

    async def test_a_stranger_is_nothing_to_the_family(self, container: Container) -> None:
        await make_family(container, "child", OF_AGE, None)
        await apply_feed(container, "members", "M-2", member_body(2))
        assert await kind_of(container, "M-2") is None


async def refusals_of(container: Container, grants: Grants, person: UUID) -> list[Any]:
    """For each right, the error that a member with these grants gets of the person."""
    member = await member_reading(container, grants)
    found: list[type[DomainError] | None] = []
    async with container.database.read() as connection:
        rights = FamilyRights(VisibilityReader(connection))
        for right in FamilyRight:
            try:
                await rights.require(member, person, right)
            except DomainError as refusal:
                found.append(type(refusal))
            else:
                found.append(None)
    return found


class TestRefusal:
    @pytest.mark.parametrize(
        ("granted", "expected"),
        [
            ([], [BeneficiaryNotFound] * 3),
            ([CARD], [None, Confidential, Confidential]),
            ([CARD, TOTALS], [None, None, Confidential]),
            ([TOTALS], [Confidential, None, Confidential]),
            ([CARD, TOTALS, LINES], [None] * 3),
        ],
    )
    async def test_who_is_seen_in_part_is_confidential_and_who_is_not_seen_is_nobody(
        self, container: Container, granted: Collection[FamilyRight], expected: list[Any]
    ) -> None:
        await make_family(container, "spouse", OF_AGE, None)
        spouse = UUID(await id_of(container, "M-1-2"))
        assert await refusals_of(container, {FamilyKind.ADULT: granted}, spouse) == expected

    async def test_everyone_has_every_right_over_themself(self, container: Container) -> None:
        await make_family(container, "spouse", OF_AGE, None, LONG_AGO)
        member = UUID(await id_of(container, "M-1"))
        assert await refusals_of(container, NO_GRANTS, member) == [None] * 3

    async def test_nobody_has_a_right_over_who_does_not_exist(self, container: Container) -> None:
        await make_family(container, "spouse", OF_AGE, None)
        every = dict.fromkeys(FamilyKind, EVERY_RIGHT)
        assert await refusals_of(container, every, new_id()) == [BeneficiaryNotFound] * 3


class TestComingOfAge:
    async def test_the_lines_are_the_childs_own_from_midnight_in_paris(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        await signed_in_member(container)
        await make_portfolio(container, family_rights={"adult": ["card", "totals"]})
        container.portfolios._remembered.clear()
        child = beneficiary_body(birth_date="2008-07-15")
        await apply_feed(container, "beneficiaries", "M-1-2", child)
        await reimburse(container, [{**CONSULTATION, "beneficiary_ref": "M-1-2"}])
        person = {"beneficiary_id": await id_of(container, "M-1-2")}
        found = []
        # Two hours before midnight in UTC it is midnight in Paris, in summer.
        for moment in ("2026-07-14 23:59", "2026-07-15 00:01"):
            clock.set_to(moment)
            headers = await signed_in_member(container)
            named = await client.get("/v1/reimbursements", params=person, headers=headers)
            every = await client.get("/v1/reimbursements", headers=headers)
            found.append((named.status_code, len(every.json()["items"])))
        assert found == [(200, 1), (403, 0)]


class TestEndedCover:
    async def test_whose_cover_ended_with_the_members_stays_and_who_left_before_does_not(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        headers = await signed_in_member(container)
        over = member_body(1, covers=[cover(terminated_on=LONG_AGO)])
        await apply_feed(container, "members", "M-1", over)
        found = []
        for until in (LONG_AGO, "2025-11-30"):
            covers = [cover(terminated_on=until)]
            spouse = beneficiary_body(relationship="spouse", birth_date=OF_AGE, covers=covers)
            await apply_feed(container, "beneficiaries", "M-1-2", spouse)
            person = {"beneficiary_id": await id_of(container, "M-1-2")}
            response = await client.get("/v1/reimbursements", params=person, headers=headers)
            found.append(response.status_code)
        assert found == [200, 404]


class TestConfiguration:
    def test_a_portfolio_that_says_nothing_hides_former_partners_alone(self) -> None:
        stored = portfolio_file().configuration.model_dump(mode="json", exclude={"family_rights"})
        found = PortfolioConfiguration.model_validate(stored).family_rights.grants
        assert found == {
            "minor": EVERY_RIGHT,
            "adult": EVERY_RIGHT,
            "former_partner": set(),
            "ceased": EVERY_RIGHT,
        }

    @pytest.mark.parametrize("kind", list(FamilyKind))
    def test_lines_come_with_totals_whatever_the_kind(self, kind: FamilyKind) -> None:
        with pytest.raises(ValidationError):
            FamilyRightsConfiguration.model_validate({kind: ["card", "lines"]})
        granted = FamilyRightsConfiguration.model_validate({kind: ["totals", "lines"]}).grants
        assert granted[kind] == {TOTALS, LINES}

    def test_a_kind_or_a_right_that_does_not_exist_is_refused(self) -> None:
        for rights in ({"grandparent": []}, {"adult": ["diagnosis"]}):
            with pytest.raises(ValidationError):
                FamilyRightsConfiguration.model_validate(rights)
