"""Change requests as members read them."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import MISSING, ConfigDict, Field

from app.schemas.base import OpaqueId, Page, Read
from app.schemas.change_request_details import (
    ADDITION_EXAMPLE,
    AdditionRead,
    RemovalRead,
    SubscriptionRead,
)
from app.schemas.timelines import StepRead
from app.values.change_requests import ChangeRequestKind, ChangeRequestState

SUMMARY_EXAMPLE: dict[str, Any] = {
    "id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a50",
    "kind": "add_beneficiary",
    "kind_label": "Ajout d’un bénéficiaire",
    "state": "awaiting_documents",
    "state_label": "En attente de documents",
    "contract_id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a41",
    "contract_number": "HCR-2024-0117",
    "wished_on": "2026-02-20",
    "effective_on": None,
    "asked_at": "2026-03-09T09:30:00Z",
    "updated_at": "2026-03-09T09:30:00Z",
    "documents_due": 1,
}
DOCUMENT_EXAMPLE: dict[str, Any] = {
    "code": "birth_certificate",
    "label": "Acte de naissance ou livret de famille",
    "asked_at": "2026-03-09T09:30:00Z",
    "received_at": None,
}
STEP_EXAMPLE: dict[str, Any] = {
    "at": "2026-03-09T09:30:00Z",
    "actor": "member",
    "state": "awaiting_documents",
    "label": "En attente de documents",
    "reason": None,
}


class ChangeRequestPersonRead(Read):
    """The covered person a request is about."""

    id: OpaqueId
    """The beneficiary's id, as `beneficiary_id` takes it."""
    first_name: str
    """First name, as the administrator's file has it."""
    last_name: str
    """Family name, as the administrator's file has it."""


class ChangeRequestDocumentRead(Read):
    """A document asked for with a request."""

    code: str
    """What the document is, for programs."""
    label: str
    """What to send, in the reader's language."""
    asked_at: datetime
    """When it was asked for."""
    received_at: datetime | None
    """When it came in; null while it is due."""


class ChangeRequestStepRead(StepRead[ChangeRequestState]):
    """A line of the request's timeline."""


class ChangeRequestSummary(Read):
    """A request in the list."""

    id: OpaqueId
    """The request's id."""
    kind: ChangeRequestKind
    kind_label: str
    """What is to change, in the reader's language."""
    state: ChangeRequestState
    state_label: str
    """Where the request stands, in the reader's language."""
    contract_id: OpaqueId
    """The contract it is about."""
    contract_number: str
    """That contract's number."""
    beneficiary: ChangeRequestPersonRead | MISSING = MISSING
    """Whom it is about; left out when that is no covered person, or none whose card the reader may
    see.
    """
    wished_on: date
    """The day from which the change is wished for."""
    effective_on: date | None
    """The day from which it was granted; null unless it was."""
    asked_at: datetime
    """When it was asked."""
    updated_at: datetime
    """When it last moved."""
    documents_due: Annotated[int, Field(ge=0)]
    """How many documents are still to be sent."""


class ChangeRequestRead(ChangeRequestSummary):
    """A request with its timeline; what it asks stands under the name of its kind."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    **SUMMARY_EXAMPLE,
                    "addition": ADDITION_EXAMPLE,
                    "can_cancel": True,
                    "documents": [DOCUMENT_EXAMPLE],
                    "timeline": [STEP_EXAMPLE],
                }
            ]
        }
    )

    addition: AdditionRead | MISSING = MISSING
    removal: RemovalRead | MISSING = MISSING
    subscription: SubscriptionRead | MISSING = MISSING
    can_cancel: bool
    """Whether the reader may withdraw it."""
    documents: list[ChangeRequestDocumentRead]
    """Every document that was asked for, in the order of asking."""
    timeline: list[ChangeRequestStepRead]
    """Every move, oldest first."""


class ChangeRequestPage(Page[ChangeRequestSummary]):
    """Requests, newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [SUMMARY_EXAMPLE], "next_cursor": None}]}
    )
