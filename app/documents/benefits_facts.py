"""What a table of guarantees states, as plain values. Amounts in euros."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class BenefitExampleFacts:
    """A worked example; `deduction` is the *participation forfaitaire* or *franchise* taken off
    the statutory part, `limits` what the law takes off the promise, in sentences.
    """

    act: str
    spent: Decimal
    statutory: Decimal
    deduction: Decimal
    complementary: Decimal
    left_to_pay: Decimal
    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BenefitFacts:
    """One guarantee in one sentence, renewal included, and the days of care it pays for if they
    are limited.
    """

    label: str
    sentence: str
    starts_on: date | None
    ends_on: date | None
    example: BenefitExampleFacts | None


@dataclass(frozen=True, slots=True)
class BenefitCategoryFacts:
    """The guarantees of one type of care."""

    label: str
    benefits: tuple[BenefitFacts, ...]


@dataclass(frozen=True, slots=True)
class BenefitOptionFacts:
    """An option (*renfort*) that the person may have, asked for or has, and since when."""

    label: str
    status: str
    starts_on: date | None
    monthly_price: Decimal


@dataclass(frozen=True, slots=True)
class BenefitsFacts:
    """The guarantees of one person under one contract, as they are on `as_of`."""

    brand: str
    phone: str
    space_url: str
    insurer: str
    manager: str
    employer: str
    contract_number: str
    member_number: str
    responsible: bool
    person: str
    level: str
    covered_from: date
    covered_until: date | None
    as_of: date
    categories: tuple[BenefitCategoryFacts, ...]
    options: tuple[BenefitOptionFacts, ...]
