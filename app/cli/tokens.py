"""`python -m app token create|list|rotate|revoke`."""

from datetime import datetime, timedelta
from ipaddress import ip_network
from typing import Annotated

import typer

from app.cli.console import console, fail, named_portfolio, opened_container, run
from app.container import Container
from app.models.partner_token import PartnerToken
from app.schemas.base import REFERENCE
from app.services.partner_tokens import (
    PartnerTokenService,
    RotatedToken,
    TokenNotFound,
    TokenOrder,
    TokenRefused,
)
from app.values.principals import PartnerScope

LONGEST_NAME = 80
OVERLAP_DAYS = 7
UNKNOWN = "No token has this public id. See: python -m app token list"
SCOPES = ", ".join(PartnerScope)
cli = typer.Typer(help="API tokens of partners.", no_args_is_help=True)
PublicId = Annotated[str, typer.Argument(help="Public id: the fourth part of the token.")]
PortfolioOption = Annotated[
    str | None, typer.Option(help="Code of the portfolio; may be left out when there is one.")
]


@cli.callback()
def tokens() -> None:
    """API tokens of partners."""


@cli.command("create")
def create(
    name: Annotated[str, typer.Option(help="Who will hold it; up to 80 characters.")],
    scope: Annotated[
        list[str], typer.Option(help=f"What it may do; repeat for several: {SCOPES}.")
    ],
    portfolio: PortfolioOption = None,
    expires_days: Annotated[int, typer.Option(help="Days until it expires, 365 at most.")] = 365,
    employer: Annotated[
        str | None, typer.Option(help="Reference of the only employer it may touch.")
    ] = None,
    network: Annotated[
        list[str] | None, typer.Option(help="CIDR range it may call from; repeat for several.")
    ] = None,
) -> None:
    """Create a token and print it, alone, on standard output. It is shown this once."""
    order = TokenOrder(
        name=_name(name),
        scopes=_scopes(scope),
        lifetime=timedelta(days=expires_days),
        employer_ref=_employer(employer),
        networks=_networks(network or []),
    )
    try:
        text = run(_create(portfolio, order))
    except TokenRefused as error:
        fail(f"Token refused: {error}.")
    console.print(
        "Keep it now, it is not shown again. Send it as `Authorization: Bearer …`; "
        "GET /partner/v1/token tells what it may do."
    )
    typer.echo(text)


@cli.command("list")
def list_tokens(portfolio: PortfolioOption = None) -> None:
    """List the tokens of a portfolio, newest first, and when each was last used (UTC)."""
    found = run(_list(portfolio))
    for token, state in found:
        employer = f", employer {token.employer_ref} only" if token.employer_ref else ""
        networks = f", from {' '.join(token.networks)} only" if token.networks else ""
        used = f"used {token.last_used_at:%Y-%m-%d %H:%M}" if token.last_used_at else "never used"
        typer.echo(
            f"{token.public_id}  {state:<7}  until {token.expires_at:%Y-%m-%d}  {used:<21}  "
            f"{token.name}  [{' '.join(token.scopes)}]{employer}{networks}"
        )
    console.print(f"{len(found)} tokens. To end one: python -m app token revoke PUBLIC_ID")


@cli.command("rotate")
def rotate(
    public_id: PublicId,
    overlap_days: Annotated[
        int, typer.Option(help="Days the former token goes on working.", min=0, max=365)
    ] = OVERLAP_DAYS,
) -> None:
    """Make a successor with the same rights, and print it, alone, on standard output, this once.

    The former token ends after the overlap. Of one lineage, two tokens at most are live.
    """
    try:
        rotated = run(_rotate(public_id, timedelta(days=overlap_days)))
    except TokenNotFound:
        fail(UNKNOWN)
    except TokenRefused as error:
        fail(f"Token refused: {error}.")
    console.print(
        f"Keep it now, it is not shown again; it lives until {rotated.expires_at:%Y-%m-%d}. "
        f"The former one ends on {rotated.former_expires_at:%Y-%m-%d at %H:%M} UTC: "
        "change over before."
    )
    typer.echo(rotated.text)


@cli.command("revoke")
def revoke(public_id: PublicId) -> None:
    """End a token now."""
    try:
        run(_revoke(public_id))
    except TokenNotFound:
        fail(UNKNOWN)
    console.print("Revoked: its next call is refused.", style="green")


def _name(text: str) -> str:
    name = text.strip()
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        fail(f"--name takes 1 to {LONGEST_NAME} printable characters.")
    return name


def _scopes(texts: list[str]) -> list[PartnerScope]:
    known = {scope.value: scope for scope in PartnerScope}
    unknown = [text for text in texts if text not in known]
    if unknown:
        fail(f"Unknown scope: {', '.join(unknown)}. There are: {SCOPES}")
    return [known[text] for text in texts]


def _employer(ref: str | None) -> str | None:
    if ref is not None and not REFERENCE.fullmatch(ref):
        fail(
            "--employer takes the reference that contracts name in employer.ref: "
            "1 to 64 letters, digits, dots, colons, dashes or underscores."
        )
    return ref


def _networks(texts: list[str]) -> list[str]:
    for text in texts:
        try:
            ip_network(text)
        except ValueError as error:
            fail(f"--network: {error}")
    return texts


async def _create(portfolio: str | None, order: TokenOrder) -> str:
    async with opened_container() as container:
        wanted = await named_portfolio(container, portfolio)
        return await _service(container).create(wanted.id, order, _environment(container))


async def _list(portfolio: str | None) -> list[tuple[PartnerToken, str]]:
    async with opened_container() as container:
        wanted = await named_portfolio(container, portfolio)
        found = await _service(container).list_of(wanted.id)
        return [(token, _state(token, container.clock.now())) for token in found]


async def _rotate(public_id: str, overlap: timedelta) -> RotatedToken:
    async with opened_container() as container:
        return await _service(container).rotate(public_id, overlap, _environment(container))


async def _revoke(public_id: str) -> None:
    async with opened_container() as container:
        await _service(container).revoke(public_id)


def _service(container: Container) -> PartnerTokenService:
    return PartnerTokenService(container.database, container.keyring, container.clock)


def _environment(container: Container) -> str:
    return "demo" if container.settings.is_demo else "live"


def _state(token: PartnerToken, now: datetime) -> str:
    if token.revoked_at:
        return "revoked"
    return "live" if token.expires_at > now else "expired"
