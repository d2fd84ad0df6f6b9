"""The service of third-party-payment cards."""

from typing import Annotated

from fastapi import Depends, Query, Request

from app.dependencies.infrastructure import OriginDep, PortfolioDep, get_container
from app.dependencies.parameters import BeneficiaryParam
from app.services.card import CardChoice, CardService
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
