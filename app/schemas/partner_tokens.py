"""A partner token as its bearer reads it."""

from datetime import datetime

from pydantic import ConfigDict

from app.schemas.base import Read
from app.values.principals import PartnerScope


class PartnerTokenRead(Read):
    """Who the token is for, what it may do, until when. Never the token itself."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Affiliations Hôtel du Lac",
                    "scopes": ["contracts:write", "members:write", "token:read"],
                    "portfolio": "hcr",
                    "employer_ref": "EMP-17",
                    "created_at": "2026-01-05T09:00:00Z",
                    "expires_at": "2027-01-05T09:00:00Z",
                }
            ]
        }
    )

    name: str
    """What whoever issued the token called it."""
    scopes: list[PartnerScope]
    """What the token may do, in alphabetical order; each operation names the one it needs."""
    portfolio: str
    """Code of the portfolio; the token sees nothing outside it."""
    employer_ref: str | None
    """The only employer whose contracts and people the token sees, when it is bound to one."""
    created_at: datetime
    """When the token was issued."""
    expires_at: datetime
    """From then on the token is refused with 401."""
