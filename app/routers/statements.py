"""Statements (*décomptes*): the list, one with its lines, and its PDF."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from app.dependencies.infrastructure import LanguageDep
from app.dependencies.parameters import BeneficiaryParam, CursorParam, LimitParam, LinkParam
from app.dependencies.principals import MayPrintStatements, MayReadReimbursements
from app.dependencies.statements import StatementPrinterDep, StatementServiceDep
from app.errors.beneficiaries import BeneficiaryNotFound, Confidential
from app.errors.documents import StatementNotFound
from app.errors.requests import InvalidCursor, TemporarilyUnavailable
from app.http.answers import raw_answer, tagged_raw_answer
from app.http.etags import not_modified
from app.http.files import document_answer, document_response
from app.http.problems import problems
from app.schemas.dates import IsoDate
from app.schemas.statements import StatementPage, StatementRead
from app.services.statements import StatementQuery
from app.values.ids import parse_id, parse_optional_id

router = APIRouter(prefix="/v1/statements", tags=["reimbursements"])
StatementId = Annotated[str, Path(description="A statement, by id.")]


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
    first: Annotated[
        IsoDate | None, Query(alias="from", description="First day of issue, included.")
    ] = None,
    last: Annotated[
        IsoDate | None, Query(alias="to", description="Last day of issue, included.")
    ] = None,
    cursor: CursorParam = None,
    limit: LimitParam = 20,
) -> Response:
    """Newest first: those with at least one line that the reader may see, of `beneficiary_id` when
    one is named. Totals and numbers of lines are of all lines on the statement that the reader may
    see.
    """
    beneficiary = parse_optional_id(beneficiary_id)
    query = StatementQuery(beneficiary, first, last, cursor, limit)
    return raw_answer(await statements.list_statements(member, query), language=language)


@router.get(
    "/{statement_id}",
    operation_id="getStatement",
    summary="Read one of my statements",
    response_model=StatementRead,
    responses=problems(StatementNotFound) | not_modified(),
)
async def get_statement(
    request: Request,
    statement_id: StatementId,
    member: MayReadReimbursements,
    statements: StatementServiceDep,
    language: LanguageDep,
) -> Response:
    """The lines that the reader may see, and totals of those alone; the facts of the PDF."""
    statement = await statements.read(member, parse_id(statement_id), language)
    return tagged_raw_answer(request, statement, language=language)


@router.get(
    "/{statement_id}/document",
    operation_id="getStatementDocument",
    summary="Download one of my statements",
    response_class=Response,
    responses={200: document_response("The statement to print, in French.")}
    | problems(StatementNotFound, TemporarilyUnavailable)
    | not_modified(),
)
async def get_statement_document(
    request: Request,
    statement_id: StatementId,
    member: MayPrintStatements,
    printer: StatementPrinterDep,
    link: LinkParam = False,
) -> Response:
    """The facts of `GET /v1/statements/{statement_id}` as a PDF that bears a verification
    reference. As long as they are the same, so is the file. Each copy is recorded in the audit
    trail.
    """
    document = await printer.issue(member, parse_id(statement_id))
    return await document_answer(request, member, printer, document, link=link)
