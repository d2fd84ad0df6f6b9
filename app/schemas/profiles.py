"""Who is signed in, as they read and edit it."""

from datetime import date
from typing import Any

from pydantic import MISSING, ConfigDict

from app.schemas.base import Body, OpaqueId, Read
from app.schemas.beneficiaries import AddressRead
from app.schemas.contacts import ADDRESS_EXAMPLE, AddressUpdate
from app.values.notifications import NotificationChannel, NotificationTopic
from app.values.relationships import Relationship

PROFILE_EXAMPLE: dict[str, Any] = {
    "beneficiary_id": "01985f2e-0000-7c1b-9a53-0f6d1c2b3a4e",
    "first_name": "Camille",
    "last_name": "Martin",
    "birth_date": "1986-05-14",
    "relationship": "self",
    "member_number": "00011234",
    "nir": "2 86 •• •• ••• ••• ••",
    "amo_organism": "011234567",
    "email": "camille.martin@example.org",
    "phone": "+33639980001",
    "address": {**ADDRESS_EXAMPLE, "country": "FR"},
    "notifications": [
        {"topic": "messages", "label": "Réponses à mes messages", "channel": "email"},
        {"topic": "requests", "label": "Suivi de mes demandes", "channel": "sms"},
    ],
}


class NotificationRead(Read):
    """How the reader is told of a topic."""

    topic: NotificationTopic
    label: str
    """The topic's name, in the reader's language."""
    channel: NotificationChannel


class ProfileRead(Read):
    """The person signed in."""

    model_config = ConfigDict(json_schema_extra={"examples": [PROFILE_EXAMPLE]})

    beneficiary_id: OpaqueId
    """The reader's id among the people of the family."""
    first_name: str
    """First name, as the administrator's file has it."""
    last_name: str
    """Family name, as the administrator's file has it."""
    birth_date: date
    """Date of birth."""
    relationship: Relationship
    member_number: str
    """The family's number with the insurer (*numéro d'adhérent*)."""
    nir: str | None
    """Social security number, masked; null when the file has none."""
    amo_organism: str | None
    """Statutory fund: régime 2 digits, caisse 3, centre 4; null when unknown."""
    email: str
    """The e-mail by which the reader comes in; changed by `startEmailChange`."""
    phone: str | None
    """The phone that receives codes, E.164; null without one. Changed by `startPhoneChange`."""
    address: AddressRead | MISSING = MISSING
    """Postal address; left out when unknown."""
    notifications: list[NotificationRead]
    """How the reader is told, by topic. Notices of security always leave."""


class NotificationsUpdate(Body):
    """How to be told; what is left out stays."""

    messages: NotificationChannel | MISSING = MISSING
    requests: NotificationChannel | MISSING = MISSING


class ProfileUpdate(Body):
    """What changes; what is left out stays. Names and birth date are the administrator's."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"address": ADDRESS_EXAMPLE, "notifications": {"requests": "sms"}}]
        }
    )

    address: AddressUpdate | MISSING = MISSING
    """Replaced as a whole."""
    notifications: NotificationsUpdate | MISSING = MISSING
    """Channels by topic."""
