"""Timelines: moves that a lifecycle allows are written down, and read back in words."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID

from app.errors.lifecycles import TransitionNotAllowed
from app.repositories.base import AnyRow
from app.security.keyring import Keyring
from app.security.sealed_places import SealedPlace
from app.values.ids import new_id
from app.values.labels import Labels
from app.values.lifecycles import Lifecycle, StepActor

S = TypeVar("S", bound=StrEnum)


class Timeline(Generic[S]):
    """What every timeline does; `place` is where its reasons are sealed."""

    def __init__(
        self,
        keyring: Keyring,
        place: SealedPlace,
        lifecycle: Lifecycle[S],
        labels: Mapping[S, Labels],
    ) -> None:
        self._keyring = keyring
        self._place = place
        self._lifecycle = lifecycle
        self._labels = labels

    def begin(self, actor: StepActor, state: S, now: datetime) -> dict[str, Any]:
        """The columns of the first line."""
        return self._line(actor, None, state, now, None)

    def move(
        self, actor: StepActor, state: S, target: S, now: datetime, reason: str | None = None
    ) -> dict[str, Any]:
        """The columns of the line of a move.

        Raises:
            TransitionNotAllowed: not by this actor, from there.
        """
        if not self._lifecycle.allows(actor, state, target):
            raise TransitionNotAllowed
        return self._line(actor, state, target, now, reason)

    def told(self, rows: Sequence[AnyRow], language: str) -> Iterator[dict[str, Any]]:
        """The lines as `StepRead` names their values."""
        for row in rows:
            before = {} if row.from_state is None else {"from_state": row.from_state}
            yield before | {
                "at": row.at,
                "actor": row.actor,
                "state": row.to_state,
                "label": self._labels[row.to_state].in_language(language),
                "reason": self._reason(row.id, row.reason_sealed),
            }

    def _line(
        self, actor: StepActor, state: S | None, target: S, now: datetime, reason: str | None
    ) -> dict[str, Any]:
        step_id = new_id()
        return {
            "id": step_id,
            "at": now,
            "actor": actor,
            "from_state": state,
            "to_state": target,
            "reason_sealed": self._keyring.seal(reason.encode(), self._place, step_id)
            if reason
            else None,
        }

    def _reason(self, step_id: UUID, sealed: bytes | None) -> str | None:
        return self._keyring.open(sealed, self._place, step_id).decode() if sealed else None
