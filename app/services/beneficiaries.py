"""The people of a family: who they are, how their statements come, their number on request.

Whoever may see a person's card may read their file: it says what the card says, and how they are
reached.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import MISSING

from app.database.database import Database
from app.errors.beneficiaries import NirUnknown
from app.repositories.base import AnyRow
from app.repositories.beneficiaries import BeneficiaryReader
from app.repositories.visibility import VisibilityReader
from app.schemas.beneficiaries import (
    AddressRead,
    BeneficiaryPage,
    BeneficiaryRead,
    NirDisclosureRead,
)
from app.security.keyring import Keyring
from app.security.sealed_places import SealedPlace
from app.services.audit import AuditRecord, AuditTrail
from app.services.family_rights import FamilyRights
from app.services.teletransmissions import describe
from app.values.audit import AuditAction
from app.values.masks import mask_nir
from app.values.principals import CurrentMember, RequestOrigin
from app.values.relationships import LABELS
from app.values.teletransmissions import TeletransmissionState


class BeneficiaryService:
    """Reads the people of a family; who is visible is decided by the repository."""

    def __init__(self, people: BeneficiaryReader, family: FamilyRights, keyring: Keyring) -> None:
        self._people = people
        self._family = family
        self._keyring = keyring

    async def list(self, member: CurrentMember, language: str) -> BeneficiaryPage:
        """Everyone the reader may see, by rank."""
        rows = await self._people.list_people(member)
        return BeneficiaryPage(
            items=[self._answer(row, language) for row in rows], next_cursor=None
        )

    async def read(
        self, member: CurrentMember, beneficiary_id: UUID, language: str
    ) -> BeneficiaryRead:
        """One of them.

        Raises:
            BeneficiaryNotFound: no such beneficiary among those the reader may see.
            Confidential: the reader may see something of the beneficiary, but not their file.
        """
        return self._answer(await self._find(member, beneficiary_id), language)

    async def nir_of(self, member: CurrentMember, beneficiary_id: UUID) -> str:
        """The full number.

        Raises:
            BeneficiaryNotFound, Confidential: as above.
            NirUnknown: the file has none.
        """
        row = await self._find(member, beneficiary_id)
        if (nir := self._nir(row)) is None:
            raise NirUnknown
        return nir

    async def _find(self, member: CurrentMember, beneficiary_id: UUID) -> AnyRow:
        row = await self._people.find(member, beneficiary_id)
        if row is None:
            raise await self._family.refusal(member, beneficiary_id)
        return row

    def _nir(self, row: AnyRow) -> str | None:
        if row.nir_sealed is None:
            return None
        return self._keyring.open(row.nir_sealed, SealedPlace.BENEFICIARY_NIR, row.id).decode()

    def _answer(self, row: AnyRow, language: str) -> BeneficiaryRead:
        nir = self._nir(row)
        state = row.state or TeletransmissionState.INACTIVE
        return BeneficiaryRead(
            id=row.id,
            first_name=row.first_name,
            last_name=row.last_name,
            relationship=row.relationship,
            relationship_label=LABELS[row.relationship].in_language(language),
            rank=row.rank,
            birth_date=row.birth_date,
            nir=mask_nir(nir) if nir else None,
            amo_organism=row.amo_organism,
            email=row.email,
            phone=row.phone,
            address=address_of(row.address),
            covered_until=row.covered_until,
            teletransmission=describe(state, row.cause, language),
        )


class NirDisclosureService:
    """`discloseNir`: the number, and a trace that is written with it or not at all."""

    def __init__(self, database: Database, keyring: Keyring, audit: AuditTrail) -> None:
        self._database = database
        self._keyring = keyring
        self._audit = audit

    async def disclose(
        self, member: CurrentMember, beneficiary_id: UUID, origin: RequestOrigin
    ) -> NirDisclosureRead:
        """The full number of one person.

        Raises:
            BeneficiaryNotFound, Confidential, NirUnknown: as `BeneficiaryService.nir_of`.
        """
        async with self._database.read() as connection:
            family = FamilyRights(VisibilityReader(connection))
            people = BeneficiaryService(BeneficiaryReader(connection), family, self._keyring)
            nir = await people.nir_of(member, beneficiary_id)
        self._audit.record(
            AuditRecord.by(member, AuditAction.NIR_DISCLOSED, subject_id=beneficiary_id),
            origin,
        )
        return NirDisclosureRead(nir=nir)


def address_of(address: Mapping[str, Any] | None) -> AddressRead | Any:
    """An address of the file; nothing where it has none."""
    if address is None:
        return MISSING
    return AddressRead(
        line1=address["line1"],
        line2=address.get("line2"),
        postal_code=address["postal_code"],
        city=address["city"],
        country=address["country"],
    )
