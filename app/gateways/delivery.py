"""What delivering a message means to the worker."""

from typing import Protocol


class DeliveryFailed(Exception):
    """Not this time: the worker tries again later."""


class DeliveryRefused(Exception):
    """Never: the address does not exist, or the relay refuses the message for good."""


class Mailer(Protocol):
    """Sends an e-mail."""

    async def send_email(self, *, sender: str, to: str, subject: str, text: str) -> None:
        """Hand the message to a relay."""


class SmsSender(Protocol):
    """Sends an SMS."""

    async def send_sms(self, *, to: str, text: str) -> None:
        """Hand the message to a provider."""
