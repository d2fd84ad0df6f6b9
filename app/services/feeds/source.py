"""Who sends a feed, from where, and for whom."""

from dataclasses import dataclass
from uuid import UUID

from app.services.portfolios import CurrentPortfolio
from app.values.audit import ActorKind
from app.values.principals import CurrentPartner, RequestOrigin


@dataclass(frozen=True, slots=True)
class FeedSource:
    """A partner's request, or an operator's command, which has neither partner nor origin."""

    portfolio: CurrentPortfolio
    partner: CurrentPartner | None = None
    origin: RequestOrigin | None = None

    @property
    def employer_ref(self) -> str | None:
        """The only employer it may tell about, when its token is bound to one."""
        return self.partner.employer_ref if self.partner else None

    @property
    def actor_kind(self) -> ActorKind:
        """Who acts, as the audit trail says it."""
        return ActorKind.PARTNER if self.partner else ActorKind.OPERATOR

    @property
    def token_id(self) -> UUID | None:
        """The token that acts; an operator has none."""
        return self.partner.token_id if self.partner else None
