"""Télétransmission as members read and switch it."""

from typing import Any

from pydantic import MISSING, ConfigDict, StrictBool

from app.schemas.base import Body, Read
from app.values.teletransmissions import TeletransmissionCause, TeletransmissionState

TELETRANSMISSION_EXAMPLE: dict[str, Any] = {
    "state": "rejected",
    "label": "Refusée par votre caisse",
    "cause": "overlap",
    "explanation": "Une autre mutuelle reçoit déjà vos décomptes (chevauchement).",
    "next_step": "Demandez-lui d'arrêter sa télétransmission, puis activez-la de nouveau ici.",
    "can_enable": True,
    "can_disable": False,
}


class TeletransmissionUpdate(Body):
    """What the member wants."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"enabled": True}]})

    enabled: StrictBool
    """Whether the statutory fund is to send this person's statements by itself."""


class TeletransmissionRead(Read):
    """Where a person's link stands, and what can be done."""

    model_config = ConfigDict(json_schema_extra={"examples": [TELETRANSMISSION_EXAMPLE]})

    state: TeletransmissionState
    label: str
    """The state's name, in the reader's language."""
    cause: TeletransmissionCause | MISSING = MISSING
    """Why it was rejected or suspended; left out in every other state."""
    explanation: str
    """What the state means for the member, in the reader's language."""
    next_step: str | None
    """What the member can do now, in the reader's language; null when there is nothing to do."""
    can_enable: bool
    """Whether `enabled: true` would be accepted and change something."""
    can_disable: bool
    """Whether `enabled: false` would be accepted and change something."""
