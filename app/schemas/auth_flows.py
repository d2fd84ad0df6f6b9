"""Flows and their steps: what clients send and read."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import MISSING, ConfigDict, Field, StringConstraints

from app.schemas.base import Body, Email, Line, OpaqueId, Read, Storable
from app.schemas.dates import IsoDate
from app.schemas.passkeys import PasskeyRequestRead
from app.values.flows import CodeChannel, FlowKind
from app.values.second_factors import FlowMethod
from app.values.step_up import StepUpReason

Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
Password = Annotated[str, StringConstraints(min_length=1, max_length=1000), Storable]
"""As typed, spaces included; the rules of a new one are those of `choosePassword`."""
PhoneText = Annotated[Line, StringConstraints(max_length=60)]

FLOW: dict[str, Any] = {
    "id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d",
    "kind": "activation",
    "next_step": "choose_channel",
    "channels": ["sms", "email"],
    "methods": [],
    "submissions_left": 5,
    "resend_available_at": "2026-11-22T10:00:30Z",
    "available_at": None,
    "expires_at": "2026-11-22T10:15:00Z",
    "reasons": [],
}
SECRET: dict[str, Any] = {"secret": "nN1rj6QxZ0mX7Yt2m4o8bq1T4mQ7Wn0c5nB1x2y3z4A"}
LOGIN_FLOW: dict[str, Any] = {
    **FLOW,
    "kind": "login",
    "next_step": "confirm_phone",
    "channels": ["sms"],
    "methods": ["sms", "totp"],
    "reasons": ["new_device", "new_ip"],
}


class FlowStep(StrEnum):
    """What the screen shows next, and the operation its answer goes to.

    `choose_channel`: `requestCode`. `enter_code`: `verifyCode`, or `requestCode` for another one.
    `confirm_phone` and `enrol_phone`: `submitPhone`, with the number on file or a first one.
    `show_factor`: `submitTotp`, `submitPasskey` or `submitRecoveryCode`, by the flow's `methods`;
    they may stand for the phone at `confirm_phone` as well. `recover_phone`: there is nothing to
    show, `startPhoneRecovery`. `wait`: come back at `available_at`. `choose_password`:
    `choosePassword`. `log_in`: done, nobody is signed in, `logIn`. `done`: done. `start_again`: the
    flow failed or expired.
    """

    CHOOSE_CHANNEL = "choose_channel"
    ENTER_CODE = "enter_code"
    CONFIRM_PHONE = "confirm_phone"
    ENROL_PHONE = "enrol_phone"
    SHOW_FACTOR = "show_factor"
    RECOVER_PHONE = "recover_phone"
    WAIT = "wait"
    CHOOSE_PASSWORD = "choose_password"  # noqa: S105 - a step, not a secret
    LOG_IN = "log_in"
    DONE = "done"
    START_AGAIN = "start_again"


class ActivationCreate(Body):
    """Whose account to activate."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"email": "camille.martin@example.org"}]}
    )

    email: Email
    """The address on the member's file; upper and lower case are the same."""


class PasswordResetCreate(Body):
    """Whose password was forgotten."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"email": "alex.bernard@example.org"}]}
    )

    email: Email
    """The account's address; upper and lower case are the same."""


class CodeRequest(Body):
    """How to receive the code."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"channel": "sms"}]})

    channel: CodeChannel
    """One of the flow's `channels`."""


class CodeSubmission(Body):
    """The six digits received."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"code": "042017"}]})

    code: Code
    """Six digits, as received; leading zeros count."""


class PhoneSubmission(Body):
    """A mobile number, in any spelling; without a country it is French."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"phone": "06 39 98 00 01"}]})

    phone: PhoneText
    """`06 39 98 00 01` and `+33639980001` are the same number."""


class TotpSubmission(Body):
    """What the authenticator app shows."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"code": "042017"}]})

    code: Code
    """Six digits; a code is accepted once."""


class RecoveryCodeSubmission(Body):
    """One of the ten codes kept on paper."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"code": "7k3m-9xqp-2rtw"}]})

    code: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40), Storable]
    """Dashes, spaces and capital letters do not matter; a code is accepted once."""


class PhoneRecoveryCreate(Body):
    """Who says that the phone is lost."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"member_number": "00012345", "birth_date": "1986-05-14"}]}
    )

    member_number: Annotated[Line, StringConstraints(max_length=16)]
    """The number on the third-party-payment card."""
    birth_date: IsoDate
    """Of the account's holder."""


class PasswordChoice(Body):
    """The password to log in with from now on."""

    model_config = ConfigDict(
        str_strip_whitespace=False,
        json_schema_extra={"examples": [{"password": "correct horse battery staple"}]},
    )

    password: Password
    """12 to 128 characters, spaces included; a shorter, longer or guessable one is refused with
    `weak_password`."""


class FlowRead(Read):
    """A way in, under way: what to show next."""

    model_config = ConfigDict(json_schema_extra={"examples": [FLOW]})

    id: OpaqueId
    """Goes into the address of each step."""
    kind: FlowKind
    next_step: FlowStep
    channels: Annotated[
        list[CodeChannel],
        Field(description="How a code may be received; both in an activation, whatever is on file"),
    ]
    methods: Annotated[
        list[FlowMethod],
        Field(description="How a second factor may be shown; empty where none is asked for"),
    ]
    submissions_left: Annotated[
        int,
        Field(description="Codes and, in a login, numbers that may be handed in, right or wrong"),
    ]
    resend_available_at: Annotated[
        datetime | None,
        Field(description="When another code may be asked for; null before the first, after three"),
    ]
    available_at: datetime | None
    """End of the wait of a phone recovery; null in other flows."""
    expires_at: datetime
    """Fifteen minutes after the start, two days after the wait of a recovery; then `next_step` is
    `start_again`."""
    reasons: Annotated[
        list[StepUpReason], Field(description="Why a login asks for a second factor")
    ]
    passkey: PasskeyRequestRead | MISSING = MISSING
    """What a passkey signs; left out where none may be shown."""


class FlowStartedRead(FlowRead):
    """A new flow. Send its `secret` in the `Flow-Secret` header of each step; told only here."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**FLOW, **SECRET}]})

    secret: str
    """Keep it in memory for the time of the flow; it cannot be read again."""
