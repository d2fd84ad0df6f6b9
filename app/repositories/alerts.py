"""Questions about alerts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.account import Account
from app.models.alert import Alert


class AlertRepository:
    """The write road."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, alert: Alert) -> None:
        """Keep an alert that a notice tells of."""
        self._session.add(alert)

    async def take(self, token_hash: bytes, portfolio_id: UUID, now: datetime) -> Alert | None:
        """Use the alert of this token up, once; None when it is unknown, used or over."""
        own = select(Account.id).where(Account.portfolio_id == portfolio_id)
        statement = (
            update(Alert)
            .where(
                Alert.token_hash == token_hash,
                Alert.used_at.is_(None),
                Alert.expires_at > now,
                Alert.account_id.in_(own),
            )
            .values(used_at=now)
            .returning(Alert)
        )
        return await self._session.scalar(statement)
