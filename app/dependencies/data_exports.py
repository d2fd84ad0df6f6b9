"""Services of exports of personal data."""

from typing import Annotated

from fastapi import Depends

from app.dependencies.auth.parts import audit_trail
from app.dependencies.documents import DownloadsDep
from app.dependencies.infrastructure import ContainerDep, ReadDep, SessionDep
from app.repositories.accounts import AccountRepository
from app.repositories.data_exports import DataExportReader, DataExportRepository
from app.services.exports.requests import DataExportRequests, DataExportService
from app.services.jobs import Jobs


async def get_data_export_requests(
    container: ContainerDep, session: SessionDep
) -> DataExportRequests:
    """Asks in the request's unit of work."""
    return DataExportRequests(
        AccountRepository(session),
        DataExportRepository(session),
        Jobs(session, container.clock, container.wake_signal.wake),
        audit_trail(container, session),
        container.clock,
    )


async def get_data_export_service(
    container: ContainerDep, connection: ReadDep, downloads: DownloadsDep
) -> DataExportService:
    """Reads on the connection that the guard rode."""
    return DataExportService(DataExportReader(connection), downloads, container.clock)


DataExportRequestsDep = Annotated[DataExportRequests, Depends(get_data_export_requests)]
DataExportServiceDep = Annotated[DataExportService, Depends(get_data_export_service)]
