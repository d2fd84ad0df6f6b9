"""Reference lists: built in, or as the portfolio's partner sends them."""

from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from app.repositories.benefits import BenefitReader
from app.services.rules.catalogue import Catalogue
from app.values.care_categories import LABELS
from app.values.labels import Labels


@cache
def care_categories(language: str) -> dict[str, Any]:
    """Every type of care in the order members read them."""
    items = [
        {"code": code, "label": labels.in_language(language)} for code, labels in LABELS.items()
    ]
    return {"items": items, "next_cursor": None}


class ActService:
    """Reads the acts of a portfolio's tariffs."""

    def __init__(self, benefits: BenefitReader) -> None:
        self._benefits = benefits

    async def list_acts(self, portfolio_id: UUID, day: date, language: str) -> dict[str, Any]:
        """The acts that hold on that day, in the order of the tariffs."""
        tariffs = await self._benefits.list_tariffs(portfolio_id, day)
        items = [
            {
                "code": act.code,
                "label": Labels(act.label_fr, act.label_en).in_language(language),
                "category": act.category,
                "unit": act.unit,
                "base": act.base,
                "price": act.price,
            }
            for act in Catalogue(tariffs, day).acts.values()
        ]
        return {"items": items, "next_cursor": None}
