"""Options within a history of covers: from a day on, a cover is at a raised level.

The covers that the feed told before the option began bear it, whenever they are told again. One
that begins later is a later decision of the administrator, and stands as it is told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

ONE_DAY = timedelta(days=1)
Cover = Mapping[str, Any]
"""A cover by the names of its columns."""


@dataclass(frozen=True, slots=True)
class CoverUpgrade:
    """A subscription, as far as covers go."""

    contract_id: UUID
    benefit_level_id: UUID
    raised_level_id: UUID
    starts_on: date

    def concerns(self, cover: Cover) -> bool:
        """Whether it begins within this cover, at the level that it raises."""
        return bool(
            cover["contract_id"] == self.contract_id
            and cover["benefit_level_id"] == self.benefit_level_id
            and cover["starts_on"] <= self.starts_on <= (cover["ends_on"] or date.max)
        )

    def split(self, cover: Cover) -> list[dict[str, Any]]:
        """The cover until the day before, if it began before, and the raised one from the day on,
        which ends as the cover did.
        """
        raised = {
            **cover,
            "benefit_level_id": self.raised_level_id,
            "starts_on": self.starts_on,
        }
        if cover["starts_on"] == self.starts_on:
            return [raised]
        before = {
            **cover,
            "ends_on": self.starts_on - ONE_DAY,
            "terminated_on": None,
            "termination_reason": None,
        }
        return [before, raised]


def with_upgrades(
    covers: Sequence[Cover], upgrades: Iterable[CoverUpgrade]
) -> list[dict[str, Any]]:
    """The history with these upgrades, in the order in which they were subscribed to."""
    history = [dict(cover) for cover in covers]
    for upgrade in upgrades:
        history = [
            part
            for cover in history
            for part in (upgrade.split(cover) if upgrade.concerns(cover) else [cover])
        ]
    return history
