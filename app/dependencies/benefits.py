"""Services of guarantees and of simulations, on the request's read road."""

from typing import Annotated

from fastapi import Depends, Request

from app.dependencies.documents import DocumentDeskDep
from app.dependencies.infrastructure import (
    ContainerDep,
    PortfolioDep,
    ReadDep,
    get_container,
)
from app.repositories.benefits import BenefitReader
from app.repositories.entitlements import EntitlementReader
from app.repositories.visibility import VisibilityReader
from app.services.benefit_printing import BenefitPrinter
from app.services.benefits import BenefitService
from app.services.family_rights import FamilyRights
from app.services.reference import ActService
from app.services.simulations import SimulationService


async def get_benefit_service(request: Request, connection: ReadDep) -> BenefitService:
    """Reads on the connection that the guard rode."""
    return BenefitService(
        BenefitReader(connection),
        FamilyRights(VisibilityReader(connection)),
        get_container(request).clock,
    )


BenefitServiceDep = Annotated[BenefitService, Depends(get_benefit_service)]


async def get_benefit_printer(
    request: Request, portfolio: PortfolioDep, desk: DocumentDeskDep
) -> BenefitPrinter:
    """Prints for the portfolio that was called."""
    container = get_container(request)
    return BenefitPrinter(
        container.database,
        container.keyring,
        container.clock,
        container.press,
        desk,
        portfolio,
    )


BenefitPrinterDep = Annotated[BenefitPrinter, Depends(get_benefit_printer)]


async def get_simulation_service(request: Request, connection: ReadDep) -> SimulationService:
    """Reads on the connection that the guard rode; a simulation writes nothing."""
    return SimulationService(
        BenefitReader(connection),
        EntitlementReader(connection),
        FamilyRights(VisibilityReader(connection)),
        get_container(request).clock,
    )


SimulationServiceDep = Annotated[SimulationService, Depends(get_simulation_service)]


async def get_act_service(
    container: ContainerDep, portfolio: PortfolioDep, connection: ReadDep
) -> ActService:
    """The acts of the portfolio that was called, for anybody."""
    return ActService(BenefitReader(connection), portfolio, container.clock)


ActServiceDep = Annotated[ActService, Depends(get_act_service)]
