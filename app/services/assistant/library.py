"""The knowledge of a portfolio, ready to be searched: built when it changed, kept in memory."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.services.assistant.language import stems, understood
from app.services.assistant.vocabulary import vocabulary

TITLE_WEIGHT, QUESTION_WEIGHT, TOPIC_WEIGHT, ANSWER_WEIGHT = 1.0, 0.8, 0.3, 0.25
QUESTION_SHARE, WORD_SHARE = 0.65, 0.35
UNKNOWN_RARITY, UNKNOWN_BESIDE_SUBJECT = 0.8, 0.25
"""Of the rarest word: how much a word that nobody knows speaks against a match, by itself and in a
question that names something of health cover."""
UNDERSTOOD, UNDERSTOOD_WITHOUT_SUBJECT = 0.5, 0.75
"""Share of what a question says that must be known: under it, it is about something else. More of
one that names nothing of health cover."""
REMEMBERED = 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing the assistant can answer, in one language."""

    slug: str
    document: Mapping[str, Any]
    questions: Sequence[frozenset[str]]
    """The stems of its title and of each way of asking."""
    weights: Mapping[str, float]
    """How much each stem says that the question is about this."""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that may answer, from 0, not at all, to 1."""

    entry: Entry
    score: float


class Library:
    """The entries of one portfolio in one language."""

    def __init__(self, entries: Sequence[tuple[str, Mapping[str, Any]]], language: str) -> None:
        self._language = language
        self._entries = [_entry(slug, document, language) for slug, document in entries]
        seen = Counter(stem for entry in self._entries for stem in entry.weights)
        total = len(self._entries) + 1
        self._rarity = {stem: math.log(1 + total / (1 + count)) for stem, count in seen.items()}
        self._rarest = max(self._rarity.values(), default=1.0)
        self._subjects = vocabulary(language).subjects

    def search(self, question: str) -> list[Match]:
        """Entries that share something with the question, the best first."""
        read = understood(stems(question, self._language), self._rarity)
        known = {word for word in read if word is not None}
        if not known:
            return []
        of_ours = not known.isdisjoint(self._subjects)
        unknown = self._rarest * (UNKNOWN_BESIDE_SUBJECT if of_ours else UNKNOWN_RARITY)
        strange = unknown * sum(word is None for word in read)
        said = sum(self._rarity[word] for word in known)
        asked = said + strange
        if said < (UNDERSTOOD if of_ours else UNDERSTOOD_WITHOUT_SUBJECT) * asked:
            return []
        matches = [
            Match(entry, self._score(entry, known, asked))
            for entry in self._entries
            if not known.isdisjoint(entry.weights)
        ]
        return sorted(matches, key=lambda match: (-match.score, match.entry.slug))

    def _score(self, entry: Entry, known: set[str], asked: float) -> float:
        by_words = sum(self._rarity[word] * entry.weights.get(word, 0) for word in known)
        best = max((self._likeness(one, known, asked) for one in entry.questions), default=0.0)
        return QUESTION_SHARE * best + WORD_SHARE * by_words / asked

    def _likeness(self, asked_like: frozenset[str], known: set[str], asked: float) -> float:
        """Cosine of two sets of words, each word weighing what it is rare."""
        shared = sum(self._rarity[word] for word in asked_like & known)
        theirs = sum(self._rarity[word] for word in asked_like)
        return shared / math.sqrt(theirs * asked) if theirs else 0.0


class Libraries:
    """Those of every portfolio that was asked lately."""

    def __init__(self) -> None:
        self._kept: dict[tuple[UUID, str], tuple[object, Library]] = {}

    def kept(self, portfolio_id: UUID, language: str, state: object) -> Library | None:
        """The library of this very state of the knowledge, if it was built."""
        found = self._kept.get((portfolio_id, language))
        return found[1] if found and found[0] == state else None

    def keep(self, portfolio_id: UUID, language: str, state: object, library: Library) -> None:
        """Keep it until the knowledge changes."""
        if len(self._kept) >= REMEMBERED:
            self._kept.clear()
        self._kept[portfolio_id, language] = (state, library)


def _entry(slug: str, document: Mapping[str, Any], language: str) -> Entry:
    def field(name: str) -> Any:
        return document[f"{name}_{language}"]

    title = stems(field("title"), language)
    asked = [stems(one, language) for one in field("questions")]
    weights: dict[str, float] = {}
    for words, weight in (
        (stems(field("answer"), language), ANSWER_WEIGHT),
        (stems(field("topic_label"), language), TOPIC_WEIGHT),
        ([word for one in asked for word in one], QUESTION_WEIGHT),
        (title, TITLE_WEIGHT),
    ):
        weights |= dict.fromkeys(words, weight)
    questions = [frozenset(one) for one in (title, *asked) if one]
    return Entry(slug, document, questions, weights)
