"""Change requests, opened as the operations of their kinds open them, and moved by partners."""

from datetime import date
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import select

from app.container import Container
from app.dependencies.change_requests import change_requests
from app.models.account import Account
from app.models.beneficiary import Beneficiary
from app.models.change_request import ChangeRequest
from app.models.contract import Contract
from app.schemas.base import Body
from app.schemas.change_request_cases import DocumentAsked
from app.schemas.change_request_details import AdditionDetails, RemovalDetails
from app.services.change_request_moves import Opening
from app.values.change_requests import ChangeRequestKind, ChangeRequestState
from app.values.family_rights import NO_GRANTS, family_view
from app.values.ids import new_id
from app.values.lifecycles import StepActor
from app.values.principals import CurrentMember
from app.values.relationships import Relationship
from tests.factories.partners import bearing, make_token

CERTIFICATE = DocumentAsked(
    code="birth_certificate", label_fr="Acte de naissance", label_en="Birth certificate"
)
DIVORCE = RemovalDetails(reason="Divorce prononcé")


def newcomer(nir: str | None = None) -> AdditionDetails:
    return AdditionDetails(
        relationship=Relationship.CHILD,
        first_name="Nouveau",
        last_name="Martin",
        birth_date=date(2026, 2, 20),
        nir=nir,
    )


async def ask_change(
    container: Container,
    asker: str = "M-1",
    *,
    about: str | None = None,
    details: Body | None = None,
    documents: tuple[DocumentAsked, ...] = (),
) -> str:
    """The id of a request of this person: to remove whom it is about, else to add somebody."""
    async with container.database.read() as connection:
        contract = await connection.scalar(select(Contract.id).where(Contract.ref == "C-1"))
    opening = Opening(
        kind=ChangeRequestKind.REMOVE_BENEFICIARY if about else ChangeRequestKind.ADD_BENEFICIARY,
        contract_id=contract or new_id(),
        details=details or (DIVORCE if about else newcomer()),
        wished_on=date(2026, 4, 1),
        beneficiary_id=(await _asking(container, about)).beneficiary_id if about else None,
        documents=documents,
    )
    member = await _asking(container, asker)
    async with container.database.unit_of_work() as session:
        return str(await change_requests(container, session).open(member, opening, None))


async def _asking(container: Container, ref: str) -> CurrentMember:
    """This person, with their account if they have one, as whoever asks is known."""
    question = (
        select(
            Beneficiary.id,
            Beneficiary.portfolio_id,
            Beneficiary.member_id,
            Account.id.label("account_id"),
        )
        .outerjoin(Account, Account.beneficiary_id == Beneficiary.id)
        .where(Beneficiary.ref == ref)
    )
    async with container.database.read() as connection:
        row = (await connection.execute(question)).one()
    return CurrentMember(
        portfolio_id=row.portfolio_id,
        account_id=row.account_id or new_id(),
        member_id=row.member_id,
        beneficiary_id=row.id,
        family=family_view(NO_GRANTS, container.clock.today(), None),
        session_id=new_id(),
        device_id=None,
        second_factor_at=None,
        frozen_until=None,
    )


async def change_request_id(container: Container, asker: str) -> str:
    """The id of the first request that this person asked."""
    asked_by = (await _asking(container, asker)).beneficiary_id
    question = select(ChangeRequest.id).where(ChangeRequest.asked_by_id == asked_by)
    async with container.database.read() as connection:
        return str(await connection.scalar(question.order_by(ChangeRequest.id)))


async def refuse(container: Container, request: str, reason: str) -> None:
    """Have the administrator refuse a request, as its operation does."""
    async with container.database.unit_of_work() as session:
        found = await session.get_one(ChangeRequest, UUID(request))
        await change_requests(container, session).move(
            found, StepActor.PARTNER, ChangeRequestState.REFUSED, reason=reason
        )


async def decider(container: Container) -> dict[str, str]:
    """Headers of a partner that reads and decides requests."""
    portfolio = await container.portfolios.at_host("espace.test")
    scopes = ("change-requests:read", "change-requests:decide")
    return bearing(await make_token(container, portfolio, *scopes))


def path_of(request: str | UUID) -> str:
    return f"/partner/v1/change-requests/{request}/transitions"


async def move(
    client: httpx.AsyncClient, headers: dict[str, str], request: str, state: str, **body: Any
) -> httpx.Response:
    """Send a request where a partner says."""
    return await client.post(path_of(request), headers=headers, json={"state": state, **body})
