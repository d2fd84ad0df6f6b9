"""How I am reimbursed: the guarantees of a contract."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from app.dependencies.benefits import BenefitServiceDep
from app.dependencies.infrastructure import LanguageDep
from app.dependencies.parameters import BeneficiaryParam
from app.dependencies.principals import MayReadBenefits
from app.errors.beneficiaries import BeneficiaryNotFound, Confidential
from app.errors.contracts import ContractNotFound
from app.http.answers import tagged_answer
from app.http.etags import not_modified
from app.http.problems import problems
from app.schemas.benefits import BenefitGridRead
from app.values.ids import parse_id, parse_optional_id

router = APIRouter(prefix="/v1/contracts/{contract_id}/benefits", tags=["contracts"])


@router.get(
    "",
    operation_id="getContractBenefits",
    summary="See how I am reimbursed under a contract",
    response_model=BenefitGridRead,
    responses=problems(ContractNotFound, BeneficiaryNotFound, Confidential) | not_modified(),
)
async def get_benefits(
    request: Request,
    member: MayReadBenefits,
    benefits: BenefitServiceDep,
    language: LanguageDep,
    contract_id: Annotated[str, Path(description="A contract of the family, by id.")],
    beneficiary_id: BeneficiaryParam = None,
) -> Response:
    """The guarantee grid by type of care: each guarantee in one sentence, with an example that the
    calculation of reimbursements works out. Without `beneficiary_id` it is the reader's own level,
    or that of the first of the family under the contract. A cover that is over stays readable.
    """
    person = parse_optional_id(beneficiary_id)
    grid = await benefits.explain(member, parse_id(contract_id), person, language)
    return tagged_answer(request, grid, language=language)
