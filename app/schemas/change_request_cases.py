"""Change requests as the claims administrator reads and decides them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import MISSING, ConfigDict, Field, StringConstraints

from app.schemas.base import Body, Line, OpaqueId, Page, Read, Storable
from app.schemas.change_request_details import (
    ADDITION_EXAMPLE,
    AdditionRead,
    RemovalRead,
    SubscriptionCaseRead,
)
from app.schemas.change_requests import (
    DOCUMENT_EXAMPLE,
    STEP_EXAMPLE,
    ChangeRequestDocumentRead,
    ChangeRequestStepRead,
)
from app.schemas.dates import IsoDate
from app.values.change_requests import ChangeRequestKind, ChangeRequestState

CASE_EXAMPLE: dict[str, Any] = {
    "id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a50",
    "kind": "add_beneficiary",
    "state": "awaiting_documents",
    "contract_ref": "C-17",
    "member_ref": "M-1",
    "asked_by_ref": "M-1",
    "beneficiary_ref": None,
    "wished_on": "2026-02-20",
    "effective_on": None,
    "asked_at": "2026-03-09T09:30:00Z",
    "updated_at": "2026-03-09T09:30:00Z",
    "version": 1,
    "documents_due": 1,
}
TRANSITION_EXAMPLE: dict[str, Any] = {"state": "validated", "effective_on": "2026-02-20"}
ByPartner = Literal[
    ChangeRequestState.REQUESTED,
    ChangeRequestState.AWAITING_DOCUMENTS,
    ChangeRequestState.VALIDATED,
    ChangeRequestState.REFUSED,
]
"""Where a partner may send a request; withdrawing is for the member."""
DocumentCode = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(?:_[a-z0-9]+)*$", max_length=60)
]
Reason = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000), Storable
]


class DocumentAsked(Body):
    """A document that the member is asked for."""

    code: DocumentCode
    """What it is, for programs: small letters, digits, underscores."""
    label_fr: Line
    """What to send, in French."""
    label_en: Line
    """What to send, in English."""


class ChangeRequestTransitionCreate(Body):
    """A move: each state takes what belongs to it, and nothing else."""

    model_config = ConfigDict(json_schema_extra={"examples": [TRANSITION_EXAMPLE]})

    state: ByPartner
    """`validated`, `refused`, `awaiting_documents`, or back to `requested` when documents came."""
    effective_on: IsoDate | None = None
    """Day from which the change holds; for `validated`, null otherwise."""
    reason: Reason | None = None
    """What the member reads: why it is `refused`, needed then, allowed with any other state."""
    documents: Annotated[tuple[DocumentAsked, ...], Field(max_length=20)] = ()
    """What is asked for; for `awaiting_documents`, empty otherwise."""


class ChangeRequestCaseSummary(Read):
    """A request in the work list."""

    id: OpaqueId
    """The request's id."""
    kind: ChangeRequestKind
    state: ChangeRequestState
    contract_ref: str
    """The contract, by the partner's own reference."""
    member_ref: str
    """The family, by the partner's own reference."""
    asked_by_ref: str
    """Who of the family asked."""
    beneficiary_ref: str | None
    """Whom it is about; null when that is no covered person."""
    wished_on: date
    """The day from which the change is wished for."""
    effective_on: date | None
    """The day from which it was granted; null unless it was."""
    asked_at: datetime
    """When it was asked."""
    updated_at: datetime
    """When it last moved."""
    version: Annotated[int, Field(ge=1)]
    """How many states it has been in."""
    documents_due: Annotated[int, Field(ge=0)]
    """How many documents are still to come."""


class ChangeRequestCaseRead(ChangeRequestCaseSummary):
    """A request with its timeline; what it asks stands under the name of its kind."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    **CASE_EXAMPLE,
                    "addition": ADDITION_EXAMPLE,
                    "documents": [DOCUMENT_EXAMPLE],
                    "timeline": [STEP_EXAMPLE],
                }
            ]
        }
    )

    addition: AdditionRead | MISSING = MISSING
    removal: RemovalRead | MISSING = MISSING
    subscription: SubscriptionCaseRead | MISSING = MISSING
    documents: list[ChangeRequestDocumentRead]
    """Every document that was asked for, in the order of asking."""
    timeline: list[ChangeRequestStepRead]
    """Every move, oldest first."""


class ChangeRequestCasePage(Page[ChangeRequestCaseSummary]):
    """Requests, by their last move, oldest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [CASE_EXAMPLE], "next_cursor": None}]}
    )
