"""The secrets of webhooks as they rest."""

from uuid import UUID

from app.security.keyring import Keyring
from app.security.sealed_places import SealedPlace


def seal_webhook_secret(keyring: Keyring, webhook_id: UUID, secret: str) -> bytes:
    """The secret as it rests in its row."""
    return keyring.seal(secret.encode(), SealedPlace.WEBHOOK_SECRET, webhook_id)


def open_webhook_secret(keyring: Keyring, webhook_id: UUID, sealed: bytes) -> str:
    """The secret of a row."""
    return keyring.open(sealed, SealedPlace.WEBHOOK_SECRET, webhook_id).decode()
