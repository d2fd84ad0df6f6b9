"""The question of the home page: what waits for its reader."""

from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.database.reading import fetch_all
from app.models.beneficiary import Beneficiary
from app.models.inbox_entry import InboxEntry
from app.models.thread import Thread, ThreadReading
from app.repositories.inbox import ANY_ENTRY
from app.repositories.visibility import reader_parameters
from app.values.principals import CurrentMember


class Waiting(NamedTuple):
    """How much waits, of what the reader may see."""

    unread_threads: int
    """Threads with an answer that was not marked as read."""
    requests: int
    """Requests in the state that was asked for."""


_UNREAD = (
    select(func.count())
    .select_from(Thread)
    .join(InboxEntry, InboxEntry.id == Thread.id)
    .join(Beneficiary, Beneficiary.id == InboxEntry.beneficiary_id)
    .outerjoin(
        ThreadReading,
        and_(
            ThreadReading.thread_id == Thread.id,
            ThreadReading.reader_id == bindparam("reader_id"),
        ),
    )
    .where(ANY_ENTRY, Thread.answers_until > func.coalesce(ThreadReading.position, 0))
)
_REQUESTS = (
    select(func.count())
    .select_from(InboxEntry)
    .join(Beneficiary, Beneficiary.id == InboxEntry.beneficiary_id)
    .where(ANY_ENTRY, InboxEntry.status == bindparam("status"))
)
_WAITING = select(
    _UNREAD.scalar_subquery().label("unread"), _REQUESTS.scalar_subquery().label("requests")
)


class HomeReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def count_waiting(self, member: CurrentMember, status: str) -> Waiting:
        """What waits for the reader; of requests, those that stand so."""
        parameters = {**reader_parameters(member), "status": status}
        (row,) = await fetch_all(self._connection, _WAITING, parameters)
        return Waiting(*row)
