"""What a thing that is asked for and decided goes through: who may move it from where to where.

Each kind of thing has a table of its own; the rule is the same for all.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar


class StepActor(StrEnum):
    """Who moves it."""

    MEMBER = "member"
    """Somebody of the family, signed in."""
    PARTNER = "partner"
    """The claims administrator."""
    CLOCK = "clock"
    """Time: what expires by itself."""


S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Lifecycle(Generic[S]):
    """The moves there are, by actor: state → the states it may go to. There are no others."""

    moves: Mapping[StepActor, Mapping[S, Collection[S]]]

    def allows(self, actor: StepActor, state: S, target: S) -> bool:
        """Whether this actor may make this move."""
        return target in self.moves.get(actor, {}).get(state, ())

    def is_open(self, state: S) -> bool:
        """Whether anybody may still move it from there."""
        return any(of_actor.get(state) for of_actor in self.moves.values())
