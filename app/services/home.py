"""The home page: the main sections, what waits in them, and the focus on reimbursements."""

from typing import Any

from app.repositories.home import HomeReader
from app.services.reimbursements import ReimbursementService
from app.values.change_requests import ChangeRequestState
from app.values.labels import Labels
from app.values.principals import CurrentMember

AWAITING_DOCUMENTS = ChangeRequestState.AWAITING_DOCUMENTS.value
"""The state in which whatever was asked waits for documents of the member."""
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
    (
        "messages",
        Labels("Mes messages", "My messages"),
        "/v1/messages",
        "listThreads",
    ),
    (
        "requests",
        Labels("Mes demandes", "My requests"),
        "/v1/requests",
        "listRequests",
    ),
)
"""Code, labels, address and operation, in the order members see them."""


class HomeService:
    """Gathers what each section has to say."""

    def __init__(self, reimbursements: ReimbursementService, home: HomeReader) -> None:
        self._reimbursements = reimbursements
        self._home = home

    async def read(self, member: CurrentMember, language: str) -> dict[str, Any]:
        """The home page. A badge is there only when there is something to count."""
        focus, recent_payments = await self._reimbursements.focus(member, language)
        waiting = await self._home.count_waiting(member, AWAITING_DOCUMENTS)
        counts = (
            ("recent_payments", "reimbursements", recent_payments),
            ("unread_messages", "messages", waiting.unread_threads),
            ("awaiting_documents", "requests", waiting.requests),
        )
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
