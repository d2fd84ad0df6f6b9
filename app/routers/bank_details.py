"""Where my reimbursements are paid."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.dependencies.bank_details import BankDetailsChangeDep, BankDetailsServiceDep
from app.dependencies.infrastructure import LanguageDep, OriginDep, PortfolioDep, PreconditionDep
from app.dependencies.principals import MayChangeBankDetails, MayReadBankDetails
from app.errors.requests import PreconditionFailed, PreconditionRequired
from app.http.answers import tagged_answer, written_answer
from app.http.etags import not_modified
from app.http.problems import problems
from app.schemas.bank_details import BankDetailsRead, BankDetailsUpdate

router = APIRouter(prefix="/v1/me/bank-details", tags=["me"])


@router.get(
    "",
    operation_id="getBankDetails",
    summary="Read my bank details, masked",
    response_model=BankDetailsRead,
    responses=problems() | not_modified(),
)
async def get_bank_details(
    request: Request,
    member: MayReadBankDetails,
    details: BankDetailsServiceDep,
    language: LanguageDep,
) -> Response:
    """Those of the reader alone. Its `ETag` goes into the `If-Match` of a change, be there bank
    details or none yet.
    """
    return tagged_answer(request, await details.read(member), language=language)


@router.put(
    "",
    operation_id="setBankDetails",
    summary="Change my bank details",
    response_model=BankDetailsRead,
    responses=problems(PreconditionRequired, PreconditionFailed),
)
async def set_bank_details(
    body: BankDetailsUpdate,
    member: MayChangeBankDetails,
    portfolio: PortfolioDep,
    details: BankDetailsChangeDep,
    precondition: PreconditionDep,
    language: LanguageDep,
    origin: OriginDep,
) -> Response:
    """Takes effect at once and is announced by e-mail. Needs a second factor of the last quarter
    of an hour; refused in the three days after a change of factors.
    """
    changed = await details.set(portfolio, member, body, precondition, origin)
    return written_answer(changed, language=language)
