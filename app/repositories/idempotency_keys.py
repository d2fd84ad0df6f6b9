"""Questions about idempotency keys: held in short transactions, answered with the write."""

from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, and_, bindparam, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.idempotency_key import IdempotencyKey
from app.repositories.base import AnyRow, dialect_of, insert_for, table_of

_KEYS = table_of(IdempotencyKey)
_NEW = ("id", "subject", "fingerprint", "held_until", "expires_at")
_BY_SUBJECT = select(
    _KEYS.c.id, _KEYS.c.fingerprint, _KEYS.c.answer_sealed, _KEYS.c.held_until
).where(_KEYS.c.subject == bindparam("of"))
_UNANSWERED = and_(_KEYS.c.id == bindparam("held"), _KEYS.c.answer_sealed.is_(None))
_ANSWER = (
    update(_KEYS).where(_UNANSWERED).values(answer_sealed=bindparam("sealed")).returning(_KEYS.c.id)
)
_FREE = delete(_KEYS).where(_UNANSWERED)
# Of several that forget at once, each takes what the others have not.
_OLDEST_EXPIRED = (
    select(_KEYS.c.id)
    .where(_KEYS.c.expires_at <= bindparam("now"))
    .order_by(_KEYS.c.expires_at)
    .limit(bindparam("at_most"))
    .with_for_update(skip_locked=True)
)
_FORGET = delete(_KEYS).where(_KEYS.c.id.in_(_OLDEST_EXPIRED))


class IdempotencyKeyRepository:
    """The write road."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def hold(self, values: dict[str, Any], now: datetime) -> bool:
        """Take a key that nobody has, that was given up, or whose time is over; of any number that
        try at once, one has it.
        """
        statement = _hold(dialect_of(self._session))
        return await self._session.scalar(statement, {**values, "now": now}) is not None

    async def find(self, subject: bytes) -> AnyRow | None:
        """The key as somebody else holds it, or left it."""
        return (await self._session.execute(_BY_SUBJECT, {"of": subject})).one_or_none()

    async def answer(self, held: UUID, sealed: bytes) -> bool:
        """Keep the answer; False when somebody took the key over meanwhile."""
        parameters = {"held": held, "sealed": sealed}
        return await self._session.scalar(_ANSWER, parameters) is not None

    async def free(self, held: UUID) -> None:
        """Give up a key that has no answer."""
        await self._session.execute(_FREE, {"held": held})

    async def forget_expired(self, now: datetime, at_most: int) -> None:
        """Delete keys whose time is over, the oldest first."""
        await self._session.execute(_FORGET, {"now": now, "at_most": at_most})


@cache
def _hold(dialect: str) -> Executable:
    statement = insert_for(dialect, IdempotencyKey).values(
        {name: bindparam(name) for name in _NEW} | {"answer_sealed": None}
    )
    given_up = and_(_KEYS.c.answer_sealed.is_(None), _KEYS.c.held_until <= bindparam("now"))
    return statement.on_conflict_do_update(
        index_elements=[_KEYS.c.subject],
        set_={name: statement.excluded[name] for name in (*_NEW, "answer_sealed")},
        where=or_(_KEYS.c.expires_at <= bindparam("now"), given_up),
    ).returning(_KEYS.c.id)
