"""A line of a timeline, whatever it is the timeline of."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import UTCDateTime
from app.models.base import Identified
from app.models.columns import checked_enum
from app.values.lifecycles import StepActor


class Step(Identified):
    """Columns of a line, kept for good and never changed; a table adds what it is a line of, and
    between which of its states: `from_state`, null on the first line, and `to_state`.

    The reason is a text of the administrator, which may tell of somebody's health: it is sealed.
    """

    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor: Mapped[StepActor] = mapped_column(checked_enum(StepActor, "actor"))
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
