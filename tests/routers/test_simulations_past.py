"""What past lines leave to simulations: yearly amounts, sessions, caps, equipments."""

import httpx
import pytest

from app.container import Container
from tests.clock import AdjustableClock
from tests.factories.benefits import apply_rules
from tests.factories.families import id_of, reimburse, signed_in_member
from tests.factories.simulations import GP, left_of, past, shares, simulate


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    """Camille, 39, on 14 March 2026, with a child and no line yet."""
    clock.set_to("2026-03-14 12:00")
    headers = await signed_in_member(container)
    await apply_rules(container)
    return headers


class TestWhatTheYearTook:
    async def test_forfaits_and_sessions_count_the_calendar_years_lines_of_the_person(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        ost, psy = ("OST", "alternative_medicine"), ("PSY", "other")
        lines = [
            past(*ost, "2026-01-05", complementary="60.00"),
            past(*ost, "2026-02-05", complementary="55.00"),
            past(*ost, "2025-12-31", complementary="60.00"),
            past(*ost, "2026-02-05", complementary="60.00", beneficiary_ref="M-1-2"),
            past(*psy, "2026-01-07", complementary="60.00", quantity=2),
            past(*psy, "2025-11-07", complementary="30.00"),
            # The only guarantee of its type of care: another code counts for it.
            past("OSTEO", "alternative_medicine", "2026-03-01", complementary="35.00"),
        ]
        await reimburse(container, lines)
        acts = ({"code": "osteopathy", "price": "60.00"}, {"code": "psychology", "price": "60.00"})
        answer = await simulate(client, member, *acts)
        assert [act["complementary"] for act in answer["acts"]] == ["50.00", "30.00"]
        assert left_of(answer, "osteopathy") == {
            "code": "osteopathy",
            "label": "Garantie osteopathy",
            "category": "alternative_medicine",
            "kind": "yearly_amount",
            "amount": "200.00",
            "amount_left": "0.00",
        }
        assert left_of(answer, "psychology")["sessions_left"] == 1
        used = {step["code"]: step["amount"] for step in answer["acts"][0]["trace"]}
        assert used["already_used"] == "150.00"
        last_year = await simulate(client, member, *acts, care_date="2025-12-31")
        assert left_of(last_year, "osteopathy")["amount_left"] == "80.00"

    async def test_deductions_stop_at_fifty_euros_a_year_in_each_pool(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        lines = [
            past("G", "consultation", f"2026-0{month}-0{day}", flat_deduction="8.00")
            for month, day in ((1, 2), (1, 3), (1, 5), (1, 6), (2, 2), (2, 3))
        ]
        lines.append(past("PH7", "pharmacy", "2026-02-02", flat_deduction="45.00"))
        lines.append(past("AMS", "paramedical", "2026-02-03", flat_deduction="4.00"))
        await reimburse(container, lines)
        medicine = {"code": "medicine", "price": "10.00", "quantity": 3}
        physio = {"code": "physio", "price": "16.58"}
        answer = await simulate(client, member, GP, GP, medicine, physio)
        taken = [act["flat_deduction"] for act in answer["acts"]]
        assert taken == ["2.00", "0.00", "1.00", "0.00"]
        assert [(cap["borne"], cap["left"]) for cap in answer["flat_deductions"]] == [
            ("50.00", "0.00"),
            ("50.00", "0.00"),
        ]
        capped = {step["code"]: step["amount"] for step in answer["acts"][2]["trace"]}
        assert capped["deduction_capped"] == "2.00"

    async def test_a_day_has_its_cap_too(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        visit = past("G", "consultation", "2026-03-14", flat_deduction="6.00")
        await reimburse(container, [visit])
        answer = await simulate(client, member, GP, GP)
        assert [act["flat_deduction"] for act in answer["acts"]] == ["2.00", "0.00"]
        later = await simulate(client, member, GP, GP, care_date="2026-03-15")
        assert [act["flat_deduction"] for act in later["acts"]] == ["2.00", "2.00"]

    async def test_glasses_wait_for_their_renewal(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        glasses = {"code": "glasses", "price": "600.00", "frame_price": "130.00"}
        new = await simulate(client, member, glasses)
        # 420 € at most under a responsible contract, 100 € of them for the frame.
        assert shares(new["acts"][0]) == ("0.00", "0.09", "419.91", "180.00")
        assert "legal_ceiling" in {step["code"] for step in new["acts"][0]["trace"]}
        assert left_of(new, "optical")["next_on"] == "2028-03-14"
        bought = past("LPP", "optical", "2024-03-15", spent="300.00", complementary="200.00")
        await reimburse(container, [bought])
        early = await simulate(client, member, glasses)
        assert early["acts"][0]["complementary"] == "0.00"
        assert left_of(early, "optical")["next_on"] == "2026-03-15"
        due = await simulate(client, member, glasses, care_date="2026-03-15")
        assert due["acts"][0]["complementary"] == "419.91"

    async def test_children_renew_theirs_sooner(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        bought = past("LPP", "optical", "2025-09-20", spent="300.00", complementary="200.00")
        await reimburse(container, [bought | {"beneficiary_ref": "M-1-2"}])
        child = await id_of(container, "M-1-2")
        answer = await simulate(client, member, GP, beneficiary_id=child)
        assert left_of(answer, "optical")["next_on"] == "2026-09-20"

    async def test_each_ear_has_its_aid(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        bought = past("LPP", "hearing", "2023-05-01", spent="1500.00", complementary="760.00")
        await reimburse(container, [bought])
        pair = {"code": "hearing", "price": "1500.00", "quantity": 2}
        answer = await simulate(client, member, pair)
        assert shares(answer["acts"][0]) == ("0.00", "480.00", "760.00", "1760.00")
        assert left_of(answer, "hearing")["next_on"] == "2027-05-01"
        assert "units_exhausted" in {step["code"] for step in answer["acts"][0]["trace"]}
