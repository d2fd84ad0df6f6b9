"""Ways in: what clients send and read."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints
from typing_extensions import TypeAliasType

from app.schemas.base import Body, Email, Line, OpaqueId, Read, Storable
from app.values.flows import CodeChannel, FlowKind
from app.values.sessions import Assurance, ClientKind
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
    "submissions_left": 5,
    "resend_available_at": "2026-11-22T10:00:30Z",
    "expires_at": "2026-11-22T10:15:00Z",
    "reasons": [],
}
SECRET: dict[str, Any] = {"secret": "nN1rj6QxZ0mX7Yt2m4o8bq1T4mQ7Wn0c5nB1x2y3z4A"}
LOGIN_FLOW: dict[str, Any] = {
    **FLOW,
    "kind": "login",
    "next_step": "confirm_phone",
    "channels": ["sms"],
    "reasons": ["new_device", "new_ip"],
}
SESSION: dict[str, Any] = {
    "id": "01985f2e-7a00-7d4e-8c11-2b9e4f5a6c7d",
    "acr": "aal2",
    "amr": ["pwd", "sms"],
    "authenticated_at": "2026-11-22T10:04:00Z",
    "expires_at": "2026-12-22T10:04:00Z",
}
TOKENS: dict[str, Any] = {
    "access_token": "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCJ9.e30.c2ln",
    "token_type": "Bearer",
    "expires_in": 600,
    "refresh_token": "3q2-7wEjRWfNq83vASNFZ4mrze8BI0Vniavd7wEjRWc",
    "session": SESSION,
}
AUTHENTICATED: dict[str, Any] = {
    "status": "authenticated",
    **TOKENS,
    "device_secret": "Zm9ydHktdGhyZWUgY2hhcmFjdGVycyBvZiBzZWNyZXQ",
}


class FlowStep(StrEnum):
    """What the screen shows next. `start_again`: the flow failed or expired."""

    CHOOSE_CHANNEL = "choose_channel"
    ENTER_CODE = "enter_code"
    CONFIRM_PHONE = "confirm_phone"
    ENROL_PHONE = "enrol_phone"
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


class LoginCreate(Body):
    """E-mail and password. `client` says where secrets go: cookies (web) or the body (native)."""

    model_config = ConfigDict(
        str_strip_whitespace=False,
        json_schema_extra={
            "examples": [
                {
                    "email": "alex.bernard@example.org",
                    "password": "correct horse battery staple",
                    "client": "native",
                }
            ]
        },
    )

    email: Email
    password: Password
    client: ClientKind


class CodeRequest(Body):
    """How to receive the code."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"channel": "sms"}]})

    channel: CodeChannel


class CodeSubmission(Body):
    """The six digits received."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"code": "042017"}]})

    code: Code


class PhoneSubmission(Body):
    """A mobile number, in any spelling; without a country it is French."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"phone": "06 39 98 00 01"}]})

    phone: PhoneText


class PasswordChoice(Body):
    """The password to log in with from now on."""

    model_config = ConfigDict(
        str_strip_whitespace=False,
        json_schema_extra={"examples": [{"password": "correct horse battery staple"}]},
    )

    password: Password


class RefreshCreate(Body):
    """Native clients send their refresh token; web clients send the cookie and no body."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"refresh_token": TOKENS["refresh_token"]}]}
    )

    refresh_token: Annotated[str, StringConstraints(max_length=200), Storable] | None = None


class FlowRead(Read):
    """A way in, under way: what to show next."""

    model_config = ConfigDict(json_schema_extra={"examples": [FLOW]})

    id: OpaqueId
    kind: FlowKind
    next_step: FlowStep
    channels: Annotated[
        list[CodeChannel],
        Field(description="How a code may be received; both in an activation, whatever is on file"),
    ]
    submissions_left: Annotated[
        int,
        Field(description="Codes and, in a login, numbers that may be handed in, right or wrong"),
    ]
    resend_available_at: Annotated[
        datetime | None,
        Field(description="When another code may be asked for; null before the first, after three"),
    ]
    expires_at: datetime
    reasons: Annotated[
        list[StepUpReason], Field(description="Why a login asks for a second factor")
    ]


class FlowStartedRead(FlowRead):
    """A new flow. Send its `secret` in the `Flow-Secret` header of each step; told only here."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**FLOW, **SECRET}]})

    secret: str


class SessionRead(Read):
    """An open session. `acr` is `aal2` after a second factor."""

    model_config = ConfigDict(json_schema_extra={"examples": [SESSION]})

    id: OpaqueId
    acr: Assurance
    amr: Annotated[list[str], Field(description="Methods used (RFC 8176): `pwd`, `sms`")]
    authenticated_at: datetime
    expires_at: datetime


class TokensRead(Read):
    """Send `access_token` as a bearer token for `expires_in` seconds, then refresh.

    `refresh_token` is null for web clients, whose browser keeps it in a cookie.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [TOKENS]})

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    refresh_token: str | None
    session: SessionRead


class AuthenticatedRead(TokensRead):
    """Signed in. `device_secret` is told once, to native clients, after a second factor: keep it
    and send it in the `Device-Secret` header of the next logins.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [AUTHENTICATED]})

    status: Literal["authenticated"]
    device_secret: str | None


class StepUpRequiredRead(Read):
    """The password was right, and a second factor is needed: go on with the flow."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "status": "step_up_required",
                    "reasons": LOGIN_FLOW["reasons"],
                    "flow": {**LOGIN_FLOW, **SECRET},
                }
            ]
        }
    )

    status: Literal["step_up_required"]
    reasons: list[StepUpReason]
    flow: FlowStartedRead


class FlowAdvancedRead(Read):
    """The code was right; the flow goes on."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"status": "in_progress", "flow": {**FLOW, "next_step": "choose_password"}}
            ]
        }
    )

    status: Literal["in_progress"]
    flow: FlowRead


# Named, so that generated clients get these names and not one per operation.
LoginRead = TypeAliasType(
    "LoginRead",
    Annotated[AuthenticatedRead | StepUpRequiredRead, Field(discriminator="status")],
)
VerificationRead = TypeAliasType(
    "VerificationRead",
    Annotated[AuthenticatedRead | FlowAdvancedRead, Field(discriminator="status")],
)
