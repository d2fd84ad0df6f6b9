"""Where a flow stands: what its codes prove, where they must go, how a factor may be shown.

Each question names every kind of flow, or everything a code may prove: a new kind inherits nothing
from another.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, assert_never
from uuid import UUID

from app.values.accounts import AccountStatus
from app.values.flows import CodeChannel, CodePurpose, FlowKind, FlowState
from app.values.second_factors import FlowMethod

MAX_SUBMISSIONS = 5
MAX_SENDS = 3
RESEND_DELAYS = (timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120))
WAITING = (FlowState.CHANNEL, FlowState.PHONE, FlowState.CODE)


@dataclass(frozen=True, slots=True)
class PasskeyHandle:
    """A passkey of the account, by what a browser needs to find it."""

    credential_id: bytes
    transports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Factors:
    """What the account may show beside the phone."""

    totp: bool = False
    recovery_code: bool = False
    passkeys: tuple[PasskeyHandle, ...] = ()


NO_FACTORS = Factors()


@dataclass(frozen=True, slots=True)
class Standing:
    """A flow as it is, and what its account's file says now."""

    id: UUID
    account_id: UUID | None
    kind: FlowKind
    state: FlowState
    subject: bytes
    secret_hash: bytes
    created_at: datetime
    expires_at: datetime
    client: str | None = None
    reasons: list[Any] | None = None
    session_id: UUID | None = None
    device_id: UUID | None = None
    network: str | None = None
    channel: CodeChannel | None = None
    code_hash: bytes | None = None
    code_expires_at: datetime | None = None
    pending_phone: str | None = None
    pending_email: str | None = None
    email_proved_at: datetime | None = None
    available_at: datetime | None = None
    submissions: int = 0
    sends: int = 0
    deliveries: int = 0
    last_send_at: datetime | None = None
    email: str | None = None
    phone: str | None = None
    account_status: AccountStatus | None = None
    factors: Factors = NO_FACTORS

    @property
    def purpose(self) -> CodePurpose:
        """What a code of this flow proves, now."""
        enrolling = self.state is FlowState.PHONE or self.pending_phone is not None
        match self.kind:
            case FlowKind.ACTIVATION:
                return CodePurpose.ENROLMENT if enrolling else CodePurpose.ACTIVATION
            case FlowKind.LOGIN:
                return CodePurpose.LOGIN
            case FlowKind.STEP_UP:
                return CodePurpose.STEP_UP
            case FlowKind.PASSWORD_RESET:
                return CodePurpose.RESET
            case FlowKind.PHONE_CHANGE:
                return CodePurpose.ENROLMENT
            case FlowKind.PHONE_RECOVERY:
                return CodePurpose.ENROLMENT if enrolling else CodePurpose.RECOVERY
            case FlowKind.EMAIL_CHANGE:
                proved = self.email_proved_at is not None
                return CodePurpose.EMAIL_NEW if proved else CodePurpose.EMAIL_CURRENT
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
            case CodePurpose.LOGIN | CodePurpose.STEP_UP:
                return self.phone if self.pending_phone is not None else None
            case CodePurpose.RESET | CodePurpose.RECOVERY | CodePurpose.EMAIL_CURRENT:
                return self.email
            case CodePurpose.EMAIL_NEW:
                return self.pending_email
            case _:
                assert_never(purpose)

    @property
    def methods(self) -> list[FlowMethod]:
        """How the second factor may be shown: of a login or a step-up, by what is enrolled."""
        if not takes_factor(self.kind):
            return []
        offered = {
            FlowMethod.SMS: self.phone is not None,
            FlowMethod.TOTP: self.factors.totp,
            FlowMethod.PASSKEY: bool(self.factors.passkeys),
            FlowMethod.RECOVERY_CODE: self.factors.recovery_code,
        }
        return [method for method, enrolled in offered.items() if enrolled]

    @property
    def has_failed(self) -> bool:
        """Whether it failed, or its submissions are spent before it came through."""
        spent = self.submissions >= MAX_SUBMISSIONS and self.state in WAITING
        return spent or self.state is FlowState.FAILED

    def is_waiting(self, now: datetime) -> bool:
        """Whether its time has not come yet: a recovery lets the owner answer first."""
        return self.available_at is not None and now < self.available_at


def takes_factor(kind: FlowKind) -> bool:
    """Whether a second factor other than a code is taken: where the password was right before."""
    match kind:
        case FlowKind.LOGIN | FlowKind.STEP_UP:
            return True
        case (
            FlowKind.ACTIVATION
            | FlowKind.PASSWORD_RESET
            | FlowKind.PHONE_CHANGE
            | FlowKind.PHONE_RECOVERY
            | FlowKind.EMAIL_CHANGE
        ):
            return False
        case _:
            assert_never(kind)


def channels(purpose: CodePurpose) -> list[CodeChannel]:
    """How a code may travel: step-up and enrolment never by e-mail."""
    match purpose:
        case CodePurpose.ACTIVATION:
            return [CodeChannel.SMS, CodeChannel.EMAIL]
        case CodePurpose.ENROLMENT | CodePurpose.LOGIN | CodePurpose.STEP_UP:
            return [CodeChannel.SMS]
        case (
            CodePurpose.RESET
            | CodePurpose.RECOVERY
            | CodePurpose.EMAIL_CURRENT
            | CodePurpose.EMAIL_NEW
        ):
            return [CodeChannel.EMAIL]
        case _:
            assert_never(purpose)


def takes_number(purpose: CodePurpose) -> bool:
    """Whether a number is handed in before the code: again while it is awaited, people mistype."""
    match purpose:
        case CodePurpose.ENROLMENT | CodePurpose.LOGIN | CodePurpose.STEP_UP:
            return True
        case (
            CodePurpose.ACTIVATION
            | CodePurpose.RESET
            | CodePurpose.RECOVERY
            | CodePurpose.EMAIL_CURRENT
            | CodePurpose.EMAIL_NEW
        ):
            return False
        case _:
            assert_never(purpose)
