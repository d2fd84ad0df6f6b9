"""How a person is reimbursed: the guarantees of their level, explained and worked out."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

from pydantic import MISSING

from app.errors.contracts import ContractNotFound
from app.gateways.clock import Clock
from app.repositories.benefits import BenefitReader, CoveredPerson
from app.schemas.benefits import (
    BenefitBeneficiaryRead,
    BenefitCategoryRead,
    BenefitContractRead,
    BenefitExampleRead,
    BenefitGridRead,
    BenefitRead,
    RuleStepRead,
)
from app.services.covers import CoverPeriod, covers_of
from app.services.family_rights import FamilyRights
from app.services.rules.catalogue import Catalogue
from app.services.rules.explanations import explain_guarantee, explain_step
from app.services.rules.grid import guarantee_of, limit_steps, traced, worked_example
from app.values.benefits import Benefit, BenefitForm
from app.values.care_categories import LABELS, CareCategory
from app.values.labels import Labels
from app.values.principals import CurrentMember

ORDER = {str(category): place for place, category in enumerate(LABELS)}


class BenefitService:
    """Reads the guarantees of a cover; whose may be read is decided by the repository."""

    def __init__(self, benefits: BenefitReader, family: FamilyRights, clock: Clock) -> None:
        self._benefits = benefits
        self._family = family
        self._clock = clock

    async def explain(
        self,
        member: CurrentMember,
        contract_id: UUID,
        beneficiary_id: UUID | None,
        language: str,
    ) -> BenefitGridRead:
        """The guarantees of a person under a contract, as they are today, or were last.

        Unless somebody is named it is the reader, or the first of the family under the contract.

        Raises:
            BeneficiaryNotFound: no such beneficiary among those the reader may see.
            Confidential: the reader may see something of the beneficiary, but not their cover.
            ContractNotFound: nobody of the family the reader may see ever was under it.
        """
        people = await self._benefits.list_covers_of_family(member)
        if beneficiary_id and all(person.id != beneficiary_id for person in people):
            raise await self._family.refusal(member, beneficiary_id)
        covers = [
            cover
            for cover in covers_of(people)
            if cover.contract_id == contract_id and beneficiary_id in (None, cover.row.id)
        ]
        today = self._clock.today()
        cover = _shown(covers, member.beneficiary_id, today)
        day = _day_in(cover, today)
        person: CoveredPerson = cover.row
        assert person.benefit_level_id is not None  # noqa: S101 - a cover has a level
        benefits = await self._benefits.list_benefits(person.benefit_level_id, day)
        catalogue = Catalogue(await self._benefits.list_tariffs(member.portfolio_id, day), day)
        return BenefitGridRead(
            contract=BenefitContractRead(
                id=contract_id,
                number=person.contract_number or "",
                responsible=bool(person.responsible),
            ),
            beneficiary=BenefitBeneficiaryRead(
                id=person.id, first_name=person.first_name, last_name=person.last_name
            ),
            benefit_level=person.level_name or "",
            cover_starts_on=cover.starts_on,
            cover_ends_on=cover.ends_on,
            as_of=day,
            categories=_categories(
                benefits, catalogue, language, responsible=bool(person.responsible)
            ),
        )


def _shown(covers: Sequence[CoverPeriod], reader_id: UUID, today: date) -> CoverPeriod:
    """The reader's own cover before others', one in force before one that is over or to come.

    Raises:
        ContractNotFound: there is none.
    """
    if not covers:
        raise ContractNotFound
    first = next((cover.row.id for cover in covers if cover.row.id == reader_id), covers[0].row.id)
    own = [cover for cover in covers if cover.row.id == first]
    in_force = [cover for cover in own if cover.is_in_force(today)]
    begun = [cover for cover in own if cover.starts_on <= today]
    return (in_force or begun or own[:1])[-1]


def _day_in(cover: CoverPeriod, today: date) -> date:
    """Today, or the day of the cover that is nearest to it."""
    if cover.ends_on is not None and cover.ends_on < today:
        return cover.ends_on
    return max(cover.starts_on, today)


def _categories(
    benefits: Sequence[Benefit], catalogue: Catalogue, language: str, *, responsible: bool
) -> list[BenefitCategoryRead]:
    ordered = sorted(benefits, key=lambda benefit: ORDER[benefit.category])
    return [
        BenefitCategoryRead(
            category=CareCategory(category),
            label=LABELS[category].in_language(language),
            benefits=[
                _benefit(benefit, catalogue, language, responsible=responsible)
                for benefit in grouped
            ],
        )
        for category, grouped in groupby(ordered, key=lambda benefit: benefit.category)
    ]


def _benefit(
    benefit: Benefit, catalogue: Catalogue, language: str, *, responsible: bool
) -> BenefitRead:
    example = _example(benefit, catalogue, language, responsible=responsible)
    return BenefitRead(
        code=benefit.code,
        label=Labels(benefit.label_fr, benefit.label_en).in_language(language),
        form=BenefitForm(benefit.form),
        percent=benefit.percent,
        amount=benefit.amount,
        ceiling=benefit.ceiling,
        frame_ceiling=benefit.frame_ceiling,
        sessions=benefit.sessions,
        renewal_months=benefit.renewal_months,
        renewal_quantity=benefit.renewal_quantity if benefit.renewal_months else None,
        starts_on=benefit.starts_on,
        ends_on=benefit.ends_on,
        explanation=explain_guarantee(
            guarantee_of(benefit), language, benefit.renewal_months, benefit.renewal_quantity
        ),
        example=MISSING if example is None else example,
    )


def _example(
    benefit: Benefit, catalogue: Catalogue, language: str, *, responsible: bool
) -> BenefitExampleRead | None:
    worked = worked_example(benefit, catalogue, responsible=responsible)
    if worked is None:
        return None
    act, expense, shares = worked
    limits = limit_steps(benefit, guarantee_of(benefit, act, responsible=responsible))
    return BenefitExampleRead(
        act_code=act.code,
        act_label=Labels(act.label_fr, act.label_en).in_language(language),
        spent=expense.spent,
        base=expense.base,
        statutory_rate=expense.rate,
        statutory_gross=shares.gross,
        flat_deduction=shares.deduction,
        statutory_net=shares.net,
        complementary=shares.complementary,
        left_to_pay=shares.left_to_pay,
        trace=[
            RuleStepRead(code=step.code, amount=step.amount, sentence=explain_step(step, language))
            for step in traced(shares, limits)
        ],
    )
