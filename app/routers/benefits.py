"""How I am reimbursed: the guarantees of a contract."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from app.dependencies.benefits import BenefitPrinterDep, BenefitServiceDep
from app.dependencies.infrastructure import LanguageDep
from app.dependencies.parameters import BeneficiaryParam, LinkParam
from app.dependencies.principals import MayPrintBenefits, MayReadBenefits
from app.errors.beneficiaries import BeneficiaryNotFound, Confidential
from app.errors.contracts import ContractNotFound
from app.errors.requests import TemporarilyUnavailable
from app.http.answers import tagged_answer
from app.http.etags import not_modified
from app.http.files import document_answer, document_response
from app.http.problems import problems
from app.schemas.benefits import BenefitGridRead
from app.values.ids import parse_id, parse_optional_id

router = APIRouter(prefix="/v1/contracts/{contract_id}/benefits", tags=["contracts"])
ContractId = Annotated[str, Path(description="A contract of the family, by id.")]
REFUSALS = (ContractNotFound, BeneficiaryNotFound, Confidential)


@router.get(
    "",
    operation_id="getContractBenefits",
    summary="See how I am reimbursed under a contract",
    response_model=BenefitGridRead,
    responses=problems(*REFUSALS) | not_modified(),
)
async def get_benefits(
    request: Request,
    member: MayReadBenefits,
    benefits: BenefitServiceDep,
    language: LanguageDep,
    contract_id: ContractId,
    beneficiary_id: BeneficiaryParam = None,
) -> Response:
    """The guarantee grid by type of care: each guarantee in one sentence, with an example that the
    calculation of reimbursements works out. Without `beneficiary_id` it is the reader's own level,
    or that of the first of the family under the contract. A cover that is over stays readable.
    The facts of the PDF.
    """
    person = parse_optional_id(beneficiary_id)
    grid = await benefits.explain(member, parse_id(contract_id), person, language)
    return tagged_answer(request, grid, language=language)


@router.get(
    "/document",
    operation_id="getContractBenefitsDocument",
    summary="Download my guarantees under a contract",
    response_class=Response,
    responses={200: document_response("The table of guarantees to print, in French.")}
    | problems(*REFUSALS, TemporarilyUnavailable)
    | not_modified(),
)
async def get_benefits_document(
    request: Request,
    member: MayPrintBenefits,
    printer: BenefitPrinterDep,
    contract_id: ContractId,
    beneficiary_id: BeneficiaryParam = None,
    link: LinkParam = False,
) -> Response:
    """The facts of `GET /v1/contracts/{contract_id}/benefits` and the person's options as a PDF
    that bears a verification reference: the same file as long as they are the same, that day. Each
    copy is recorded in the audit trail.
    """
    person = parse_optional_id(beneficiary_id)
    document = await printer.issue(member, parse_id(contract_id), person)
    return await document_answer(request, member, printer, document, link=link)
