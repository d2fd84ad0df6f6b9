"""Questions about the inbox: what a family asked, of which a reader sees a part.

A reader sees what they asked themself, and what concerns people whose acts they may see. Only the
rows of the family are searched, so that a search costs as little as their list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    bindparam,
    or_,
    select,
    tuple_,
    type_coerce,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.database.reading import AnySelect, fetch_named
from app.models.beneficiary import Beneficiary
from app.models.inbox_entry import InboxEntry
from app.repositories.base import AFTER_ROW, LATEST, Position
from app.repositories.reimbursements import Named, code_of
from app.repositories.visibility import reader_parameters, visible
from app.values.family_rights import FamilyRight
from app.values.inbox import InboxKind
from app.values.principals import CurrentMember

ANY_ENTRY = and_(
    InboxEntry.member_id == bindparam("family_id"),
    InboxEntry.beneficiary_id == Beneficiary.id,
    or_(InboxEntry.asked_by_id == bindparam("reader_id"), visible(FamilyRight.LINES)),
)
"""The entries that a reader may see, in a query that names `beneficiaries`."""
ABOUT = (Beneficiary.id.label("beneficiary_id"), Beneficiary.first_name, Beneficiary.last_name)
"""Of whom an entry tells."""


class Shape(NamedTuple):
    """By what a list of entries is narrowed, and by how many stems: one statement for each."""

    kind: bool
    beneficiary: bool
    status: bool
    stems: int


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """Which entries are asked; absent fields do not narrow. Each of `stems` must begin a word."""

    kind: InboxKind | None = None
    beneficiary_id: UUID | None = None
    status: str | None = None
    stems: Sequence[str] = ()

    @property
    def shape(self) -> Shape:
        """What is narrowed."""
        return Shape(
            self.kind is not None,
            self.beneficiary_id is not None,
            self.status is not None,
            len(self.stems),
        )

    @property
    def parameters(self) -> dict[str, Any]:
        """The values of the conditions."""
        named = {
            "kind": self.kind and self.kind.value,
            "beneficiary_id": self.beneficiary_id,
            "status": self.status,
            # Stems are letters and digits: nothing in them is a wildcard.
            **{f"stem_{index}": f"% {stem}%" for index, stem in enumerate(self.stems)},
        }
        return {name: value for name, value in named.items() if value is not None}


class InboxReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_entries(
        self, member: CurrentMember, wanted: InboxFilter, *, limit: int, after: Position | None
    ) -> list[Named]:
        """Entries by moment of asking, newest first, from just below `after`."""
        moment, row_id = after or LATEST
        parameters = {
            **reader_parameters(member),
            **wanted.parameters,
            "after_moment": moment,
            "after_id": row_id,
            "limit": limit,
        }
        return await fetch_named(self._connection, page_of_entries(wanted.shape), parameters)


class InboxRepository:
    """The write road: an entry is written with what it stands for."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, entry: InboxEntry) -> None:
        """Something was asked."""
        self._session.add(entry)

    async def move(self, entry_id: UUID, status: str, now: datetime, words: str = "") -> None:
        """It stands elsewhere; `words` are stems that were added to it."""
        await self._session.execute(
            update(InboxEntry)
            .where(InboxEntry.id == entry_id)
            .values(status=status, updated_at=now, words=InboxEntry.words + words)
        )


@lru_cache
def conditions(shape: Shape) -> tuple[ColumnElement[bool], ...]:
    """What entries of this shape must fulfil, with parameters that the filter fills."""
    told = (
        (shape.kind, type_coerce(InboxEntry.kind, String) == bindparam("kind")),
        (shape.beneficiary, InboxEntry.beneficiary_id == bindparam("beneficiary_id")),
        (shape.status, InboxEntry.status == bindparam("status")),
    )
    stems = [InboxEntry.words.like(bindparam(f"stem_{index}")) for index in range(shape.stems)]
    return (*(condition for wanted, condition in told if wanted), *stems)


@lru_cache
def page_of_entries(shape: Shape) -> AnySelect:
    """The question of a page; a test looks at how it is answered."""
    return (
        select(
            InboxEntry.id,
            code_of(InboxEntry.kind),
            InboxEntry.topic,
            InboxEntry.status,
            InboxEntry.asked_at,
            InboxEntry.updated_at,
            *ABOUT,
        )
        .where(
            ANY_ENTRY,
            tuple_(InboxEntry.asked_at, InboxEntry.id) < AFTER_ROW,
            *conditions(shape),
        )
        .order_by(InboxEntry.asked_at.desc(), InboxEntry.id.desc())
        .limit(bindparam("limit"))
    )
