"""Reference lists: public and cacheable."""

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.dependencies.guards import Public
from app.dependencies.infrastructure import LanguageDep
from app.http.answers import reference_answer
from app.http.etags import not_modified
from app.http.problems import problems
from app.schemas.reference import CareCategoryPage
from app.services.reference import care_categories

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
