"""Change requests (*demandes de modification*): what the manager must validate."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import UTCDateTime
from app.models.base import Base, Identified, Timestamped
from app.models.columns import checked_enum
from app.models.lifecycle import Step
from app.values.change_requests import ChangeRequestKind, ChangeRequestState


class ChangeRequest(Identified, Timestamped, Base):
    """What somebody of a family asks to have changed under a contract.

    `beneficiary_id` is whom it is about, when that is one covered person. The details are those of
    the kind, as JSON: they may bear a NIR, or tell why. `wished_on` is the day that was asked for,
    `effective_on` the one that was granted. `version` counts the moves.
    """

    __tablename__ = "change_requests"
    __table_args__ = (
        Index(None, "member_id", "created_at", "id"),
        Index(None, "portfolio_id", "updated_at", "id"),
        Index(None, "portfolio_id", "state", "updated_at", "id"),
        CheckConstraint(
            "(effective_on IS NOT NULL) = (state = 'validated')", name="has_effective_day"
        ),
        CheckConstraint("version >= 1", name="version"),
    )

    portfolio_id: Mapped[UUID] = mapped_column(ForeignKey("portfolios.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id"))
    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"))
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("beneficiaries.id"))
    beneficiary_id: Mapped[UUID | None] = mapped_column(ForeignKey("beneficiaries.id"))
    kind: Mapped[ChangeRequestKind] = mapped_column(checked_enum(ChangeRequestKind, "kind"))
    state: Mapped[ChangeRequestState] = mapped_column(checked_enum(ChangeRequestState, "state"))
    details_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    wished_on: Mapped[date]
    effective_on: Mapped[date | None]
    version: Mapped[int]


class ChangeRequestDocument(Identified, Base):
    """A document that is due before the request can be examined."""

    __tablename__ = "change_request_documents"
    __table_args__ = (UniqueConstraint("change_request_id", "position"),)

    change_request_id: Mapped[UUID] = mapped_column(ForeignKey("change_requests.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(60))
    label_fr: Mapped[str] = mapped_column(String(200))
    label_en: Mapped[str] = mapped_column(String(200))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    received_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class ChangeRequestStep(Step, Base):
    """A line of the request's timeline."""

    __tablename__ = "change_request_steps"
    __table_args__ = (Index(None, "change_request_id", "at", "id"),)

    change_request_id: Mapped[UUID] = mapped_column(ForeignKey("change_requests.id"))
    from_state: Mapped[ChangeRequestState | None] = mapped_column(
        checked_enum(ChangeRequestState, "from_state")
    )
    to_state: Mapped[ChangeRequestState] = mapped_column(
        checked_enum(ChangeRequestState, "to_state")
    )
