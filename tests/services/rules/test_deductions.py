"""Flat deductions: units, ages, caps a day and a year."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.services.rules.deductions import Borne, DeductionLedger, DeductionRule
from app.values.rule_steps import RuleStepCode
from app.values.tariffs import POOLS, DeductionPool, FlatDeduction

RULES = {
    FlatDeduction.PARTICIPATION: DeductionRule(
        Decimal("2.00"), Decimal("8.00"), Decimal("50.00"), 18
    ),
    FlatDeduction.BOX: DeductionRule(Decimal("1.00"), None, Decimal("50.00"), 18),
    FlatDeduction.PARAMEDICAL: DeductionRule(
        Decimal("1.00"), Decimal("4.00"), Decimal("50.00"), 18
    ),
    FlatDeduction.TRANSPORT: DeductionRule(Decimal("4.00"), Decimal("8.00"), Decimal("50.00"), 18),
}
PLENTY = Decimal("100.00")
takings = st.lists(
    st.tuples(
        st.sampled_from(FlatDeduction),
        st.integers(1, 30),
        st.integers(0, 5_000).map(lambda number: Decimal(number).scaleb(-2)),
    ),
    max_size=12,
)
amounts = st.integers(0, 6_000).map(lambda number: Decimal(number).scaleb(-2))


def ledger(age: int = 40, **borne: str) -> DeductionLedger:
    year = {DeductionPool(pool): Decimal(amount) for pool, amount in borne.items()}
    return DeductionLedger(RULES, age, Borne({}, year))


class TestTake:
    def test_each_unit_bears_one_up_to_the_gross(self) -> None:
        assert ledger().take(FlatDeduction.BOX, 3, PLENTY) == (Decimal("3.00"), [])
        assert ledger().take(FlatDeduction.BOX, 3, Decimal("0.42"))[0] == Decimal("0.42")
        assert ledger().take(FlatDeduction.BOX, 3, Decimal("0.00")) == (Decimal("0.00"), [])
        assert ledger().take(None, 3, PLENTY) == (Decimal("0.00"), [])

    def test_a_day_is_capped_for_each_kind(self) -> None:
        taking = ledger()
        assert taking.take(FlatDeduction.PARTICIPATION, 9, PLENTY)[0] == Decimal("8.00")
        taken, steps = taking.take(FlatDeduction.PARTICIPATION, 1, PLENTY)
        assert (taken, [step.code for step in steps]) == (
            Decimal("0.00"),
            [RuleStepCode.DEDUCTION_CAPPED],
        )
        assert taking.take(FlatDeduction.PARAMEDICAL, 9, PLENTY)[0] == Decimal("4.00")

    def test_the_three_franchises_share_their_year(self) -> None:
        taking = ledger(franchise="46.00")
        assert taking.take(FlatDeduction.TRANSPORT, 1, PLENTY)[0] == Decimal("4.00")
        assert taking.take(FlatDeduction.BOX, 1, PLENTY)[0] == Decimal("0.00")
        assert taking.take(FlatDeduction.PARTICIPATION, 1, PLENTY)[0] == Decimal("2.00")

    def test_minors_bear_none_until_they_are_eighteen(self) -> None:
        taken, steps = ledger(17).take(FlatDeduction.PARTICIPATION, 1, PLENTY)
        assert (taken, steps[0].code) == (Decimal("0.00"), RuleStepCode.DEDUCTION_SPARED)
        assert ledger(18).take(FlatDeduction.PARTICIPATION, 1, PLENTY)[0] == Decimal("2.00")
        assert ledger(17).caps() == []

    @given(takings=takings, participation=amounts, franchise=amounts)
    def test_no_cap_is_ever_passed(
        self,
        takings: list[tuple[FlatDeduction, int, Decimal]],
        participation: Decimal,
        franchise: Decimal,
    ) -> None:
        before = {DeductionPool.PARTICIPATION: participation, DeductionPool.FRANCHISE: franchise}
        taking = DeductionLedger(RULES, 40, Borne({}, before))
        taken = dict.fromkeys(FlatDeduction, Decimal(0))
        for kind, units, gross in takings:
            amount, _ = taking.take(kind, units, gross)
            assert 0 <= amount <= min(gross, RULES[kind].amount * units)
            taken[kind] += amount
        for kind, amount in taken.items():
            assert amount <= (RULES[kind].daily_cap or PLENTY)
        for cap in taking.caps():
            added = sum(amount for kind, amount in taken.items() if POOLS[kind] is cap.pool)
            assert added <= max(cap.cap - before[cap.pool], 0)
            assert (cap.borne, cap.left) == (
                before[cap.pool] + added,
                max(cap.cap - cap.borne, Decimal(0)),
            )
