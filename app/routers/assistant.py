"""Hugo, the virtual adviser. Anybody may ask: who cannot log in has questions as well."""

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.dependencies.content import AssistantServiceDep
from app.dependencies.guards import Public
from app.dependencies.infrastructure import LanguageDep
from app.dependencies.rates import LimitedQuestion
from app.errors.requests import RateLimited, TemporarilyUnavailable
from app.http.answers import reference_answer
from app.http.etags import not_modified
from app.http.problems import problems
from app.schemas.assistant import AssistantAnswerRead, QuestionCreate, TopicPage

router = APIRouter(prefix="/v1/assistant", tags=["assistant"], dependencies=[Depends(Public())])


@router.post(
    "/questions",
    operation_id="askAssistant",
    summary="Ask Hugo a question",
    responses=problems(RateLimited, TemporarilyUnavailable),
    dependencies=[LimitedQuestion],
)
async def ask(
    body: QuestionCreate, assistant: AssistantServiceDep, language: LanguageDep
) -> AssistantAnswerRead:
    """Everyday words, misspelt or without accents, in the language of `Accept-Language`. Answers
    come from what the portfolio published; when none fits, the assistant says so and hands over.
    Nothing is created or kept: no `Idempotency-Key`.
    """
    return await assistant.answer(body.question, language)


@router.get(
    "/topics",
    operation_id="listAssistantTopics",
    summary="List what Hugo knows about",
    response_model=TopicPage,
    responses=problems() | not_modified(),
)
async def list_topics(
    request: Request, assistant: AssistantServiceDep, language: LanguageDep
) -> Response:
    """Every topic with what can be asked. Cacheable for an hour."""
    topics = await assistant.topics(language)
    return reference_answer(request, topics.model_dump(mode="json"), language=language)
