"""A portfolio's configuration: the brand, its texts and its rules, as data of the deployment."""

import re
from functools import cached_property
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, HttpUrl, field_validator

from app.schemas.addition_rules import AdditionRules
from app.schemas.base import Body, Email, Line, Reference
from app.values.family_rights import FamilyKind, FamilyRight, Grants

EVERY_RIGHT = tuple(FamilyRight)


def _with_totals(rights: tuple[FamilyRight, ...]) -> tuple[FamilyRight, ...]:
    if FamilyRight.LINES in rights and FamilyRight.TOTALS not in rights:
        raise ValueError("whoever reads the lines can add them up: lines come with totals")
    return rights


Rights = Annotated[tuple[FamilyRight, ...], AfterValidator(_with_totals)]
"""What the member may see of one kind of dependent; `lines` never without `totals`."""

SECURE = "https://"
DEFAULT_PORTS = {"https": 443, "http": 80}
HOST = re.compile(r"[a-z0-9.-]+|\[[0-9a-f:.]+\]")


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


class FamilyRightsConfiguration(Body):
    """What the member sees of the dependents, by what they are to the family that day.

    Confidentiality is `adult` with `card` and `totals` alone. Everyone sees themself, and nobody
    but the member sees anybody else, whatever stands here.
    """

    minor: Rights = EVERY_RIGHT
    """Rights over children under 18."""
    adult: Rights = EVERY_RIGHT
    """Rights over other dependents who are covered, or whose cover ended with the member's."""
    former_partner: Rights = ()
    """Rights over spouses, civil partners and cohabitants whose cover ended before the member's."""
    ceased: Rights = EVERY_RIGHT
    """Rights over anybody else whose cover ended before the member's."""

    @cached_property
    def grants(self) -> Grants:
        """The same by kind; kept, since every request of a member asks."""
        return {
            FamilyKind.MINOR: frozenset(self.minor),
            FamilyKind.ADULT: frozenset(self.adult),
            FamilyKind.FORMER_PARTNER: frozenset(self.former_partner),
            FamilyKind.CEASED: frozenset(self.ceased),
        }


class CertificateConfiguration(Body):
    """Durations that certificates of termination tell, in months; laws change them."""

    portability_months: Annotated[int, Field(ge=0, le=36)] = 12
    """Longest cover kept at no cost by who draws unemployment benefit (CSS, L. 911-8)."""
    evin_request_months: Annotated[int, Field(ge=0, le=24)] = 6
    """Time to ask for an individual contract (loi Evin of 31 December 1989, article 4)."""


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
    """Exact origins of the pages that may call with cookies and read the answers."""
    cover_ends: Literal["exact", "end_of_month"] = "exact"
    """Last day of cover: the day of termination, or the last of its month."""
    family_rights: FamilyRightsConfiguration = FamilyRightsConfiguration()
    """Who of a family is seen by its member, and how far."""
    card: CardConfiguration
    certificates: CertificateConfiguration = CertificateConfiguration()
    additions: tuple[AdditionRules, ...] = ()
    """Who may be added to a family; without rules that hold, nobody is added from the space."""


class PortfolioFile(Body):
    """A portfolio as `python -m app portfolio apply FILE` reads it."""

    code: Reference
    name: Line
    hosts: list[Line]
    configuration: PortfolioConfiguration

    @field_validator("configuration")
    @classmethod
    def _origins_are_exact(cls, value: PortfolioConfiguration) -> PortfolioConfiguration:
        # Asked of the file alone: what was applied before must not stop a portfolio from serving.
        inexact = [origin for origin in value.allowed_origins if not _is_exact(origin)]
        if inexact:
            raise ValueError(
                f"allowed_origins must be what browsers send, https://host: {', '.join(inexact)}"
            )
        return value

    @property
    def origins_in_clear(self) -> list[str]:
        """Origins whose pages travel in clear: anybody on the way could speak for them."""
        origins = self.configuration.allowed_origins
        return [origin for origin in origins if not origin.startswith(SECURE)]


def _is_exact(origin: str) -> bool:
    """Whether a browser could send it: a scheme, a host, a port unless it is the scheme's own."""
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme not in DEFAULT_PORTS or port == DEFAULT_PORTS[parts.scheme]:
        return False
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    written = f"{parts.scheme}://{host}" + (f":{port}" if port is not None else "")
    return written == origin and bool(HOST.fullmatch(host))
