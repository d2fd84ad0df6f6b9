"""Reference lists: public and cacheable."""

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.dependencies.benefits import ActServiceDep
from app.dependencies.guards import Public
from app.dependencies.infrastructure import ContainerDep, LanguageDep, PortfolioDep
from app.http.answers import reference_answer
from app.http.etags import not_modified
from app.http.problems import problems
from app.schemas.messages import MessageCategoryPage
from app.schemas.reference import ActPage, CareCategoryPage
from app.schemas.relationships import RelationshipPage
from app.services.reference import care_categories, message_categories, relationships

router = APIRouter(prefix="/v1/reference", tags=["reference"], dependencies=[Depends(Public())])


@router.get(
    "/care-categories",
    operation_id="listCareCategories",
    summary="List the types of care",
    response_model=CareCategoryPage,
    responses=problems() | not_modified(),
)
async def list_care_categories(request: Request, language: LanguageDep) -> Response:
    """Codes never change; labels follow `Accept-Language`. Cacheable for an hour, then asked for
    again with `If-None-Match`.
    """
    return reference_answer(request, care_categories(language), language=language)


@router.get(
    "/acts",
    operation_id="listActs",
    summary="List the acts whose reimbursement can be simulated",
    response_model=ActPage,
    responses=problems() | not_modified(),
)
async def list_acts(request: Request, acts: ActServiceDep, language: LanguageDep) -> Response:
    """The acts of today's tariffs, with their base and usual price; the portfolio is that of the
    host. Cacheable for an hour, then asked for again with `If-None-Match`.
    """
    return reference_answer(request, await acts.list_acts(language), language=language)


@router.get(
    "/message-categories",
    operation_id="listMessageCategories",
    summary="List what a message can be about",
    response_model=MessageCategoryPage,
    responses=problems() | not_modified(),
)
async def list_message_categories(request: Request, language: LanguageDep) -> Response:
    """Categories, and the subjects that depend on each. Cacheable for an hour, then asked for again
    with `If-None-Match`.
    """
    return reference_answer(request, message_categories(language), language=language)


@router.get(
    "/relationships",
    operation_id="listRelationships",
    summary="List who may be added to a family, and the documents asked",
    response_model=RelationshipPage,
    responses=problems() | not_modified(),
)
async def list_relationships(
    request: Request, portfolio: PortfolioDep, container: ContainerDep, language: LanguageDep
) -> Response:
    """By relationship, age and situation, as today's rules of the host's portfolio say. Cacheable
    for an hour, then asked for again with `If-None-Match`.
    """
    found = relationships(portfolio, container.clock.today(), language)
    return reference_answer(request, found, language=language)
