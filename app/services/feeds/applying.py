"""Applying a batch of one kind: compare with what was sent before, then write what differs."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.errors.base import DomainError, FieldProblem
from app.errors.feeds import UnknownReference
from app.errors.requests import InvalidRequest
from app.errors.validation import INVALID_DATE
from app.gateways.clock import Clock
from app.repositories.base import AnyRow
from app.repositories.feeds.batches import BatchRepository
from app.schemas.base import Body
from app.security.keyring import Keyring
from app.services.audit import AuditTrail
from app.services.events import EventLog
from app.services.feeds.source import FeedSource
from app.services.outbox import Outbox
from app.services.portfolios import CurrentPortfolio
from app.values.ids import new_id

UNKNOWN = "unknown_reference"
B = TypeVar("B", bound=Body)


class Outcome(StrEnum):
    """What became of a line that was accepted."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Applied:
    """A line that was accepted, and the row it stands in."""

    id: UUID
    outcome: Outcome


Verdict = Applied | DomainError
"""What became of a line: accepted, or why not."""


@dataclass(frozen=True, slots=True)
class FeedContext:
    """By whom, for whom and when a batch is applied."""

    source: FeedSource
    keyring: Keyring
    now: datetime
    today: date

    @property
    def portfolio(self) -> CurrentPortfolio:
        """For whom."""
        return self.source.portfolio

    @property
    def employer_ref(self) -> str | None:
        """The only employer that the batch may tell about, if the sender is bound to one."""
        return self.source.employer_ref


R = TypeVar("R", bound=BatchRepository)


@dataclass(frozen=True, slots=True)
class FeedTransaction:
    """The transaction of a batch: what an applier makes its collaborators of."""

    context: FeedContext
    session: AsyncSession
    clock: Clock
    outbox: Outbox
    audit: AuditTrail
    events: EventLog

    def repository(self, kind: type[R]) -> R:
        """The write road of a table, within the portfolio."""
        return kind(self.session, self.context.portfolio.id)


@dataclass(frozen=True, slots=True)
class Change(Generic[B]):
    """A line that is new, or differs from what was sent before under its reference."""

    ref: str
    body: B
    digest: bytes
    row_id: UUID
    before: AnyRow | None

    @property
    def applied(self) -> Applied:
        """The verdict once it is written."""
        return Applied(self.row_id, Outcome.UPDATED if self.before else Outcome.CREATED)


class FeedApplier(ABC, Generic[B]):
    """Applies lines of one kind; the single PUT is a batch of one.

    A rule that a line breaks becomes that line's verdict. A constraint of the database that it
    breaks (a number already in use) raises and spoils the batch: the caller isolates the line.
    """

    def __init__(self, transaction: FeedTransaction) -> None:
        self._context = transaction.context

    async def apply(self, bodies: Mapping[str, B]) -> dict[str, Verdict]:
        """The verdict of each line, by its reference."""
        known = await self._find_known(bodies)
        foreign = await self._find_foreign(known) if self._context.employer_ref else set()
        verdicts: dict[str, Verdict] = {}
        changes: list[Change[B]] = []
        for ref, body in bodies.items():
            before = known.get(ref)
            digest = self._digest(body)
            if ref in foreign:
                verdicts[ref] = unknown_reference("/ref")
            elif before and before.feed_hash == digest:
                verdicts[ref] = Applied(before.id, Outcome.UNCHANGED)
            else:
                changes.append(Change(ref, body, digest, before.id if before else new_id(), before))
        if changes:
            verdicts |= await self._write(changes)
        return verdicts

    def _digest(self, body: B) -> bytes:
        # Keyed: a plain hash of a person's line would give the NIR away to whoever tries them all.
        # Defaults are left out so that an optional field added later changes no hash.
        text = body.model_dump_json(exclude={"ref"}, exclude_defaults=True)
        return self._context.keyring.mac("feed", text.encode())

    def _stamped(self, change: Change[B], values: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a row to insert or, when it was there, to update."""
        stamped = {**values, "feed_hash": change.digest, "updated_at": self._context.now}
        if change.before:
            return {**stamped, "row_id": change.row_id}
        return {
            **stamped,
            "id": change.row_id,
            "portfolio_id": self._context.portfolio.id,
            "ref": change.ref,
            "created_at": self._context.now,
        }

    @abstractmethod
    async def _find_known(self, refs: Mapping[str, B]) -> dict[str, AnyRow]:
        """The rows of these references, with `id` and `feed_hash`."""

    async def _find_foreign(self, known: Mapping[str, AnyRow]) -> set[str]:
        """Which of them the employer's token may not touch: for it they do not exist."""
        return set(known)

    @abstractmethod
    async def _write(self, changes: Sequence[Change[B]]) -> dict[str, Verdict]:
        """Check and write what is new or different."""


def split(changes: Sequence[tuple[Change[Any], dict[str, Any]]]) -> tuple[list[Any], list[Any]]:
    """Rows to insert, rows to update."""
    inserted = [row for change, row in changes if change.before is None]
    updated = [row for change, row in changes if change.before is not None]
    return inserted, updated


def unknown_reference(pointer: str) -> UnknownReference:
    """The line names something that was never sent, at this place."""
    return UnknownReference(fields=[FieldProblem(pointer, UNKNOWN)])


def impossible_date(pointer: str) -> InvalidRequest:
    """A date that cannot be, today."""
    return InvalidRequest(fields=[FieldProblem(pointer, INVALID_DATE)])
