"""French and English as people type them: words, stems, everyday synonyms, misspellings.

The data is of the language, never of one question: what a word is another word for, which words say
nothing. Accents, case and elisions do not matter; a word nobody knows is read as the nearest one
that somebody does.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any

from app.services.assistant.vocabulary import vocabulary

WORD = re.compile(r"[a-z0-9]+")
SHORTEST_TOLERANT = 5
LONG = 8
KEEPS_FIRST = 7
"""Shorter stems must begin alike: too many of them are one letter apart."""
ONE_SLIP, TWO_SLIPS = 1, 2
MAX_WORDS = 60
"""Of a question; whoever tells a story has said it by then."""


@lru_cache(maxsize=2)
def _stemmer(language: str) -> Any:
    # Loaded by the first who asks.
    import snowballstemmer  # noqa: PLC0415

    return snowballstemmer.stemmer("english" if language == "en" else "french")


def plain(text: str) -> str:
    """Without case, accents and ligatures: `Où est ma carte d'œil` → `ou est ma carte d oeil`."""
    folded = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    decomposed = unicodedata.normalize("NFKD", folded)
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(WORD.findall(letters))


@lru_cache(maxsize=20_000)
def stem_of(word: str, language: str) -> str:
    """The stem by which forms of a word meet; a synonym's is that of the word it stands for."""
    words, by_stem = _synonyms(language)
    if word in words:
        return words[word]
    stem: str = _stemmer(language).stemWord(word)
    return by_stem.get(stem, stem)


@lru_cache(maxsize=2)
def _synonyms(language: str) -> tuple[dict[str, str], dict[str, str]]:
    """By the word itself, then by its stem: words that are no synonyms may share one."""
    by_word: dict[str, str] = {}
    by_stem: dict[str, str] = {}
    for chief, words in vocabulary(language).synonyms.items():
        for word in words:
            by_word.setdefault(word, chief)
            by_stem.setdefault(_stemmer(language).stemWord(word), chief)
    return by_word, by_stem


def stems(text: str, language: str) -> list[str]:
    """The stems of the words that say something, in their order."""
    words = f" {plain(text)} "
    for phrase, chief in vocabulary(language).phrases.items():
        words = words.replace(f" {phrase} ", f" {chief} ")
    silent = vocabulary(language).silent
    said = [word for word in words.split() if word not in silent]
    return [stem_of(word, language) for word in said[:MAX_WORDS] if len(word) > 1]


def nearest(stem: str, known: Collection[str]) -> str | None:
    """The known stem that this one misspells, by a slip or two in a long word; None without one."""
    if len(stem) < SHORTEST_TOLERANT:
        return None
    from rapidfuzz.distance import DamerauLevenshtein  # noqa: PLC0415

    allowed = TWO_SLIPS if len(stem) >= LONG else ONE_SLIP
    best, fewest = None, allowed + 1
    for candidate in known:
        if len(candidate) < SHORTEST_TOLERANT or abs(len(candidate) - len(stem)) > allowed:
            continue
        if candidate[0] != stem[0] and len(stem) < KEEPS_FIRST:
            continue
        slips = DamerauLevenshtein.distance(stem, candidate, score_cutoff=allowed)
        if slips < fewest or (slips == fewest and best and candidate[0] == stem[0] != best[0]):
            best, fewest = candidate, slips
    return best if fewest <= allowed else None


def understood(words: Iterable[str], known: Collection[str]) -> Sequence[str | None]:
    """Each stem as the knowledge knows it; None for one it does not."""
    return [word if word in known else nearest(word, known) for word in words]
