"""Who is asking, once a guard has let them in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.values.family_rights import FamilyView


class MemberPermission(StrEnum):
    """What a signed-in person may do; each operation of `/v1` names exactly one."""

    HOME_READ = "home:read"
    REIMBURSEMENTS_READ = "reimbursements:read"
    CARD_READ = "card:read"
    BENEFICIARIES_READ = "beneficiaries:read"
    BENEFICIARIES_WRITE = "beneficiaries:write"
    NIR_READ = "nir:read"
    CONTRACTS_READ = "contracts:read"
    OPTIONS_READ = "options:read"
    OPTIONS_WRITE = "options:write"
    BENEFITS_READ = "benefits:read"
    CHANGE_REQUESTS_READ = "change-requests:read"
    CHANGE_REQUESTS_WRITE = "change-requests:write"
    PROFILE_READ = "profile:read"
    PROFILE_WRITE = "profile:write"
    MESSAGES_READ = "messages:read"
    MESSAGES_WRITE = "messages:write"
    REQUESTS_READ = "requests:read"
    CARD_WRITE = "card:write"
    CERTIFICATES_READ = "certificates:read"
    SESSIONS_READ = "sessions:read"
    SESSIONS_WRITE = "sessions:write"
    SECURITY_READ = "security:read"
    SECURITY_WRITE = "security:write"
    ACTIVITY_READ = "activity:read"
    PROVIDERS_READ = "providers:read"
    BANK_DETAILS_READ = "bank-details:read"
    BANK_DETAILS_WRITE = "bank-details:write"
    EVENTS_READ = "events:read"
    DATA_EXPORTS_READ = "data-exports:read"
    DATA_EXPORTS_WRITE = "data-exports:write"


class PartnerScope(StrEnum):
    """What a partner token may do; each operation of `/partner/v1` names exactly one."""

    TOKEN_READ = "token:read"  # noqa: S105 - a scope
    CONTRACTS_WRITE = "contracts:write"
    MEMBERS_WRITE = "members:write"
    BENEFICIARIES_WRITE = "beneficiaries:write"
    STATEMENTS_WRITE = "statements:write"
    CONTENT_WRITE = "content:write"
    TELETRANSMISSIONS_WRITE = "teletransmissions:write"
    BENEFIT_LEVELS_WRITE = "benefit-levels:write"
    OPTIONS_WRITE = "options:write"
    TARIFFS_WRITE = "tariffs:write"
    CHANGE_REQUESTS_READ = "change-requests:read"
    CHANGE_REQUESTS_DECIDE = "change-requests:decide"
    NIR_READ = "nir:read"
    MESSAGES_READ = "messages:read"
    MESSAGES_WRITE = "messages:write"
    IMPORTS_READ = "imports:read"
    EVENTS_READ = "events:read"
    WEBHOOKS_READ = "webhooks:read"
    WEBHOOKS_WRITE = "webhooks:write"


@dataclass(frozen=True, slots=True)
class CurrentMember:
    """A signed-in person: `member_id` is the family, `beneficiary_id` the person.

    `family` is what they see of the others: nothing, unless they are the member.
    """

    portfolio_id: UUID
    account_id: UUID
    member_id: UUID
    beneficiary_id: UUID
    family: FamilyView
    session_id: UUID
    device_id: UUID | None
    second_factor_at: datetime | None
    frozen_until: datetime | None


@dataclass(frozen=True, slots=True)
class CurrentPartner:
    """A partner token at work; `employer_ref` restricts it to one employer's contracts."""

    portfolio_id: UUID
    token_id: UUID
    name: str
    scopes: frozenset[str]
    employer_ref: str | None
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class RequestOrigin:
    """Where a request comes from, as the audit trail and the step-up triggers see it."""

    request_id: str
    ip: str
    user_agent: str | None
