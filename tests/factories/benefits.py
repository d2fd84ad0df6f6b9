"""Guarantees and tariffs as partners send them: one of each form, enough to simulate with."""

from collections.abc import Mapping
from typing import Any

from app.container import Container
from app.services.portfolios import CurrentPortfolio
from tests.factories.feeds import apply_feed, benefit_level_body


def benefit_body(code: str, category: str, form: str, **parameters: Any) -> dict[str, Any]:
    """A guarantee, named after its code in both languages."""
    return {
        "code": code,
        "category": category,
        "label_fr": f"Garantie {code}",
        "label_en": f"Benefit {code}",
        "form": form,
        **parameters,
    }


PERCENT = "percent_of_base_statutory_included"
EQUIPMENT = "amount_per_equipment_statutory_included"
BENEFITS = [
    benefit_body("general", "consultation", PERCENT, percent=100),
    benefit_body("pharmacy", "pharmacy", PERCENT, percent=100),
    benefit_body("physio", "paramedical", PERCENT, percent=100),
    benefit_body("crown", "dental", "full_within_basket_ceiling", ceiling="500.00"),
    benefit_body("implant", "dental", "amount_per_act", amount="400.00"),
    benefit_body(
        "glasses", "optical", EQUIPMENT, amount="500.00", frame_ceiling="120.00", renewal_months=24
    ),
    benefit_body(
        "hearing",
        "hearing",
        "copayment_plus_amount",
        amount="600.00",
        renewal_months=48,
        renewal_quantity=2,
    ),
    benefit_body("day_charge", "hospital", "actual_cost"),
    benefit_body("room", "hospital", "amount_per_night", amount="60.00"),
    benefit_body("osteopathy", "alternative_medicine", "amount_per_year", amount="200.00"),
    benefit_body("psychology", "other", "sessions_per_year", amount="30.00", sessions=4),
]


def tariff_body(
    code: str, kind: str = "act", starts_on: str = "2024-06-01", **values: Any
) -> dict[str, Any]:
    """A tariff, named after its code in both languages."""
    return {
        "kind": kind,
        "code": code,
        "label_fr": f"Tarif {code}",
        "label_en": f"Tariff {code}",
        "starts_on": starts_on,
        **values,
    }


def act_body(
    code: str, category: str, act_code: str, benefit_code: str, **values: Any
) -> dict[str, Any]:
    return tariff_body(
        code,
        category=category,
        act_code=act_code,
        benefit_code=benefit_code,
        **{"unit": "act", **values},
    )


_GP: Mapping[str, Any] = {
    "statutory_rate": "0.7000",
    "outside_rate": "0.3000",
    "deduction": "participation",
    "position": 1,
}
_SIXTY: Mapping[str, Any] = {"statutory_rate": "0.6000"}
_DEDUCTION: Mapping[str, Any] = {"kind": "flat_deduction", "yearly_cap": "50.00", "from_age": 18}
TARIFFS = {
    "gp-1": act_body("gp", "consultation", "G", "general", base="26.50", price="26.50", **_GP),
    "gp-2": act_body("gp", "consultation", "G", "general", base="30.00", price="30.00", **_GP)
    | {"starts_on": "2024-12-22"},
    "box": act_body(
        "medicine", "pharmacy", "PH7", "pharmacy",
        statutory_rate="0.6500", price="10.00", deduction="box", unit="box", position=2,
    ),
    "physio": act_body(
        "physio", "paramedical", "AMS", "physio",
        base="16.58", deduction="paramedical", position=3, **_SIXTY,
    ),
    "crown": act_body(
        "crown", "dental", "HBLD680", "crown",
        base="120.00", price="500.00", position=4, **_SIXTY,
    ),
    "implant": act_body("implant", "dental", "IMP", "implant", price="1200.00", position=5),
    "glasses": act_body(
        "glasses", "optical", "LPP", "glasses", unit="equipment", position=6,
        base="0.15", price="290.00", ceiling="420.00", frame_ceiling="100.00", **_SIXTY,
    ),
    "hearing": act_body(
        "hearing", "hearing", "LPP", "hearing",
        unit="equipment", base="400.00", price="1500.00", position=7, **_SIXTY,
    ),
    "day-1": act_body("day_charge", "hospital", "FJ", "day_charge", price="20.00", position=8),
    "day-2": act_body("day_charge", "hospital", "FJ", "day_charge", price="23.00", position=8)
    | {"starts_on": "2026-03-01"},
    "room": act_body("room", "hospital", "CP", "room", unit="night", price="78.00", position=9),
    "osteopathy": act_body(
        "osteopathy", "alternative_medicine", "OST", "osteopathy", price="60.00", position=10
    ),
    "psychology": act_body(
        "psychology", "other", "PSY", "psychology", unit="session", price="60.00", position=11
    ),
    "uncovered": act_body("massage", "other", "MAS", "massage", price="50.00", position=12),
    "participation": tariff_body(
        "participation", deduction="participation", amount="2.00", daily_cap="8.00", **_DEDUCTION
    ),
    "franchise-box": tariff_body("franchise_box", deduction="box", amount="1.00", **_DEDUCTION),
    "franchise-paramedical": tariff_body(
        "franchise_paramedical",
        deduction="paramedical", amount="1.00", daily_cap="4.00", **_DEDUCTION,
    ),
    "optical-renewal": tariff_body(
        "optical_renewal", "renewal", category="optical", months=24,
        months_by_age=[{"up_to_age": 6, "months": 6}, {"up_to_age": 15, "months": 12}],
    ),
}  # fmt: skip


async def apply_rules(
    container: Container,
    portfolio: CurrentPortfolio | None = None,
    *,
    level: str = "L-1",
    **changes: Any,
) -> None:
    """The tariffs, and the guarantees of a level, which is made if need be."""
    for ref, body in TARIFFS.items():
        await apply_feed(container, "tariffs", ref, body, portfolio)
    body = benefit_level_body(**{"benefits": BENEFITS, **changes})
    await apply_feed(container, "benefit-levels", level, body, portfolio)
