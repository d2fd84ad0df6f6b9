"""French unless English is preferred (`Accept-Language`, RFC 9110 §12.5.4)."""

from functools import lru_cache

from app.values.labels import ENGLISH, FRENCH


@lru_cache(maxsize=256)
def preferred_language(header: str | None) -> str:
    """`fr` or `en`, whichever the header weighs more; French on a draw or without a header."""
    if not header:
        return FRENCH
    weights = dict.fromkeys((FRENCH, ENGLISH), 0.0)
    for choice in header[:200].split(","):
        tag, _, parameters = choice.strip().partition(";")
        language = tag.lower().partition("-")[0]
        if language in weights:
            weights[language] = max(weights[language], _quality(parameters))
    return ENGLISH if weights[ENGLISH] > weights[FRENCH] else FRENCH


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
