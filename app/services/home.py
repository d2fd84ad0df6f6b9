"""The home page: the main sections, what waits in them, and the focus on reimbursements."""

from typing import Any

from app.services.reimbursements import ReimbursementService
from app.values.labels import Labels
from app.values.principals import CurrentMember

SECTIONS = (
    (
        "reimbursements",
        Labels("Mes remboursements", "My reimbursements"),
        "/v1/reimbursements/summary",
        "getReimbursementSummary",
    ),
    (
        "statements",
        Labels("Mes décomptes", "My statements"),
        "/v1/statements",
        "listStatements",
    ),
    (
        "card",
        Labels("Ma carte de tiers payant", "My third-party-payment card"),
        "/v1/card",
        "getCard",
    ),
    (
        "contracts",
        Labels("Mes contrats et garanties", "My contracts and benefits"),
        "/v1/contracts",
        "listContracts",
    ),
    (
        "beneficiaries",
        Labels("Mes bénéficiaires", "My beneficiaries"),
        "/v1/beneficiaries",
        "listBeneficiaries",
    ),
)
"""Code, labels, address and operation, in the order members see them."""


class HomeService:
    """Gathers what each section has to say."""

    def __init__(self, reimbursements: ReimbursementService) -> None:
        self._reimbursements = reimbursements

    async def read(self, member: CurrentMember, language: str) -> dict[str, Any]:
        """The home page. A badge is there only when there is something to count."""
        focus, recent_payments = await self._reimbursements.focus(member, language)
        counts = (("recent_payments", "reimbursements", recent_payments),)
        return {
            "sections": [
                {
                    "code": code,
                    "label": labels.in_language(language),
                    "href": href,
                    "operation_id": operation_id,
                }
                for code, labels, href, operation_id in SECTIONS
            ],
            "badges": [
                {"code": code, "section": section, "count": count}
                for code, section, count in counts
                if count
            ],
            "reimbursements": focus,
        }
