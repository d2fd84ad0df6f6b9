"""Reimbursements: twelve months at a glance, the lines, and what would be paid."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.dependencies.benefits import SimulationServiceDep
from app.dependencies.infrastructure import LanguageDep
from app.dependencies.parameters import (
    BeneficiaryParam,
    CursorParam,
    FromParam,
    LimitParam,
    ToParam,
)
from app.dependencies.principals import MayReadReimbursements
from app.dependencies.reimbursements import ReimbursementServiceDep
from app.errors.beneficiaries import BeneficiaryNotFound, Confidential
from app.errors.covers import CoverEnded, CoverNotStarted, NoCover
from app.errors.requests import InvalidCursor
from app.http.answers import raw_answer
from app.http.problems import problems
from app.schemas.reimbursements import ReimbursementLinePage, ReimbursementSummary
from app.schemas.simulations import SimulationCreate, SimulationRead
from app.services.reimbursements import LineQuery
from app.values.care_categories import CareCategory
from app.values.ids import parse_optional_id

router = APIRouter(prefix="/v1/reimbursements", tags=["reimbursements"])


@router.get(
    "/summary",
    operation_id="getReimbursementSummary",
    summary="See twelve months of reimbursements by type of care",
    response_model=ReimbursementSummary,
    responses=problems(BeneficiaryNotFound, Confidential),
)
async def get_summary(
    member: MayReadReimbursements,
    reimbursements: ReimbursementServiceDep,
    language: LanguageDep,
    beneficiary_id: BeneficiaryParam = None,
) -> Response:
    """Rolling 12 months by care date (Europe/Paris): from the same day last year, excluded, to
    today. The figures are the reader's own unless `beneficiary_id` names another beneficiary of the
    family; `beneficiary` in the answer says whose they are. Types without care are left out.
    """
    beneficiary = parse_optional_id(beneficiary_id)
    summary = await reimbursements.summarise(member, beneficiary, language)
    return raw_answer(summary, language=language)


@router.get(
    "",
    operation_id="listReimbursements",
    summary="List the lines of my reimbursements",
    response_model=ReimbursementLinePage,
    responses=problems(BeneficiaryNotFound, Confidential, InvalidCursor),
)
async def list_lines(
    member: MayReadReimbursements,
    reimbursements: ReimbursementServiceDep,
    language: LanguageDep,
    beneficiary_id: BeneficiaryParam = None,
    category: Annotated[CareCategory | None, Query(description="One type of care.")] = None,
    first: FromParam = None,
    last: ToParam = None,
    cursor: CursorParam = None,
    limit: LimitParam = 20,
) -> Response:
    """Newest care first, of everyone whose lines the reader may see unless `beneficiary_id` names
    one. The member sees the family's, except those that the portfolio keeps confidential; another
    adult with an account sees only their own.
    """
    beneficiary = parse_optional_id(beneficiary_id)
    query = LineQuery(beneficiary, category, first, last, cursor, limit)
    lines = await reimbursements.list_lines(member, query, language)
    return raw_answer(lines, language=language)


@router.post(
    "/simulations",
    operation_id="simulateReimbursement",
    summary="See what would be reimbursed of care to come",
    response_model=SimulationRead,
    responses=problems(BeneficiaryNotFound, Confidential, CoverEnded, CoverNotStarted, NoCover),
)
async def simulate(
    member: MayReadReimbursements,
    simulations: SimulationServiceDep,
    language: LanguageDep,
    body: SimulationCreate,
) -> Response:
    """One act or a basket, for a beneficiary covered on the day of care: who pays what of each act,
    the rules that say so, and what is left of the year. Yearly amounts, sessions, equipments and
    caps count the statement lines of the beneficiary; care of one day is taken to be with one
    professional. Nothing is kept: the same question may be asked again, without `Idempotency-Key`.
    """
    person = parse_optional_id(body.beneficiary_id)
    answer = await simulations.simulate(member, body, person, language)
    return raw_answer(answer, language=language)
