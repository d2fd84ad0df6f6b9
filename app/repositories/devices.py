"""Questions about the devices and networks an account is known from."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.models.session import Device, KnownNetwork
from app.repositories.base import AFTER_ROW, LATEST, AnyRow, Position, insert_into
from app.values.ids import new_id

_LIVE_DEVICE = select(Device.id, Device.account_id).where(
    Device.secret_hash == bindparam("secret_hash"),
    Device.revoked_at.is_(None),
    Device.expires_at > bindparam("now"),
)
_KNOWN_NETWORK = select(KnownNetwork.id).where(
    KnownNetwork.account_id == bindparam("account_id"),
    KnownNetwork.network == bindparam("network"),
    KnownNetwork.last_seen_at > bindparam("since"),
)
_DEVICES = (
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

    async def find_live(self, secret_hash: bytes, now: datetime) -> AnyRow | None:
        """The device of this secret, neither revoked nor forgotten."""
        parameters = {"secret_hash": secret_hash, "now": now}
        return (await self._connection.execute(_LIVE_DEVICE, parameters)).one_or_none()

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
        return list((await self._connection.execute(_DEVICES, parameters)).all())

    async def knows_network(self, account_id: UUID, network: str, since: datetime) -> bool:
        """Whether the account was confirmed from this network, and seen there after `since`."""
        parameters = {"account_id": account_id, "network": network, "since": since}
        return (await self._connection.scalar(_KNOWN_NETWORK, parameters)) is not None


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
        statement = (
            update(Device)
            .where(Device.id == device_id, Device.revoked_at.is_(None), Device.expires_at > now)
            .values(last_used_at=now, expires_at=expires_at, updated_at=now)
            .returning(Device.id)
        )
        return await self._session.scalar(statement) is not None

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
        statement = insert_into(self._session, KnownNetwork).values(
            id=new_id(), account_id=account_id, network=network, last_seen_at=now
        )
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=[KnownNetwork.account_id, KnownNetwork.network],
                set_={"last_seen_at": now},
            )
        )
