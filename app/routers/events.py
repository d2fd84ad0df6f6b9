"""What happens to a family, as it happens."""

from typing import Annotated

from fastapi import APIRouter, Header
from pydantic import BeforeValidator, Field
from starlette.responses import Response

from app.dependencies.events import EventStreamDep
from app.dependencies.parameters import plain_digits
from app.dependencies.principals import MayFollowEvents
from app.errors.events import EventsDeleted
from app.http.event_streams import event_stream, streams_events
from app.http.problems import problems

router = APIRouter(prefix="/v1/events", tags=["events"])
LARGEST_POSITION = 2**63 - 1
LastEventIdParam = Annotated[
    Annotated[int, Field(ge=0, le=LARGEST_POSITION), BeforeValidator(plain_digits)] | None,
    Header(alias="Last-Event-ID", description="The last `id` that was received, to go on from it."),
]


@router.get(
    "",
    operation_id="followEvents",
    summary="Be told what happens, as it happens",
    response_class=Response,
    responses=problems(EventsDeleted) | streams_events(),
)
async def follow_events(
    _member: MayFollowEvents, stream: EventStreamDep, last_event_id: LastEventIdParam = None
) -> Response:
    """Server-sent events: identifiers alone, of the reader and of those whose subject they may
    read. Without `Last-Event-ID`, from now on. It ends with the session, with the access token, and
    after some minutes: come back with the last `id`. Read it with `fetch`, which sends the token.
    """
    return event_stream(stream.follow(await stream.begin(last_event_id)))
