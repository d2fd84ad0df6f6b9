"""Sums equal lines to the cent, in a window whose edges are right."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.container import Container
from app.errors.beneficiaries import BeneficiaryNotFound
from app.repositories.reimbursements import LINE_CELLS, ReimbursementReader
from app.repositories.visibility import VisibilityReader
from app.services.family_rights import FamilyRights
from app.services.reimbursements import ReimbursementService, line_answer
from app.values.care_categories import CareCategory
from app.values.ids import new_id
from tests.clock import AdjustableClock
from tests.factories.accounts import make_active_account
from tests.factories.families import id_of, member_reading, reimburse

TODAY = date(2026, 3, 14)
cents = st.integers(0, 999_999).map(lambda number: Decimal(number).scaleb(-2))


@st.composite
def lines(draw: st.DrawFn) -> dict[str, Any]:
    """A line that balances, of the member or the child, within two years."""
    net, deduction, other, ours, left = (draw(cents) for _ in range(5))
    return {
        "beneficiary_ref": draw(st.sampled_from(["M-1", "M-1-2"])),
        "care_date": (TODAY - timedelta(draw(st.integers(0, 730)))).isoformat(),
        "category": draw(st.sampled_from(list(CareCategory))).value,
        "quantity": draw(st.integers(1, 20)),
        "spent": f"{net + other + ours + left:.2f}",
        "statutory_gross": f"{net + deduction:.2f}",
        "flat_deduction": f"{deduction:.2f}",
        "statutory_net": f"{net:.2f}",
        "other_insurer": f"{other:.2f}",
        "complementary": f"{ours:.2f}",
        "left_to_pay": f"{left:.2f}",
    }


async def summarise(container: Container, person: UUID | None = None) -> dict[str, Any]:
    """The summary that `M-1` reads of themself or of another person."""
    member = await member_reading(container)
    async with container.database.read() as connection:
        service = ReimbursementService(
            ReimbursementReader(connection),
            FamilyRights(VisibilityReader(connection)),
            container.cursors,
            container.clock,
        )
        return await service.summarise(member, person, "fr")


@pytest.fixture
async def _family(container: Container, clock: AdjustableClock) -> None:
    clock.set_to(f"{TODAY} 12:00")
    await make_active_account(container)


@pytest.mark.usefixtures("_family")
class TestSums:
    @settings(
        max_examples=15,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(sent=st.lists(lines(), min_size=1, max_size=25))
    async def test_totals_equal_the_sum_of_the_lines_to_the_cent(
        self, container: Container, sent: list[dict[str, Any]]
    ) -> None:
        # Sending the statement again replaces it.
        await reimburse(container, sent)
        for ref in ("M-1", "M-1-2"):
            summary = await summarise(container, UUID(await id_of(container, ref)))
            expected = expected_sums(sent, ref)
            found = {entry["category"]: values_of(entry) for entry in summary["categories"]}
            assert found == expected
            totals = [sum(column) for column in zip(*expected.values(), strict=True)]
            assert values_of(summary["totals"]) == (totals or [0] * 6)
            assert [entry["category"] for entry in summary["categories"]] == [
                category for category in CareCategory if category in expected
            ]


def expected_sums(sent: list[dict[str, Any]], ref: str) -> dict[str, list[Any]]:
    """By category: spent, statutory, complementary, other insurer, left, acts."""
    sums: dict[str, list[Any]] = defaultdict(lambda: [Decimal("0.00")] * 5 + [0])
    names = ("spent", "statutory_net", "complementary", "other_insurer", "left_to_pay")
    for line in sent:
        in_window = "2025-03-14" < line["care_date"] <= "2026-03-14"
        if line["beneficiary_ref"] == ref and in_window:
            before = sums[line["category"]]
            added = [Decimal(line[name]) for name in names] + [line["quantity"]]
            sums[line["category"]] = [a + b for a, b in zip(before, added, strict=True)]
    return dict(sums)


def values_of(entry: dict[str, Any]) -> list[Any]:
    names = ("actual_cost", "statutory", "complementary", "other_insurer", "left_to_pay", "acts")
    return [entry[name] for name in names]


@pytest.mark.usefixtures("_family")
class TestWindow:
    @pytest.mark.parametrize(
        ("now", "first", "last"),
        [
            ("2026-03-14 12:00", "2025-03-15", "2026-03-14"),
            ("2024-02-29 12:00", "2023-03-01", "2024-02-29"),
            ("2025-02-28 12:00", "2024-02-29", "2025-02-28"),
            ("2024-03-01 12:00", "2023-03-02", "2024-03-01"),
            ("2026-03-31 12:00", "2025-04-01", "2026-03-31"),
            ("2026-01-01 12:00", "2025-01-02", "2026-01-01"),
            ("2026-03-14 00:00", "2025-03-15", "2026-03-14"),
            ("2026-03-13 23:59", "2025-03-14", "2026-03-13"),
            ("2026-07-14 01:30", "2025-07-15", "2026-07-14"),
        ],
    )
    async def test_same_day_last_year_is_out_and_today_is_in(
        self,
        container: Container,
        clock: AdjustableClock,
        now: str,
        first: str,
        last: str,
    ) -> None:
        edges = [date.fromisoformat(first), date.fromisoformat(last)]
        outside = [edges[0] - timedelta(1), edges[1] + timedelta(1)]
        # A feed refuses care that is still to come: it is sent later, then the clock goes back.
        clock.set_to("2027-06-01 12:00")
        await reimburse(
            container,
            [{"care_date": day.isoformat(), "quantity": 1} for day in edges]
            + [{"care_date": day.isoformat(), "quantity": 100} for day in outside],
        )
        clock.set_to(now)
        summary = await summarise(container)
        assert (summary["period"].first, summary["period"].last) == tuple(edges)
        assert summary["totals"]["acts"] == 2


class TestLineAnswer:
    def test_every_cell_is_told_under_the_name_of_its_column(self) -> None:
        # Each cell holds its own name: columns that move in the repository show here.
        row = [CareCategory.DENTAL if name == "category" else name for name in LINE_CELLS]
        answer = line_answer(row, "fr")
        beneficiary, provider = answer.pop("beneficiary"), answer.pop("provider")
        assert (answer.pop("category"), answer.pop("category_label")) == ("dental", "Dentaire")
        assert beneficiary == {"id": "beneficiary_id"} | named("first_name", "last_name")
        assert provider == {name: f"provider_{name}" for name in ("name", "rpps", "finess")}
        told = {*beneficiary.values(), *provider.values(), "category"}
        assert answer == named(*(name for name in LINE_CELLS if name not in told))


def named(*names: str) -> dict[str, str]:
    return {name: name for name in names}


class TestBeneficiary:
    async def test_one_who_does_not_exist_is_not_found(self, container: Container) -> None:
        await make_active_account(container)
        with pytest.raises(BeneficiaryNotFound):
            await summarise(container, new_id())
