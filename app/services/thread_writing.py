"""Writing into threads: what both sides of the counter share."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.errors.messages import ThreadClosed, ThreadTransitionRefused
from app.gateways.clock import Clock
from app.models.inbox_entry import InboxEntry
from app.models.thread import Message, Thread
from app.repositories.inbox import InboxRepository
from app.repositories.threads import ThreadRepository
from app.services.events import EventLog
from app.services.search_words import stems_of
from app.values.events import EventKind
from app.values.ids import new_id
from app.values.inbox import InboxKind
from app.values.lifecycles import StepActor
from app.values.messages import (
    ACKNOWLEDGED_WITHIN,
    ANSWERED_WITHIN,
    CATEGORY_LABELS,
    LIFECYCLE,
    SUBJECTS,
    MessageCategory,
    ThreadState,
)
from app.values.periods import paris_date, shift_months
from app.values.working_days import after_working_days


@dataclass(frozen=True, slots=True)
class ThreadOpening:
    """A new thread and its first message; `asked_by_id` is None when the administrator begins."""

    portfolio_id: UUID
    member_id: UUID
    beneficiary_id: UUID
    asked_by_id: UUID | None
    category: MessageCategory
    subject: str
    text: str


class ThreadWriting:
    """Opens threads and adds to them, in somebody's unit of work; the inbox is written with it."""

    def __init__(
        self, threads: ThreadRepository, inbox: InboxRepository, events: EventLog, clock: Clock
    ) -> None:
        self._threads = threads
        self._inbox = inbox
        self._events = events
        self._clock = clock

    async def open(self, opening: ThreadOpening) -> Thread:
        """Begin a thread; a complaint's clock starts with the day it came."""
        now = self._clock.now()
        state = ThreadState.OPEN if opening.asked_by_id else ThreadState.ANSWERED
        thread = Thread(
            id=new_id(),
            portfolio_id=opening.portfolio_id,
            member_id=opening.member_id,
            beneficiary_id=opening.beneficiary_id,
            asked_by_id=opening.asked_by_id,
            category=opening.category,
            subject=opening.subject,
            state=state,
            messages=0,
            answers_until=0,
            created_at=now,
            updated_at=now,
        )
        if opening.category is MessageCategory.COMPLAINT:
            day = paris_date(now)
            thread.acknowledge_by = after_working_days(day, ACKNOWLEDGED_WITHIN)
            thread.answer_by = shift_months(day, ANSWERED_WITHIN)
        await self._threads.add(thread)
        self._inbox.add(_entry_of(thread, opening.text))
        author = StepActor.MEMBER if opening.asked_by_id else StepActor.PARTNER
        self._append(thread, author, opening.asked_by_id, opening.text, now)
        await self._threads.flush()
        self._tell(EventKind.THREAD_OPENED, thread)
        return thread

    async def add_member_message(self, thread: Thread, author_id: UUID, text: str) -> None:
        """Add what somebody of the family wrote to a thread that is locked: it is open again."""
        now = self._clock.now()
        thread.state, thread.closed_at = ThreadState.OPEN, None
        self._append(thread, StepActor.MEMBER, author_id, text, now)
        await self._moved(thread, now, text)

    async def add_partner_message(
        self, thread: Thread, text: str, *, acknowledgement: bool = False
    ) -> None:
        """Add what the administrator wrote to a thread that is locked. The acknowledgement of a
        complaint is no answer: it stays open.

        Raises:
            ThreadClosed: the thread ended.
        """
        if thread.state is ThreadState.CLOSED:
            raise ThreadClosed
        now = self._clock.now()
        if thread.answer_by is not None:
            thread.acknowledged_at = thread.acknowledged_at or now
            if not acknowledgement:
                thread.answered_at = thread.answered_at or now
        if not acknowledgement:
            thread.state = ThreadState.ANSWERED
        self._append(thread, StepActor.PARTNER, None, text, now)
        await self._moved(thread, now, text)

    async def close(self, thread: Thread) -> None:
        """End a thread that is locked.

        Raises:
            ThreadTransitionRefused: it has ended.
        """
        if not LIFECYCLE.allows(StepActor.PARTNER, thread.state, ThreadState.CLOSED):
            raise ThreadTransitionRefused
        now = self._clock.now()
        thread.state, thread.closed_at = ThreadState.CLOSED, now
        await self._moved(thread, now)

    def _append(
        self, thread: Thread, author: StepActor, author_id: UUID | None, text: str, now: datetime
    ) -> None:
        thread.messages += 1
        if author is StepActor.PARTNER:
            thread.answers_until = thread.messages
        self._threads.add_message(
            Message(
                id=new_id(),
                thread_id=thread.id,
                position=thread.messages,
                at=now,
                author=author,
                author_id=author_id,
                text=text,
            )
        )

    async def _moved(self, thread: Thread, now: datetime, text: str = "") -> None:
        thread.updated_at = now
        await self._threads.flush()
        words = stems_of(text) if text else ""
        await self._inbox.move(thread.id, thread.state.value, now, words)
        self._tell(EventKind.THREAD_UPDATED, thread)

    def _tell(self, kind: EventKind, thread: Thread) -> None:
        self._events.tell(
            kind,
            thread.portfolio_id,
            thread.id,
            addressee_id=thread.asked_by_id or thread.beneficiary_id,
            about_id=thread.beneficiary_id,
        )


def _entry_of(thread: Thread, text: str) -> InboxEntry:
    labels = (CATEGORY_LABELS[thread.category], SUBJECTS[thread.category][thread.subject])
    told = [label for pair in labels for label in pair]
    return InboxEntry(
        id=thread.id,
        kind=InboxKind.MESSAGE,
        portfolio_id=thread.portfolio_id,
        member_id=thread.member_id,
        beneficiary_id=thread.beneficiary_id,
        asked_by_id=thread.asked_by_id,
        topic=f"{thread.category.value}/{thread.subject}",
        status=thread.state.value,
        asked_at=thread.created_at,
        updated_at=thread.updated_at,
        words=stems_of(*told, text),
    )
