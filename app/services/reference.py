"""Reference lists, built in until a portfolio may extend them."""

from functools import cache
from typing import Any

from app.values.care_categories import LABELS


@cache
def care_categories(language: str) -> dict[str, Any]:
    """Every type of care in the order members read them."""
    items = [
        {"code": code, "label": labels.in_language(language)} for code, labels in LABELS.items()
    ]
    return {"items": items, "next_cursor": None}
