"""Ways in: what clients send and read."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints
from typing_extensions import TypeAliasType

from app.schemas.auth_flows import FLOW, LOGIN_FLOW, SECRET, FlowRead, FlowStartedRead, Password
from app.schemas.base import Body, Email, OpaqueId, Read, Storable
from app.values.sessions import Assurance, ClientKind
from app.values.step_up import StepUpReason

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
    """The account's address; upper and lower case are the same."""
    password: Password
    """As typed, spaces included."""
    client: ClientKind
    """`native` receives its secrets in the answer, `web` in cookies that pages cannot read."""


class RefreshCreate(Body):
    """Native clients send their refresh token; web clients send the cookie and no body."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"refresh_token": TOKENS["refresh_token"]}]}
    )

    refresh_token: Annotated[str, StringConstraints(max_length=200), Storable] | None = None
    """The last `refresh_token` received; null or left out by web clients."""


class SessionRead(Read):
    """An open session. `acr` is `aal2` after a second factor."""

    model_config = ConfigDict(json_schema_extra={"examples": [SESSION]})

    id: OpaqueId
    """The session these tokens belong to; refreshing keeps it."""
    acr: Assurance
    amr: Annotated[
        list[str],
        Field(description="Methods used (RFC 8176): `pwd`, `sms`, `otp`, `pop`; or `recovery`"),
    ]
    authenticated_at: datetime
    """When the person logged in; refreshing does not change it."""
    expires_at: datetime
    """When a new login is needed, however much the session is used: 12 hours after the login for
    web clients, 30 days for native ones."""


class TokensRead(Read):
    """Send `access_token` as a bearer token for `expires_in` seconds, then refresh.

    `refresh_token` is null for web clients, whose browser keeps it in a cookie.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [TOKENS]})

    access_token: str
    """A JWT to send as `Authorization: Bearer …`; signed by a key of `/.well-known/jwks.json`."""
    token_type: Literal["Bearer"]
    """How to send `access_token`."""
    expires_in: int
    """Seconds until `access_token` expires."""
    refresh_token: str | None
    """Opaque, used once: the next answer brings its successor. Lives 30 minutes unused in web
    clients, 7 days in native ones; null for web clients, who have it in a cookie."""
    session: SessionRead


class AuthenticatedRead(TokensRead):
    """Signed in. `device_secret` is told once, to native clients, after a second factor: keep it
    and send it in the `Device-Secret` header of the next logins.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [AUTHENTICATED]})

    status: Literal["authenticated"]
    """Tells this answer from the other one."""
    device_secret: str | None
    """Null for web clients, who have it in a cookie, and when the device is already known."""


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
    """Tells this answer from the other one."""
    reasons: list[StepUpReason]
    """Why a second factor is asked for; one at least."""
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
    """Tells this answer from the other one."""
    flow: FlowRead


# Named, so that generated clients get these names and not one per operation.
LoginRead = TypeAliasType(
    "LoginRead",
    Annotated[
        AuthenticatedRead | StepUpRequiredRead,
        Field(discriminator="status", description="Signed in, or a second factor is needed."),
    ],
)
VerificationRead = TypeAliasType(
    "VerificationRead",
    Annotated[
        AuthenticatedRead | FlowAdvancedRead,
        Field(discriminator="status", description="Signed in, or the flow goes on."),
    ],
)
