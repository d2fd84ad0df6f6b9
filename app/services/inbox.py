"""The inbox: everything a family asked, whatever its kind, in one list with one search."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from app.repositories.inbox import InboxFilter, InboxReader
from app.repositories.reimbursements import Named
from app.schemas.inbox import InboxEntryRead, InboxPage
from app.schemas.messages import ThreadPersonRead
from app.security.cursors import Cursors
from app.services.family_rights import FamilyRights
from app.services.paging import Paging, SortKey
from app.services.search_words import stems_searched
from app.values import change_requests, messages
from app.values.family_rights import FamilyRight
from app.values.inbox import LABELS, InboxKind
from app.values.labels import Labels
from app.values.principals import CurrentMember

NEWEST: SortKey = {"asked_at": datetime.fromisoformat, "id": UUID}


class _Teller(NamedTuple):
    """How entries of a kind are told."""

    path: str
    title: Callable[[str, str], str]
    """From the topic and the language."""
    states: Mapping[Any, Labels]


def _thread_title(topic: str, language: str) -> str:
    category, _, subject = topic.partition("/")
    known = messages.MessageCategory(category)
    label = messages.CATEGORY_LABELS[known].in_language(language)
    named = messages.SUBJECTS[known].get(subject)
    return f"{label} – {named.in_language(language)}" if named else label


def _change_title(topic: str, language: str) -> str:
    kind = change_requests.ChangeRequestKind(topic)
    return change_requests.KIND_LABELS[kind].in_language(language)


TELLERS: Mapping[InboxKind, _Teller] = {
    InboxKind.MESSAGE: _Teller("/v1/messages", _thread_title, messages.STATE_LABELS),
    InboxKind.CHANGE_REQUEST: _Teller(
        "/v1/change-requests", _change_title, change_requests.STATE_LABELS
    ),
}


@dataclass(frozen=True, slots=True)
class InboxQuery:
    """What a reader asked of the inbox; what is None is any."""

    words: str | None
    kind: InboxKind | None
    state: str | None
    beneficiary_id: UUID | None
    cursor: str | None
    limit: int


class InboxService:
    """Reads the inbox; which entries are visible is decided by the repository."""

    def __init__(self, inbox: InboxReader, family: FamilyRights, cursors: Cursors) -> None:
        self._inbox = inbox
        self._family = family
        self._cursors = cursors

    async def list(self, member: CurrentMember, query: InboxQuery, language: str) -> InboxPage:
        """A page of entries, newest first; none when words were searched that nothing can hold.

        Raises:
            InvalidCursor: the cursor is not of this list.
            BeneficiaryNotFound: nobody of whom the reader may see anything.
            Confidential: the reader may see something of them, but not their acts.
        """
        stems = stems_searched(query.words) if query.words else []
        wanted = InboxFilter(query.kind, query.beneficiary_id, query.state, tuple(stems))
        paging = Paging(self._cursors, f"inbox:{member.account_id}:{wanted}", NEWEST, query.limit)
        after = paging.position(query.cursor)
        if query.words and not stems:
            return InboxPage(items=[], next_cursor=None)
        rows = await self._inbox.list_entries(
            member, wanted, limit=paging.rows_to_read, after=(after[0], after[1]) if after else None
        )
        if not rows and query.beneficiary_id:
            await self._family.require(member, query.beneficiary_id, FamilyRight.LINES)
        page = paging.cut(rows)
        return InboxPage(
            items=[_entry(row, language) for row in page],
            next_cursor=paging.next_cursor(rows, page),
        )


def _entry(row: Named, language: str) -> InboxEntryRead:
    kind = InboxKind(row["kind"])
    teller = TELLERS[kind]
    return InboxEntryRead(
        id=row["id"],
        kind=kind,
        kind_label=LABELS[kind].in_language(language),
        title=teller.title(row["topic"], language),
        state=row["status"],
        state_label=teller.states[row["status"]].in_language(language),
        beneficiary=ThreadPersonRead(
            id=row["beneficiary_id"], first_name=row["first_name"], last_name=row["last_name"]
        ),
        asked_at=row["asked_at"],
        updated_at=row["updated_at"],
        href=f"{teller.path}/{row['id']}",
    )
