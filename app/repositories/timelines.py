"""The question that every timeline asks: its lines, oldest first."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import InstrumentedAttribute

from app.database.reading import AnySelect
from app.repositories.base import AnyRow


def timeline_of(steps: Any, subject: InstrumentedAttribute[UUID]) -> AnySelect:
    """The statement for one table of steps; `subject` is the column of what they are lines of."""
    return (
        select(
            steps.id,
            steps.at,
            steps.actor,
            steps.from_state,
            steps.to_state,
            steps.reason_sealed,
        )
        .where(subject == bindparam("subject_id"))
        .order_by(steps.at, steps.id)
    )


async def list_steps(
    connection: AsyncConnection, timeline: AnySelect, subject_id: UUID
) -> Sequence[AnyRow]:
    """The lines about one thing."""
    return (await connection.execute(timeline, {"subject_id": subject_id})).all()
