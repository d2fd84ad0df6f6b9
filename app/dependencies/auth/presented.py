"""Secrets that clients present in headers and cookies, and where their page comes from."""

from typing import Annotated

from fastapi import Depends, Header, Path, Request

from app.dependencies.infrastructure import PortfolioDep, get_container
from app.errors.authentication import OriginRefused
from app.services.portfolios import CurrentPortfolio

REFRESH_COOKIE = "__Host-espace_refresh"
DEVICE_COOKIE = "__Host-espace_device"
MAX_SECRET = 200

FlowId = Annotated[str, Path(description="The `id` of the flow.")]
FlowSecret = Annotated[
    str,
    Header(
        alias="Flow-Secret",
        max_length=MAX_SECRET,
        description="The `secret` that came with the flow.",
    ),
]


async def check_origin(request: Request, portfolio: PortfolioDep) -> None:
    """A browser that says where it comes from must come from one of our pages.

    Raises:
        OriginRefused: it comes from elsewhere.
    """
    origin = request.headers.get("origin")
    if origin is not None and not is_own_origin(origin, request, portfolio):
        raise OriginRefused


OwnOrigin = Depends(check_origin)
CheckedOrigin = Annotated[None, OwnOrigin]


def is_own_origin(origin: str | None, request: Request, portfolio: CurrentPortfolio) -> bool:
    """Whether the page that sends the request is one of the portfolio's, or of this server."""
    if not origin:
        return False
    if origin in portfolio.configuration.allowed_origins:
        return True
    # The proxy in front may end TLS: what the page was loaded by is all there is to see of it.
    scheme, _, host = origin.partition("://")
    secure = scheme == "https" or get_container(request).settings.is_demo
    return secure and host == request.headers.get("host")


async def get_device_secret(
    request: Request,
    _own: CheckedOrigin,
    device_secret: Annotated[
        str | None,
        Header(
            alias="Device-Secret",
            max_length=MAX_SECRET,
            description="Native clients: the `device_secret` of an earlier login. "
            "Browsers send a cookie instead.",
        ),
    ] = None,
) -> str | None:
    """The secret of a known device, from the header or the cookie.

    Raises:
        OriginRefused: a page of another origin sends it.
    """
    return device_secret or request.cookies.get(DEVICE_COOKIE)


DeviceSecret = Annotated[str | None, Depends(get_device_secret)]
