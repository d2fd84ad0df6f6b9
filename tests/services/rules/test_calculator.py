"""The calculation of a reimbursement: worked examples, forms, and what always holds."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.rules.calculator import Reimbursement, reimburse
from app.services.rules.expense import Expense, Guarantee, Usage
from app.services.rules.explanations import explain_guarantee, explain_step
from app.values.benefits import PARAMETERS, BenefitForm
from app.values.labels import ENGLISH, FRENCH
from app.values.rule_steps import RuleStepCode
from scripts.demo import calculator as other

VECTORS = Path(__file__).parents[4] / "shared" / "data" / "reimbursement_vectors.json"
CENT = Decimal("0.01")


def D(text: str | int) -> Decimal:  # noqa: N802 - as short as a literal
    return Decimal(text)


def cents(least: int = 0, most: int = 300_000) -> st.SearchStrategy[Decimal]:
    return st.integers(least, most).map(lambda number: Decimal(number).scaleb(-2))


@st.composite
def expenses(draw: st.DrawFn) -> Expense:
    """An act that statutory insurance knows or not, inside the care pathway or not."""
    quantity = draw(st.integers(1, 4))
    spent = draw(cents(1)) * quantity
    base = draw(st.none() | cents(1, 80_000))
    rate = None if base is None else Decimal(draw(st.integers(0, 100))).scaleb(-2)
    pathway = None if rate is None else max(rate, Decimal(draw(st.integers(0, 100))).scaleb(-2))
    expense = Expense(
        spent=spent,
        base=None if base is None else base * quantity,
        rate=rate,
        pathway_rate=pathway,
        flat_deduction=draw(cents(0, 1_000)),
        quantity=quantity,
        frame=min(draw(cents(0, 30_000)), spent),
    )
    beyond = int((spent - expense.reference) * 100)
    return expense_with(expense, other_insurer=draw(cents(0, max(beyond, 0))))


def expense_with(expense: Expense, **changes: Any) -> Expense:
    fields = {name: getattr(expense, name) for name in Expense.__slots__}
    return Expense(**{**fields, **changes})


@st.composite
def guarantees(draw: st.DrawFn) -> Guarantee:
    """Any form, with parameters that a contract may have."""
    form = draw(st.sampled_from(BenefitForm))
    values: dict[str, Any] = {
        "percent": draw(st.integers(100, 400)),
        "amount": draw(cents(0, 90_000)),
        "ceiling": draw(cents(0, 120_000)),
        "sessions": draw(st.integers(1, 12)),
    }
    given_to = {name: value for name, value in values.items() if name in PARAMETERS[form]}
    if form is BenefitForm.AMOUNT_PER_EQUIPMENT:
        given_to["frame_ceiling"] = draw(st.none() | cents(0, 10_000))
    return Guarantee(form, **given_to)


@st.composite
def usages(draw: st.DrawFn) -> Usage:
    return Usage(
        draw(cents(0, 50_000)), draw(st.integers(0, 12)), draw(st.none() | st.integers(0, 3))
    )


class TestWorkedExamples:
    @pytest.mark.skipif(not VECTORS.exists(), reason="the folder of worked examples is absent")
    def test_they_come_out_to_the_cent(self) -> None:
        vectors = json.loads(VECTORS.read_bytes())
        assert vectors
        for vector in vectors:
            told = vector["guarantee"]
            guarantee = Guarantee(
                BenefitForm(told["form"]),
                percent=told.get("percent"),
                sessions=told.get("sessions"),
                **{
                    name: D(told[name])
                    for name in ("amount", "ceiling", "frame_ceiling")
                    if name in told
                },
            )
            amounts = {
                name: None if vector.get(name) is None else D(vector[name])
                for name in ("base", "statutory_rate", "pathway_rate")
            }
            expense = Expense(
                spent=D(vector["spent"]),
                base=amounts["base"],
                rate=amounts["statutory_rate"],
                pathway_rate=amounts["pathway_rate"],
                flat_deduction=D(vector["flat_deduction"]),
                quantity=vector.get("quantity", vector.get("nights", 1)),
                frame=D(vector.get("frame", "0.00")),
                other_insurer=D(vector.get("other_insurer", "0.00")),
            )
            usage = Usage(
                amount=D(told.get("used", "0.00")), sessions=int(D(told.get("used", "0")))
            )
            found = reimburse(expense, guarantee, usage)
            came_out = {
                "statutory_net": str(found.net),
                "complementary": str(found.complementary),
                "left_to_pay": str(found.left_to_pay),
            }
            assert came_out == vector["expected"], vector["id"]


def share(guarantee: Guarantee, usage: Usage | None = None, **expense: Any) -> Decimal:
    return reimburse(Expense(**expense), guarantee, usage or Usage()).complementary


class TestForms:
    def test_actual_cost_pays_all_that_is_left_but_the_deduction(self) -> None:
        found = reimburse(
            Expense(D("55.00"), D("25.00"), D("0.70"), flat_deduction=D("2.00")),
            Guarantee(BenefitForm.ACTUAL_COST),
        )
        assert (found.net, found.complementary, found.left_to_pay) == (
            D("15.50"),
            D("37.50"),
            D("2.00"),
        )

    def test_a_basket_pays_up_to_its_ceiling_for_each_piece(self) -> None:
        basket = Guarantee(BenefitForm.BASKET_CEILING, ceiling=D("950.00"))
        pair = {"spent": D("2000.00"), "base": D("800.00"), "rate": D("0.60"), "quantity": 2}
        assert share(basket, **pair) == D("1420.00")

    def test_copayment_plus_an_amount_is_for_each_piece(self) -> None:
        plus = Guarantee(BenefitForm.COPAYMENT_PLUS_AMOUNT, amount=D("600.00"))
        pair = {"spent": D("3000.00"), "base": D("800.00"), "rate": D("0.60"), "quantity": 2}
        assert share(plus, **pair) == D("1520.00")

    def test_an_amount_is_paid_for_each_act_and_each_night(self) -> None:
        for form in (BenefitForm.AMOUNT_PER_ACT, BenefitForm.AMOUNT_PER_NIGHT):
            guarantee = Guarantee(form, amount=D("60.00"))
            assert share(guarantee, spent=D("234.00"), quantity=3) == D("180.00")
            assert share(guarantee, spent=D("150.00"), quantity=3) == D("150.00")

    def test_a_year_that_is_used_up_pays_nothing(self) -> None:
        yearly = Guarantee(BenefitForm.AMOUNT_PER_YEAR, amount=D("300.00"))
        assert share(yearly, Usage(amount=D("300.00")), spent=D("60.00")) == D("0.00")
        assert share(yearly, Usage(amount=D("310.00")), spent=D("60.00")) == D("0.00")

    def test_sessions_are_paid_while_some_are_left(self) -> None:
        sessions = Guarantee(BenefitForm.SESSIONS_PER_YEAR, amount=D("40.00"), sessions=4)
        seen = [share(sessions, Usage(sessions=used), spent=D("60.00")) for used in range(6)]
        assert seen == [D("40.00")] * 4 + [D("0.00")] * 2
        five = {"spent": D("150.00"), "quantity": 5}
        assert share(sessions, Usage(sessions=2), **five) == D("60.00")

    def test_an_equipment_counts_its_frame_up_to_the_ceiling_of_frames(self) -> None:
        glasses = Guarantee(
            BenefitForm.AMOUNT_PER_EQUIPMENT, amount=D("380.00"), frame_ceiling=D("100.00")
        )
        bought = {"base": D("0.15"), "rate": D("0.60"), "frame": D("130.00")}
        assert share(glasses, spent=D("290.00"), **bought) == D("259.91")
        assert share(glasses, spent=D("590.00"), **bought) == D("379.91")
        assert share(glasses, Usage(pieces_left=0), spent=D("290.00"), **bought) == D("0.00")

    def test_a_responsible_contract_counts_no_more_than_the_law_lets_it(self) -> None:
        glasses = Guarantee(BenefitForm.AMOUNT_PER_EQUIPMENT, amount=D("500.00"))
        limited = glasses.within(D("420.00"), D("100.00"))
        assert (limited.amount, limited.frame_ceiling) == (D("420.00"), D("100.00"))
        other_form = Guarantee(BenefitForm.AMOUNT_PER_ACT, amount=D("500.00"))
        assert other_form.within(D("420.00"), D("100.00")) == other_form
        basket = Guarantee(BenefitForm.BASKET_CEILING, ceiling=D("900.00"))
        assert basket.within(D("950.00"), None).ceiling == D("900.00")

    def test_without_a_guarantee_everything_beside_the_statutory_part_is_left(self) -> None:
        found = reimburse(Expense(D("30.00"), D("30.00"), D("0.70")), None)
        assert (found.complementary, found.left_to_pay) == (D("0.00"), D("9.00"))
        assert RuleStepCode.NO_GUARANTEE in {step.code for step in found.steps}

    def test_negative_amounts_and_a_frame_dearer_than_the_glasses_are_refused(self) -> None:
        for wrong in (
            {"spent": D(-1)},
            {"spent": D(1), "frame": D(2)},
            {"spent": D(1), "quantity": 0},
        ):
            with pytest.raises(ValueError, match="never negative"):
                Expense(**wrong)


class TestWhatAlwaysHolds:
    @given(expense=expenses(), guarantee=guarantees() | st.none(), usage=usages())
    def test_nobody_pays_more_than_is_spent_and_the_parts_add_up(
        self, expense: Expense, guarantee: Guarantee | None, usage: Usage
    ) -> None:
        found = reimburse(expense, guarantee, usage)
        parts = (found.net, expense.other_insurer, found.complementary, found.left_to_pay)
        assert sum(parts) == expense.spent
        assert min(parts) >= 0
        assert found.net == found.gross - found.deduction
        assert all(part == part.quantize(CENT) for part in parts)

    @given(expense=expenses(), guarantee=guarantees(), usage=usages())
    def test_deductions_and_the_penalty_stay_with_the_member(
        self, expense: Expense, guarantee: Guarantee, usage: Usage
    ) -> None:
        found = reimburse(expense, guarantee, usage)
        penalty = expense.reference - expense.gross
        assert found.left_to_pay >= found.deduction + penalty
        free = reimburse(expense_with(expense, flat_deduction=D("0.00")), guarantee, usage)
        assert free.complementary == found.complementary

    @given(expense=expenses(), guarantee=guarantees(), usage=usages(), more=cents(0, 50_000))
    def test_a_dearer_act_is_never_repaid_less(
        self, expense: Expense, guarantee: Guarantee, usage: Usage, more: Decimal
    ) -> None:
        """Of guarantees that reach the base at least, as those of a *contrat responsable* do."""
        least = expense.base or D(0)
        if guarantee.form is BenefitForm.BASKET_CEILING:
            guarantee = Guarantee(guarantee.form, ceiling=max(guarantee.ceiling or D(0), least))
        if guarantee.form is BenefitForm.AMOUNT_PER_EQUIPMENT:
            guarantee = Guarantee(guarantee.form, amount=max(guarantee.amount or D(0), least))
        alone = expense_with(expense, other_insurer=D("0.00"), quantity=1, frame=D("0.00"))
        dearer = expense_with(alone, spent=alone.spent + more)
        before, after = (reimburse(one, guarantee, usage) for one in (alone, dearer))
        assert after.complementary >= before.complementary

    @given(expense=expenses(), guarantee=guarantees(), usage=usages())
    def test_the_trace_tells_every_step_in_both_languages(
        self, expense: Expense, guarantee: Guarantee, usage: Usage
    ) -> None:
        found = reimburse(expense, guarantee, usage)
        codes = [step.code for step in found.steps]
        assert RuleStepCode.GUARANTEE in codes
        assert codes[-1] is RuleStepCode.LEFT_TO_PAY
        assert found.steps[-1].amount == found.left_to_pay
        for step in found.steps:
            french, english = (explain_step(step, language) for language in (FRENCH, ENGLISH))
            assert french != english
            assert "{" not in french + english
            assert "None" not in french + english

    @given(expense=expenses(), guarantee=guarantees())
    def test_the_generator_of_the_demo_counts_alike(
        self, expense: Expense, guarantee: Guarantee
    ) -> None:
        """Two calculators written apart: the demo's statements are what ours would pay."""
        one = expense_with(expense, quantity=1)
        if guarantee.form is BenefitForm.AMOUNT_PER_ACT:
            return
        theirs = other.reimburse(
            other.Expense(
                one.spent, one.base, one.rate, one.flat_deduction, one.pathway_rate,
                one.other_insurer, 1, one.frame,
            ),
            other.Guarantee(
                guarantee.form.value, guarantee.percent, guarantee.amount, guarantee.ceiling,
                guarantee.frame_ceiling, guarantee.sessions,
            ),
        )  # fmt: skip
        ours: Reimbursement = reimburse(one, guarantee)
        assert (ours.net, ours.complementary) == (theirs.net, theirs.complementary)


class TestSentences:
    def test_a_guarantee_is_one_sentence(self) -> None:
        glasses = Guarantee(
            BenefitForm.AMOUNT_PER_EQUIPMENT, amount=D("1250.00"), frame_ceiling=D("100.00")
        )
        assert explain_guarantee(glasses, FRENCH, 24) == (
            "Nous complétons la Sécurité sociale jusqu’à 1\u202f250,00\u00a0€ par équipement, "
            "dont 100,00\u00a0€ au plus pour la monture, un équipement tous les 2\u00a0ans."
        )
        assert explain_guarantee(glasses, ENGLISH, 6, 2) == (
            "We top statutory insurance up to €1,250.00 an equipment, €100.00 for the frame, "
            "2 equipments every 6 months."
        )

    def test_each_form_has_its_own(self) -> None:
        told = {
            explain_guarantee(
                Guarantee(form, percent=150, amount=D("40.00"), ceiling=D("500.00"), sessions=4),
                FRENCH,
            )
            for form in BenefitForm
        }
        assert len(told) == len(BenefitForm)
        assert (
            "Nous complétons la Sécurité sociale jusqu’à 150\u00a0% de sa base de remboursement."
            in told
        )
