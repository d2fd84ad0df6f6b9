"""What the year and the renewal period leave, over any run of acts."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.rules.calculator import reimburse
from app.services.rules.catalogue import Catalogue
from app.services.rules.entitlements import Entitlements, LineIndex, PastPiece, PastUse
from app.services.rules.expense import Expense
from app.services.rules.grid import guarantee_of
from app.values.benefits import Benefit, BenefitForm, EntitlementKind
from app.values.tariffs import Tariff

TODAY = date(2026, 3, 14)


def tariff(code: str, kind: str = "act", **values: Any) -> Tariff:
    empty = dict.fromkeys(Tariff._fields)
    return Tariff(
        **{**empty, "code": code, "kind": kind, "label_fr": code, "label_en": code, **values}
    )


def benefit(code: str, category: str, form: BenefitForm, **values: Any) -> Benefit:
    empty: dict[str, Any] = dict.fromkeys(Benefit._fields)
    named = {"code": code, "category": category, "label_fr": code, "label_en": code}
    return Benefit(**{**empty, **named, "form": form.value, "renewal_quantity": 1, **values})


OSTEOPATHY = benefit(
    "osteopathy", "alternative_medicine", BenefitForm.AMOUNT_PER_YEAR, amount=Decimal("200.00")
)
PSYCHOLOGY = benefit(
    "psychology",
    "other",
    BenefitForm.SESSIONS_PER_YEAR,
    amount=Decimal("30.00"),
    sessions=4,
)
GLASSES = benefit(
    "glasses",
    "optical",
    BenefitForm.AMOUNT_PER_EQUIPMENT,
    amount=Decimal("300.00"),
    renewal_months=24,
)
AIDS = benefit("aids", "hearing", BenefitForm.ACTUAL_COST, renewal_months=48, renewal_quantity=2)
BENEFITS = [OSTEOPATHY, PSYCHOLOGY, GLASSES, AIDS]
CATALOGUE = Catalogue(
    [
        tariff("osteo", category="alternative_medicine", act_code="OST", benefit_code="osteopathy"),
        tariff("psy", category="other", act_code="PSY", benefit_code="psychology"),
        tariff("lenses", category="optical", act_code="LEN", benefit_code="contact_lenses"),
        tariff("pair", category="optical", act_code="LPP", benefit_code="glasses"),
        tariff("aid", category="hearing", act_code="LPP", benefit_code="aids"),
        tariff(
            "renewal",
            "renewal",
            category="optical",
            months=24,
            months_by_age='[{"up_to_age": 6, "months": 6}, {"up_to_age": 15, "months": 12}]',
        ),
    ],
    TODAY,
)


def entitlements(age: int = 40, **past: Any) -> Entitlements:
    found = Entitlements(BENEFITS, CATALOGUE, LineIndex(BENEFITS, CATALOGUE), day=TODAY, age=age)
    found.count(past.get("uses", ()), past.get("pieces", ()))
    return found


def next_on(found: Entitlements, category: str) -> date | None:
    (limit,) = [
        one
        for one in found.remaining()
        if one.kind is EntitlementKind.EQUIPMENT and one.benefit.category == category
    ]
    return limit.next_on


runs = st.lists(
    st.tuples(
        st.sampled_from(BENEFITS),
        st.integers(1, 6),
        st.integers(1, 40_000).map(lambda number: Decimal(number).scaleb(-2)),
    ),
    max_size=10,
)


class TestRuns:
    @given(run=runs, used=st.integers(0, 30_000), sessions=st.integers(1, 6))
    def test_no_limit_is_ever_passed(
        self, run: list[tuple[Benefit, int, Decimal]], used: int, sessions: int
    ) -> None:
        spent_before = Decimal(used).scaleb(-2)
        found = entitlements(
            uses=[
                PastUse("alternative_medicine", "OST", 1, spent_before),
                PastUse("other", "PSY", sessions, Decimal("30.00")),
            ]
        )
        paid = dict.fromkeys((one.code for one in BENEFITS), Decimal(0))
        units = dict.fromkeys((one.code for one in BENEFITS), 0)
        for one, quantity, price in run:
            expense = Expense(price * quantity, quantity=quantity)
            shares = reimburse(expense, guarantee_of(one), found.usage(one))
            found.note(one, shares.units, shares.complementary)
            paid[one.code] += shares.complementary
            units[one.code] += shares.units
        left = {one.benefit.code: one for one in found.remaining()}
        room = max(Decimal("200.00") - spent_before, Decimal(0))
        assert paid["osteopathy"] <= room
        assert left["osteopathy"].amount_left == room - paid["osteopathy"]
        assert units["psychology"] <= max(4 - sessions, 0)
        assert left["psychology"].sessions_left == max(4 - sessions, 0) - units["psychology"]
        assert units["glasses"] <= 1
        assert units["aids"] <= 2


class TestRenewals:
    @pytest.mark.parametrize(
        ("age", "bought", "expected"),
        [
            (40, date(2024, 3, 14), None),
            (40, date(2024, 3, 15), date(2026, 3, 15)),
            (16, date(2025, 1, 2), date(2027, 1, 2)),
            (15, date(2025, 3, 15), date(2026, 3, 15)),
            (15, date(2025, 3, 14), None),
            (7, date(2025, 9, 14), date(2026, 9, 14)),
            (6, date(2025, 9, 15), date(2026, 3, 15)),
            (6, date(2025, 9, 14), None),
        ],
    )
    def test_glasses_last_by_age(self, age: int, bought: date, expected: date | None) -> None:
        found = entitlements(age, pieces=[PastPiece("optical", "LPP", bought, 1)])
        assert next_on(found, "optical") == expected

    def test_contact_lenses_are_no_glasses(self) -> None:
        found = entitlements(pieces=[PastPiece("optical", "LEN", TODAY, 1)])
        assert next_on(found, "optical") is None

    def test_the_second_ear_waits_for_nothing_and_the_third_aid_for_the_oldest(self) -> None:
        first = PastPiece("hearing", "LPP", date(2023, 5, 1), 1)
        second = PastPiece("hearing", "LPP", date(2025, 5, 1), 1)
        assert next_on(entitlements(pieces=[first]), "hearing") is None
        assert next_on(entitlements(pieces=[second, first]), "hearing") == date(2027, 5, 1)


class TestLines:
    def test_a_code_that_no_act_has_counts_for_the_only_guarantee_of_its_care(self) -> None:
        index = LineIndex(BENEFITS, CATALOGUE)
        assert index.benefits("other", "UNKNOWN") == ["psychology"]
        twice = [*BENEFITS, PSYCHOLOGY._replace(code="dietician")]
        assert LineIndex(twice, CATALOGUE).benefits("other", "UNKNOWN") == []
        assert index.benefits("dental", "UNKNOWN") == []


class TestCatalogue:
    def test_the_last_to_have_begun_holds_even_when_it_is_over(self) -> None:
        old, new = tariff("gp", base=Decimal("26.50")), tariff("gp", base=Decimal("30.00"))
        assert Catalogue([old, new], TODAY).acts["gp"].base == Decimal("30.00")
        over = new._replace(ends_on=date(2026, 3, 13))
        assert Catalogue([old, over], TODAY).acts == {}
        assert Catalogue([old, over], date(2026, 3, 13)).acts["gp"] == over
