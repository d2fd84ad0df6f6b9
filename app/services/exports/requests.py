"""Exports as their owners ask for them and follow them."""

from uuid import UUID

from pydantic import MISSING

from app.errors.authentication import Unauthenticated
from app.errors.data_exports import DataExportInProgress, DataExportNotFound
from app.gateways.clock import Clock
from app.models.data_export import DataExport
from app.repositories.accounts import AccountRepository
from app.repositories.base import AnyRow
from app.repositories.data_exports import DataExportReader, DataExportRepository
from app.schemas.data_exports import DataExportRead
from app.schemas.downloads import DownloadLinkRead
from app.services.audit import AuditRecord, AuditTrail
from app.services.downloads import DownloadKind, Downloads
from app.services.jobs import Jobs
from app.values.audit import AuditAction
from app.values.data_exports import DataExportStatus
from app.values.ids import new_id
from app.values.jobs import JobKind
from app.values.principals import CurrentMember, RequestOrigin

DONE_PERCENT = 100


class DataExportRequests:
    """`requestDataExport`, in the request's unit of work."""

    def __init__(
        self,
        accounts: AccountRepository,
        exports: DataExportRepository,
        jobs: Jobs,
        audit: AuditTrail,
        clock: Clock,
    ) -> None:
        self._accounts = accounts
        self._exports = exports
        self._jobs = jobs
        self._audit = audit
        self._clock = clock

    async def ask(self, member: CurrentMember, origin: RequestOrigin) -> DataExportRead:
        """Have an export prepared.

        Raises:
            DataExportInProgress: one is being prepared already.
        """
        # Of two at once, the second one waits here.
        if await self._accounts.lock(member.account_id) is None:
            raise Unauthenticated
        if await self._exports.is_preparing(member.account_id):
            raise DataExportInProgress
        export = DataExport(
            id=new_id(),
            portfolio_id=member.portfolio_id,
            account_id=member.account_id,
            session_id=member.session_id,
            status=DataExportStatus.PREPARING,
            created_at=self._clock.now(),
        )
        self._exports.add(export)
        self._jobs.plan(JobKind.DATA_EXPORT, export.id)
        record = AuditRecord.by(member, AuditAction.DATA_EXPORT_REQUESTED, subject_id=export.id)
        self._audit.record(record, origin)
        return DataExportRead(
            id=export.id,
            status=export.status,
            progress=0,
            created_at=export.created_at,
            expires_at=None,
            size=None,
            sha256=None,
            link=MISSING,
        )


class DataExportService:
    """`getDataExport`."""

    def __init__(self, exports: DataExportReader, downloads: Downloads, clock: Clock) -> None:
        self._exports = exports
        self._downloads = downloads
        self._clock = clock

    async def read(self, member: CurrentMember, data_export_id: UUID) -> DataExportRead:
        """One of the reader's own; once it is ready, with a link for this session.

        Raises:
            DataExportNotFound: none of the reader's.
        """
        row = await self._exports.find(member.account_id, data_export_id)
        if row is None:
            raise DataExportNotFound
        status = self._status(row)
        ready = status is DataExportStatus.READY
        return DataExportRead(
            id=row.id,
            status=status,
            progress=(row.progress or 0) if status is DataExportStatus.PREPARING else DONE_PERCENT,
            created_at=row.created_at,
            expires_at=row.expires_at,
            size=row.size if ready else None,
            sha256=row.sha256.hex() if ready else None,
            link=self._link(member, row.id) if ready else MISSING,
        )

    def _status(self, row: AnyRow) -> DataExportStatus:
        """An export is over with its last moment, whenever the worker deletes it."""
        status: DataExportStatus = row.status
        if status is DataExportStatus.READY and row.expires_at <= self._clock.now():
            return DataExportStatus.EXPIRED
        return status

    def _link(self, member: CurrentMember, data_export_id: UUID) -> DownloadLinkRead:
        link = self._downloads.link(member, DownloadKind.DATA_EXPORT, data_export_id)
        return DownloadLinkRead(path=link.path, expires_at=link.expires_at)
