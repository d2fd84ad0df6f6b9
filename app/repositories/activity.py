"""Questions about what was done about an account, by anybody."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from app.database.types import UTCDateTime
from app.models.audit import AuditEntry
from app.repositories.base import AnyRow

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
    .where(AuditEntry.account_id == bindparam("account_id"))
    .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    .limit(bindparam("limit"))
)
_OLDER = _NEWEST.where(
    tuple_(AuditEntry.at, AuditEntry.id)
    < tuple_(bindparam("after_at", type_=UTCDateTime()), bindparam("after_id", type_=Uuid()))
)


class ActivityReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_of(
        self, account_id: UUID, *, limit: int, after: tuple[datetime, UUID] | None
    ) -> Sequence[AnyRow]:
        """Entries about the account, newest first, from just below `after`."""
        parameters: dict[str, Any] = {"account_id": account_id, "limit": limit}
        if after is None:
            return (await self._connection.execute(_NEWEST, parameters)).all()
        parameters |= {"after_at": after[0], "after_id": after[1]}
        return (await self._connection.execute(_OLDER, parameters)).all()
