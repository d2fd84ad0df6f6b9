"""Webhooks as partners set them up, and the log of what was sent to them."""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from uuid import UUID

from pydantic import MISSING

from app.errors.webhooks import (
    DeliveryNotFound,
    DeliveryPending,
    TooManyWebhooks,
    WebhookAddressRefused,
    WebhookNotFound,
)
from app.gateways.clock import Clock
from app.models.webhook import Webhook, WebhookDelivery
from app.repositories.webhook_deliveries import WebhookDeliveryReader, WebhookDeliveryRepository
from app.repositories.webhooks import WebhookReader, WebhookRepository
from app.schemas.webhooks import (
    DeliveryPage,
    DeliveryRead,
    WebhookCreate,
    WebhookCreatedRead,
    WebhookListRead,
    WebhookRead,
)
from app.security.cursors import Cursors
from app.security.keyring import Keyring
from app.security.public_addresses import is_loopback, is_public
from app.security.webhook_signatures import make_webhook_secret
from app.services.audit import AuditRecord, AuditTrail
from app.services.paging import Paging, SortKey
from app.services.webhooks.deliveries import delivery_of_test
from app.services.webhooks.sealing import seal_webhook_secret
from app.values.audit import ActorKind, AuditAction, AuditResult
from app.values.ids import new_id
from app.values.principals import CurrentPartner, RequestOrigin
from app.values.webhooks import DeliveryState

MOST = 10
"""Webhooks of one partner."""
NEWEST: SortKey = {"id": UUID}
HTTPS = "https"


@dataclass(frozen=True, slots=True)
class DeliveryQuery:
    """What a partner asked of the log; without a state, any."""

    state: DeliveryState | None
    cursor: str | None
    limit: int


class WebhookLog:
    """`listWebhooks`, `listWebhookDeliveries`."""

    def __init__(
        self, webhooks: WebhookReader, deliveries: WebhookDeliveryReader, cursors: Cursors
    ) -> None:
        self._webhooks = webhooks
        self._deliveries = deliveries
        self._cursors = cursors

    async def list(self, partner: CurrentPartner) -> WebhookListRead:
        """The partner's webhooks."""
        rows = await self._webhooks.list_of(partner)
        return WebhookListRead(items=[WebhookRead(**row._asdict()) for row in rows])

    async def list_deliveries(
        self, partner: CurrentPartner, webhook_id: UUID, query: DeliveryQuery
    ) -> DeliveryPage:
        """A page of what was sent to one of them, newest first.

        Raises:
            WebhookNotFound: none of the partner's.
            InvalidCursor: the cursor is not of this list.
        """
        paging = Paging(
            self._cursors, f"deliveries:{webhook_id}:{query.state}", NEWEST, query.limit
        )
        position = paging.position(query.cursor)
        if not await self._webhooks.is_of(partner, webhook_id):
            raise WebhookNotFound
        rows = await self._deliveries.list_of(
            webhook_id,
            query.state,
            limit=paging.rows_to_read,
            before=position[0] if position else None,
        )
        items = [_described(row) for row in paging.cut(rows)]
        return DeliveryPage(items=items, next_cursor=paging.next_of(rows))


