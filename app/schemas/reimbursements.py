"""Reimbursements as members read them: sums by type of care, and statement lines."""

from datetime import date
from typing import Annotated, Any

from pydantic import MISSING, ConfigDict, Field

from app.schemas.base import Money, OpaqueId, Page, Rate, Read
from app.values.care_categories import CareCategory
from app.values.relationships import Relationship
from app.values.statements import Payee, StatementSource

SUMS_EXAMPLE: dict[str, Any] = {
    "actual_cost": "90.00",
    "statutory": "59.00",
    "complementary": "27.00",
    "other_insurer": "0.00",
    "left_to_pay": "4.00",
    "acts": 3,
}
PERIOD_EXAMPLE: dict[str, Any] = {"first": "2025-03-15", "last": "2026-03-14"}
LINE_EXAMPLE: dict[str, Any] = {
    "id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d",
    "statement_id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4c",
    "beneficiary": {
        "id": "01985f2e-0000-7c1b-9a53-0f6d1c2b3a4e",
        "first_name": "Camille",
        "last_name": "Martin",
    },
    "care_date": "2026-02-03",
    "category": "consultation",
    "category_label": "Consultations et visites",
    "act_code": "G",
    "act_label": "Consultation médecin généraliste",
    "act_family": "Soins courants",
    "quantity": 1,
    "provider": {"name": "Dr Jeanne Morel", "rpps": "10001234567", "finess": None},
    "spent": "30.00",
    "base": "30.00",
    "statutory_rate": "0.7000",
    "statutory_gross": "21.00",
    "flat_deduction": "2.00",
    "statutory_net": "19.00",
    "other_insurer": "0.00",
    "complementary": "9.00",
    "left_to_pay": "2.00",
    "payee": "member",
    "third_party_payment": False,
    "paid_on": "2026-02-10",
    "payment_reference": "VIR-2026-000123",
    "source": "noemie",
}


class PeriodRead(Read):
    """Days by care date in Europe/Paris, both included."""

    first: date
    """First day of care counted."""
    last: date
    """Last day of care counted."""


class ReimbursementBeneficiaryRead(Read):
    """The beneficiary whose figures these are."""

    id: OpaqueId
    """The beneficiary's id, as `beneficiary_id` takes it."""
    first_name: str
    """First name, as the administrator's file has it."""
    last_name: str
    """Family name, as the administrator's file has it."""
    relationship: Relationship


class LineBeneficiaryRead(Read):
    """The beneficiary who received the care."""

    id: OpaqueId
    """The beneficiary's id, as `beneficiary_id` takes it."""
    first_name: str
    """First name, as the administrator's file has it."""
    last_name: str
    """Family name, as the administrator's file has it."""


class CareSumsRead(Read):
    """Sums over lines, to the cent: cost = statutory + complementary + other insurer + left."""

    actual_cost: Money
    """What was spent (*dépense réelle*)."""
    statutory: Money
    """What the statutory scheme paid, flat deductions taken off."""
    complementary: Money
    """Euros this insurer paid."""
    other_insurer: Money
    """What another complementary insurer paid."""
    left_to_pay: Money
    """Euros the member still pays: `actual_cost` minus every payer's part."""
    acts: Annotated[int, Field(ge=0)]
    """Number of acts: the sum of the lines' quantities."""


class ReimbursementCategoryRead(CareSumsRead):
    """The sums of one type of care."""

    category: CareCategory
    label: str
    """Name to show, in the reader's language."""


class ReimbursementSummary(Read):
    """Twelve rolling months of one beneficiary, by type of care in the order of the list."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "period": PERIOD_EXAMPLE,
                    "beneficiary": {
                        **LINE_EXAMPLE["beneficiary"],
                        "relationship": "self",
                    },
                    "categories": [
                        {
                            **SUMS_EXAMPLE,
                            "category": "consultation",
                            "label": "Consultations et visites",
                        }
                    ],
                    "totals": SUMS_EXAMPLE,
                }
            ]
        }
    )

    period: PeriodRead
    beneficiary: ReimbursementBeneficiaryRead
    categories: list[ReimbursementCategoryRead]
    """Types of care with at least one line in the period, in the order of `GET /v1/reference/care-
    categories`."""
    totals: CareSumsRead


class LineProviderRead(Read):
    """Who gave the care, as far as the statement tells."""

    name: str | None
    """As the statement spells it; null when it names nobody."""
    rpps: str | None
    """National number of a health professional, 11 digits; null when the statement has none."""
    finess: str | None
    """National number of an establishment, 9 characters; null when the statement has none."""


class ReimbursementLineRead(Read):
    """One act of a statement: cost, what each payer paid, what is left, when and to whom paid."""

    model_config = ConfigDict(json_schema_extra={"examples": [LINE_EXAMPLE]})

    id: OpaqueId
    """The line's id; changes when the administrator sends the statement again with other lines."""
    statement_id: OpaqueId
    """The statement the line is on."""
    beneficiary: LineBeneficiaryRead
    care_date: date
    """Day of care."""
    category: CareCategory
    category_label: str
    """Name of the type of care, in the reader's language."""
    act_code: str
    """Code of the act in the statutory scheme's nomenclature, as the statement has it."""
    act_label: str
    """What was done, in French, as the statement words it."""
    act_family: str | None
    """The administrator's own grouping of acts; null when the statement has none."""
    quantity: int
    """How many times the act was done; amounts are for all of them."""
    provider: LineProviderRead | MISSING = MISSING
    spent: Money
    """Euros charged for the care."""
    base: Money | None
    """Base of reimbursement (BR), when the act has one."""
    statutory_rate: Rate | None
    """Share of `base` that the statutory scheme pays: `0.7000` is 70 %; null when the statement has
    none."""
    statutory_gross: Money
    """Euros of the statutory scheme before `flat_deduction`."""
    flat_deduction: Money
    """*Participation forfaitaire* or *franchise*, never repaid by a *contrat responsable*."""
    statutory_net: Money
    """Euros the statutory scheme paid: `statutory_gross` minus `flat_deduction`."""
    other_insurer: Money
    """Euros another complementary insurer paid."""
    complementary: Money
    """Euros this insurer paid."""
    left_to_pay: Money
    """Euros the member still pays: `spent` minus `statutory_net`, `other_insurer` and
    `complementary`."""
    payee: Payee
    third_party_payment: bool
    """Whether the provider was paid directly (*tiers payant*), so that the member did not advance
    the cost."""
    paid_on: date | None
    """Day the payment left; null while it has not, or when the statement does not say."""
    payment_reference: str | None
    """What names the payment on the payee's bank statement; null when the statement has none."""
    source: StatementSource


class ReimbursementLinePage(Page[ReimbursementLineRead]):
    """Lines, newest care first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [LINE_EXAMPLE], "next_cursor": None}]}
    )
