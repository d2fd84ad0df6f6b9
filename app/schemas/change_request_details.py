"""What a change request is about, by its kind: as it is kept, sealed, and as it is read."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import MISSING, Field

from app.schemas.base import Body, Money, OpaqueId, Read
from app.values.additions import ChildSituation
from app.values.relationships import Relationship

ADDITION_EXAMPLE: dict[str, Any] = {
    "relationship": "child",
    "relationship_label": "Enfant",
    "first_name": "Lou",
    "last_name": "Martin",
    "birth_date": "2026-02-20",
    "nir": None,
    "united_on": None,
}


class AdditionDetails(Body):
    """The person to be added, as it is kept."""

    relationship: Relationship
    first_name: str
    last_name: str
    birth_date: date
    nir: str | None = Field(default=None, repr=False)
    situation: ChildSituation | None = None
    united_on: date | None = None


class SubscriberDetails(Body):
    """Somebody who is to have the option, and the price that was shown."""

    beneficiary_id: UUID
    beneficiary_ref: str
    monthly_price: Money


class SubscriptionDetails(Body):
    """The option, who is to have it, and the consent that was given; as it is kept."""

    option_id: UUID
    option_ref: str
    label_fr: str
    label_en: str
    subscribers: list[SubscriberDetails]
    consent_version: str
    consented_at: datetime


class RemovalDetails(Body):
    """Why a person is to be removed, in the member's words; as it is kept."""

    reason: str | None = None


class AdditionRead(Read):
    """The person to be added."""

    relationship: Relationship
    relationship_label: str
    """What the person is to the member, in the reader's language."""
    first_name: str
    """First name, as the member gave it."""
    last_name: str
    """Family name, as the member gave it."""
    birth_date: date
    """Date of birth."""
    nir: str | None
    """Social security number, masked; null when it was not given."""
    situation: ChildSituation | MISSING = MISSING
    """What a child of 18 or over does; left out when it was not given."""
    united_on: date | None
    """Day of the marriage or civil partnership; null when it was not given."""


class SubscriberRead(Read):
    """Somebody who is to have the option."""

    beneficiary_id: OpaqueId
    """The beneficiary, by id."""
    monthly_price: Money
    """Euros a month, as it was shown."""


class _Subscription(Read):
    label: str
    """Name of the option, in the reader's language."""
    monthly_price: Money
    """Euros a month for all who are to have it."""
    consent_version: str
    """Which text was agreed to."""
    consented_at: datetime
    """When it was agreed to."""


class SubscriptionRead(_Subscription):
    """The option that was asked for."""

    option_id: OpaqueId
    """The option, by id."""
    subscribers: list[SubscriberRead]
    """Who is to have it."""


class SubscriberCaseRead(Read):
    """Somebody who is to have the option."""

    beneficiary_ref: str
    """The beneficiary, by the partner's own reference."""
    monthly_price: Money
    """Euros a month, as it was shown."""


class SubscriptionCaseRead(_Subscription):
    """The option that was asked for."""

    option_ref: str
    """The option, by the partner's own reference."""
    subscribers: list[SubscriberCaseRead]
    """Who is to have it."""


class RemovalRead(Read):
    """Why a person is to be removed."""

    reason: str | None
    """In the member's words; null when nothing was said."""
