"""Threads on the administrator's side of the counter: the work list, answers, ends."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.errors.base import FieldProblem
from app.errors.beneficiaries import BeneficiaryNotFound
from app.errors.messages import ThreadNotFound
from app.errors.requests import InvalidRequest
from app.models.thread import Thread
from app.repositories.accounts import AccountRepository
from app.repositories.reimbursements import Named
from app.repositories.thread_cases import (
    ThreadCaseFilter,
    ThreadCaseReader,
    ThreadCaseRepository,
)
from app.schemas.thread_cases import (
    MessageCaseRead,
    ThreadCaseCreate,
    ThreadCasePage,
    ThreadCaseRead,
    ThreadCaseReplyCreate,
    ThreadCaseSummary,
)
from app.security.cursors import Cursors
from app.services import thread_notices as notices
from app.services.audit import AuditRecord, AuditTrail
from app.services.change_requests import position
from app.services.feeds.benefits import STRANGE_PARAMETER
from app.services.outbox import Letter, Outbox
from app.services.paging import Paging, SortKey
from app.services.portfolios import CurrentPortfolio
from app.services.thread_writing import ThreadOpening, ThreadWriting
from app.services.threads import UNKNOWN_CODE, check_subject, complaint_of
from app.values.accounts import AccountStatus
from app.values.audit import ActorKind, AuditAction, AuditResult
from app.values.messages import MessageCategory, ThreadState
from app.values.outbox import OutboxChannel
from app.values.principals import CurrentPartner, RequestOrigin

BY_LAST_CHANGE: SortKey = {"updated_at": datetime.fromisoformat, "id": UUID}


@dataclass(frozen=True, slots=True)
class ThreadCaseQuery:
    """What a partner asked of the work list; what is None is any."""

    category: MessageCategory | None
    state: ThreadState | None
    changed_after: datetime | None
    cursor: str | None
    limit: int

    @property
    def wanted(self) -> ThreadCaseFilter:
        """Which threads are asked for, whatever the page."""
        return ThreadCaseFilter(self.category, self.state)


class ThreadCaseService:
    """Reads the threads of a portfolio."""

    def __init__(self, threads: ThreadCaseReader, cursors: Cursors) -> None:
        self._threads = threads
        self._cursors = cursors

    async def list(self, partner: CurrentPartner, query: ThreadCaseQuery) -> ThreadCasePage:
        """A page of the work list, of what changed later than the moment.

        Raises:
            InvalidCursor: the cursor is not of this list.
        """
        place = f"thread-cases:{partner.portfolio_id}:{query.wanted}:{query.changed_after}"
        paging = Paging(self._cursors, place, BY_LAST_CHANGE, query.limit)
        rows = await self._threads.list_threads(
            query.wanted,
            query.changed_after,
            limit=paging.rows_to_read,
            after=position(paging, query.cursor),
        )
        items = [ThreadCaseSummary(**_head(row)) for row in paging.cut(rows)]
        return ThreadCasePage(items=items, next_cursor=paging.next_cursor(rows, paging.cut(rows)))

    async def read(self, thread_id: UUID) -> ThreadCaseRead:
        """One thread with its messages.

        Raises:
            ThreadNotFound: none of this portfolio.
        """
        row = await self._threads.find(thread_id)
        if row is None:
            raise ThreadNotFound
        messages = await self._threads.list_messages(thread_id)
        return ThreadCaseRead(
            **_head(row), messages=[MessageCaseRead(**message) for message in messages]
        )


class ThreadDesk:
    """`openThreadCase`, `replyToThreadCase`, `moveThread`: who of the family asked is told."""

    def __init__(
        self,
        threads: ThreadCaseRepository,
        writing: ThreadWriting,
        answers: ThreadCaseService,
        accounts: AccountRepository,
        outbox: Outbox,
        audit: AuditTrail,
    ) -> None:
        self._threads = threads
        self._writing = writing
        self._answers = answers
        self._accounts = accounts
        self._outbox = outbox
        self._audit = audit

    async def open(
        self,
        portfolio: CurrentPortfolio,
        partner: CurrentPartner,
        body: ThreadCaseCreate,
        origin: RequestOrigin,
    ) -> ThreadCaseRead:
        """Begin a thread about a person of the portfolio.

        Raises:
            InvalidRequest: a subject of another category, or a complaint, which members make.
            BeneficiaryNotFound: no such person in this portfolio.
        """
        if body.category is MessageCategory.COMPLAINT:
            raise InvalidRequest(fields=[FieldProblem("/category", UNKNOWN_CODE)])
        check_subject(body.category, body.subject)
        person = await self._threads.find_person(body.beneficiary_ref)
        if person is None:
            raise BeneficiaryNotFound
        thread = await self._writing.open(
            ThreadOpening(
                portfolio_id=portfolio.id,
                member_id=person.member_id,
                beneficiary_id=person.id,
                asked_by_id=None,
                category=body.category,
                subject=body.subject,
                text=body.text,
            )
        )
        await self._tell(portfolio, partner, thread, notices.answered, origin)
        return await self._answers.read(thread.id)

    async def reply(
        self,
        portfolio: CurrentPortfolio,
        partner: CurrentPartner,
        thread_id: UUID,
        body: ThreadCaseReplyCreate,
        origin: RequestOrigin,
    ) -> ThreadCaseRead:
        """Answer a thread, or acknowledge a complaint.

        Raises:
            ThreadNotFound: none of this portfolio.
            InvalidRequest: an acknowledgement of what is no complaint.
            ThreadClosed: it ended.
        """
        thread = await self._lock(thread_id)
        if body.acknowledgement and thread.answer_by is None:
            raise InvalidRequest(fields=[FieldProblem("/acknowledgement", STRANGE_PARAMETER)])
        await self._writing.add_partner_message(
            thread, body.text, acknowledgement=body.acknowledgement
        )
        await self._tell(portfolio, partner, thread, notices.answered, origin)
        return await self._answers.read(thread.id)

    async def close(
        self,
        portfolio: CurrentPortfolio,
        partner: CurrentPartner,
        thread_id: UUID,
        origin: RequestOrigin,
    ) -> ThreadCaseRead:
        """End a thread.

        Raises:
            ThreadNotFound: none of this portfolio.
            ThreadTransitionRefused: it has ended.
        """
        thread = await self._lock(thread_id)
        await self._writing.close(thread)
        await self._tell(portfolio, partner, thread, notices.closed, origin)
        return await self._answers.read(thread.id)

    async def _lock(self, thread_id: UUID) -> Thread:
        thread = await self._threads.lock(thread_id)
        if thread is None:
            raise ThreadNotFound
        return thread

    async def _tell(
        self,
        portfolio: CurrentPortfolio,
        partner: CurrentPartner,
        thread: Thread,
        letter: Callable[[CurrentPortfolio, str], Letter],
        origin: RequestOrigin,
    ) -> None:
        reader = thread.asked_by_id or await self._threads.holder_of(thread.member_id)
        account = await self._accounts.find_of_beneficiary(reader) if reader else None
        if account and account.status is AccountStatus.ACTIVE:
            mail = letter(portfolio, account.email)
            self._outbox.post(portfolio.id, OutboxChannel.EMAIL, mail)
        self._audit.record(
            AuditRecord(
                action=AuditAction.MESSAGE_WRITTEN,
                result=AuditResult.SUCCEEDED,
                actor_kind=ActorKind.PARTNER,
                portfolio_id=portfolio.id,
                actor_id=partner.token_id,
                account_id=account.id if account else None,
                subject_id=thread.id,
                reason=thread.state.value,
            ),
            origin,
        )


def _head(row: Named) -> dict[str, Any]:
    kept = ("id", "category", "subject", "state", "member_ref", "beneficiary_ref", "asked_by_ref")
    return {
        **{name: row[name] for name in kept},
        "messages_count": row["messages"],
        "opened_at": row["created_at"],
        "updated_at": row["updated_at"],
        "complaint": complaint_of(row),
    }
