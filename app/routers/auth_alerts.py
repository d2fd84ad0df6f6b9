"""The "not me" and cancel links of notices: of use without a session."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from app.dependencies.auth.account import AlertServiceDep
from app.dependencies.guards import Public
from app.dependencies.infrastructure import OriginDep, PortfolioDep
from app.dependencies.rates import LimitedWayIn
from app.errors.authentication import AlertNotFound
from app.http.problems import problems
from app.schemas.alerts import AlertAnswerRead

router = APIRouter(
    prefix="/v1/auth/alerts", tags=["auth"], dependencies=[LimitedWayIn, Depends(Public())]
)
AlertToken = Annotated[
    str, Path(max_length=200, description="What follows `#` in the notice's link.")
]


@router.post(
    "/{token}",
    operation_id="answerAlert",
    summary="Say that it was not me",
    responses=problems(AlertNotFound),
)
async def answer_alert(
    token: AlertToken, alerts: AlertServiceDep, portfolio: PortfolioDep, origin: OriginDep
) -> AlertAnswerRead:
    """Undoes what the notice told of: the former phone or e-mail is put back, what was enrolled is
    removed, a recovery ends. Every session is closed and the password is worthless: go on with
    `startPasswordReset`. A link is good once, for seven days; it leads to the page `alerte` of the
    member space, which sends the token here.
    """
    return await alerts.answer(portfolio, token, origin)
