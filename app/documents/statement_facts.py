"""What a printed statement states, as plain values. Amounts in euros."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class StatementSums:
    """The amounts of a line or of several."""

    spent: Decimal
    statutory: Decimal
    other_insurer: Decimal
    complementary: Decimal
    left_to_pay: Decimal


@dataclass(frozen=True, slots=True)
class StatementLineFacts:
    """One act: `base`, `rate` and `provider` where the statement has them; `deduction` is the
    *participation forfaitaire* or *franchise* taken off the statutory part. `person` is the name,
    with more where two on the statement share it.
    """

    person: str
    care_date: date
    act: str
    quantity: int
    provider: str | None
    base: Decimal | None
    rate: Decimal | None
    deduction: Decimal
    sums: StatementSums


@dataclass(frozen=True, slots=True)
class StatementPaymentFacts:
    """A payment of this insurer: to the member, or to the provider directly."""

    to_member: bool
    paid_on: date | None
    reference: str | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """A statement (*décompte*) as one reader may see it."""

    brand: str
    phone: str
    space_url: str
    number: str
    issued_on: date
    member_number: str
    source: str
    lines: tuple[StatementLineFacts, ...]
    payments: tuple[StatementPaymentFacts, ...]
    totals: StatementSums
