"""Words to search in, and words searched for: by their French stems, the same on both databases."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from app.services.assistant.language import plain

MOST_WORDS = 8
"""Of a search; the rest does not narrow it."""


@cache
def _stemmer() -> Any:
    # Loaded by the first who writes or searches.
    import snowballstemmer  # noqa: PLC0415

    return snowballstemmer.stemmer("french")


def stems_of(*texts: str) -> str:
    """The distinct stems of the texts, each between spaces, as `words` of an inbox entry keeps
    them: `journal`, `Journaux` and `JOURNAUX` meet in one.
    """
    words = (word for text in texts for word in plain(text).split())
    return f" {' '.join(dict.fromkeys(_stemmed(words)))} "


def stems_searched(query: str) -> list[str]:
    """The stems that each must begin a word of what is found; none when nothing can be found by
    what was typed.
    """
    return list(dict.fromkeys(_stemmed(plain(query).split())))[:MOST_WORDS]


def _stemmed(words: Iterable[str]) -> list[str]:
    # Without its accents, `remboursée` is left an `e` too many.
    return [stem.rstrip("e") or stem for stem in _stemmer().stemWords(list(words))]
