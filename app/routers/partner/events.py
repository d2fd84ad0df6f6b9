"""What happened, for partners who keep up with it."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BeforeValidator, Field

from app.dependencies.events import EventFeedServiceDep
from app.dependencies.parameters import LimitParam, plain_digits
from app.dependencies.principals import MayReadEvents
from app.errors.events import EventsDeleted
from app.http.problems import problems
from app.schemas.events import EventFeedRead
from app.services.event_feed import EventQuery
from app.values.events import EventKind

router = APIRouter(prefix="/partner/v1/events", tags=["events"])
LARGEST_POSITION = 2**63 - 1
AfterParam = Annotated[
    Annotated[int, Field(ge=0, le=LARGEST_POSITION), BeforeValidator(plain_digits)] | None,
    Query(
        description="`next_after` of the answer before; the oldest events that are kept, if absent."
    ),
]
EventKindParam = Annotated[EventKind | None, Query(description="Events of this kind alone.")]


@router.get(
    "",
    operation_id="listEvents",
    summary="Tell what happened since",
    responses=problems(EventsDeleted),
)
async def list_events(
    partner: MayReadEvents,
    events: EventFeedServiceDep,
    after: AfterParam = None,
    kind: EventKindParam = None,
    limit: LimitParam = 100,
) -> EventFeedRead:
    """In the order of commit: what is read once is never preceded by something new. Events are kept
    90 days. A token bound to an employer reads of accounts and contact details of that employer's
    families alone.
    """
    return await events.read(partner, EventQuery(after, kind, limit))
