"""Services of webhooks."""

from typing import Annotated

from fastapi import Depends

from app.dependencies.auth.parts import audit_trail
from app.dependencies.infrastructure import ContainerDep, ReadDep, SessionDep
from app.repositories.webhook_deliveries import WebhookDeliveryReader, WebhookDeliveryRepository
from app.repositories.webhooks import WebhookReader, WebhookRepository
from app.services.webhooks.desk import WebhookDesk, WebhookLog


async def get_webhook_log(container: ContainerDep, connection: ReadDep) -> WebhookLog:
    """Reads on the connection that the guard rode."""
    return WebhookLog(
        WebhookReader(connection), WebhookDeliveryReader(connection), container.cursors
    )


async def get_webhook_desk(container: ContainerDep, session: SessionDep) -> WebhookDesk:
    """Writes in the request's unit of work; what must be sent wakes the worker."""
    return WebhookDesk(
        WebhookRepository(session),
        WebhookDeliveryRepository(session),
        container.keyring,
        audit_trail(container, session),
        container.clock,
        loopback=container.settings.webhooks_to_loopback,
    )


WebhookLogDep = Annotated[WebhookLog, Depends(get_webhook_log)]
WebhookDeskDep = Annotated[WebhookDesk, Depends(get_webhook_desk)]
