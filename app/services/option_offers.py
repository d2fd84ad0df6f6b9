"""The rules of an option: to whom it is offered, from which day, for how much."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from app.repositories.base import AnyRow
from app.services.covers import CoverPeriod
from app.values.periods import month_start_from, shift_months
from app.values.relationships import Relationship

LONGEST_WAIT = 12
"""Months: how long beforehand an option may be asked for."""


@dataclass(frozen=True, slots=True)
class OptionOffers:
    """An option, and the levels it raises under one contract."""

    id: UUID
    row: AnyRow
    offers: Sequence[AnyRow]

    def offer_at(self, level_id: UUID) -> AnyRow | None:
        """What is offered to whoever is at this level; None when nothing is."""
        return next((offer for offer in self.offers if offer.level_id == level_id), None)

    def price_for(self, relationship: Relationship) -> Decimal | None:
        """Euros a month for one person; None when it does not cover such a person."""
        price = self.row.prices.get(relationship.value)
        return Decimal(price) if price is not None else None

    def price_under(self, cover: CoverPeriod) -> Decimal | None:
        """Euros a month for somebody under this cover; None when it is not offered to them."""
        if self.offer_at(cover.row.level_id) is None:
            return None
        return self.price_for(cover.row.relationship)

    def earliest_on(self, today: date) -> date:
        """The first day on which it can begin for who asks today: the first of a month."""
        asked = today + timedelta(days=self.row.notice_days)
        return month_start_from(max(asked, self.row.starts_on))

    def can_begin(self, day: date, today: date) -> bool:
        """Whether who asks today may have it from that day."""
        last = shift_months(today, LONGEST_WAIT)
        if self.row.ends_on is not None:
            last = min(last, self.row.ends_on)
        return day.day == 1 and self.earliest_on(today) <= day <= last


def options_of(rows: Sequence[AnyRow]) -> list[OptionOffers]:
    """Each option of these offers, which come together."""
    found = []
    for option_id, group in groupby(rows, lambda row: row.option_id):
        offers = list(group)
        found.append(OptionOffers(option_id, offers[0], offers))
    return found
