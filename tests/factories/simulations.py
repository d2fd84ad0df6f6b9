"""Simulations as members ask for them, and past lines that they count."""

from decimal import Decimal
from typing import Any

import httpx

from app.schemas.simulations import SimulationRead
from tests.declared import assert_declared

SIMULATIONS = "/v1/reimbursements/simulations"
GP = {"code": "gp", "price": "30.00"}


def past(act_code: str, category: str, care_date: str, **amounts: Any) -> dict[str, Any]:
    """A line that balances: spent, its deduction, and what we paid of it."""
    spent, ours = amounts.pop("spent", "60.00"), amounts.pop("complementary", "0.00")
    deduction = amounts.pop("flat_deduction", "0.00")
    left = str(Decimal(spent) - Decimal(ours))
    return {
        "act_code": act_code,
        "act_label": act_code,
        "category": category,
        "care_date": care_date,
        "paid_on": care_date,
        "spent": spent,
        "base": None,
        "statutory_rate": None,
        "statutory_gross": deduction,
        "flat_deduction": deduction,
        "statutory_net": "0.00",
        "complementary": ours,
        "left_to_pay": left,
        **amounts,
    }


async def simulate(
    client: httpx.AsyncClient, headers: dict[str, str], *acts: dict[str, Any], **more: Any
) -> dict[str, Any]:
    answer = await client.post(SIMULATIONS, headers=headers, json={"acts": list(acts), **more})
    assert answer.status_code == 200, answer.text
    assert_declared(answer.content, SimulationRead)
    found: dict[str, Any] = answer.json()
    return found


def shares(act: dict[str, Any]) -> tuple[str, str, str, str]:
    """Deduction, statutory part, our part, what is left."""
    return (
        act["flat_deduction"],
        act["statutory_net"],
        act["complementary"],
        act["left_to_pay"],
    )


def left_of(answer: dict[str, Any], code: str) -> dict[str, Any]:
    (found,) = [one for one in answer["entitlements"] if one["code"] == code]
    return {name: value for name, value in found.items() if value is not None}
