"""Reimbursement simulations: what is asked of the database, and what is refused.

Nothing is written.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from app.errors.base import FieldProblem
from app.errors.requests import InvalidRequest
from app.errors.validation import INVALID_DATE
from app.gateways.clock import Clock
from app.repositories.benefits import BenefitReader, CoveredPerson
from app.repositories.entitlements import EntitlementReader
from app.schemas.simulations import SimulatedActCreate, SimulationCreate
from app.services.covers import cover_in_force, covers_of
from app.services.family_rights import FamilyRights
from app.services.rules.catalogue import Catalogue
from app.services.rules.simulation import Facts, simulated
from app.values.periods import Period, calendar_year, shift_months
from app.values.principals import CurrentMember

BACK_MONTHS, AHEAD_MONTHS = 24, 12
"""Care older than two years is repaid no more (Code des assurances, L114-1)."""


class SimulationService:
    """Simulates reimbursements for one request, on its read road."""

    def __init__(
        self,
        benefits: BenefitReader,
        lines: EntitlementReader,
        family: FamilyRights,
        clock: Clock,
    ) -> None:
        self._benefits = benefits
        self._lines = lines
        self._family = family
        self._clock = clock

    async def simulate(
        self, member: CurrentMember, wanted: SimulationCreate, person_id: UUID | None, language: str
    ) -> dict[str, Any]:
        """What would be paid for these acts, and what would be left of the year.

        Raises:
            BeneficiaryNotFound: no such beneficiary among those the reader may see.
            Confidential: the reader may see something of the beneficiary, but not the lines.
            CoverEnded, CoverNotStarted, NoCover: the beneficiary is not covered on the day.
            InvalidRequest: a day too far, an act that the catalogue does not have on that day.
        """
        day = self._day(wanted.care_date)
        beneficiary_id = person_id or member.beneficiary_id
        rows = await self._benefits.list_covers_of(member, beneficiary_id)
        if not rows:
            raise await self._family.refusal(member, beneficiary_id)
        person: CoveredPerson = cover_in_force(covers_of(rows), day).row
        tariffs = await self._benefits.list_tariffs(member.portfolio_id, day)
        catalogue = Catalogue(tariffs, day)
        _check(wanted.acts, catalogue)
        return simulated(await self._facts(member, person, catalogue, day), wanted, language)

    def _day(self, care_date: date | None) -> date:
        today = self._clock.today()
        day = care_date or today
        if not shift_months(today, -BACK_MONTHS) <= day <= shift_months(today, AHEAD_MONTHS):
            raise InvalidRequest(fields=[FieldProblem("/care_date", INVALID_DATE)])
        return day

    async def _facts(
        self, member: CurrentMember, person: CoveredPerson, catalogue: Catalogue, day: date
    ) -> Facts:
        level_id = person.benefit_level_id
        benefits = await self._benefits.list_benefits(level_id, day) if level_id else []
        months = max((benefit.renewal_months or 0 for benefit in benefits), default=0)
        window = Period(shift_months(day, -months), day)
        return Facts(
            person=person,
            day=day,
            catalogue=catalogue,
            benefits=benefits,
            sums=await self._lines.sum_year(member, person.id, calendar_year(day), day),
            pieces=await self._lines.list_pieces(member, person.id, level_id, window)
            if months and level_id
            else [],
        )


def _check(acts: Sequence[SimulatedActCreate], catalogue: Catalogue) -> None:
    wrong = []
    for position, act in enumerate(acts):
        if act.code not in catalogue.acts:
            wrong.append(FieldProblem(f"/acts/{position}/code", "unknown_act"))
        if act.frame_price is not None and act.frame_price > act.price:
            wrong.append(FieldProblem(f"/acts/{position}/frame_price", "frame_above_price"))
    if wrong:
        raise InvalidRequest(fields=wrong)
