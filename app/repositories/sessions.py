"""Questions about members' sessions."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import String, bindparam, insert, select, tuple_, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.database.reading import fetch_all
from app.models.account import Account
from app.models.beneficiary import Beneficiary
from app.models.session import MemberSession, RefreshToken
from app.repositories.base import AFTER_ROW, LATEST, AnyRow, Position, table_of, values_of
from app.values.accounts import AccountStatus


class CurrentSession(NamedTuple):
    """The person behind a live session; `relationship` is a `Relationship` by value.

    `covered_until` is their last day covered, when their cover has one.
    """

    account_id: UUID
    device_id: UUID | None
    second_factor_at: datetime | None
    frozen_until: datetime | None
    beneficiary_id: UUID
    member_id: UUID
    relationship: str
    covered_until: date | None


_CURRENT = (
    select(
        MemberSession.account_id,
        MemberSession.device_id,
        MemberSession.second_factor_at,
        Account.frozen_until,
        Account.beneficiary_id,
        Beneficiary.member_id,
        type_coerce(Beneficiary.relationship, String),
        Beneficiary.covered_until,
    )
    .join(Account, Account.id == MemberSession.account_id)
    .join(Beneficiary, Beneficiary.id == Account.beneficiary_id)
    .where(
        MemberSession.id == bindparam("session_id"),
        MemberSession.portfolio_id == bindparam("portfolio_id"),
        MemberSession.ended_at.is_(None),
        MemberSession.expires_at > bindparam("now"),
        Account.status == AccountStatus.ACTIVE,
    )
)
_OPEN_SESSIONS = (
    select(
        MemberSession.id,
        MemberSession.client,
        MemberSession.acr,
        MemberSession.device_id,
        MemberSession.network,
        MemberSession.user_agent,
        MemberSession.created_at,
        MemberSession.rotated_at,
        MemberSession.second_factor_at,
        MemberSession.expires_at,
    )
    .where(
        MemberSession.account_id == bindparam("account_id"),
        MemberSession.ended_at.is_(None),
        MemberSession.expires_at > bindparam("now"),
        MemberSession.idle_expires_at > bindparam("now"),
        tuple_(MemberSession.created_at, MemberSession.id) < AFTER_ROW,
    )
    .order_by(MemberSession.created_at.desc(), MemberSession.id.desc())
    .limit(bindparam("limit"))
)
_ADD_SESSION = insert(table_of(MemberSession))
_ADD_TOKEN = insert(table_of(RefreshToken))


class SessionReader:
    """The read road, on every signed-in request's path."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find_current(
        self, session_id: UUID, portfolio_id: UUID, now: datetime
    ) -> CurrentSession | None:
        """The person behind a session that is neither ended nor over, of an active account."""
        parameters = {"session_id": session_id, "portfolio_id": portfolio_id, "now": now}
        rows = await fetch_all(self._connection, _CURRENT, parameters)
        return CurrentSession(*rows[0]) if rows else None

    async def list_open(
        self, account_id: UUID, now: datetime, *, limit: int, after: Position | None
    ) -> list[AnyRow]:
        """The account's sessions that can still be used or refreshed, newest first."""
        moment, row_id = after or LATEST
        parameters = {
            "account_id": account_id,
            "now": now,
            "after_moment": moment,
            "after_id": row_id,
            "limit": limit,
        }
        return list((await self._connection.execute(_OPEN_SESSIONS, parameters)).all())


class SessionRepository:
    """The write road."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, opened: MemberSession, token: RefreshToken) -> None:
        """Keep a new session and its first token, which refers to it. Both are written at once, in
        that order: as entities of the unit of work they would take a flush each.
        """
        await self._session.execute(_ADD_SESSION, values_of(opened))
        await self._session.execute(_ADD_TOKEN, values_of(token))

    def add_token(self, token: RefreshToken) -> None:
        """Keep the successor of a family's head."""
        self._session.add(token)

    async def find_token(self, token_hash: bytes) -> RefreshToken | None:
        """The token of this hash, of whatever generation."""
        return await self._session.get(RefreshToken, token_hash)

    async def issued_at(self, session_id: UUID, generation: int) -> datetime | None:
        """When that generation of the family was issued; None when it was not."""
        return await self._session.scalar(
            select(RefreshToken.issued_at).where(
                RefreshToken.session_id == session_id, RefreshToken.generation == generation
            )
        )

    async def lock(self, session_id: UUID) -> MemberSession | None:
        """The session as it stands, locked until the end of the transaction."""
        return await self._session.scalar(
            select(MemberSession)
            .where(MemberSession.id == session_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )

    async def end(self, session_id: UUID, reason: str, now: datetime) -> None:
        """End one session; nothing happens to one that is over."""
        await self._session.execute(
            update(MemberSession)
            .where(MemberSession.id == session_id, MemberSession.ended_at.is_(None))
            .values(ended_at=now, end_reason=reason, updated_at=now)
        )

    async def end_own(self, session_id: UUID, account_id: UUID, reason: str, now: datetime) -> bool:
        """End one session of the account; False when there is no such open one."""
        statement = (
            update(MemberSession)
            .where(
                MemberSession.id == session_id,
                MemberSession.account_id == account_id,
                MemberSession.ended_at.is_(None),
                MemberSession.expires_at > now,
            )
            .values(ended_at=now, end_reason=reason, updated_at=now)
            .returning(MemberSession.id)
        )
        return await self._session.scalar(statement) is not None

    async def end_of_device(self, device_id: UUID, reason: str, now: datetime) -> None:
        """End the sessions of one device."""
        await self._session.execute(
            update(MemberSession)
            .where(MemberSession.device_id == device_id, MemberSession.ended_at.is_(None))
            .values(ended_at=now, end_reason=reason, updated_at=now)
        )

    async def end_all(
        self, account_id: UUID, reason: str, now: datetime, *, keep: UUID | None = None
    ) -> None:
        """End every session of the account, but for `keep`."""
        statement = update(MemberSession).where(
            MemberSession.account_id == account_id, MemberSession.ended_at.is_(None)
        )
        if keep is not None:
            statement = statement.where(MemberSession.id != keep)
        await self._session.execute(
            statement.values(ended_at=now, end_reason=reason, updated_at=now)
        )
