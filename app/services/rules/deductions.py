"""Flat deductions: so much an act, up to caps a day and a year, from an age on."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.values.money import ZERO
from app.values.rule_steps import RuleStep, RuleStepCode
from app.values.tariffs import POOLS, DeductionPool, FlatDeduction


@dataclass(frozen=True, slots=True)
class DeductionRule:
    """What is kept back of each unit, in euros; absent caps are none."""

    amount: Decimal
    daily_cap: Decimal | None = None
    yearly_cap: Decimal | None = None
    from_age: int | None = None


@dataclass(frozen=True, slots=True)
class Borne:
    """What a person bore before the acts that are simulated."""

    today: Mapping[FlatDeduction, Decimal]
    this_year: Mapping[DeductionPool, Decimal]


@dataclass(frozen=True, slots=True)
class DeductionCap:
    """A yearly cap and how far it is reached."""

    pool: DeductionPool
    cap: Decimal
    borne: Decimal

    @property
    def left(self) -> Decimal:
        """What may still be kept back this year."""
        return max(self.cap - self.borne, ZERO)


class DeductionLedger:
    """Takes the deductions of one person's acts on one day, one act after the other."""

    def __init__(
        self, rules: Mapping[FlatDeduction, DeductionRule], age: int, borne: Borne
    ) -> None:
        self._rules = rules
        self._age = age
        self._today = defaultdict(lambda: ZERO, borne.today)
        self._year = defaultdict(lambda: ZERO, borne.this_year)

    def take(
        self, kind: FlatDeduction | None, units: int, gross: Decimal
    ) -> tuple[Decimal, list[RuleStep]]:
        """The deduction of an act, at most its statutory gross, counted at once; and why less."""
        rule = self._rules.get(kind) if kind else None
        if kind is None or rule is None or gross == 0:
            return ZERO, []
        if rule.from_age is not None and self._age < rule.from_age:
            return ZERO, [
                RuleStep(RuleStepCode.DEDUCTION_SPARED, ZERO, {"from_age": rule.from_age})
            ]
        wanted = min(rule.amount * units, gross)
        taken = max(min(wanted, self._room(kind, rule)), ZERO)
        self._today[kind] += taken
        self._year[POOLS[kind]] += taken
        steps = [RuleStep(RuleStepCode.DEDUCTION_CAPPED, wanted - taken)] if taken < wanted else []
        return taken, steps

    def caps(self) -> list[DeductionCap]:
        """The yearly caps with what was borne by now; none for who is too young to bear any."""
        caps: dict[DeductionPool, Decimal] = {}
        for kind, rule in self._rules.items():
            if rule.yearly_cap is not None and self._age >= (rule.from_age or 0):
                caps.setdefault(POOLS[kind], rule.yearly_cap)
        return [DeductionCap(pool, caps[pool], self._year[pool]) for pool in sorted(caps)]

    def _room(self, kind: FlatDeduction, rule: DeductionRule) -> Decimal:
        rooms = [Decimal("Infinity")]
        if rule.daily_cap is not None:
            rooms.append(rule.daily_cap - self._today[kind])
        if rule.yearly_cap is not None:
            rooms.append(rule.yearly_cap - self._year[POOLS[kind]])
        return min(rooms)
