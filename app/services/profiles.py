"""The profile of whoever is signed in: read, and what of it they edit."""

from pydantic import MISSING

from app.repositories.contacts import ContactRepository
from app.repositories.profiles import ProfileReader, ProfileRepository
from app.schemas.profiles import NotificationRead, ProfileRead, ProfileUpdate
from app.security.keyring import Keyring
from app.security.sealed_places import SealedPlace
from app.services import notices
from app.services.audit import AuditRecord, AuditTrail
from app.services.beneficiaries import address_of
from app.services.contacts import Contacts
from app.services.outbox import Outbox
from app.services.portfolios import CurrentPortfolio
from app.services.preconditions import Precondition
from app.values.audit import AuditAction
from app.values.masks import mask_nir
from app.values.notifications import DEFAULT_CHANNEL, TOPIC_LABELS, NotificationTopic
from app.values.outbox import OutboxChannel
from app.values.principals import CurrentMember, RequestOrigin


class ProfileService:
    """Reads the profile."""

    def __init__(self, profiles: ProfileReader, keyring: Keyring) -> None:
        self._profiles = profiles
        self._keyring = keyring

    async def read(self, member: CurrentMember, language: str) -> ProfileRead:
        """Who is signed in."""
        row = await self._profiles.find(member)
        channels = await self._profiles.channels_of(member.account_id)
        nir = row.nir_sealed and self._keyring.open(
            row.nir_sealed, SealedPlace.BENEFICIARY_NIR, row.id
        )
        return ProfileRead(
            beneficiary_id=row.id,
            first_name=row.first_name,
            last_name=row.last_name,
            birth_date=row.birth_date,
            relationship=row.relationship,
            member_number=row.member_number,
            nir=mask_nir(nir.decode()) if nir else None,
            amo_organism=row.amo_organism,
            email=row.email,
            phone=row.phone,
            address=address_of(row.address),
            notifications=[
                NotificationRead(
                    topic=topic,
                    label=label.in_language(language),
                    channel=channels.get(topic, DEFAULT_CHANNEL),
                )
                for topic, label in TOPIC_LABELS.items()
            ],
        )


class ProfileEditing:
    """`updateProfile`."""

    def __init__(
        self,
        contacts: ContactRepository,
        profiles: ProfileRepository,
        edits: Contacts,
        answers: ProfileService,
        outbox: Outbox,
        audit: AuditTrail,
    ) -> None:
        self._contacts = contacts
        self._profiles = profiles
        self._edits = edits
        self._answers = answers
        self._outbox = outbox
        self._audit = audit

    async def update(
        self,
        portfolio: CurrentPortfolio,
        member: CurrentMember,
        body: ProfileUpdate,
        precondition: Precondition,
        language: str,
        origin: RequestOrigin,
    ) -> ProfileRead:
        """Change what the body names, based on what the reader saw; a new address is announced at
        the e-mail address of the account.

        Raises:
            PreconditionFailed: something of the profile has changed since.
        """
        await self._contacts.lock(member, member.beneficiary_id)
        before = await self._answers.read(member, language)
        precondition.check(before)
        if body.address is not MISSING:
            address = {"address": body.address.model_dump()}
            if await self._edits.edit(member, member.beneficiary_id, address, origin):
                letter = notices.address_changed(portfolio, before.email)
                self._outbox.post(portfolio.id, OutboxChannel.EMAIL, letter)
        if body.notifications is not MISSING:
            for topic, channel in body.notifications.model_dump().items():
                await self._profiles.choose_channel(
                    member.account_id, NotificationTopic(topic), channel
                )
            self._audit.record(AuditRecord.by(member, AuditAction.NOTIFICATIONS_CHOSEN), origin)
        return await self._answers.read(member, language)
