"""What a portfolio publishes: services, articles, help, legal notice. Public, by host name."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import Response

from app.dependencies.content import ContentServiceDep
from app.dependencies.guards import Public
from app.dependencies.infrastructure import LanguageDep
from app.errors.content import ContentNotFound
from app.http.answers import reference_answer, tagged_raw_answer
from app.http.etags import not_modified
from app.http.problems import problems
from app.schemas.content import (
    ArticlePage,
    ArticleRead,
    HelpRead,
    LegalRead,
    ServicePage,
    ServiceRead,
)

router = APIRouter(prefix="/v1", tags=["content"], dependencies=[Depends(Public())])
Slug = Annotated[str, Path(description="`slug` of the list.")]


@router.get(
    "/services",
    operation_id="listServices",
    summary="List the services of my cover",
    response_model=ServicePage,
    responses=problems() | not_modified(),
)
async def list_services(
    request: Request, content: ContentServiceDep, language: LanguageDep
) -> Response:
    """Under the four headings of “My services”, in their order. Cacheable for an hour."""
    return reference_answer(request, await content.list_services(language), language=language)


@router.get(
    "/services/{service_slug}",
    operation_id="getService",
    summary="Read about a service",
    response_model=ServiceRead,
    responses=problems(ContentNotFound) | not_modified(),
)
async def get_service(
    request: Request, service_slug: Slug, content: ContentServiceDep, language: LanguageDep
) -> Response:
    """The whole text. Cacheable for an hour."""
    service = await content.read_service(service_slug, language)
    return reference_answer(request, service, language=language)


@router.get(
    "/articles",
    operation_id="listArticles",
    summary="List the articles",
    response_model=ArticlePage,
    responses=problems() | not_modified(),
)
async def list_articles(
    request: Request, content: ContentServiceDep, language: LanguageDep
) -> Response:
    """Medical information, the latest first. Cacheable for an hour."""
    return reference_answer(request, await content.list_articles(language), language=language)


@router.get(
    "/articles/{article_slug}",
    operation_id="getArticle",
    summary="Read an article",
    response_model=ArticleRead,
    responses=problems(ContentNotFound) | not_modified(),
)
async def get_article(
    request: Request, article_slug: Slug, content: ContentServiceDep, language: LanguageDep
) -> Response:
    """The whole text. Cacheable for an hour."""
    article = await content.read_article(article_slug, language)
    return reference_answer(request, article, language=language)


@router.get(
    "/help",
    operation_id="getHelp",
    summary="Find whom to call",
    response_model=HelpRead,
    responses=problems() | not_modified(),
)
async def get_help(request: Request, content: ContentServiceDep, language: LanguageDep) -> Response:
    """`open_now` is of this very moment (Europe/Paris, closed on French public holidays): it is not
    kept by caches, but has an `ETag`.
    """
    return tagged_raw_answer(request, await content.read_help(language), language=language)


@router.get(
    "/legal",
    operation_id="getLegal",
    summary="Read the legal notice",
    response_model=LegalRead,
    responses=problems() | not_modified(),
)
async def get_legal(
    request: Request, content: ContentServiceDep, language: LanguageDep
) -> Response:
    """Insurers, intermediaries, supervision, and how to complain. Cacheable for an hour."""
    return reference_answer(request, await content.read_legal(language), language=language)
