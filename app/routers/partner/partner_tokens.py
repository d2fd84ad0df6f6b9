"""What a partner's token is."""

from fastapi import APIRouter

from app.dependencies.infrastructure import PortfolioDep
from app.dependencies.principals import MayReadToken
from app.http.problems import problems
from app.schemas.partner_tokens import PartnerTokenRead
from app.values.principals import PartnerScope

router = APIRouter(prefix="/partner/v1/token", tags=["token"])


@router.get(
    "",
    operation_id="getToken",
    summary="Tell who I am, what I may do and until when",
    responses=problems(),
)
async def get_token(partner: MayReadToken, portfolio: PortfolioDep) -> PartnerTokenRead:
    """The token of the request, described; never shown."""
    return PartnerTokenRead(
        name=partner.name,
        scopes=sorted(PartnerScope(scope) for scope in partner.scopes),
        portfolio=portfolio.code,
        employer_ref=partner.employer_ref,
        created_at=partner.created_at,
        expires_at=partner.expires_at,
    )
