"""Finding a health professional."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field
from starlette.responses import Response

from app.dependencies.infrastructure import LanguageDep
from app.dependencies.parameters import CursorParam, LimitParam
from app.dependencies.principals import MayReadProviders
from app.dependencies.providers import ProviderServiceDep
from app.errors.places import AmbiguousPlace, UnknownPlace
from app.errors.providers import ProviderNotFound
from app.errors.requests import InvalidCursor
from app.http.answers import raw_answer, tagged_raw_answer
from app.http.etags import not_modified
from app.http.problems import problems
from app.schemas.providers import ProviderPage, ProviderRead, SpecialtyPage
from app.services.providers.search import ProviderQuery
from app.values.ids import parse_id

router = APIRouter(prefix="/v1/providers", tags=["geosearch"])


@router.get(
    "/specialties",
    operation_id="listSpecialties",
    summary="List the specialities that can be looked for",
    response_model=SpecialtyPage,
    responses=problems() | not_modified(),
)
async def list_specialties(
    request: Request,
    _member: MayReadProviders,
    providers: ProviderServiceDep,
    language: LanguageDep,
) -> Response:
    """Codes never change; labels follow `Accept-Language`."""
    return tagged_raw_answer(request, providers.list_specialties(language), language=language)


@router.get(
    "",
    operation_id="listProviders",
    summary="Find a health professional",
    response_model=ProviderPage,
    responses=problems(UnknownPlace, AmbiguousPlace, InvalidCursor),
)
async def list_providers(
    member: MayReadProviders,
    providers: ProviderServiceDep,
    language: LanguageDep,
    specialty: Annotated[
        str, Query(max_length=40, description="A code of `listSpecialties`.", examples=["nurse"])
    ],
    postal_code: Annotated[
        str | None, Query(pattern="^[0-9]{5}$", description="Where to look.", examples=["25300"])
    ] = None,
    city: Annotated[
        str | None, Query(max_length=80, description="Where to look, as anybody would write it.")
    ] = None,
    lat: Annotated[
        float | None,
        Field(ge=-90, le=90, allow_inf_nan=False),
        Query(description="A position to look around, with `lon`; goes before names."),
    ] = None,
    lon: Annotated[
        float | None,
        Field(ge=-180, le=180, allow_inf_nan=False),
        Query(description="Degrees east of the position."),
    ] = None,
    radius_km: Annotated[int, Query(ge=1, le=200, description="How far to look.")] = 20,
    third_party_payment: Annotated[
        bool, Query(description="`true`: only those known to practise third-party payment.")
    ] = False,
    cursor: CursorParam = None,
    limit: LimitParam = 20,
) -> Response:
    """Around a postal code, a city, both, or a position; nearest first. A name that several
    communes bear is answered 409 with the `choices`, an unknown one 404 with those written nearly
    so. When nobody is within the radius, the page is empty and `nearest_outside` is the nearest.
    Distances are on a sphere; a professional's position is that of the commune (`approximate`).
    """
    query = ProviderQuery(
        specialty, postal_code, city, lat, lon, radius_km, third_party_payment, cursor, limit
    )
    return raw_answer(await providers.search(member, query), language=language)


@router.get(
    "/{provider_id}",
    operation_id="getProvider",
    summary="See one health professional",
    response_model=ProviderRead,
    responses=problems(ProviderNotFound) | not_modified(),
)
async def get_provider(
    request: Request,
    provider_id: Annotated[str, Path(description="A provider, by id.")],
    member: MayReadProviders,
    providers: ProviderServiceDep,
    language: LanguageDep,
) -> Response:
    """Address, phone, specialities, national numbers."""
    provider = await providers.read(member, parse_id(provider_id), language)
    return tagged_raw_answer(request, provider, language=language)
