"""Numbers of cards: replacing one that is lost, and verifying one offline."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from app.dependencies.card import (
    CardNumberReaderDep,
    CardReissueServiceDep,
    CardVerificationDep,
)
from app.dependencies.guards import Public
from app.dependencies.idempotency import CreatingRoute
from app.dependencies.principals import MayReplaceCard
from app.errors.cards import CardAlreadyReplaced, CardNotFound
from app.errors.requests import InvalidCursor
from app.http.answers import public_answer
from app.http.etags import not_modified
from app.http.problems import problems
from app.schemas.card import (
    CardReissueCreate,
    CardReissueRead,
    CardRevocationsRead,
    CardVerificationKeysRead,
)

router = APIRouter(prefix="/v1/card", tags=["card"], route_class=CreatingRoute)
published = APIRouter(prefix="/v1/card", tags=["card"], dependencies=[Depends(Public())])


@router.post(
    "/reissues",
    operation_id="reissueCard",
    summary="Replace a lost card",
    status_code=201,
    responses=problems(CardNotFound, CardAlreadyReplaced),
)
async def reissue_card(
    member: MayReplaceCard, body: CardReissueCreate, cards: CardReissueServiceDep
) -> CardReissueRead:
    """The number is revoked and published as such; the card shows another one from now on. Sent
    twice, the second time is 409: no card is replaced that was not lost.
    """
    return await cards.reissue(member, body)


@published.get(
    "/verification-keys",
    operation_id="getCardVerificationKeys",
    summary="Read the public keys of cards",
    response_model=CardVerificationKeysRead,
    responses=problems() | not_modified(),
)
async def get_verification_keys(request: Request, verification: CardVerificationDep) -> Response:
    """For whoever verifies cards offline: fetch them once a year or more. Next year's key is there
    in time.
    """
    return public_answer(request, verification.keys())


@published.get(
    "/revocations",
    operation_id="listCardRevocations",
    summary="Read which cards are worthless",
    response_model=CardRevocationsRead,
    responses=problems(InvalidCursor) | not_modified(),
)
async def list_revocations(
    request: Request,
    verification: CardVerificationDep,
    numbers: CardNumberReaderDep,
    after: Annotated[
        str | None, Query(max_length=40, description="`next_after` of the page before.")
    ] = None,
) -> Response:
    """For whoever verifies cards offline: a card that verifies is good as of the last list that was
    fetched. Each page is cacheable for an hour, then asked for again with `If-None-Match`.
    """
    return public_answer(request, await verification.revocations(numbers, after))
