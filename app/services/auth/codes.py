"""Sending codes: what leaves for a request, which may be nothing, and the same answer always."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from app.errors.authentication import ResendTooEarly
from app.gateways.clock import Clock
from app.repositories.flows import FlowRepository
from app.schemas.auth_flows import FlowRead
from app.security.codes import hash_code, make_code
from app.security.keyring import Keyring
from app.services import notices
from app.services.auth.access import FlowAccess, Prepared
from app.services.auth.flows import CODE_LIFETIMES, may_deliver, require_code_request
from app.services.auth.limits import Limits
from app.services.auth.parcels import Parcel, ParcelRules
from app.services.auth.standing import RESEND_DELAYS, Standing
from app.services.outbox import Outbox
from app.services.portfolios import CurrentPortfolio
from app.values.flows import CodeChannel, FlowState
from app.values.outbox import OutboxChannel
from app.values.principals import RequestOrigin


class CodePost:
    """Makes codes and posts them, within the limits."""

    def __init__(
        self,
        limits: Limits,
        parcels: ParcelRules,
        outbox: Outbox,
        keyring: Keyring,
        clock: Clock,
    ) -> None:
        self._limits = limits
        self._parcels = parcels
        self._outbox = outbox
        self._keyring = keyring
        self._clock = clock

    async def choose(
        self, portfolio: CurrentPortfolio, standing: Standing, channel: CodeChannel
    ) -> Parcel | None:
        """What leaves for the flow as it stands, if the limits let it. Counts, as `admit` does."""
        parcel = await self._parcels.choose(portfolio, standing, channel)
        return await self.admit(portfolio.id, standing, parcel)

    async def admit(
        self, portfolio_id: UUID, standing: Standing, parcel: Parcel | None
    ) -> Parcel | None:
        """The parcel, if the limits let it leave. Counts: before the unit of work begins."""
        if not may_deliver(standing, self._clock.now()):
            return None
        # Nothing to send is counted as well, elsewhere: it must take the same time.
        admitted = await self._limits.may_deliver(
            portfolio_id,
            parcel.channel if parcel else CodeChannel.EMAIL,
            parcel.to if parcel else standing.subject.hex(),
            standing.kind,
        )
        return parcel if admitted else None

    def post(
        self, portfolio: CurrentPortfolio, standing: Standing, parcel: Parcel | None
    ) -> dict[str, Any]:
        """Post the parcel; what the flow must remember of the request and of what left."""
        asked = {
            "state": FlowState.CODE,
            "sends": standing.sends + 1,
            "last_send_at": self._clock.now(),
        }
        if parcel is None:
            return asked
        channel = OutboxChannel(parcel.channel.value)
        if parcel.letter:
            self._outbox.post(portfolio.id, channel, parcel.letter)
            return asked
        code = make_code()
        lifetime = CODE_LIFETIMES[parcel.channel]
        expires_at = self._clock.now() + lifetime
        minutes = int(lifetime.total_seconds() // 60)
        purpose = standing.purpose
        letter = (
            notices.sms_code(portfolio, parcel.to, code, minutes)
            if parcel.channel is CodeChannel.SMS
            else notices.email_code(portfolio, parcel.to, purpose, code, minutes)
        )
        self._outbox.post(portfolio.id, channel, letter, expires_at=expires_at)
        return {
            **asked,
            "channel": parcel.channel,
            "code_hash": hash_code(
                self._keyring,
                flow_id=standing.id,
                purpose=purpose,
                destination=parcel.to,
                code=code,
            ),
            "code_expires_at": expires_at,
            "deliveries": standing.deliveries + 1,
        }

    async def open_with(
        self, portfolio: CurrentPortfolio, prepared: Prepared, channel: CodeChannel
    ) -> Prepared:
        """The flow with its first code on the way: counts, then writes to the unit of work."""
        standing = prepared.standing
        parcel = await self.choose(portfolio, standing, channel)
        return prepared.advanced(self.post(portfolio, standing, parcel))


class CodeRequestService:
    """`requestCode`: the first code of an activation, and another one of any flow."""

    def __init__(
        self,
        access: FlowAccess,
        flows: FlowRepository,
        limits: Limits,
        post: CodePost,
        clock: Clock,
    ) -> None:
        self._access = access
        self._flows = flows
        self._limits = limits
        self._post = post
        self._clock = clock

    async def request(
        self,
        portfolio: CurrentPortfolio,
        flow_id: UUID,
        secret: str,
        channel: CodeChannel,
        origin: RequestOrigin,
    ) -> FlowRead:
        """Send a code, or what helps instead, or nothing; the answer is the same.

        Raises:
            ChannelNotAllowed, ResendTooEarly, TooManySends, FlowStepOutOfOrder: see `flows`.
            RateLimited: too many requests from this address.
        """
        standing = await self._access.find(portfolio.id, flow_id, secret)
        now = self._clock.now()
        require_code_request(standing, channel, now)
        await self._limits.count_send_request(origin.ip)
        parcel = await self._post.choose(portfolio, standing, channel)
        values = self._post.post(portfolio, standing, parcel)
        await record_send(self._flows, standing, values, now)
        return self._access.describe(portfolio, replace(standing, **values))


async def record_send(
    flows: FlowRepository, standing: Standing, values: dict[str, Any], now: datetime
) -> None:
    """Write a send down, once.

    Raises:
        ResendTooEarly: another request for the same flow was faster.
    """
    changes = {**values, "updated_at": now}
    if not await flows.record_send(standing.id, standing.state, standing.sends, changes):
        raise ResendTooEarly(retry_after=int(RESEND_DELAYS[0].total_seconds()))