class WebhookDesk:
    """`createWebhook`, `deleteWebhook`, `testWebhook`, `replayDelivery`; the worker sends."""

    def __init__(
        self,
        webhooks: WebhookRepository,
        deliveries: WebhookDeliveryRepository,
        keyring: Keyring,
        audit: AuditTrail,
        clock: Clock,
        *,
        loopback: bool,
    ) -> None:
        self._webhooks = webhooks
        self._deliveries = deliveries
        self._keyring = keyring
        self._audit = audit
        self._clock = clock
        self._loopback = loopback

    async def create(
        self, partner: CurrentPartner, body: WebhookCreate, origin: RequestOrigin
    ) -> WebhookCreatedRead:
        """Tell this address of what happens from now on.

        Raises:
            WebhookAddressRefused: not encrypted, or on no public network. What a name stands for is
                looked at before each attempt, not here.
            TooManyWebhooks: the partner has ten.
        """
        if not self._may_be_called(body.url.scheme, body.url.host or ""):
            raise WebhookAddressRefused
        if await self._webhooks.count_of(partner) >= MOST:
            raise TooManyWebhooks
        webhook_id, secret = new_id(), make_webhook_secret()
        webhook = Webhook(
            id=webhook_id,
            portfolio_id=partner.portfolio_id,
            employer_ref=partner.employer_ref,
            url=str(body.url),
            kinds=[kind.value for kind in body.kinds],
            secret_sealed=seal_webhook_secret(self._keyring, webhook_id, secret),
            created_at=self._clock.now(),
        )
        await self._webhooks.add(webhook)
        self._record(partner, AuditAction.WEBHOOK_CREATED, webhook_id, origin)
        return WebhookCreatedRead(
            id=webhook_id,
            url=webhook.url,
            kinds=list(body.kinds),
            created_at=webhook.created_at,
            secret=secret,
        )

    async def delete(
        self, partner: CurrentPartner, webhook_id: UUID, origin: RequestOrigin
    ) -> None:
        """Tell it nothing more, and forget what was sent.

        Raises:
            WebhookNotFound: none of the partner's.
        """
        await self._webhooks.remove(await self._locked(partner, webhook_id))
        self._record(partner, AuditAction.WEBHOOK_DELETED, webhook_id, origin)

    async def test(self, partner: CurrentPartner, webhook_id: UUID) -> DeliveryRead:
        """Send it something.

        Raises:
            WebhookNotFound: none of the partner's.
        """
        webhook = await self._locked(partner, webhook_id)
        delivery = delivery_of_test(webhook.id, self._clock.now())
        self._deliveries.add(delivery)
        return _described(delivery)

    async def replay(self, partner: CurrentPartner, delivery_id: UUID) -> DeliveryRead:
        """Send it again, as it was, under the same id.

        Raises:
            DeliveryNotFound: to none of the partner's webhooks.
            DeliveryPending: it is on its way.
        """
        delivery = await self._deliveries.lock(partner, delivery_id)
        if delivery is None:
            raise DeliveryNotFound
        if delivery.state is DeliveryState.PENDING:
            raise DeliveryPending
        delivery.state, delivery.attempts = DeliveryState.PENDING, 0
        delivery.next_attempt_at = self._clock.now()
        delivery.finished_at = delivery.failure = delivery.status = None
        return _described(delivery)

    async def _locked(self, partner: CurrentPartner, webhook_id: UUID) -> Webhook:
        webhook = await self._webhooks.lock(partner, webhook_id)
        if webhook is None:
            raise WebhookNotFound
        return webhook

    def _may_be_called(self, scheme: str, host: str) -> bool:
        try:
            address = str(ip_address(host.strip("[]")))
        except ValueError:
            return scheme == HTTPS or self._loopback
        if self._loopback and is_loopback(address):
            return True
        return scheme == HTTPS and is_public(address)

    def _record(
        self, partner: CurrentPartner, action: AuditAction, webhook_id: UUID, origin: RequestOrigin
    ) -> None:
        self._audit.record(
            AuditRecord(
                action=action,
                result=AuditResult.SUCCEEDED,
                actor_kind=ActorKind.PARTNER,
                portfolio_id=partner.portfolio_id,
                actor_id=partner.token_id,
                subject_id=webhook_id,
            ),
            origin,
        )


def _described(row: WebhookDelivery | Any) -> DeliveryRead:
    waits = row.state is DeliveryState.PENDING
    return DeliveryRead(
        id=row.id,
        webhook_id=row.webhook_id,
        event_id=row.event_id,
        kind=row.kind,
        state=row.state,
        attempts=row.attempts,
        created_at=row.created_at,
        next_attempt_at=row.next_attempt_at if waits else None,
        finished_at=row.finished_at,
        failure=MISSING if row.failure is None else row.failure,
        status=row.status,
    )
