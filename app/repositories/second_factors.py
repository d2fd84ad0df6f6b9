"""Questions about second factors and recovery codes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.models.second_factor import RecoveryCode, SecondFactor
from app.repositories.base import AnyRow
from app.values.second_factors import FactorKind

_CONFIRMED = (
    select(
        SecondFactor.id,
        SecondFactor.kind,
        SecondFactor.name,
        SecondFactor.secret_sealed,
        SecondFactor.credential_id,
        SecondFactor.public_key,
        SecondFactor.sign_count,
        SecondFactor.transports,
        SecondFactor.confirmed_at,
        SecondFactor.last_used_at,
    )
    .where(
        SecondFactor.account_id == bindparam("account_id"), SecondFactor.confirmed_at.is_not(None)
    )
    .order_by(SecondFactor.confirmed_at, SecondFactor.id)
)
_UNUSED_CODES = (
    select(func.count())
    .select_from(RecoveryCode)
    .where(RecoveryCode.account_id == bindparam("account_id"), RecoveryCode.used_at.is_(None))
)
_UNUSED_CODE = select(RecoveryCode.id).where(
    RecoveryCode.account_id == bindparam("account_id"),
    RecoveryCode.code_hash == bindparam("code_hash"),
    RecoveryCode.used_at.is_(None),
)


class SecondFactorReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_confirmed(self, account_id: UUID) -> list[AnyRow]:
        """The factors that may be shown, oldest first; a handful at most."""
        return list((await self._connection.execute(_CONFIRMED, {"account_id": account_id})).all())

    async def knows_code(self, account_id: UUID, code_hash: bytes) -> bool:
        """Whether it is one of the account's codes, and unused."""
        parameters = {"account_id": account_id, "code_hash": code_hash}
        return (await self._connection.scalar(_UNUSED_CODE, parameters)) is not None

    async def count_unused_codes(self, account_id: UUID) -> int:
        """How many recovery codes are left."""
        return int(await self._connection.scalar(_UNUSED_CODES, {"account_id": account_id}) or 0)


class SecondFactorRepository:
    """The write road."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, row: SecondFactor | RecoveryCode) -> None:
        """Keep a factor under enrolment, or a recovery code."""
        self._session.add(row)

    async def list_passkeys(self, account_id: UUID) -> list[SecondFactor]:
        """The account's passkeys."""
        question = select(SecondFactor).where(
            SecondFactor.account_id == account_id, SecondFactor.credential_id.is_not(None)
        )
        return list(await self._session.scalars(question))

    async def count_confirmed(self, account_id: UUID, kind: FactorKind) -> int:
        """How many factors of this kind the account may show."""
        question = (
            select(func.count())
            .select_from(SecondFactor)
            .where(
                SecondFactor.account_id == account_id,
                SecondFactor.kind == kind,
                SecondFactor.confirmed_at.is_not(None),
            )
        )
        return int(await self._session.scalar(question) or 0)

    async def drop_unconfirmed(self, account_id: UUID, kind: FactorKind) -> None:
        """Forget enrolments that were begun and not confirmed."""
        await self._session.execute(
            delete(SecondFactor).where(
                SecondFactor.account_id == account_id,
                SecondFactor.kind == kind,
                SecondFactor.confirmed_at.is_(None),
            )
        )

    async def lock_unconfirmed(
        self, factor_id: UUID, account_id: UUID, kind: FactorKind, since: datetime
    ) -> SecondFactor | None:
        """The account's enrolment of this id, begun after `since`, locked."""
        return await self._session.scalar(
            select(SecondFactor)
            .where(
                SecondFactor.id == factor_id,
                SecondFactor.account_id == account_id,
                SecondFactor.kind == kind,
                SecondFactor.confirmed_at.is_(None),
                SecondFactor.created_at > since,
            )
            .with_for_update()
        )

    async def remove(self, factor_id: UUID, account_id: UUID) -> bool:
        """Remove one factor of the account; False when there is no such confirmed one."""
        statement = (
            delete(SecondFactor)
            .where(
                SecondFactor.id == factor_id,
                SecondFactor.account_id == account_id,
                SecondFactor.confirmed_at.is_not(None),
            )
            .returning(SecondFactor.id)
        )
        return await self._session.scalar(statement) is not None

    async def remove_all(self, account_id: UUID) -> None:
        """Remove everything that was enrolled, recovery codes too."""
        for table in (SecondFactor, RecoveryCode):
            await self._session.execute(delete(table).where(table.account_id == account_id))

    async def remove_codes(self, account_id: UUID) -> None:
        """Make every recovery code worthless."""
        await self._session.execute(
            delete(RecoveryCode).where(RecoveryCode.account_id == account_id)
        )

    async def use_timecode(self, factor_id: UUID, timecode: int, now: datetime) -> bool:
        """Use up one 30-second step of an authenticator app: of any number at once, one passes."""
        last = SecondFactor.last_timecode
        return await self._use(
            factor_id, or_(last.is_(None), last < timecode), {"last_timecode": timecode}, now
        )

    async def use_passkey(
        self, factor_id: UUID, before: int, sign_count: int, now: datetime
    ) -> bool:
        """Note a passkey's counter, unless somebody else moved it since it was read."""
        unmoved = SecondFactor.sign_count == before
        return await self._use(factor_id, unmoved, {"sign_count": sign_count}, now)

    async def use_code(self, account_id: UUID, code_hash: bytes, now: datetime) -> bool:
        """Use a recovery code up, once."""
        statement = (
            update(RecoveryCode)
            .where(
                RecoveryCode.account_id == account_id,
                RecoveryCode.code_hash == code_hash,
                RecoveryCode.used_at.is_(None),
            )
            .values(used_at=now)
            .returning(RecoveryCode.id)
        )
        return await self._session.scalar(statement) is not None

    async def _use(
        self, factor_id: UUID, condition: Any, values: dict[str, Any], now: datetime
    ) -> bool:
        statement = (
            update(SecondFactor)
            .where(SecondFactor.id == factor_id, SecondFactor.confirmed_at.is_not(None), condition)
            .values(**values, last_used_at=now, updated_at=now)
            .returning(SecondFactor.id)
        )
        return await self._session.scalar(statement) is not None
