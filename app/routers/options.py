"""Options that a family may add to a contract."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path

from app.dependencies.idempotency import CreatingRoute
from app.dependencies.infrastructure import LanguageDep, OriginDep
from app.dependencies.options import OptionRequestServiceDep, OptionServiceDep
from app.dependencies.principals import MayReadOptions, MayRequestOption
from app.errors.beneficiaries import BeneficiaryNotFound, Confidential
from app.errors.contracts import ContractNotFound
from app.errors.options import (
    ConsentOutdated,
    MemberOnly,
    OptionAlreadyAsked,
    OptionAlreadySubscribed,
    OptionDateRefused,
    OptionNotAvailable,
    OptionNotFound,
)
from app.errors.requests import BodyTooLarge, MalformedBody
from app.http.problems import problems
from app.schemas.change_requests import ChangeRequestRead
from app.schemas.options import OptionPage, OptionRequestCreate
from app.values.ids import parse_id

router = APIRouter(
    prefix="/v1/contracts/{contract_id}", tags=["contracts"], route_class=CreatingRoute
)
ContractId = Annotated[str, Path(description="A contract of the family, by id.")]


@router.get(
    "/options",
    operation_id="listContractOptions",
    summary="See the options of a contract, their price and what they change",
    responses=problems(ContractNotFound),
)
async def list_options(
    contract_id: ContractId,
    member: MayReadOptions,
    options: OptionServiceDep,
    language: LanguageDep,
) -> OptionPage:
    """Every option that somebody whose card the reader may see can have, has, or is to have: the
    price for each, the guarantees that differ, the information document and what one agrees to.
    The whole list, without paging.
    """
    return await options.list(member, parse_id(contract_id), language)


@router.post(
    "/option-requests",
    operation_id="requestOption",
    summary="Ask for an option",
    status_code=HTTPStatus.CREATED,
    responses=problems(
        MalformedBody,
        BodyTooLarge,
        ContractNotFound,
        OptionNotFound,
        BeneficiaryNotFound,
        MemberOnly,
        Confidential,
        ConsentOutdated,
        OptionDateRefused,
        OptionNotAvailable,
        OptionAlreadyAsked,
        OptionAlreadySubscribed,
    ),
)
async def request_option(
    contract_id: ContractId,
    body: OptionRequestCreate,
    member: MayRequestOption,
    requests: OptionRequestServiceDep,
    language: LanguageDep,
    origin: OriginDep,
) -> ChangeRequestRead:
    """A change request: the administrator validates it, and the level on contract and card is the
    raised one from the day that was granted. The member alone may ask, for anybody of the family
    whose card they may see; the moment of consent and the version of its text are kept.
    """
    return await requests.ask(member, parse_id(contract_id), body, language, origin)
