"""Télétransmission statuses from the NOEMIE feed."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import MISSING

from app.errors.base import FieldProblem
from app.errors.requests import InvalidRequest
from app.errors.teletransmissions import TeletransmissionRefused
from app.repositories.base import AnyRow
from app.repositories.feeds.teletransmissions import TeletransmissionFeedRepository
from app.schemas.feeds.teletransmissions import TeletransmissionFeed
from app.services.feeds.applying import (
    Applied,
    Change,
    FeedApplier,
    FeedTransaction,
    Outcome,
    Verdict,
    unknown_reference,
)
from app.services.feeds.benefits import MISSING_PARAMETER, STRANGE_PARAMETER
from app.values.audit import ActorKind
from app.values.events import EventKind
from app.values.ids import new_id
from app.values.teletransmissions import BY_PARTNER, WITH_CAUSE, TeletransmissionCause


class TeletransmissionApplier(FeedApplier[TeletransmissionFeed]):
    """Moves links as the statutory funds answer. The first status of a person who never asked is
    taken as it is: the link was there before us.
    """

    def __init__(self, transaction: FeedTransaction) -> None:
        super().__init__(transaction)
        self._links = transaction.repository(TeletransmissionFeedRepository)
        self._events = transaction.events

    async def _find_known(self, refs: Mapping[str, Any]) -> dict[str, AnyRow]:
        return await self._links.find_by_refs(refs)

    async def _write(self, changes: Sequence[Change[TeletransmissionFeed]]) -> dict[str, Verdict]:
        verdicts: dict[str, Verdict] = {}
        new, moved, told = [], [], []
        now = self._context.now
        for change in changes:
            verdicts[change.ref] = verdict = self._judge(change)
            if not isinstance(verdict, Applied) or verdict.outcome is Outcome.UNCHANGED:
                continue
            self._events.tell_of_person(
                EventKind.TELETRANSMISSION_UPDATED, self._context.portfolio.id, verdict.id
            )
            before = change.before
            status = {"state": change.body.state, "cause": _cause(change.body)}
            at = {**status, "since": now, "updated_at": now}
            if before is not None and before.id is not None:
                moved.append({**at, "row_id": before.id})
            elif before is not None:
                row = {"id": new_id(), "beneficiary_id": before.beneficiary_id, "created_at": now}
                new.append({**at, **row})
            told.append(
                {
                    **status,
                    "id": new_id(),
                    "beneficiary_id": verdict.id,
                    "at": now,
                    "actor_kind": ActorKind.PARTNER,
                }
            )
        await self._links.insert(new)
        await self._links.update(moved)
        await self._links.tell(told)
        return verdicts

    def _judge(self, change: Change[TeletransmissionFeed]) -> Verdict:
        body, before, cause = change.body, change.before, _cause(change.body)
        if before is None:
            return unknown_reference("/ref")
        if cause is None and body.state in WITH_CAUSE:
            return InvalidRequest(fields=[FieldProblem("/cause", MISSING_PARAMETER)])
        if cause is not None and body.state not in WITH_CAUSE:
            return InvalidRequest(fields=[FieldProblem("/cause", STRANGE_PARAMETER)])
        if before.id is None:
            return Applied(before.beneficiary_id, Outcome.CREATED)
        if (before.state, before.cause) == (body.state, cause):
            return Applied(before.beneficiary_id, Outcome.UNCHANGED)
        if body.state not in BY_PARTNER.get(before.state, ()):
            return TeletransmissionRefused()
        return Applied(before.beneficiary_id, Outcome.UPDATED)


def _cause(status: TeletransmissionFeed) -> TeletransmissionCause | None:
    return None if status.cause is MISSING else status.cause
