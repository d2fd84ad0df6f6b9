"""Questions about partner tokens."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.models.partner_token import PartnerToken
from app.repositories.base import AnyRow

_LIVE = select(
    PartnerToken.id,
    PartnerToken.portfolio_id,
    PartnerToken.name,
    PartnerToken.secret_hash,
    PartnerToken.scopes,
    PartnerToken.employer_ref,
    PartnerToken.networks,
    PartnerToken.created_at,
    PartnerToken.expires_at,
    PartnerToken.last_used_at,
).where(
    PartnerToken.public_id == bindparam("public_id"),
    PartnerToken.revoked_at.is_(None),
    PartnerToken.expires_at > bindparam("now"),
)


class PartnerTokenReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find_live(self, public_id: str, now: datetime) -> AnyRow | None:
        """The token of this public id, neither revoked nor expired."""
        parameters = {"public_id": public_id, "now": now}
        return (await self._connection.execute(_LIVE, parameters)).one_or_none()


class PartnerTokenRepository:
    """The write road."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, token: PartnerToken) -> None:
        """Keep a new token."""
        self._session.add(token)

    async def list_of(self, portfolio_id: UUID) -> list[PartnerToken]:
        """Every token of the portfolio, newest first."""
        question = (
            select(PartnerToken)
            .where(PartnerToken.portfolio_id == portfolio_id)
            .order_by(PartnerToken.created_at.desc(), PartnerToken.id.desc())
        )
        return list(await self._session.scalars(question))

    async def find(self, public_id: str) -> PartnerToken | None:
        """The token of this public id, live or not."""
        return await self._session.scalar(
            select(PartnerToken).where(PartnerToken.public_id == public_id)
        )

    async def lock_lineage(self, public_id: str) -> list[PartnerToken]:
        """The token of this public id and all of its lineage; none when there is no such token.

        The first of the lineage is locked, then the others are read: of two rotations at once, the
        second sees what the first one made.
        """
        named = await self.find(public_id)
        if named is None:
            return []
        first = named.lineage or named.id
        await self._session.execute(
            select(PartnerToken.id).where(PartnerToken.id == first).with_for_update()
        )
        question = (
            select(PartnerToken)
            .where(or_(PartnerToken.id == first, PartnerToken.lineage == first))
            .order_by(PartnerToken.created_at, PartnerToken.id)
            .execution_options(populate_existing=True)
        )
        return list(await self._session.scalars(question))

    async def touch(self, token_id: UUID, now: datetime, since: datetime) -> bool:
        """Note that the token is in use, unless somebody did after `since`."""
        used = PartnerToken.last_used_at
        touched = await self._session.execute(
            update(PartnerToken)
            .where(PartnerToken.id == token_id, or_(used.is_(None), used <= since))
            .values(last_used_at=now)
            .returning(PartnerToken.id)
        )
        return touched.one_or_none() is not None
