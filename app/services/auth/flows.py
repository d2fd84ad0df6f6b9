"""The state machine of flows: pure rules over where a flow stands. It decides, others write.

Nothing a stranger sees may depend on whether an account or a number exists: what is shown counts
what was asked for, what really left is counted apart.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.errors.authentication import (
    ChannelNotAllowed,
    FlowExpired,
    FlowFailed,
    FlowStepOutOfOrder,
    ResendTooEarly,
    TooManySends,
)
from app.schemas.auth import FlowRead, FlowStep
from app.values.accounts import AccountStatus
from app.values.flows import CodeChannel, FlowKind, FlowState

FLOW_LIFETIME = timedelta(minutes=15)
MAX_SUBMISSIONS = 5
MAX_SENDS = 3
RESEND_DELAYS = (timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120))
CODE_LIFETIMES = {
    CodeChannel.SMS: timedelta(minutes=5),
    CodeChannel.EMAIL: timedelta(minutes=10),
}
WAITING = (FlowState.CHANNEL, FlowState.PHONE, FlowState.CODE)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a flow stands, and what its account's file says now."""

    id: UUID
    account_id: UUID | None
    kind: FlowKind
    state: FlowState
    subject: bytes
    secret_hash: bytes
    created_at: datetime
    expires_at: datetime
    channel: CodeChannel | None
    code_hash: bytes | None
    code_expires_at: datetime | None
    pending_phone: str | None
    submissions: int
    sends: int
    deliveries: int
    last_send_at: datetime | None
    client: str | None
    reasons: list[Any] | None
    device_id: UUID | None
    network: str | None
    email: str | None
    phone: str | None
    account_status: AccountStatus | None
    account_updated_at: datetime | None

    @property
    def enrolling(self) -> bool:
        """Whether an activation is proving a number that was not on file."""
        return self.kind is FlowKind.ACTIVATION and (
            self.state is FlowState.PHONE or self.pending_phone is not None
        )

    @property
    def purpose(self) -> str:
        """What a code of this flow is for, now."""
        return "enrolment" if self.enrolling else self.kind.value

    @property
    def destination(self) -> str | None:
        """Where the code that is awaited must have gone, by what the file says now."""
        if self.enrolling:
            return self.pending_phone
        if self.kind is FlowKind.LOGIN:
            return self.phone if self.pending_phone is not None else None
        return self.phone if self.channel is CodeChannel.SMS else self.email


def channels(standing: Standing) -> list[CodeChannel]:
    """How a code may travel: step-up and enrolment never by e-mail."""
    if standing.kind is FlowKind.LOGIN or standing.enrolling:
        return [CodeChannel.SMS]
    return [CodeChannel.SMS, CodeChannel.EMAIL]


def require_open(standing: Standing, now: datetime) -> None:
    """Refuse what is over.

    Raises:
        FlowFailed: it failed, or its submissions are spent.
        FlowExpired: its fifteen minutes are.
        FlowStepOutOfOrder: it reached its end.
    """
    if _has_failed(standing):
        raise FlowFailed
    if standing.state is FlowState.COMPLETED:
        raise FlowStepOutOfOrder
    if standing.expires_at <= now:
        raise FlowExpired


def require_code_request(standing: Standing, channel: CodeChannel, now: datetime) -> None:
    """A code may be asked for, by this channel, now.

    Raises:
        ChannelNotAllowed: not by this channel.
        FlowStepOutOfOrder: a login's number is confirmed first; an enrolled one is given first.
        ResendTooEarly, TooManySends: see `require_send`.
    """
    require_open(standing, now)
    if channel not in channels(standing):
        raise ChannelNotAllowed
    if standing.state not in {FlowState.CHANNEL, FlowState.CODE}:
        raise FlowStepOutOfOrder
    require_send(standing, now)


def require_phone(standing: Standing, now: datetime) -> None:
    """A number may be handed in: again while its code is awaited, people mistype.

    Raises:
        FlowStepOutOfOrder: it may not.
    """
    require_open(standing, now)
    again = standing.state is FlowState.CODE and (
        standing.kind is FlowKind.LOGIN or standing.enrolling
    )
    if standing.state is not FlowState.PHONE and not again:
        raise FlowStepOutOfOrder


def require_state(standing: Standing, state: FlowState, now: datetime) -> None:
    """The flow is open and stands at this state.

    Raises:
        FlowStepOutOfOrder: it stands elsewhere.
    """
    require_open(standing, now)
    if standing.state is not state:
        raise FlowStepOutOfOrder


def require_send(standing: Standing, now: datetime) -> None:
    """Another code may be asked for.

    Raises:
        TooManySends: three were.
        ResendTooEarly: the last is less than 30, then 60 seconds old.
    """
    if standing.sends >= MAX_SENDS:
        raise TooManySends
    available = resend_available_at(standing)
    if available and now < available:
        raise ResendTooEarly(retry_after=_seconds_until(available, now))


def resend_available_at(standing: Standing) -> datetime | None:
    """When another code may be asked for; None before the first and after the last."""
    if standing.last_send_at is None or not 0 < standing.sends < MAX_SENDS:
        return None
    return standing.last_send_at + RESEND_DELAYS[standing.sends - 1]


def may_deliver(standing: Standing, now: datetime) -> bool:
    """Whether a code may really leave, by the same rules over what really left."""
    if standing.deliveries == 0 or standing.code_expires_at is None or standing.channel is None:
        return standing.deliveries < MAX_SENDS
    left_at = standing.code_expires_at - CODE_LIFETIMES[standing.channel]
    return (
        standing.deliveries < MAX_SENDS and now >= left_at + RESEND_DELAYS[standing.deliveries - 1]
    )


def next_step(standing: Standing, now: datetime) -> FlowStep:
    """What the screen shows next."""
    login = standing.kind is FlowKind.LOGIN
    if standing.state is FlowState.COMPLETED:
        return FlowStep.DONE if login else FlowStep.LOG_IN
    if _has_failed(standing) or standing.expires_at <= now:
        return FlowStep.START_AGAIN
    if standing.state is FlowState.PHONE:
        return FlowStep.CONFIRM_PHONE if login else FlowStep.ENROL_PHONE
    return {
        FlowState.CHANNEL: FlowStep.CHOOSE_CHANNEL,
        FlowState.CODE: FlowStep.ENTER_CODE,
        FlowState.PASSWORD: FlowStep.CHOOSE_PASSWORD,
    }[standing.state]


def describe(standing: Standing, now: datetime) -> FlowRead:
    """The flow as its client reads it."""
    return FlowRead(
        id=standing.id,
        kind=standing.kind,
        next_step=next_step(standing, now),
        channels=channels(standing),
        submissions_left=max(0, MAX_SUBMISSIONS - standing.submissions),
        resend_available_at=resend_available_at(standing),
        expires_at=standing.expires_at,
        reasons=standing.reasons or [],
    )


def _has_failed(standing: Standing) -> bool:
    spent = standing.submissions >= MAX_SUBMISSIONS and standing.state in WAITING
    return spent or standing.state is FlowState.FAILED


def _seconds_until(moment: datetime, now: datetime) -> int:
    return int((moment - now).total_seconds()) + 1
