"""Questions about the outbox."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.models.outbox import OutboxMessage
from app.values.outbox import OutboxState


class OutboxRepository:
    """The write road."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, message: OutboxMessage) -> None:
        """Keep a message that must leave."""
        self._session.add(message)

    async def claim_due(
        self, now: datetime, leased_until: datetime, limit: int
    ) -> list[OutboxMessage]:
        """Messages due, leased to the caller; other workers skip them until the lease ends."""
        question = (
            select(OutboxMessage)
            .where(OutboxMessage.state == OutboxState.PENDING, OutboxMessage.next_attempt_at <= now)
            .order_by(OutboxMessage.next_attempt_at, OutboxMessage.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        messages = list(await self._session.scalars(question))
        for message in messages:
            message.attempts += 1
            message.next_attempt_at = leased_until
        return messages

    async def finish(self, message_id: UUID, attempt: int, values: dict[str, Any]) -> None:
        """Record the outcome of one attempt, unless a later one overtook it."""
        await self._session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == message_id, OutboxMessage.attempts == attempt)
            .values(**values)
        )


class OutboxReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def oldest_pending(self) -> datetime | None:
        """When the oldest waiting message was written."""
        question = select(func.min(OutboxMessage.created_at)).where(
            OutboxMessage.state == OutboxState.PENDING
        )
        oldest: datetime | None = await self._connection.scalar(question)
        return oldest
