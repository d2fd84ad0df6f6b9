"""Sending codes: what leaves for a request, which may be nothing, and the same answer always."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, assert_never
from uuid import UUID

from app.errors.authentication import ChannelNotAllowed, ResendTooEarly
from app.gateways.clock import Clock
from app.repositories.flows import FlowRepository
from app.schemas.auth import FlowRead
from app.security.codes import hash_code, make_code
from app.security.keyring import Keyring
from app.services import notices
from app.services.auth.access import FlowAccess
from app.services.auth.flows import (
    CODE_LIFETIMES,
    RESEND_DELAYS,
    Standing,
    describe,
    may_deliver,
    require_code_request,
)
from app.services.auth.limits import Limits
from app.services.auth.phones import PhoneRules
from app.services.outbox import Letter, Outbox
from app.services.portfolios import CurrentPortfolio
from app.values.accounts import AccountStatus
from app.values.flows import CodeChannel, CodePurpose, FlowState
from app.values.outbox import OutboxChannel
from app.values.principals import RequestOrigin


@dataclass(frozen=True, slots=True)
class Parcel:
    """Something to send: a code, or a letter that helps."""

    channel: CodeChannel
    to: str
    letter: Letter | None = None


class CodePost:
    """Makes codes and posts them, within the limits."""

    def __init__(self, limits: Limits, outbox: Outbox, keyring: Keyring, clock: Clock) -> None:
        self._limits = limits
        self._outbox = outbox
        self._keyring = keyring
        self._clock = clock

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
        """Post the parcel; what the flow must remember of it."""
        if parcel is None:
            return {}
        channel = OutboxChannel(parcel.channel.value)
        if parcel.letter:
            self._outbox.post(portfolio.id, channel, parcel.letter)
            return {}
        code = make_code()
        lifetime = CODE_LIFETIMES[parcel.channel]
        expires_at = self._clock.now() + lifetime
        minutes = int(lifetime.total_seconds() // 60)
        write = _writer(standing.purpose, parcel.channel)
        letter = write(portfolio, parcel.to, code, minutes)
        self._outbox.post(portfolio.id, channel, letter, expires_at=expires_at)
        return {
            "channel": parcel.channel,
            "code_hash": hash_code(
                self._keyring,
                flow_id=standing.id,
                purpose=standing.purpose,
                destination=parcel.to,
                code=code,
            ),
            "code_expires_at": expires_at,
            "deliveries": standing.deliveries + 1,
        }


class CodeRequestService:
    """`requestCode`: the first code of an activation, and another one of any flow."""

    def __init__(
        self,
        access: FlowAccess,
        flows: FlowRepository,
        limits: Limits,
        post: CodePost,
        phones: PhoneRules,
        clock: Clock,
    ) -> None:
        self._access = access
        self._flows = flows
        self._limits = limits
        self._post = post
        self._phones = phones
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
        parcel = await self._post.admit(
            portfolio.id, standing, self._parcel(portfolio, standing, channel)
        )
        values = {
            "state": FlowState.CODE,
            "sends": standing.sends + 1,
            "last_send_at": now,
            **self._post.post(portfolio, standing, parcel),
        }
        await record_send(self._flows, standing, values, now)
        return describe(replace(standing, **values), now)

    def _parcel(
        self, portfolio: CurrentPortfolio, standing: Standing, channel: CodeChannel
    ) -> Parcel | None:
        purpose = standing.purpose
        match purpose:
            case CodePurpose.ACTIVATION:
                return self._activation_parcel(portfolio, standing, channel)
            case CodePurpose.ENROLMENT | CodePurpose.LOGIN:
                number = standing.pending_phone
                return Parcel(CodeChannel.SMS, number) if number else None
            case _:
                assert_never(purpose)

    def _activation_parcel(
        self, portfolio: CurrentPortfolio, standing: Standing, channel: CodeChannel
    ) -> Parcel | None:
        email = standing.email
        if email is None:
            return None
        if standing.account_status is AccountStatus.ACTIVE:
            return Parcel(CodeChannel.EMAIL, email, notices.already_active(portfolio, email))
        if standing.account_status is not AccountStatus.INVITED:
            return None
        if channel is CodeChannel.EMAIL:
            return Parcel(CodeChannel.EMAIL, email)
        if self._phones.takes_sms(standing.phone):
            return Parcel(CodeChannel.SMS, standing.phone or "")
        return Parcel(CodeChannel.EMAIL, email, notices.choose_email(portfolio, email))


def _writer(
    purpose: CodePurpose, channel: CodeChannel
) -> Callable[[CurrentPortfolio, str, str, int], Letter]:
    if channel is CodeChannel.SMS:
        return notices.sms_code
    match purpose:
        case CodePurpose.ACTIVATION:
            return notices.activation_code
        case CodePurpose.ENROLMENT | CodePurpose.LOGIN:
            raise ChannelNotAllowed
        case _:
            assert_never(purpose)


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
