"""Questions about the devices and networks an account is known from."""

from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import Executable, bindparam, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.models.session import Device, KnownNetwork
from app.repositories.base import (
    AFTER_ROW,
    LATEST,
    AnyRow,
    Position,
    dialect_of,
    insert_for,
    table_of,
)
from app.values.ids import new_id

_DEVICES = table_of(Device)
_NETWORKS = table_of(KnownNetwork)
_SLIDE = (
    update(_DEVICES)
    .where(
        _DEVICES.c.id == bindparam("device_id"),
        _DEVICES.c.revoked_at.is_(None),
        _DEVICES.c.expires_at > bindparam("now"),
    )
    .values(
        last_used_at=bindparam("now"), expires_at=bindparam("until"), updated_at=bindparam("now")
    )
    .returning(_DEVICES.c.id)
)
_LIVE = (
    select(Device.id, Device.user_agent, Device.created_at, Device.last_used_at, Device.expires_at)
    .where(
        Device.account_id == bindparam("account_id"),
        Device.revoked_at.is_(None),
        Device.expires_at > bindparam("now"),
        tuple_(Device.created_at, Device.id) < AFTER_ROW,
    )
    .order_by(Device.created_at.desc(), Device.id.desc())
    .limit(bindparam("limit"))
)


class DeviceReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_live(
        self, account_id: UUID, now: datetime, *, limit: int, after: Position | None
    ) -> list[AnyRow]:
        """The account's devices that are neither revoked nor forgotten, newest first."""
        moment, row_id = after or LATEST
        parameters = {
            "account_id": account_id,
            "now": now,
            "after_moment": moment,
            "after_id": row_id,
            "limit": limit,
        }
        return list((await self._connection.execute(_LIVE, parameters)).all())


class DeviceRepository:
    """The write road."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, device: Device) -> None:
        """Keep a new device. Flushes: the session that follows refers to it."""
        self._session.add(device)
        await self._session.flush()

    async def slide(self, device_id: UUID, now: datetime, expires_at: datetime) -> bool:
        """Remember a device longer, if it was not revoked meanwhile."""
        parameters = {"device_id": device_id, "now": now, "until": expires_at}
        return await self._session.scalar(_SLIDE, parameters) is not None

    async def revoke(self, device_id: UUID, account_id: UUID, now: datetime) -> bool:
        """Forget one device of the account; False when there is no such live one."""
        statement = (
            update(Device)
            .where(
                Device.id == device_id,
                Device.account_id == account_id,
                Device.revoked_at.is_(None),
                Device.expires_at > now,
            )
            .values(revoked_at=now, updated_at=now)
            .returning(Device.id)
        )
        return await self._session.scalar(statement) is not None

    async def revoke_all(self, account_id: UUID, now: datetime, *, keep: UUID | None) -> None:
        """Forget the account's devices, but for `keep`."""
        statement = update(Device).where(
            Device.account_id == account_id, Device.revoked_at.is_(None)
        )
        if keep is not None:
            statement = statement.where(Device.id != keep)
        await self._session.execute(statement.values(revoked_at=now, updated_at=now))

    async def confirm_network(self, account_id: UUID, network: str, now: datetime) -> None:
        """The account was seen at this network now."""
        parameters = {"id": new_id(), "account_id": account_id, "network": network, "now": now}
        await self._session.execute(_confirm_network(dialect_of(self._session)), parameters)


@cache
def _confirm_network(dialect: str) -> Executable:
    statement = insert_for(dialect, KnownNetwork).values(
        id=bindparam("id"),
        account_id=bindparam("account_id"),
        network=bindparam("network"),
        last_seen_at=bindparam("now"),
    )
    return statement.on_conflict_do_update(
        index_elements=[_NETWORKS.c.account_id, _NETWORKS.c.network],
        set_={"last_seen_at": bindparam("now")},
    )
