"""Answers of the assistant: only what the portfolio published, and only when it fits."""

from collections.abc import Mapping
from typing import Any

from anyio import to_thread
from pydantic import MISSING

from app.repositories.content import ContentReader
from app.schemas.assistant import (
    AssistantAnswerRead,
    Confidence,
    HandOverRead,
    KnowledgeRead,
    SuggestionRead,
    TopicPage,
    TopicRead,
)
from app.services.assistant.library import Entry, Libraries, Library, Match
from app.services.portfolios import CurrentPortfolio
from app.values.content import ContentKind
from app.values.labels import Labels

SURE, LIKELY = 0.5, 0.27
"""Scores from which an answer is given without, and with, a way out beside it."""
RELATED = 0.15
SUGGESTIONS = 2
HAND_OVER = Labels(
    "Je ne suis pas sûr de pouvoir répondre : écrivez à votre centre de gestion ou appelez-le.",
    "I am not sure that I can answer: write to your service centre, or call it.",
)


class AssistantService:
    """Hugo, of one portfolio. Questions are neither kept nor logged."""

    def __init__(
        self, content: ContentReader, portfolio: CurrentPortfolio, libraries: Libraries
    ) -> None:
        self._content = content
        self._portfolio = portfolio
        self._libraries = libraries

    async def answer(self, question: str, language: str) -> AssistantAnswerRead:
        """The entry that answers, how sure that is, and others that may be meant."""
        matches = (await self._library(language)).search(question)
        best = matches[0] if matches else None
        confidence = _confidence(best)
        declined = confidence is Confidence.NONE
        others = matches if declined else matches[1:]
        answer: Any = MISSING
        if best is not None and not declined:
            answer = _answer(best.entry, language)
        hand_over: Any = MISSING
        if confidence is not Confidence.HIGH:
            hand_over = HandOverRead(
                text=HAND_OVER.in_language(language),
                phone=self._portfolio.configuration.phone_line,
            )
        return AssistantAnswerRead(
            confidence=confidence,
            answer=answer,
            suggestions=[
                _suggestion(match.entry.slug, match.entry.document, language)
                for match in others[:SUGGESTIONS]
                if match.score >= RELATED
            ],
            hand_over=hand_over,
        )

    async def topics(self, language: str) -> TopicPage:
        """What can be asked, by topic, in the portfolio's order."""
        found: dict[str, TopicRead] = {}
        for row in await self._content.list_items(self._portfolio.id, ContentKind.KNOWLEDGE):
            document = row.document
            topic = found.setdefault(
                document["topic"],
                TopicRead(
                    code=document["topic"], label=document[f"topic_label_{language}"], entries=[]
                ),
            )
            topic.entries.append(_suggestion(row.ref, document, language))
        return TopicPage(items=list(found.values()), next_cursor=None)

    async def _library(self, language: str) -> Library:
        state = await self._content.state(self._portfolio.id, ContentKind.KNOWLEDGE)
        library = self._libraries.kept(self._portfolio.id, language, state)
        if library is None:
            rows = await self._content.list_items(self._portfolio.id, ContentKind.KNOWLEDGE)
            entries = [(row.ref, row.document) for row in rows]
            # The first one loads the stemmers: a fifth of a second that nobody else waits for.
            library = await to_thread.run_sync(Library, entries, language)
            self._libraries.keep(self._portfolio.id, language, state, library)
        return library


def _confidence(best: Match | None) -> Confidence:
    if best is None or best.score < LIKELY:
        return Confidence.NONE
    return Confidence.HIGH if best.score >= SURE else Confidence.MEDIUM


def _answer(entry: Entry, language: str) -> KnowledgeRead:
    document = entry.document
    return KnowledgeRead(
        slug=entry.slug,
        topic=document["topic"],
        title=document[f"title_{language}"],
        text=document[f"answer_{language}"],
        operation_id=document["operation_id"],
    )


def _suggestion(slug: str, document: Mapping[str, Any], language: str) -> SuggestionRead:
    return SuggestionRead(slug=slug, title=document[f"title_{language}"])
