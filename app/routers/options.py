"""Options that a family may add to a contract."""

from typing import Annotated

from fastapi import APIRouter, Path

from app.dependencies.infrastructure import LanguageDep
from app.dependencies.options import OptionServiceDep
from app.dependencies.principals import MayReadOptions
from app.errors.contracts import ContractNotFound
from app.http.problems import problems
from app.schemas.options import OptionPage
from app.values.ids import parse_id

router = APIRouter(prefix="/v1/contracts/{contract_id}", tags=["contracts"])
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
