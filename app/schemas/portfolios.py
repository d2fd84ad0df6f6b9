"""A portfolio's configuration: the brand, its texts and its rules, as data of the deployment."""

from typing import Literal

from pydantic import HttpUrl

from app.schemas.base import Body, Email, Line, Reference


class CardDomain(Body):
    """A care domain of the third-party-payment card, in the order it is printed."""

    code: Line
    label_fr: Line
    label_en: Line


class CardConfiguration(Body):
    """What every card of the portfolio shows."""

    nir_shown: bool = False
    domains: list[CardDomain]
    usage: list[Line]
    """How to use the card, printed on its back."""


class PortfolioConfiguration(Body):
    """Brand, addresses and rules of one portfolio."""

    brand: Line
    sender_email: Email
    member_space_url: HttpUrl
    """Where invitations lead: the member space's own pages."""
    sms_domain: Line
    """Last line of an SMS is `@domain #code`, so that phones fill the code in."""
    passkey_domain: Line | None = None
    """The domain passkeys belong to; by default, the member space's host."""
    phone_line: Line
    allowed_origins: tuple[Line, ...] = ()
    """Exact origins of the pages that may call with cookies."""
    cover_ends: Literal["exact", "end_of_month"] = "exact"
    """Last day of cover: the day of termination, or the last of its month."""
    card: CardConfiguration


class PortfolioFile(Body):
    """A portfolio as `python -m app portfolio apply FILE` reads it."""

    code: Reference
    name: Line
    hosts: list[Line]
    configuration: PortfolioConfiguration
