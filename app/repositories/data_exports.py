"""Questions about exports of personal data: each account has, and reads, its own alone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String, and_, bindparam, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.models.account import Account
from app.models.beneficiary import Beneficiary
from app.models.data_export import DataExport
from app.models.job import Job
from app.models.portfolio import Portfolio
from app.repositories.base import AnyRow
from app.values.accounts import AccountStatus
from app.values.data_exports import DataExportStatus
from app.values.jobs import JobKind

_OWN = (
    select(
        DataExport.id,
        DataExport.status,
        DataExport.created_at,
        DataExport.expires_at,
        DataExport.size,
        DataExport.sha256,
        Job.progress,
    )
    .outerjoin(Job, and_(Job.kind == JobKind.DATA_EXPORT, Job.subject_id == DataExport.id))
    .where(
        DataExport.id == bindparam("data_export_id"),
        DataExport.account_id == bindparam("account_id"),
    )
)
_FILE = select(
    DataExport.storage_key, DataExport.key_sealed, DataExport.size, DataExport.created_at
).where(
    DataExport.id == bindparam("data_export_id"),
    DataExport.portfolio_id == bindparam("portfolio_id"),
    DataExport.status == DataExportStatus.READY,
    DataExport.expires_at > bindparam("now"),
)
_ASKER = (
    select(
        DataExport.session_id,
        DataExport.account_id,
        Account.beneficiary_id,
        Account.frozen_until,
        Account.email,
        Beneficiary.member_id,
        type_coerce(Beneficiary.relationship, String),
        Beneficiary.covered_until,
        Portfolio.code,
    )
    .join(Account, Account.id == DataExport.account_id)
    .join(Beneficiary, Beneficiary.id == Account.beneficiary_id)
    .join(Portfolio, Portfolio.id == DataExport.portfolio_id)
    .where(
        DataExport.id == bindparam("data_export_id"),
        DataExport.status == DataExportStatus.PREPARING,
        Account.status == AccountStatus.ACTIVE,
    )
)


class DataExportReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(self, account_id: UUID, data_export_id: UUID) -> AnyRow | None:
        """One of the account, and how far it is."""
        parameters = {"account_id": account_id, "data_export_id": data_export_id}
        return (await self._connection.execute(_OWN, parameters)).one_or_none()

    async def find_file(
        self, portfolio_id: UUID, data_export_id: UUID, now: datetime
    ) -> AnyRow | None:
        """Where the file of one that may be downloaded is, and its key, sealed."""
        parameters = {"portfolio_id": portfolio_id, "data_export_id": data_export_id, "now": now}
        return (await self._connection.execute(_FILE, parameters)).one_or_none()

    async def find_asker(self, data_export_id: UUID) -> AnyRow | None:
        """Whose data one that is being prepared is to hold, while their account is active."""
        parameters = {"data_export_id": data_export_id}
        return (await self._connection.execute(_ASKER, parameters)).one_or_none()


class DataExportRepository:
    """The write road."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, export: DataExport) -> None:
        """Keep one that was asked for."""
        self._session.add(export)

    async def is_preparing(self, account_id: UUID) -> bool:
        """Whether the account waits for one; whoever asks has locked the account."""
        question = select(DataExport.id).where(
            DataExport.account_id == account_id, DataExport.status == DataExportStatus.PREPARING
        )
        return await self._session.scalar(question.limit(1)) is not None

    async def lock(self, data_export_id: UUID) -> DataExport | None:
        """One, locked until the end of the transaction."""
        question = select(DataExport).where(DataExport.id == data_export_id).with_for_update()
        return await self._session.scalar(question)

    async def fail(self, data_export_id: UUID) -> None:
        """Leave one that will not come."""
        await self._session.execute(
            update(DataExport)
            .where(DataExport.id == data_export_id, DataExport.status == DataExportStatus.PREPARING)
            .values(status=DataExportStatus.FAILED)
        )
