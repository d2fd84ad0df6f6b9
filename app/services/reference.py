"""Reference lists: built in, or as the portfolio's partner sends them."""

from functools import cache
from typing import Any

from app.gateways.clock import Clock
from app.repositories.benefits import BenefitReader
from app.services.portfolios import CurrentPortfolio
from app.services.rules.catalogue import Catalogue
from app.values.care_categories import LABELS
from app.values.labels import Labels
from app.values.messages import CATEGORY_LABELS, SUBJECTS


@cache
def care_categories(language: str) -> dict[str, Any]:
    """Every type of care in the order members read them."""
    items = [
        {"code": code, "label": labels.in_language(language)} for code, labels in LABELS.items()
    ]
    return {"items": items, "next_cursor": None}


@cache
def message_categories(language: str) -> dict[str, Any]:
    """Every category of messages and its subjects, in the order members read them."""
    items = [
        {
            "code": category,
            "label": labels.in_language(language),
            "subjects": [
                {"code": code, "label": subject.in_language(language)}
                for code, subject in SUBJECTS[category].items()
            ],
        }
        for category, labels in CATEGORY_LABELS.items()
    ]
    return {"items": items, "next_cursor": None}


class ActService:
    """Reads the acts of a portfolio's tariffs."""

    def __init__(self, benefits: BenefitReader, portfolio: CurrentPortfolio, clock: Clock) -> None:
        self._benefits = benefits
        self._portfolio = portfolio
        self._clock = clock

    async def list_acts(self, language: str) -> dict[str, Any]:
        """The acts that hold today, in the order of the tariffs."""
        day = self._clock.today()
        tariffs = await self._benefits.list_tariffs(self._portfolio.id, day)
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
