"""Questions about what was done about an account, by anybody."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from app.models.audit import AuditEntry
from app.repositories.base import AFTER_ROW, LATEST, AnyRow, Position

_NEWEST = (
    select(
        AuditEntry.id,
        AuditEntry.at,
        AuditEntry.action,
        AuditEntry.result,
        AuditEntry.actor_kind,
        AuditEntry.actor_id,
        AuditEntry.ip,
        AuditEntry.device_id,
    )
    .where(
        AuditEntry.account_id == bindparam("account_id"),
        tuple_(AuditEntry.at, AuditEntry.id) < AFTER_ROW,
    )
    .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    .limit(bindparam("limit"))
)


class ActivityReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_of(
        self, account_id: UUID, *, limit: int, after: Position | None
    ) -> Sequence[AnyRow]:
        """Entries about the account, newest first, from just below `after`."""
        moment, row_id = after or LATEST
        parameters = {
            "account_id": account_id,
            "after_moment": moment,
            "after_id": row_id,
            "limit": limit,
        }
        return (await self._connection.execute(_NEWEST, parameters)).all()
