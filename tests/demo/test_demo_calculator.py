"""The generator's calculation, against worked reimbursements."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scripts.demo.calculator import Expense, Guarantee, reimburse
from scripts.demo.parameters import FlatDeductions

VECTORS = Path(__file__).parents[3] / "shared" / "data" / "reimbursement_vectors.json"


def decimals(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: Decimal(value) if isinstance(value, str) and name != "form" else value
        for name, value in values.items()
    }


class TestReimburse:
    @pytest.mark.skipif(not VECTORS.exists(), reason="the folder of worked examples is absent")
    def test_the_worked_examples_come_out_to_the_cent(self) -> None:
        for vector in json.loads(VECTORS.read_bytes()):
            amounts = decimals(
                {name: vector.get(name) for name in ("spent", "base", "statutory_rate")}
                | {"flat": vector["flat_deduction"], "reference": vector.get("pathway_rate")}
            )
            expense = Expense(
                spent=amounts["spent"],
                base=amounts["base"],
                rate=amounts["statutory_rate"],
                flat_deduction=amounts["flat"],
                reference_rate=amounts["reference"],
            )
            shares = reimburse(expense, Guarantee(**decimals(vector["guarantee"])))
            came_out = {
                "statutory_net": str(shares.net),
                "complementary": str(shares.complementary),
                "left_to_pay": str(shares.left_to_pay),
            }
            assert came_out == vector["expected"], vector["id"]

    def test_another_insurer_comes_before_us(self) -> None:
        expense = Expense(
            Decimal("30.00"), Decimal("30.00"), Decimal("0.70"), other_insurer=Decimal("5.00")
        )
        shares = reimburse(expense, Guarantee("actual_cost"))
        assert (shares.complementary, shares.left_to_pay) == (Decimal("4.00"), Decimal("0.00"))

    def test_a_frame_counts_up_to_its_own_ceiling(self) -> None:
        expense = Expense(
            Decimal("290.00"), Decimal("0.15"), Decimal("0.60"), frame=Decimal("130.00")
        )
        guarantee = Guarantee(
            "amount_per_equipment_statutory_included",
            amount=Decimal("380.00"),
            frame_ceiling=Decimal("100.00"),
        )
        assert reimburse(expense, guarantee).complementary == Decimal("259.91")


class TestFlatDeductions:
    def take(self, person: FlatDeductions, kind: str, day: str, units: int = 1) -> Decimal:
        return person.take(kind, date.fromisoformat(day), "A", units, Decimal(100))

    def test_they_double_on_their_days(self) -> None:
        person = FlatDeductions(date(1980, 1, 1))
        assert self.take(person, "participation", "2024-05-14") == Decimal("1.00")
        assert self.take(person, "participation", "2024-05-15") == Decimal("2.00")
        assert self.take(person, "box", "2024-03-30") == Decimal("0.50")
        assert self.take(person, "box", "2024-03-31") == Decimal("1.00")

    def test_a_day_and_a_year_have_their_caps(self) -> None:
        person = FlatDeductions(date(1980, 1, 1))
        assert self.take(person, "participation", "2026-01-05", 9) == Decimal("8.00")
        assert self.take(person, "box", "2026-01-05", 49) == Decimal("49.00")
        assert self.take(person, "transport", "2026-01-06") == Decimal("1.00")
        assert self.take(person, "transport", "2027-01-06") == Decimal("4.00")

    def test_minors_bear_none(self) -> None:
        child = FlatDeductions(date(2015, 1, 1))
        assert self.take(child, "participation", "2026-01-05") == Decimal("0.00")
