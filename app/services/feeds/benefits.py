"""What is wrong with the guarantees that a feed sends of a level."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from app.errors.base import FieldProblem
from app.schemas.feeds.benefit_levels import BenefitLevelFeed
from app.schemas.feeds.benefits import BenefitFeed
from app.values.benefits import OPTIONAL_PARAMETERS, PARAMETER_NAMES, PARAMETERS

MISSING_PARAMETER = "missing"
STRANGE_PARAMETER = "unexpected_parameter"
OVERLAPPING = "overlapping_benefits"
PERIOD = "period"


def wrong_benefits(level: BenefitLevelFeed) -> Iterator[FieldProblem]:
    """Parameters that a form lacks or does not take, periods that end first or overlap."""
    benefits = level.benefits or []
    for position, benefit in enumerate(benefits):
        yield from _wrong_parameters(f"/benefits/{position}", benefit)
    yield from _overlaps(benefits)


def _wrong_parameters(pointer: str, benefit: BenefitFeed) -> Iterator[FieldProblem]:
    needed = PARAMETERS[benefit.form]
    allowed = needed | OPTIONAL_PARAMETERS.get(benefit.form, frozenset())
    for name in PARAMETER_NAMES:
        is_given = getattr(benefit, name) is not None
        if name in needed and not is_given:
            yield FieldProblem(f"{pointer}/{name}", MISSING_PARAMETER)
        elif is_given and name not in allowed:
            yield FieldProblem(f"{pointer}/{name}", STRANGE_PARAMETER)
    if benefit.starts_on and benefit.ends_on and benefit.ends_on < benefit.starts_on:
        yield FieldProblem(f"{pointer}/ends_on", PERIOD)


def _overlaps(benefits: Sequence[BenefitFeed]) -> Iterator[FieldProblem]:
    by_code: dict[str, list[tuple[date, date, int]]] = defaultdict(list)
    for position, benefit in enumerate(benefits):
        period = (benefit.starts_on or date.min, benefit.ends_on or date.max, position)
        by_code[benefit.code].append(period)
    for periods in by_code.values():
        last = None
        for first, end, position in sorted(periods):
            if last is not None and first <= last:
                yield FieldProblem(f"/benefits/{position}/code", OVERLAPPING)
            last = end if last is None else max(last, end)
