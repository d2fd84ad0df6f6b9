"""Alerts: what the link of a notice answers."""

from typing import Literal

from pydantic import ConfigDict

from app.schemas.base import Read
from app.values.alerts import AlertKind


class AlertAnswerRead(Read):
    """The account is safe: every session is closed, the password is worthless."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"kind": "phone_changed", "next_step": "reset_password"}]}
    )

    kind: AlertKind
    """What the notice had told of; undone where it could be."""
    next_step: Literal["reset_password"]
    """What the screen offers: `startPasswordReset`."""
