"""Mapped classes, one noun a file; importing this package completes the metadata."""

from app.models.account import Account
from app.models.alert import Alert
from app.models.audit import AuditEntry, AuditSegment
from app.models.bank_details import BankDetails
from app.models.base import Base
from app.models.beneficiary import Beneficiary
from app.models.benefit import Benefit
from app.models.benefit_level import BenefitLevel
from app.models.card import Card
from app.models.change_request import (
    ChangeRequest,
    ChangeRequestDocument,
    ChangeRequestStep,
)
from app.models.commune import Commune, CommunePostalCode
from app.models.content_item import ContentItem
from app.models.contract import Contract
from app.models.cover import Cover
from app.models.data_export import DataExport
from app.models.document import Document, DocumentPerson
from app.models.event import Event, EventCounter
from app.models.flow import Flow
from app.models.idempotency_key import IdempotencyKey
from app.models.import_run import ImportResultChunk, ImportRun
from app.models.inbox_entry import InboxEntry
from app.models.job import Job
from app.models.member import Member
from app.models.notification_preference import NotificationPreference
from app.models.option import Option, OptionOffer, OptionSubscription
from app.models.outbox import OutboxMessage
from app.models.own_contact import OwnContact
from app.models.partner_token import PartnerToken
from app.models.portfolio import Portfolio, PortfolioHost
from app.models.provider import Provider, ProviderAgreement, ProviderSpecialty
from app.models.rate_counter import RateCounter
from app.models.second_factor import RecoveryCode, SecondFactor
from app.models.session import Device, KnownNetwork, MemberSession, RefreshToken
from app.models.statement import Statement, StatementLine
from app.models.tariff import Tariff
from app.models.teletransmission import Teletransmission, TeletransmissionChange
from app.models.thread import Message, Thread, ThreadReading
from app.models.webhook import Webhook, WebhookDelivery

__all__ = [
    "Account",
    "Alert",
    "AuditEntry",
    "AuditSegment",
    "BankDetails",
    "Base",
    "Beneficiary",
    "Benefit",
    "BenefitLevel",
    "Card",
    "ChangeRequest",
    "ChangeRequestDocument",
    "ChangeRequestStep",
    "Commune",
    "CommunePostalCode",
    "ContentItem",
    "Contract",
    "Cover",
    "DataExport",
    "Device",
    "Document",
    "DocumentPerson",
    "Event",
    "EventCounter",
    "Flow",
    "IdempotencyKey",
    "ImportResultChunk",
    "ImportRun",
    "InboxEntry",
    "Job",
    "KnownNetwork",
    "Member",
    "MemberSession",
    "Message",
    "NotificationPreference",
    "Option",
    "OptionOffer",
    "OptionSubscription",
    "OutboxMessage",
    "OwnContact",
    "PartnerToken",
    "Portfolio",
    "PortfolioHost",
    "Provider",
    "ProviderAgreement",
    "ProviderSpecialty",
    "RateCounter",
    "RecoveryCode",
    "RefreshToken",
    "SecondFactor",
    "Statement",
    "StatementLine",
    "Tariff",
    "Teletransmission",
    "TeletransmissionChange",
    "Thread",
    "ThreadReading",
    "Webhook",
    "WebhookDelivery",
]
