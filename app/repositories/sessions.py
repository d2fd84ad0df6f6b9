"""Questions about members' sessions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.models.account import Account, AccountStatus
from app.models.beneficiary import Beneficiary
from app.models.session import MemberSession
from app.repositories.base import AnyRow

_CURRENT = (
    select(
        MemberSession.account_id,
        MemberSession.device_id,
        MemberSession.second_factor_at,
        Account.beneficiary_id,
        Beneficiary.member_id,
        Beneficiary.relationship,
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


class SessionReader:
    """The read road, on every signed-in request's path."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find_current(
        self, session_id: UUID, portfolio_id: UUID, now: datetime
    ) -> AnyRow | None:
        """The person behind a session that is neither ended nor over, of an active account."""
        parameters = {"session_id": session_id, "portfolio_id": portfolio_id, "now": now}
        return (await self._connection.execute(_CURRENT, parameters)).one_or_none()
