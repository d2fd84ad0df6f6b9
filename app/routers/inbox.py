"""Everything I ever asked: messages, claims, quotes, change requests."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.dependencies.infrastructure import LanguageDep
from app.dependencies.messages import InboxServiceDep
from app.dependencies.parameters import BeneficiaryParam, CursorParam, LimitParam, WordsParam
from app.dependencies.principals import MayReadInbox
from app.errors.beneficiaries import BeneficiaryNotFound, Confidential
from app.errors.requests import InvalidCursor
from app.http.problems import problems
from app.schemas.inbox import InboxPage
from app.services.inbox import InboxQuery
from app.values.ids import parse_optional_id
from app.values.inbox import InboxKind

router = APIRouter(prefix="/v1/requests", tags=["messages"])
KindParam = Annotated[InboxKind | None, Query(description="Of this kind only.")]
StateParam = Annotated[
    str | None,
    Query(
        max_length=40,
        pattern=r"^[a-z]+(?:_[a-z]+)*$",
        description="In this state only, by the codes of the kind.",
    ),
]


@router.get(
    "",
    operation_id="listRequests",
    summary="List and search everything I asked",
    responses=problems(BeneficiaryNotFound, Confidential, InvalidCursor),
)
async def list_requests(
    member: MayReadInbox,
    inbox: InboxServiceDep,
    language: LanguageDep,
    q: WordsParam = None,
    kind: KindParam = None,
    state: StateParam = None,
    beneficiary_id: BeneficiaryParam = None,
    cursor: CursorParam = None,
    limit: LimitParam = 20,
) -> InboxPage:
    """Newest first. Words are found whatever their accents, case or number; each must be there."""
    query = InboxQuery(q, kind, state, parse_optional_id(beneficiary_id), cursor, limit)
    return await inbox.list(member, query, language)
