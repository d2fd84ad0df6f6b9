"""Contracts: the employer's agreement, entry dates, levels of everyone in the family."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from app.dependencies.contracts import ContractServiceDep
from app.dependencies.infrastructure import LanguageDep
from app.dependencies.principals import MayReadContracts
from app.errors.contracts import ContractNotFound
from app.http.answers import tagged_answer
from app.http.etags import not_modified
from app.http.problems import problems
from app.schemas.contracts import ContractPage, ContractRead
from app.values.ids import parse_id

router = APIRouter(prefix="/v1/contracts", tags=["contracts"])


@router.get(
    "",
    operation_id="listContracts",
    summary="List my contracts",
    responses=problems(),
)
async def list_contracts(member: MayReadContracts, contracts: ContractServiceDep) -> ContractPage:
    """Contracts that cover, covered or will cover the reader or somebody whose card the reader may
    see: those in force first. The whole list, without paging.
    """
    return await contracts.list(member)


@router.get(
    "/{contract_id}",
    operation_id="getContract",
    summary="See a contract and who is covered",
    response_model=ContractRead,
    responses=problems(ContractNotFound) | not_modified(),
)
async def get_contract(
    request: Request,
    contract_id: Annotated[str, Path(description="A contract of the family, by id.")],
    member: MayReadContracts,
    contracts: ContractServiceDep,
    language: LanguageDep,
) -> Response:
    """Employer, insurer, everyone under it with entry date and history of levels. It stays readable
    once the cover has ended.
    """
    contract = await contracts.read(member, parse_id(contract_id), language)
    return tagged_answer(request, contract, language=language)
