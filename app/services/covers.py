"""Covers on a given day: which is in force, and why none is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from app.errors.base import DomainError
from app.errors.covers import CoverEnded, CoverNotStarted, NoCover


@dataclass(frozen=True, slots=True)
class CoverPeriod:
    """One person's cover under one contract at one level, cut to the contract's own period."""

    contract_id: UUID
    starts_on: date
    ends_on: date | None
    grid: list[dict[str, Any]]
    row: Any

    def is_in_force(self, day: date) -> bool:
        """Whether the person is covered that day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def covers_of(rows: Sequence[Any]) -> list[CoverPeriod]:
    """The covers among a person's rows; a contract that ends or begins later cuts them."""
    periods = []
    for row in rows:
        if row.contract_id is None:
            continue
        ends = [day for day in (row.ends_on, row.contract_ends_on) if day is not None]
        starts_on, ends_on = max(row.starts_on, row.contract_starts_on), min(ends, default=None)
        if ends_on is None or starts_on <= ends_on:
            periods.append(
                CoverPeriod(row.contract_id, starts_on, ends_on, row.third_party_payment, row)
            )
    return periods


def cover_in_force(covers: Sequence[CoverPeriod], day: date) -> CoverPeriod:
    """The cover in force that day; of several contracts, the one entered last.

    Raises:
        CoverNotStarted: none is, and one begins later.
        CoverEnded: none is, and the last one is over.
        NoCover: there never was any.
    """
    in_force = [cover for cover in covers if cover.is_in_force(day)]
    if not in_force:
        raise _reason(covers, day)
    return max(in_force, key=lambda cover: (entry_date(covers, cover), cover.contract_id))


def entry_date(covers: Sequence[CoverPeriod], cover: CoverPeriod) -> date:
    """When the person entered the contract: a change of level without a gap is no new entry."""
    entered = cover.starts_on
    earlier = [other for other in covers if other.contract_id == cover.contract_id]
    for other in sorted(earlier, key=lambda period: period.starts_on, reverse=True):
        if other.ends_on and other.ends_on + timedelta(days=1) == entered:
            entered = other.starts_on
    return entered


def _reason(covers: Sequence[CoverPeriod], day: date) -> DomainError:
    later = [cover.starts_on for cover in covers if cover.starts_on > day]
    if later:
        return CoverNotStarted(starts_on=min(later))
    ended = [cover.ends_on for cover in covers if cover.ends_on]
    return CoverEnded(ended_on=max(ended)) if ended else NoCover()
