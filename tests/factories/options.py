"""Options as partners send them."""

from typing import Any

from app.container import Container
from tests.factories.benefits import BENEFITS, PERCENT, benefit_body
from tests.factories.feeds import apply_feed, benefit_level_body

BETTER = benefit_body("general", "consultation", PERCENT, percent=200)


def option_body(**changes: Any) -> dict[str, Any]:
    """An option of who is at `L-1`, for whom it is `L-9`."""
    return {
        "label_fr": "Renfort médecins",
        "label_en": "Doctors' boost",
        "description_fr": "De meilleurs remboursements chez le médecin.",
        "description_en": "Better reimbursement at the doctor's.",
        "ipid_url": "https://documents.example.org/ipid.pdf",
        "offers": [
            {"contract_ref": "C-1", "benefit_level_ref": "L-1", "raised_level_ref": "L-9"},
        ],
        "prices": [
            {"relationship": "self", "monthly": "12.50"},
            {"relationship": "spouse", "monthly": "12.50"},
            {"relationship": "child", "monthly": "6.00"},
        ],
        "starts_on": "2026-01-01",
        "notice_days": 10,
        "consent": {"version": "v1", "text_fr": "J’accepte.", "text_en": "I accept."},
        **changes,
    }


async def apply_option(container: Container, ref: str = "O-1", **changes: Any) -> None:
    """The levels `L-1` and `L-9` with guarantees, and the option that leads from one to the
    other.
    """
    raised = benefit_level_body(
        name="Confort renforcé",
        third_party_payment=[{"domain": "PHAR", "value": "100 %"}],
        benefits=[BETTER, *BENEFITS[1:]],
    )
    await apply_feed(container, "benefit-levels", "L-1", benefit_level_body(benefits=BENEFITS))
    await apply_feed(container, "benefit-levels", "L-9", raised)
    await apply_feed(container, "options", ref, option_body(**changes))
