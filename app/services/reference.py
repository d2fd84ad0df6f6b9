"""Reference lists: built in, or as the portfolio's partner sends them."""

from datetime import date
from functools import cache
from typing import Any

from app.gateways.clock import Clock
from app.repositories.benefits import BenefitReader
from app.schemas.addition_rules import AdditionCase
from app.services.addition_rules import rules_on
from app.services.portfolios import CurrentPortfolio
from app.services.rules.catalogue import Catalogue
from app.values.additions import SITUATION_LABELS
from app.values.care_categories import LABELS
from app.values.labels import Labels
from app.values.messages import CATEGORY_LABELS, SUBJECTS
from app.values.relationships import LABELS as RELATIONSHIP_LABELS


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


def relationships(portfolio: CurrentPortfolio, day: date, language: str) -> dict[str, Any]:
    """Every relationship, and who of it may be added by a request of that day."""
    rules = rules_on(portfolio.configuration.additions, day)
    cases: dict[str, list[dict[str, Any]]] = {}
    for case in rules.cases if rules else ():
        told = _addition_case(case, rules.retroactive_months if rules else 0, language)
        cases.setdefault(case.relationship, []).append(told)
    items = [
        {"code": code, "label": labels.in_language(language)}
        | ({"cases": cases[code]} if code in cases else {})
        for code, labels in RELATIONSHIP_LABELS.items()
    ]
    return {"items": items, "next_cursor": None}


def _addition_case(case: AdditionCase, months: int, language: str) -> dict[str, Any]:
    return {
        "situations": [
            {"code": code, "label": SITUATION_LABELS[code].in_language(language)}
            for code in case.situations
        ],
        "from_age": case.from_age,
        "under_age": case.under_age,
        "retroactive_months": months if case.retroactive else None,
        "documents": [
            {
                "code": document.code,
                "label": Labels(document.label_fr, document.label_en).in_language(language),
            }
            for document in case.documents
        ],
    }


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
