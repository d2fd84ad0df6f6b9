"""Communes, for whoever types where they live or look."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.dependencies.communes import CommuneServiceDep
from app.dependencies.infrastructure import LanguageDep
from app.dependencies.parameters import LimitParam
from app.dependencies.principals import MayReadProviders
from app.http.answers import raw_answer
from app.http.problems import problems
from app.schemas.communes import CommunePage

router = APIRouter(prefix="/v1/communes", tags=["geosearch"])


@router.get(
    "",
    operation_id="listCommunes",
    summary="Complete the name of a commune",
    response_model=CommunePage,
    responses=problems(),
)
async def list_communes(
    _member: MayReadProviders,
    communes: CommuneServiceDep,
    language: LanguageDep,
    q: Annotated[str, Query(max_length=80, description="Beginning of a name or postal code.")] = "",
    limit: LimitParam = 10,
) -> Response:
    """The most populated first. Case, accents, hyphens, “St” and CEDEX do not count; when few names
    begin so, those written nearly so follow.
    """
    return raw_answer(await communes.complete(q, limit), language=language)
