"""The services of third-party-payment cards and of their numbers."""

from typing import Annotated

from fastapi import Depends, Query, Request

from app.dependencies.events import event_log
from app.dependencies.infrastructure import (
    ContainerDep,
    OriginDep,
    PortfolioDep,
    ReadDep,
    SessionDep,
    get_container,
)
from app.dependencies.parameters import BeneficiaryParam
from app.repositories.card_numbers import CardNumberReader, CardNumberRepository
from app.security.card_tokens import CardTokens
from app.services.audit import AuditTrail
from app.services.card import CardChoice, CardService
from app.services.card_numbers import CardReissueService, CardVerification
from app.values.ids import parse_optional_id


async def get_card_service(
    request: Request, portfolio: PortfolioDep, origin: OriginDep
) -> CardService:
    """Cards of the portfolio that was called; connections are taken only for as long as needed."""
    container = get_container(request)
    return CardService(
        container.database,
        container.keyring,
        container.clock,
        container.press,
        portfolio,
        origin,
    )


CardServiceDep = Annotated[CardService, Depends(get_card_service)]


async def get_card_choice(
    beneficiary_id: BeneficiaryParam = None,
    contract_id: Annotated[
        str | None,
        Query(description="A contract; by default the one in force that was entered last."),
    ] = None,
) -> CardChoice:
    """Whose card, under which contract."""
    return CardChoice(parse_optional_id(beneficiary_id), parse_optional_id(contract_id))


CardChoiceDep = Annotated[CardChoice, Depends(get_card_choice)]


async def get_card_reissue_service(
    container: ContainerDep, session: SessionDep, origin: OriginDep
) -> CardReissueService:
    """Writes in the request's unit of work."""
    clock = container.clock
    audit = AuditTrail(session, container.keyring, clock)
    events = event_log(container, session)
    return CardReissueService(CardNumberRepository(session), audit, events, clock, origin)


CardReissueServiceDep = Annotated[CardReissueService, Depends(get_card_reissue_service)]


async def get_card_verification(
    container: ContainerDep, portfolio: PortfolioDep
) -> CardVerification:
    """What is published of the portfolio that was called."""
    return CardVerification(CardTokens(container.keyring), container.clock, portfolio)


CardVerificationDep = Annotated[CardVerification, Depends(get_card_verification)]


async def get_card_number_reader(connection: ReadDep) -> CardNumberReader:
    """Reads on the request's road."""
    return CardNumberReader(connection)


CardNumberReaderDep = Annotated[CardNumberReader, Depends(get_card_number_reader)]
