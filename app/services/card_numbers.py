"""Numbers of cards: what a lost card loses, and what anybody who verifies one must know."""

from datetime import date, datetime, time
from typing import Any

from app.errors.cards import CardAlreadyReplaced, CardNotFound
from app.errors.requests import InvalidCursor
from app.gateways.clock import Clock
from app.repositories.card_numbers import (
    CardNumberReader,
    CardNumberRepository,
    WorthlessSince,
)
from app.schemas.card import CardReissueCreate, CardReissueRead
from app.security.card_tokens import CardTokens
from app.security.references import make_reference, read_reference, written
from app.services.audit import AuditRecord, AuditTrail
from app.services.events import EventLog
from app.services.portfolios import CurrentPortfolio
from app.values.audit import AuditAction
from app.values.events import EventKind
from app.values.periods import PARIS
from app.values.principals import CurrentMember, RequestOrigin

PAGE_OF_NUMBERS = 10_000
"""170 kB: few requests for whoever wants all of them, and none that is long."""


class CardReissueService:
    """`reissueCard`: a number is revoked, its holder gets another one."""

    def __init__(
        self,
        numbers: CardNumberRepository,
        audit: AuditTrail,
        events: EventLog,
        clock: Clock,
        origin: RequestOrigin,
    ) -> None:
        self._numbers = numbers
        self._audit = audit
        self._events = events
        self._clock = clock
        self._origin = origin

    async def reissue(self, member: CurrentMember, body: CardReissueCreate) -> CardReissueRead:
        """Replace the card of this number. Sent twice, it replaces one card once.

        Raises:
            CardNotFound: mistyped, or of nobody whose card the reader may see.
            CardAlreadyReplaced: it was revoked before.
        """
        plain = read_reference(body.number)
        card = await self._numbers.lock(member, plain) if plain else None
        if card is None or card.contract_id is None:
            raise CardNotFound
        if card.revoked_at is not None:
            raise CardAlreadyReplaced
        now = self._clock.now()
        await self._numbers.revoke(card.id, body.loss, now)
        offered = {card.beneficiary_id: make_reference()}
        given = await self._numbers.give(member.portfolio_id, card.contract_id, offered, now)
        self._audit.record(
            AuditRecord.by(
                member,
                AuditAction.CARD_REISSUED,
                subject_id=card.beneficiary_id,
                reason=body.loss.value,
            ),
            self._origin,
        )
        self._events.tell_of_person(
            EventKind.CARD_REISSUED, member.portfolio_id, card.beneficiary_id
        )
        return CardReissueRead(
            number=written(given[card.beneficiary_id]),
            revoked=written(plain or ""),
            issued_at=now,
        )


class CardVerification:
    """What whoever verifies cards offline fetches beforehand."""

    def __init__(self, tokens: CardTokens, clock: Clock, portfolio: CurrentPortfolio) -> None:
        self._tokens = tokens
        self._clock = clock
        self._portfolio = portfolio

    def keys(self) -> dict[str, Any]:
        """The public keys, in the shape of `CardVerificationKeysRead`."""
        keys = self._tokens.public_keys(self._portfolio.id, self._clock.today())
        return {"issuer": self._portfolio.code, "keys": keys}

    async def revocations(self, numbers: CardNumberReader, after: str | None) -> dict[str, Any]:
        """A page, in the shape of `CardRevocationsRead`. A card ends with the year at the latest:
        what became worthless in a year before is over by itself.

        Raises:
            InvalidCursor: `after` is no number.
        """
        plain = read_reference(after) if after else ""
        if plain is None:
            raise InvalidCursor
        today = self._clock.today()
        first = date(today.year, 1, 1)
        since = WorthlessSince(datetime.combine(first, time(), PARIS), first, today)
        found = await numbers.list_worthless(
            self._portfolio.id, since, after=plain, limit=PAGE_OF_NUMBERS + 1
        )
        page = [written(number) for number in found[:PAGE_OF_NUMBERS]]
        following = page[-1] if len(found) > PAGE_OF_NUMBERS else None
        return {"year": today.year, "numbers": page, "next_after": following}
