"""For whoever tries the product: the local mailbox and the movable clock. Demo profile only;
elsewhere these addresses do not exist.
"""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from app.dependencies.guards import Public
from app.dependencies.infrastructure import ContainerDep
from app.errors.requests import NotFound
from app.http.problems import problems
from app.schemas.demo import ClockRead, ClockUpdate, MailboxRead

router = APIRouter(prefix="/dev", tags=["demo"], dependencies=[Depends(Public())])


@router.get(
    "/mailbox",
    operation_id="readMailbox",
    summary="Read the messages that would have left",
    responses=problems(NotFound),
)
async def read_mailbox(
    container: ContainerDep,
    to: Annotated[str | None, Query(description="An e-mail or a number in E.164.")] = None,
) -> MailboxRead:
    """E-mails and SMS kept on this machine; none when a relay is configured."""
    if container.mailbox is None:
        raise NotFound
    return MailboxRead.model_validate({"items": container.mailbox.read(to)})


@router.put(
    "/clock",
    operation_id="moveClock",
    summary="Move the product's clock",
    responses=problems(),
)
async def move_clock(body: ClockUpdate, container: ContainerDep) -> ClockRead:
    """So that three months without login can be tried; 0 brings the real time back."""
    container.clock.offset = timedelta(seconds=body.offset_seconds)
    return ClockRead(offset_seconds=body.offset_seconds, now=container.clock.now())
