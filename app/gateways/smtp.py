"""E-mail through an SMTP relay."""

from email.message import EmailMessage

import aiosmtplib

from app.gateways.delivery import DeliveryFailed, DeliveryRefused
from app.settings import IMPLICIT_TLS_PORT, Settings

TIMEOUT_SECONDS = 20
PERMANENT = 500


class SmtpMailer:
    """One connection a message: the worker sends few at a time, and survives a relay's restart."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def send_email(self, *, sender: str, to: str, subject: str, text: str) -> None:
        """Hand one message to the relay."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = sender, to, subject
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        settings = self._settings
        password = settings.smtp_password
        try:
            await aiosmtplib.send(
                message,
                hostname=settings.smtp_host,
                port=settings.smtp_port,
                username=settings.smtp_username,
                password=password.get_secret_value() if password else None,
                use_tls=settings.smtp_port == IMPLICIT_TLS_PORT,
                start_tls=settings.smtp_starttls and settings.smtp_port != IMPLICIT_TLS_PORT,
                timeout=TIMEOUT_SECONDS,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            permanent = all(refusal.code >= PERMANENT for refusal in error.recipients)
            raise (DeliveryRefused if permanent else DeliveryFailed) from None
        except aiosmtplib.SMTPResponseException as error:
            raise (DeliveryRefused if error.code >= PERMANENT else DeliveryFailed) from None
        except (aiosmtplib.SMTPException, OSError):
            raise DeliveryFailed from None
