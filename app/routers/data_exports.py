"""An export of all that I may read."""

from typing import Annotated

from fastapi import APIRouter, Path

from app.dependencies.data_exports import DataExportRequestsDep, DataExportServiceDep
from app.dependencies.idempotency import CreatingRoute
from app.dependencies.infrastructure import OriginDep
from app.dependencies.principals import MayExportData, MayReadDataExports
from app.errors.data_exports import DataExportInProgress, DataExportNotFound
from app.http.problems import problems
from app.schemas.data_exports import DataExportRead
from app.values.ids import parse_id

router = APIRouter(prefix="/v1/me/data-exports", tags=["me"], route_class=CreatingRoute)


@router.post(
    "",
    status_code=202,
    operation_id="requestDataExport",
    summary="Ask for an export of my data",
    responses=problems(DataExportInProgress),
)
async def request_data_export(
    member: MayExportData, exports: DataExportRequestsDep, origin: OriginDep
) -> DataExportRead:
    """A ZIP of what the reader may read of themselves and of their family: JSON, the PDFs, and
    `manifest.json` with the SHA-256 of each file. It is prepared in the background and announced by
    e-mail. Needs a second factor of the last quarter of an hour.
    """
    return await exports.ask(member, origin)


@router.get(
    "/{data_export_id}",
    operation_id="getDataExport",
    summary="Follow an export of my data",
    responses=problems(DataExportNotFound),
)
async def get_data_export(
    data_export_id: Annotated[str, Path(description="An export, by id.")],
    member: MayReadDataExports,
    exports: DataExportServiceDep,
) -> DataExportRead:
    """How far it is; once it is ready, a link for this session and sixty seconds. It may be
    downloaded for seven days.
    """
    return await exports.read(member, parse_id(data_export_id))
