"""The kinds of resources that partners send. One more kind is one more record here."""

from app.errors.feeds import (
    CoverOutsideContract,
    OverlappingCovers,
    ReferenceTaken,
    TotalsMismatch,
    UnbalancedLine,
    UnknownReference,
)
from app.errors.teletransmissions import TeletransmissionRefused
from app.schemas.feeds.benefit_levels import (
    BENEFIT_LEVEL_EXAMPLE,
    BenefitLevelFeed,
    BenefitLevelImportLine,
)
from app.schemas.feeds.contracts import CONTRACT_EXAMPLE, ContractFeed, ContractImportLine
from app.schemas.feeds.options import OPTION_EXAMPLE, OptionFeed, OptionImportLine
from app.schemas.feeds.people import (
    BENEFICIARY_EXAMPLE,
    MEMBER_EXAMPLE,
    BeneficiaryFeed,
    BeneficiaryImportLine,
    MemberFeed,
    MemberImportLine,
)
from app.schemas.feeds.statements import STATEMENT_EXAMPLE, StatementFeed, StatementImportLine
from app.schemas.feeds.tariffs import TARIFF_EXAMPLE, TariffFeed, TariffImportLine
from app.schemas.feeds.teletransmissions import (
    TELETRANSMISSION_EXAMPLE,
    TeletransmissionFeed,
    TeletransmissionImportLine,
)
from app.services.feeds.benefit_levels import BenefitLevelApplier
from app.services.feeds.content_kinds import CONTENT_KINDS
from app.services.feeds.contracts import ContractApplier
from app.services.feeds.kind import FeedKind
from app.services.feeds.options import OptionApplier
from app.services.feeds.people import BeneficiaryApplier, MemberApplier
from app.services.feeds.statements import StatementApplier
from app.services.feeds.tariffs import TariffApplier
from app.services.feeds.teletransmissions import TeletransmissionApplier
from app.values.imports import ImportKind
from app.values.principals import PartnerScope

_KINDS = (
    FeedKind(
        code=ImportKind.CONTRACTS,
        scope=PartnerScope.CONTRACTS_WRITE,
        noun="Contract",
        summary="Create or change a contract",
        description="A token bound to an employer sends that employer's contracts only.",
        refusals=(UnknownReference,),
        body=ContractFeed,
        line=ContractImportLine,
        example={"ref": "C-17", **CONTRACT_EXAMPLE},
        of_employers=True,
        make_applier=ContractApplier,
    ),
    FeedKind(
        code=ImportKind.BENEFIT_LEVELS,
        scope=PartnerScope.BENEFIT_LEVELS_WRITE,
        noun="BenefitLevel",
        summary="Create or change a benefit level",
        description=(
            "Its third-party-payment grid is what the cards print: each domain once, of those that "
            "the portfolio's card lists. `benefits` are its guarantees, from which members are "
            "told how they are reimbursed."
        ),
        refusals=(),
        body=BenefitLevelFeed,
        line=BenefitLevelImportLine,
        example={"ref": "CONFORT", **BENEFIT_LEVEL_EXAMPLE},
        of_employers=False,
        make_applier=BenefitLevelApplier,
    ),
    FeedKind(
        code=ImportKind.TARIFFS,
        scope=PartnerScope.TARIFFS_WRITE,
        noun="Tariff",
        summary="Create or change a tariff",
        description=(
            "An act with its base and rates, a flat deduction with its caps, or a renewal period; "
            "each holds from a day on, so that what changed by decree is another tariff."
        ),
        refusals=(ReferenceTaken,),
        body=TariffFeed,
        line=TariffImportLine,
        example={"ref": "general_practitioner-2024-12-22", **TARIFF_EXAMPLE},
        of_employers=False,
        make_applier=TariffApplier,
    ),
    FeedKind(
        code=ImportKind.OPTIONS,
        scope=PartnerScope.OPTIONS_WRITE,
        noun="Option",
        summary="Create or change an option",
        description=(
            "Cover that members may add: whoever is at a level is at another one with it. What "
            "members subscribed to before is not changed by it."
        ),
        refusals=(UnknownReference,),
        body=OptionFeed,
        line=OptionImportLine,
        example={"ref": "RENFORT", **OPTION_EXAMPLE},
        of_employers=False,
        make_applier=OptionApplier,
    ),
    FeedKind(
        code=ImportKind.MEMBERS,
        scope=PartnerScope.MEMBERS_WRITE,
        noun="Member",
        summary="Create or change a member",
        description=(
            "A new member with an e-mail is invited to the member space. "
            "`covers` is the whole history."
        ),
        refusals=(UnknownReference, ReferenceTaken, OverlappingCovers, CoverOutsideContract),
        body=MemberFeed,
        line=MemberImportLine,
        example={"ref": "M-1", **MEMBER_EXAMPLE},
        of_employers=True,
        make_applier=MemberApplier,
    ),
    FeedKind(
        code=ImportKind.BENEFICIARIES,
        scope=PartnerScope.BENEFICIARIES_WRITE,
        noun="Beneficiary",
        summary="Create or change a dependent of a member",
        description=(
            "The reference shares one space with members'. `covers` is the whole history."
        ),
        refusals=(UnknownReference, ReferenceTaken, OverlappingCovers, CoverOutsideContract),
        body=BeneficiaryFeed,
        line=BeneficiaryImportLine,
        example={"ref": "M-1-2", **BENEFICIARY_EXAMPLE},
        of_employers=True,
        make_applier=BeneficiaryApplier,
    ),
    FeedKind(
        code=ImportKind.STATEMENTS,
        scope=PartnerScope.STATEMENTS_WRITE,
        noun="Statement",
        summary="Create a statement, or replace it with its lines",
        description=(
            "Totals must be the sums of the lines, and every line must balance, to the cent."
        ),
        refusals=(UnknownReference, TotalsMismatch, UnbalancedLine),
        body=StatementFeed,
        line=StatementImportLine,
        example={"ref": "S-1", **STATEMENT_EXAMPLE},
        of_employers=False,
        make_applier=StatementApplier,
    ),
    FeedKind(
        code=ImportKind.TELETRANSMISSIONS,
        scope=PartnerScope.TELETRANSMISSIONS_WRITE,
        noun="Teletransmission",
        summary="Tell where a person's télétransmission stands",
        description=(
            "The reference is the person's. What the statutory fund answers to a member's request, "
            "or does by itself; a move that is not possible from where the link stands is refused."
        ),
        refusals=(UnknownReference, TeletransmissionRefused),
        body=TeletransmissionFeed,
        line=TeletransmissionImportLine,
        example={"ref": "M-1", **TELETRANSMISSION_EXAMPLE},
        of_employers=False,
        make_applier=TeletransmissionApplier,
    ),
    *CONTENT_KINDS,
)
KINDS = {kind.code: kind for kind in _KINDS}
"""Every kind, by its code, in the order in which the documents show them."""

SCOPES_OF_EMPLOYERS = frozenset(
    {
        PartnerScope.TOKEN_READ,
        PartnerScope.IMPORTS_READ,
        PartnerScope.EVENTS_READ,
        PartnerScope.WEBHOOKS_READ,
        PartnerScope.WEBHOOKS_WRITE,
        *(kind.scope for kind in KINDS.values() if kind.of_employers),
    }
)
"""What a token bound to an employer may have: nothing that touches health data."""
