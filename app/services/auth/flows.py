"""The state machine of flows: pure rules over where a flow stands. It decides, others write.

Nothing a stranger sees may depend on whether an account or a number exists: what is shown counts
what was asked for, what really left is counted apart.

Every rule that depends on what a flow leads to, or on what its code proves, names each case: a
new kind of flow inherits nothing from another.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, assert_never
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
from app.values.flows import CodeChannel, CodePurpose, FlowKind, FlowState

FLOW_LIFETIME = timedelta(minutes=15)
MAX_SUBMISSIONS = 5
MAX_SENDS = 3
RESEND_DELAYS = (timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120))
CODE_LIFETIMES = {
    CodeChannel.SMS: timedelta(minutes=5),
    CodeChannel.EMAIL: timedelta(minutes=10),
}
WAITING = (FlowState.CHANNEL, FlowState.PHONE, FlowState.CODE)
SCREENS = {
    FlowState.CHANNEL: FlowStep.CHOOSE_CHANNEL,
    FlowState.CODE: FlowStep.ENTER_CODE,
    FlowState.PASSWORD: FlowStep.CHOOSE_PASSWORD,
    FlowState.FAILED: FlowStep.START_AGAIN,
}


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
    client: str | None
    reasons: list[Any] | None
    device_id: UUID | None
    network: str | None
    channel: CodeChannel | None = None
    code_hash: bytes | None = None
    code_expires_at: datetime | None = None
    pending_phone: str | None = None
    submissions: int = 0
    sends: int = 0
    deliveries: int = 0
    last_send_at: datetime | None = None
    email: str | None = None
    phone: str | None = None
    account_status: AccountStatus | None = None

    @property
    def purpose(self) -> CodePurpose:
        """What a code of this flow proves, now."""
        match self.kind:
            case FlowKind.ACTIVATION:
                enrolling = self.state is FlowState.PHONE or self.pending_phone is not None
                return CodePurpose.ENROLMENT if enrolling else CodePurpose.ACTIVATION
            case FlowKind.LOGIN:
                return CodePurpose.LOGIN
            case _:
                assert_never(self.kind)

    @property
    def destination(self) -> str | None:
        """Where the code that is awaited must have gone, by what the file says now."""
        purpose = self.purpose
        match purpose:
            case CodePurpose.ACTIVATION:
                return self.phone if self.channel is CodeChannel.SMS else self.email
            case CodePurpose.ENROLMENT:
                return self.pending_phone
            case CodePurpose.LOGIN:
                return self.phone if self.pending_phone is not None else None
            case _:
                assert_never(purpose)


def channels(purpose: CodePurpose) -> list[CodeChannel]:
    """How a code may travel: step-up and enrolment never by e-mail."""
    match purpose:
        case CodePurpose.ACTIVATION:
            return [CodeChannel.SMS, CodeChannel.EMAIL]
        case CodePurpose.ENROLMENT | CodePurpose.LOGIN:
            return [CodeChannel.SMS]
        case _:
            assert_never(purpose)


def takes_number(purpose: CodePurpose) -> bool:
    """Whether a number is handed in before the code: again while it is awaited, people mistype."""
    match purpose:
        case CodePurpose.ACTIVATION:
            return False
        case CodePurpose.ENROLMENT | CodePurpose.LOGIN:
            return True
        case _:
            assert_never(purpose)


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
    if channel not in channels(standing.purpose):
        raise ChannelNotAllowed
    if standing.state not in {FlowState.CHANNEL, FlowState.CODE}:
        raise FlowStepOutOfOrder
    require_send(standing, now)


def require_phone(standing: Standing, now: datetime) -> None:
    """A number may be handed in.

    Raises:
        FlowStepOutOfOrder: it may not.
    """
    require_open(standing, now)
    if standing.state not in {FlowState.PHONE, FlowState.CODE}:
        raise FlowStepOutOfOrder
    if not takes_number(standing.purpose):
        raise FlowStepOutOfOrder


def require_password_choice(standing: Standing, now: datetime) -> None:
    """A password may be chosen.

    Raises:
        FlowStepOutOfOrder: not yet, not any more, or never in a flow of this kind.
    """
    require_state(standing, FlowState.PASSWORD, now)
    match standing.kind:
        case FlowKind.ACTIVATION:
            return
        case FlowKind.LOGIN:
            raise FlowStepOutOfOrder
        case _:
            assert_never(standing.kind)


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
    over = _has_failed(standing) or standing.expires_at <= now
    if over and standing.state is not FlowState.COMPLETED:
        return FlowStep.START_AGAIN
    match standing.kind:
        case FlowKind.ACTIVATION:
            own = {FlowState.PHONE: FlowStep.ENROL_PHONE, FlowState.COMPLETED: FlowStep.LOG_IN}
        case FlowKind.LOGIN:
            own = {FlowState.PHONE: FlowStep.CONFIRM_PHONE, FlowState.COMPLETED: FlowStep.DONE}
        case _:
            assert_never(standing.kind)
    return {**SCREENS, **own}[standing.state]


def describe(standing: Standing, now: datetime) -> FlowRead:
    """The flow as its client reads it."""
    return FlowRead(
        id=standing.id,
        kind=standing.kind,
        next_step=next_step(standing, now),
        channels=channels(standing.purpose),
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
