"""SMS through a provider's HTTPS API: `POST {"to": "+33…", "text": "…"}` with a bearer token."""

import httpx

from app.gateways.delivery import DeliveryFailed, DeliveryRefused

TIMEOUT_SECONDS = 15
RETRIABLE = frozenset({408, 425, 429})
CLIENT_ERROR, SERVER_ERROR = 400, 500


class HttpSmsSender:
    """One client for the life of the worker."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._client = httpx.AsyncClient(
            timeout=TIMEOUT_SECONDS, headers={"Authorization": f"Bearer {token}"}
        )

    async def send_sms(self, *, to: str, text: str) -> None:
        """Hand one message to the provider."""
        try:
            response = await self._client.post(self._url, json={"to": to, "text": text})
        except httpx.HTTPError:
            raise DeliveryFailed from None
        status = response.status_code
        if CLIENT_ERROR <= status < SERVER_ERROR and status not in RETRIABLE:
            raise DeliveryRefused
        if not response.is_success:
            raise DeliveryFailed

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()
