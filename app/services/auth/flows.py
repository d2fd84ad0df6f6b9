"""The state machine of flows: pure rules over where a flow stands. It decides, others write.

Nothing a stranger sees may depend on whether an account or a number exists: what is shown counts
what was asked for, what really left is counted apart.

Every rule that depends on what a flow leads to, or on what its code proves, names each case: a
new kind of flow inherits nothing from another.
"""

from datetime import datetime, timedelta
from typing import assert_never

from pydantic import MISSING

from app.errors.authentication import (
    ChannelNotAllowed,
    FlowExpired,
    FlowFailed,
    FlowStepOutOfOrder,
    ResendTooEarly,
    TooManySends,
)
from app.schemas.auth_flows import FlowRead, FlowStep
from app.schemas.passkeys import PasskeyRequestRead
from app.services.auth.standing import (
    MAX_SENDS,
    MAX_SUBMISSIONS,
    RESEND_DELAYS,
    Standing,
    channels,
    takes_factor,
    takes_number,
)
from app.values.flows import CodeChannel, FlowKind, FlowState
from app.values.second_factors import FlowMethod

FLOW_LIFETIME = timedelta(minutes=15)
CODE_LIFETIMES = {
    CodeChannel.SMS: timedelta(minutes=5),
    CodeChannel.EMAIL: timedelta(minutes=10),
}
SCREENS = {
    FlowState.CHANNEL: FlowStep.CHOOSE_CHANNEL,
    FlowState.CODE: FlowStep.ENTER_CODE,
    FlowState.PASSWORD: FlowStep.CHOOSE_PASSWORD,
    FlowState.FAILED: FlowStep.START_AGAIN,
}


def require_open(standing: Standing, now: datetime) -> None:
    """Refuse what is over, and what still waits for its time.

    Raises:
        FlowFailed: it failed, or its submissions are spent.
        FlowExpired: its time is over.
        FlowStepOutOfOrder: it reached its end, or its wait is not over.
    """
    if standing.has_failed:
        raise FlowFailed
    if standing.state is FlowState.COMPLETED or standing.is_waiting(now):
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


def require_factor(standing: Standing, now: datetime) -> None:
    """A second factor other than a code may be shown, or declared lost.

    Raises:
        FlowStepOutOfOrder: it may not.
    """
    require_open(standing, now)
    if not takes_factor(standing.kind) or standing.state not in {FlowState.PHONE, FlowState.CODE}:
        raise FlowStepOutOfOrder


def require_password_choice(standing: Standing, now: datetime) -> None:
    """A password may be chosen.

    Raises:
        FlowStepOutOfOrder: not yet, not any more, or never in a flow of this kind.
    """
    require_state(standing, FlowState.PASSWORD, now)
    match standing.kind:
        case FlowKind.ACTIVATION | FlowKind.PASSWORD_RESET:
            return
        case (
            FlowKind.LOGIN
            | FlowKind.STEP_UP
            | FlowKind.PHONE_CHANGE
            | FlowKind.PHONE_RECOVERY
            | FlowKind.EMAIL_CHANGE
        ):
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
    over = standing.has_failed or standing.expires_at <= now
    if over and standing.state is not FlowState.COMPLETED:
        return FlowStep.START_AGAIN
    if standing.is_waiting(now):
        return FlowStep.WAIT
    match standing.kind:
        case FlowKind.ACTIVATION | FlowKind.PASSWORD_RESET | FlowKind.PHONE_RECOVERY:
            own = {FlowState.PHONE: FlowStep.ENROL_PHONE, FlowState.COMPLETED: FlowStep.LOG_IN}
        case FlowKind.LOGIN | FlowKind.STEP_UP:
            own = {FlowState.PHONE: _factor_step(standing), FlowState.COMPLETED: FlowStep.DONE}
        case FlowKind.PHONE_CHANGE | FlowKind.EMAIL_CHANGE:
            own = {FlowState.COMPLETED: FlowStep.DONE}
        case _:
            assert_never(standing.kind)
    return {**SCREENS, **own}[standing.state]


def describe(
    standing: Standing, now: datetime, passkey: PasskeyRequestRead | None = None
) -> FlowRead:
    """The flow as its client reads it; `passkey` is what a browser signs, where one may."""
    return FlowRead(
        id=standing.id,
        kind=standing.kind,
        next_step=next_step(standing, now),
        channels=channels(standing.purpose),
        methods=standing.methods,
        submissions_left=max(0, MAX_SUBMISSIONS - standing.submissions),
        resend_available_at=resend_available_at(standing),
        available_at=standing.available_at,
        expires_at=standing.expires_at,
        reasons=standing.reasons or [],
        passkey=passkey or MISSING,
    )


def _factor_step(standing: Standing) -> FlowStep:
    if FlowMethod.SMS in standing.methods:
        return FlowStep.CONFIRM_PHONE
    return FlowStep.SHOW_FACTOR if standing.methods else FlowStep.RECOVER_PHONE


def _seconds_until(moment: datetime, now: datetime) -> int:
    return int((moment - now).total_seconds()) + 1
