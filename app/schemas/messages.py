"""Messages as members write and read them."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import MISSING, ConfigDict, Field, StringConstraints

from app.schemas.base import Body, OpaqueId, Page, Read, Storable
from app.values.lifecycles import StepActor
from app.values.messages import MessageCategory, ThreadState

LONGEST_MESSAGE = 5_000
THREAD_EXAMPLE: dict[str, Any] = {
    "id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a60",
    "category": "reimbursements",
    "category_label": "Mes remboursements",
    "subject": "missing",
    "subject_label": "Un remboursement manque",
    "state": "answered",
    "state_label": "Réponse reçue",
    "beneficiary": {
        "id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4e",
        "first_name": "Alex",
        "last_name": "Bernard",
    },
    "messages_count": 2,
    "unread_count": 1,
    "opened_at": "2026-03-09T09:30:00Z",
    "updated_at": "2026-03-10T14:05:00Z",
}
COMPLAINT_EXAMPLE: dict[str, Any] = {
    "acknowledge_by": "2026-03-20",
    "answer_by": "2026-05-09",
    "acknowledged_at": "2026-03-10T14:05:00Z",
    "answered_at": None,
}
MESSAGE_EXAMPLE: dict[str, Any] = {
    "id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a61",
    "position": 1,
    "at": "2026-03-09T09:30:00Z",
    "author": "member",
    "text": "Bonjour,\nma consultation du 2 mars n’est pas encore remboursée.",
}
THREAD_CREATE_EXAMPLE: dict[str, Any] = {
    "category": "reimbursements",
    "subject": "missing",
    "text": "Bonjour,\nma consultation du 2 mars n’est pas encore remboursée.",
}
MessageText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_MESSAGE),
    Storable,
]
"""A text of several lines; 1 to 5,000 characters."""
SubjectCode = Annotated[str, StringConstraints(pattern=r"^[a-z]+(?:_[a-z]+)*$", max_length=40)]


class ThreadCreate(Body):
    """The first message of a thread."""

    model_config = ConfigDict(json_schema_extra={"examples": [THREAD_CREATE_EXAMPLE]})

    category: MessageCategory
    subject: SubjectCode
    """One of the subjects of the category, see `listMessageCategories`."""
    beneficiary_id: str | None = None
    """Of whom it is, by id; null for the writer."""
    text: MessageText
    """What it says: plain text of several lines."""


class ReplyCreate(Body):
    """A further message."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"text": "Merci, voici ma facture."}]}
    )

    text: MessageText
    """What it says: plain text of several lines."""


class ThreadPersonRead(Read):
    """Whom a thread is about."""

    id: OpaqueId
    """The beneficiary's id, as `beneficiary_id` takes it."""
    first_name: str
    """First name, as the administrator's file has it."""
    last_name: str
    """Family name, as the administrator's file has it."""


class ComplaintRead(Read):
    """The clock of a complaint (ACPR, recommendation 2022-R-01)."""

    acknowledge_by: date
    """Last day to confirm that it came: ten working days."""
    answer_by: date
    """Last day to answer it: two months."""
    acknowledged_at: datetime | None
    """When it was confirmed; null while it was not."""
    answered_at: datetime | None
    """When it was answered first; null while it was not."""


class ThreadSummary(Read):
    """A thread in a list."""

    id: OpaqueId
    """The thread's id."""
    category: MessageCategory
    category_label: str
    """The category's name, in the reader's language."""
    subject: str
    """What it is about within the category."""
    subject_label: str
    """The subject's name, in the reader's language."""
    state: ThreadState
    state_label: str
    """The state's name, in the reader's language."""
    beneficiary: ThreadPersonRead
    messages_count: Annotated[int, Field(ge=1)]
    """How many messages there are."""
    unread_count: Annotated[int, Field(ge=0)]
    """How many of the administrator's the reader has not marked as read."""
    opened_at: datetime
    """When the first message was written."""
    updated_at: datetime
    """When it last changed: a message, or its end."""
    complaint: ComplaintRead | MISSING = MISSING
    """The deadlines of a complaint; left out in every other category."""


class ThreadPage(Page[ThreadSummary]):
    """Threads, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [THREAD_EXAMPLE], "next_cursor": None}]}
    )


class MessageRead(Read):
    """One message."""

    id: OpaqueId
    """The message's id."""
    position: Annotated[int, Field(ge=1)]
    """Its place in the thread, from 1."""
    at: datetime
    """When it was written."""
    author: StepActor
    text: str
    """What it says: plain text of several lines, never markup."""


class ThreadRead(ThreadSummary):
    """A thread with its messages."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{**THREAD_EXAMPLE, "can_reply": True, "messages": [MESSAGE_EXAMPLE]}]
        }
    )

    can_reply: bool
    """False once it was closed more than 30 days ago."""
    messages: list[MessageRead]
    """Every message, oldest first."""


class MessageSubjectRead(Read):
    """A subject of a category."""

    code: str
    """What a new thread names."""
    label: str
    """Name to show, in the reader's language."""


class MessageCategoryRead(Read):
    """A category and the subjects that depend on it."""

    code: MessageCategory
    label: str
    """Name to show, in the reader's language."""
    subjects: list[MessageSubjectRead]
    """Its subjects, in the order members read them."""


class MessageCategoryPage(Page[MessageCategoryRead]):
    """Every category, in the order members read them; always one page."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [
                        {
                            "code": "complaint",
                            "label": "Réclamation",
                            "subjects": [{"code": "delay", "label": "Sur un délai"}],
                        }
                    ],
                    "next_cursor": None,
                }
            ]
        }
    )
