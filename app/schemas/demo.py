"""What the demo profile alone serves."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from app.schemas.base import Body, Read

TEN_YEARS = 10 * 366 * 24 * 3600


class MailboxMessageRead(Read):
    """A message that would have left."""

    channel: Literal["email", "sms"]
    """How it would have travelled."""
    to: str
    """An e-mail address, or a number in E.164."""
    text: str
    """The message as the person would read it."""
    created_at: datetime
    """When it was posted, by the product's clock."""


class MailboxRead(Read):
    """Messages, newest first."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [
                        {
                            "channel": "sms",
                            "to": "+33639980001",
                            "text": "HCR Bien-Être : votre code est 042017, valable 5 min.",
                            "created_at": "2026-11-22T10:00:05Z",
                        }
                    ]
                }
            ]
        }
    )

    items: list[MailboxMessageRead]
    """Empty when nothing was posted."""


class ClockUpdate(Body):
    """How far the product's clock is from the machine's, in seconds."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"offset_seconds": 8035200}]})

    offset_seconds: Annotated[int, Field(ge=-TEN_YEARS, le=TEN_YEARS)]
    """Seconds the product's clock runs ahead of the machine's; negative is behind, 0 is real time.
    """


class ClockRead(Read):
    """The product's time now."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"offset_seconds": 8035200, "now": "2027-02-23T10:00:00Z"}]}
    )

    offset_seconds: int
    """Seconds the product's clock runs ahead of the machine's."""
    now: datetime
    """The product's time from now on."""
