"""The third-party-payment card, on screen and on paper."""

from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.dependencies.card import CardChoiceDep, CardServiceDep
from app.dependencies.infrastructure import LanguageDep
from app.dependencies.principals import MayReadCard
from app.errors.beneficiaries import BeneficiaryNotFound, Confidential
from app.errors.contracts import ContractNotFound
from app.errors.covers import CoverEnded, CoverNotStarted, NoCover
from app.http.answers import tagged_answer
from app.http.etags import not_modified
from app.http.files import pdf_answer, printed_response
from app.http.problems import problems
from app.schemas.card import CardRead
from app.services.card_answer import card_answer
from app.values.labels import FRENCH

router = APIRouter(prefix="/v1/card", tags=["card"])
REFUSALS = problems(
    BeneficiaryNotFound, Confidential, ContractNotFound, CoverEnded, CoverNotStarted, NoCover
)


@router.get(
    "",
    operation_id="getCard",
    summary="Show my third-party-payment card",
    response_model=CardRead,
    responses=REFUSALS | not_modified(),
)
async def get_card(
    request: Request,
    member: MayReadCard,
    cards: CardServiceDep,
    choice: CardChoiceDep,
    language: LanguageDep,
) -> Response:
    """The card as it stands today. Without `beneficiary_id` it is the reader's own and lists
    everyone whose card the reader may see who is covered under the same contract; with it, that one
    alone.
    """
    card = await cards.read(member, choice, language)
    return tagged_answer(request, card_answer(card), language=language)


@router.get(
    "/document",
    operation_id="getCardDocument",
    summary="Download my third-party-payment card",
    response_class=Response,
    responses={
        200: printed_response("The card to print, cut and fold; in French, as providers read it.")
    }
    | REFUSALS
    | not_modified(),
)
async def get_card_document(
    request: Request, member: MayReadCard, cards: CardServiceDep, choice: CardChoiceDep
) -> Response:
    """The facts of `GET /v1/card` as an A4 PDF. Each copy is recorded in the audit trail."""
    card = await cards.read(member, choice, FRENCH)
    draw = partial(cards.print, member, card)
    return await pdf_answer(
        request,
        draw,
        state=card.state,
        file_name=card.file_name,
        language=FRENCH,
        reference=card.number,
    )
