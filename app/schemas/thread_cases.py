"""Threads as the claims administrator reads and answers them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import MISSING, ConfigDict, Field, StrictBool

from app.schemas.base import Body, OpaqueId, Page, Read, Reference
from app.schemas.messages import (
    COMPLAINT_EXAMPLE,
    MESSAGE_EXAMPLE,
    ComplaintRead,
    MessageRead,
    MessageText,
    SubjectCode,
)
from app.values.messages import MessageCategory, ThreadState

CASE_EXAMPLE: dict[str, Any] = {
    "id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a60",
    "category": "complaint",
    "subject": "delay",
    "state": "open",
    "member_ref": "M-1",
    "beneficiary_ref": "M-1",
    "asked_by_ref": "M-1",
    "messages_count": 2,
    "opened_at": "2026-03-09T09:30:00Z",
    "updated_at": "2026-03-10T14:05:00Z",
    "complaint": COMPLAINT_EXAMPLE,
}


class ThreadCaseCreate(Body):
    """A thread that the administrator begins."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "beneficiary_ref": "M-1",
                    "category": "reimbursements",
                    "subject": "documents",
                    "text": "Bonjour,\nil nous manque votre relevé d’identité bancaire.",
                }
            ]
        }
    )

    beneficiary_ref: Reference
    """Of whom it is, by the partner's own reference; whoever may read their acts reads it."""
    category: Annotated[MessageCategory, Field(description="Any but `complaint`.")]
    subject: SubjectCode
    """One of the subjects of the category, see `listMessageCategories`."""
    text: MessageText
    """What it says: plain text of several lines."""


class ThreadCaseReplyCreate(Body):
    """The administrator's message."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"text": "Bonjour,\nvotre virement part demain."}]}
    )

    text: MessageText
    """What it says: plain text of several lines."""
    acknowledgement: StrictBool = False
    """True when it only confirms that a complaint came: the complaint stays open."""


class ThreadTransitionCreate(Body):
    """The end of a thread."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"state": "closed"}]})

    state: Literal[ThreadState.CLOSED]
    """`closed`; a reply of the member within 30 days opens it again."""


class ThreadCaseSummary(Read):
    """A thread in the work list."""

    id: OpaqueId
    """The thread's id."""
    category: MessageCategory
    subject: str
    """What it is about within the category."""
    state: ThreadState
    member_ref: str
    """The family, by the partner's own reference."""
    beneficiary_ref: str
    """Whom it is about."""
    asked_by_ref: str | None
    """Who of the family began it; null when the administrator did."""
    messages_count: Annotated[int, Field(ge=1)]
    """How many messages there are."""
    opened_at: datetime
    """When the first message was written."""
    updated_at: datetime
    """When it last changed: a message, or its end."""
    complaint: ComplaintRead | MISSING = MISSING
    """The deadlines of a complaint; left out in every other category."""


class ThreadCasePage(Page[ThreadCaseSummary]):
    """Threads, by their last change, oldest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [CASE_EXAMPLE], "next_cursor": None}]}
    )


class MessageCaseRead(MessageRead):
    """One message."""

    author_ref: str | None
    """Who of the family wrote it; null when the administrator did."""


class ThreadCaseRead(ThreadCaseSummary):
    """A thread with its messages."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{**CASE_EXAMPLE, "messages": [{**MESSAGE_EXAMPLE, "author_ref": "M-1"}]}]
        }
    )

    messages: list[MessageCaseRead]
    """Every message, oldest first."""
