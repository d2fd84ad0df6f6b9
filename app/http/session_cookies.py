"""Cookies of web clients: HttpOnly, `__Host-`, same site only, and only from our own pages."""

from datetime import datetime
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from app.errors.authentication import OriginRefused, Unauthenticated
from app.schemas.auth import (
    AuthenticatedRead,
    FlowAdvancedRead,
    RefreshCreate,
    SessionRead,
    StepUpRequiredRead,
    TokensRead,
)
from app.security.access_tokens import LIFETIME
from app.services.auth.refresh import PresentedToken
from app.services.auth.sessions import DEVICE_LIFETIME, SessionTokens
from app.services.portfolios import CurrentPortfolio
from app.values.sessions import ClientKind

REFRESH_COOKIE = "__Host-espace_refresh"
DEVICE_COOKIE = "__Host-espace_device"
Unfinished = TypeVar("Unfinished", StepUpRequiredRead, FlowAdvancedRead)


def present_login(
    response: Response, outcome: SessionTokens | Unfinished, now: datetime
) -> AuthenticatedRead | Unfinished:
    """The answer of a way in; a web client's secrets become cookies and stay out of the body."""
    if not isinstance(outcome, SessionTokens):
        return outcome
    native = outcome.client is ClientKind.NATIVE
    tokens = present_tokens(response, outcome, now)
    if outcome.device_secret and not native:
        age = int(DEVICE_LIFETIME.total_seconds())
        _set_cookie(response, DEVICE_COOKIE, outcome.device_secret, age)
    return AuthenticatedRead(
        **dict(tokens),
        status="authenticated",
        device_secret=outcome.device_secret if native else None,
    )


def present_tokens(response: Response, tokens: SessionTokens, now: datetime) -> TokensRead:
    """Fresh tokens; a web client's refresh token becomes a cookie."""
    native = tokens.client is ClientKind.NATIVE
    if not native:
        age = round((tokens.refresh_expires_at - now).total_seconds())
        _set_cookie(response, REFRESH_COOKIE, tokens.refresh_token, age)
    return TokensRead(
        access_token=tokens.access_token,
        token_type="Bearer",  # noqa: S106 - a scheme
        expires_in=int(LIFETIME.total_seconds()),
        refresh_token=tokens.refresh_token if native else None,
        session=SessionRead(
            id=tokens.session_id,
            acr=tokens.acr,
            amr=list(tokens.amr),
            authenticated_at=tokens.authenticated_at,
            expires_at=tokens.expires_at,
        ),
    )


def forget_session(response: Response) -> None:
    """Take the refresh token back from a browser."""
    _set_cookie(response, REFRESH_COOKIE, "", 0)


def presented_token(
    request: Request, body: RefreshCreate, portfolio: CurrentPortfolio
) -> PresentedToken:
    """The refresh token of the request: the body's, or the cookie's from one of our pages.

    Raises:
        Unauthenticated: there is none.
        OriginRefused: a cookie without the Origin of one of our pages.
    """
    if body.refresh_token is not None:
        return PresentedToken(body.refresh_token, ClientKind.NATIVE)
    cookie = request.cookies.get(REFRESH_COOKIE)
    if not cookie:
        raise Unauthenticated
    if not _is_ours(request.headers.get("origin"), request, portfolio):
        raise OriginRefused
    return PresentedToken(cookie, ClientKind.WEB)


def require_own_origin(request: Request, portfolio: CurrentPortfolio) -> None:
    """A browser that says where it comes from must come from one of our pages.

    Raises:
        OriginRefused: it comes from elsewhere.
    """
    origin = request.headers.get("origin")
    if origin is not None and not _is_ours(origin, request, portfolio):
        raise OriginRefused


def _is_ours(origin: str | None, request: Request, portfolio: CurrentPortfolio) -> bool:
    if not origin:
        return False
    if origin in portfolio.configuration.allowed_origins:
        return True
    # The proxy in front may end TLS: only the host can be compared.
    return origin.partition("://")[2] == request.headers.get("host")


def _set_cookie(response: Response, name: str, value: str, max_age: int) -> None:
    response.set_cookie(
        name, value, max_age=max_age, path="/", secure=True, httponly=True, samesite="strict"
    )
