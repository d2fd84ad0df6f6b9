"""Which case a person to be added falls under, and when their cover may begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.schemas.addition_rules import AdditionCase, AdditionRules
from app.values.additions import ChildSituation
from app.values.periods import age_on, shift_months
from app.values.relationships import Relationship


@dataclass(frozen=True, slots=True)
class Newcomer:
    """The person as far as the rules go; `event_on` is the day of the birth, or of the union."""

    relationship: Relationship
    birth_date: date
    situation: ChildSituation | None
    event_on: date | None


def rules_on(additions: Sequence[AdditionRules], day: date) -> AdditionRules | None:
    """The rules that hold for what is asked that day: the latest that began."""
    begun = [rules for rules in additions if rules.starts_on <= day]
    return max(begun, key=lambda rules: rules.starts_on, default=None)


def case_of(rules: AdditionRules | None, newcomer: Newcomer, day: date) -> AdditionCase | None:
    """The first case that fits the person on their first day of cover; None when none does."""
    age = age_on(newcomer.birth_date, max(day, newcomer.birth_date))
    for case in rules.cases if rules else ():
        if (
            case.relationship is newcomer.relationship
            and case.from_age <= age
            and (case.under_age is None or age < case.under_age)
            and (not case.situations or newcomer.situation in case.situations)
        ):
            return case
    return None


def first_day(rules: AdditionRules, case: AdditionCase, newcomer: Newcomer, today: date) -> date:
    """The earliest day of cover: today, unless the birth or the union is recent enough for cover to
    begin with it; for an event to come, the day of it.
    """
    event = newcomer.event_on
    if not case.retroactive or event is None:
        return today
    recent = event >= shift_months(today, -rules.retroactive_months)
    return event if recent else today
