"""Where a session's secrets travel: the body of native clients, cookies of browsers.

Cookies are HttpOnly, `__Host-`, same site only, and believed only from our own pages.
"""

from datetime import timedelta
from typing import Annotated, TypeVar

from fastapi import Depends, Request, Response

from app.dependencies.auth.presented import (
    DEVICE_COOKIE,
    REFRESH_COOKIE,
    CheckedOrigin,
    is_own_origin,
)
from app.dependencies.infrastructure import PortfolioDep
from app.errors.authentication import OriginRefused, Unauthenticated
from app.schemas.auth import (
    AuthenticatedRead,
    FlowAdvancedRead,
    RefreshCreate,
    SessionRead,
    StepUpRequiredRead,
    TokensRead,
)
from app.services.auth.refresh import PresentedToken
from app.services.auth.sessions import DEVICE_LIFETIME, SessionTokens
from app.services.portfolios import CurrentPortfolio
from app.values.sessions import ClientKind

Unfinished = TypeVar("Unfinished", StepUpRequiredRead, FlowAdvancedRead)


class SessionSecrets:
    """Takes them from a request, gives them with its answer."""

    def __init__(self, request: Request, response: Response, portfolio: CurrentPortfolio) -> None:
        self._request = request
        self._response = response
        self._portfolio = portfolio

    def give_login(self, outcome: SessionTokens | Unfinished) -> AuthenticatedRead | Unfinished:
        """The answer of a way in that may be unfinished."""
        return self.give_session(outcome) if isinstance(outcome, SessionTokens) else outcome

    def give_session(self, tokens: SessionTokens) -> AuthenticatedRead:
        """The answer of a way in; a browser's secrets become cookies and stay out of the body."""
        native = tokens.client is ClientKind.NATIVE
        if not native:
            self._remember_device(tokens.device_secret)
        return AuthenticatedRead(
            **dict(self.give_tokens(tokens)),
            status="authenticated",
            device_secret=tokens.device_secret if native else None,
        )

    def give_tokens(self, tokens: SessionTokens) -> TokensRead:
        """Fresh tokens; a browser's refresh token becomes a cookie."""
        native = tokens.client is ClientKind.NATIVE
        if not native:
            self._set_cookie(REFRESH_COOKIE, tokens.refresh_token, tokens.refresh_lifetime)
        return TokensRead(
            access_token=tokens.access_token,
            token_type="Bearer",  # noqa: S106 - a scheme
            expires_in=int(tokens.access_lifetime.total_seconds()),
            refresh_token=tokens.refresh_token if native else None,
            session=SessionRead(
                id=tokens.session_id,
                acr=tokens.acr,
                amr=list(tokens.amr),
                authenticated_at=tokens.authenticated_at,
                expires_at=tokens.expires_at,
            ),
        )

    def take_refresh_token(self, body: RefreshCreate) -> PresentedToken:
        """The body's, or the cookie's from one of our pages.

        Raises:
            Unauthenticated: there is none.
            OriginRefused: a cookie without the Origin of one of our pages.
        """
        if body.refresh_token is not None:
            return PresentedToken(body.refresh_token, ClientKind.NATIVE)
        cookie = self._request.cookies.get(REFRESH_COOKIE)
        if not cookie:
            raise Unauthenticated
        if not is_own_origin(self._request.headers.get("origin"), self._request, self._portfolio):
            raise OriginRefused
        return PresentedToken(cookie, ClientKind.WEB)

    def take_back(self) -> None:
        """Let a browser forget its refresh token."""
        self._set_cookie(REFRESH_COOKIE, "", timedelta(0))

    def _remember_device(self, new_secret: str | None) -> None:
        # Each login of a known device prolongs it: its cookie must not end before it does.
        secret = new_secret or self._request.cookies.get(DEVICE_COOKIE)
        if secret:
            self._set_cookie(DEVICE_COOKIE, secret, DEVICE_LIFETIME)

    def _set_cookie(self, name: str, value: str, lifetime: timedelta) -> None:
        self._response.set_cookie(
            name,
            value,
            max_age=round(lifetime.total_seconds()),
            path="/",
            secure=True,
            httponly=True,
            samesite="strict",
        )


async def get_session_secrets(
    request: Request, response: Response, portfolio: PortfolioDep, _own: CheckedOrigin
) -> SessionSecrets:
    """Of this request and its answer.

    Raises:
        OriginRefused: a page of another origin sends the request.
    """
    return SessionSecrets(request, response, portfolio)


SessionSecretsDep = Annotated[SessionSecrets, Depends(get_session_secrets)]
