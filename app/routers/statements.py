"""Statements (*décomptes*): what was paid, letter by letter."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from app.dependencies.infrastructure import LanguageDep
from app.dependencies.parameters import BeneficiaryParam, CursorParam, LimitParam
from app.dependencies.principals import MayReadReimbursements
from app.dependencies.statements import StatementServiceDep
from app.errors.beneficiaries import BeneficiaryNotFound, Confidential
from app.errors.requests import InvalidCursor
from app.errors.statements import StatementNotFound
from app.http.answers import raw_answer, tagged_content
from app.http.etags import not_modified
from app.http.problems import problems
from app.schemas.dates import IsoDate
from app.schemas.statements import StatementPage, StatementRead
from app.services.statements import StatementQuery
from app.values.ids import parse_id, parse_optional_id

router = APIRouter(prefix="/v1/statements", tags=["reimbursements"])
IssuedFrom = Annotated[
    IsoDate | None, Query(alias="from", description="First day of issue, included.")
]
IssuedTo = Annotated[IsoDate | None, Query(alias="to", description="Last day of issue, included.")]


@router.get(
    "",
    operation_id="listStatements",
    summary="List my statements",
    response_model=StatementPage,
    responses=problems(BeneficiaryNotFound, Confidential, InvalidCursor),
)
async def list_statements(
    member: MayReadReimbursements,
    statements: StatementServiceDep,
    language: LanguageDep,
    beneficiary_id: BeneficiaryParam = None,
    first: IssuedFrom = None,
    last: IssuedTo = None,
    cursor: CursorParam = None,
    limit: LimitParam = 20,
) -> Response:
    """Newest first. A statement is there for whoever may see one of its lines; its sums are those
    of the lines they may see, and with `beneficiary_id` those of that beneficiary alone.
    """
    query = StatementQuery(parse_optional_id(beneficiary_id), first, last, cursor, limit)
    page = await statements.list(member, query)
    return raw_answer(page, language=language)


@router.get(
    "/{statement_id}",
    operation_id="getStatement",
    summary="See a statement with its lines",
    response_model=StatementRead,
    responses=problems(StatementNotFound) | not_modified(),
)
async def get_statement(
    request: Request,
    statement_id: Annotated[str, Path(description="A statement of the family, by id.")],
    member: MayReadReimbursements,
    statements: StatementServiceDep,
    language: LanguageDep,
) -> Response:
    """Every line the reader may see, in the statement's order, and their sums."""
    statement = await statements.read(member, parse_id(statement_id), language)
    return tagged_content(request, statement, language=language)
