"""Messages that leave: written with the transaction that decided them, sealed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from app.database.database import after_commit
from app.gateways.clock import Clock
from app.models.outbox import OutboxMessage
from app.repositories.outbox import OutboxRepository
from app.security.keyring import Keyring
from app.security.sealed_places import SealedPlace
from app.values.ids import new_id
from app.values.outbox import OutboxChannel, OutboxState


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail or SMS. `subject` and `sender` are empty on an SMS."""

    to: str
    text: str
    subject: str = ""
    sender: str = ""


class Outbox:
    """Where services post letters."""

    def __init__(
        self, session: AsyncSession, keyring: Keyring, clock: Clock, wake: Callable[[], None]
    ) -> None:
        self._session = session
        self._messages = OutboxRepository(session)
        self._keyring = keyring
        self._clock = clock
        self._wake = wake

    def post(
        self,
        portfolio_id: UUID,
        channel: OutboxChannel,
        letter: Letter,
        *,
        expires_at: datetime | None = None,
    ) -> None:
        """Have the letter leave after the commit; not at all once `expires_at` is past."""
        now = self._clock.now()
        message = OutboxMessage(
            id=new_id(),
            portfolio_id=portfolio_id,
            channel=channel,
            state=OutboxState.PENDING,
            created_at=now,
            next_attempt_at=now,
            expires_at=expires_at,
            attempts=0,
        )
        message.payload_sealed = seal_letter(self._keyring, message.id, letter)
        self._messages.add(message)
        after_commit(self._session, self._wake)


def seal_letter(keyring: Keyring, message_id: UUID, letter: Letter) -> bytes:
    """The letter as it rests in its row."""
    return keyring.seal(orjson.dumps(letter), SealedPlace.OUTBOX_PAYLOAD, message_id)


def open_letter(keyring: Keyring, message_id: UUID, sealed: bytes) -> Letter:
    """The letter of a row."""
    return Letter(**orjson.loads(keyring.open(sealed, SealedPlace.OUTBOX_PAYLOAD, message_id)))
