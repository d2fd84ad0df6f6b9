"""Options within a history of covers, whatever the history."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.cover_upgrades import CoverUpgrade, with_upgrades

CONTRACT, OTHER = UUID(int=1), UUID(int=2)
BASE, RAISED = UUID(int=10), UUID(int=11)
FIRST = date(2026, 1, 1)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def cover(starts: int, ends: int | None = None, **changes: Any) -> dict[str, Any]:
    return {
        "contract_id": CONTRACT,
        "benefit_level_id": BASE,
        "starts_on": day(starts),
        "ends_on": None if ends is None else day(ends),
        "terminated_on": None if ends is None else day(ends),
        "termination_reason": None if ends is None else "Départ",
        **changes,
    }


def upgrade(starts: int) -> CoverUpgrade:
    return CoverUpgrade(CONTRACT, BASE, RAISED, day(starts))


def level_on(history: list[dict[str, Any]], when: date) -> UUID | None:
    levels = [
        one["benefit_level_id"]
        for one in history
        if one["contract_id"] == CONTRACT
        and one["starts_on"] <= when <= (one["ends_on"] or date.max)
    ]
    assert len(levels) <= 1, "covers overlap"
    return levels[0] if levels else None


class TestWithUpgrades:
    def test_the_cover_of_that_day_is_split_and_ends_as_it_did(self) -> None:
        assert with_upgrades([cover(0, 100)], [upgrade(30)]) == [
            cover(0, 29, terminated_on=None, termination_reason=None),
            cover(30, 100, benefit_level_id=RAISED),
        ]

    def test_one_that_begins_that_very_day_is_raised_whole(self) -> None:
        assert with_upgrades([cover(30)], [upgrade(30)]) == [cover(30, benefit_level_id=RAISED)]

    @pytest.mark.parametrize(
        "told",
        [
            cover(0, 29),
            cover(31),
            cover(0, contract_id=OTHER),
            cover(0, benefit_level_id=RAISED),
        ],
        ids=["over", "later", "another contract", "another level"],
    )
    def test_any_other_stands_as_it_is_told(self, told: dict[str, Any]) -> None:
        assert with_upgrades([told], [upgrade(30)]) == [told]

    @given(
        st.lists(st.integers(0, 200), min_size=1, max_size=6, unique=True).map(sorted),
        st.booleans(),
        st.integers(0, 200),
    )
    def test_every_day_covered_before_is_covered_after_and_no_other(
        self, starts: list[int], is_open: bool, begins: int
    ) -> None:
        ends: list[int | None] = [following - 1 for following in starts[1:]]
        told = [
            cover(first, last)
            for first, last in zip(starts, [*ends, None if is_open else 201], strict=True)
        ]
        history = with_upgrades(told, [upgrade(begins)])
        for number in range(210):
            before, after = level_on(told, day(number)), level_on(history, day(number))
            of_that_day = max((one for one in starts if one <= begins), default=None)
            until = min((one for one in starts if one > begins), default=210)
            is_raised = of_that_day is not None and begins <= number < until
            assert after == (RAISED if is_raised and before else before)
