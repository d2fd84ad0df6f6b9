"""Reference lists, built in until a portfolio may extend them."""

from functools import cache
from typing import Any

from app.values.care_categories import LABELS, category_label


@cache
def care_categories(language: str) -> dict[str, Any]:
    """Every type of care in the order members read them."""
    items = [{"code": code, "label": category_label(code, language)} for code in LABELS]
    return {"items": items, "next_cursor": None}
