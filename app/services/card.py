"""Third-party-payment cards: one set of facts for the JSON answer and for the PDF.

Decisions: without a beneficiary, the card is the reader's own and lists everyone the reader may see
who is covered under the same contract that day; with one, it lists them alone. It is valid for the
calendar year, within the cover. The DataMatrix is the card holder's own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from app import __version__
from app.database.database import Database
from app.documents.facts import CardBeneficiary, CardDomain, CardFacts
from app.errors.contracts import ContractNotFound
from app.gateways.clock import Clock
from app.repositories.base import AnyRow
from app.repositories.card import CardReader
from app.repositories.card_numbers import CardNumberRepository
from app.repositories.visibility import VisibilityReader
from app.security.card_tokens import CardStatement, CardTokens
from app.security.keyring import Keyring
from app.security.references import make_reference, written
from app.security.sealed_places import SealedPlace
from app.services.audit import AuditRecord, AuditTrail
from app.services.covers import CoverPeriod, cover_in_force, covers_of
from app.services.family_rights import FamilyRights
from app.services.portfolios import CurrentPortfolio
from app.services.rendering import DocumentPress
from app.values.audit import AuditAction
from app.values.labels import Labels
from app.values.periods import Period
from app.values.principals import CurrentMember, RequestOrigin


@dataclass(frozen=True, slots=True)
class CardChoice:
    """Whose card, and under which contract; the reader's own and the one in force if absent."""

    beneficiary_id: UUID | None = None
    contract_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """The facts, and the ids that the JSON answer adds: beneficiaries in the order of the facts."""

    facts: CardFacts
    contract_id: UUID
    holder_id: UUID
    beneficiary_ids: tuple[UUID, ...]

    @property
    def holder(self) -> CardBeneficiary:
        """Whose card it is, of those on it."""
        return self.facts.beneficiaries[self.beneficiary_ids.index(self.holder_id)]

    @property
    def number(self) -> str:
        """The holder's number, by which the card is verified."""
        return self.holder.card_number or ""

    @property
    def state(self) -> bytes:
        """What the document depends on, for its entity tag: no need to draw it to know it."""
        return f"{__version__}|{self.facts!r}".encode()

    @property
    def file_name(self) -> str:
        """The name under which the document is saved."""
        year = self.facts.valid_from.year
        return f"Carte de tiers payant {year} - {self.holder.full_name}.pdf"


@dataclass(frozen=True, slots=True)
class _Covered:
    row: AnyRow
    cover: CoverPeriod


class CardService:
    """Gathers a card's facts and prints it, for one request."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        clock: Clock,
        press: DocumentPress,
        portfolio: CurrentPortfolio,
        origin: RequestOrigin,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._press = press
        self._portfolio = portfolio
        self._origin = origin

    async def read(self, member: CurrentMember, choice: CardChoice, language: str) -> Card:
        """The card as it stands today; showing a NIR on it leaves a trace per beneficiary.

        In the days after a factor of the account changed it shows none, whatever the operator
        requires: whoever changed it may be a thief, and care is paid without the number.

        Raises:
            BeneficiaryNotFound: no such beneficiary among those the reader may see.
            Confidential: the reader may see something of the beneficiary, but not the card.
            ContractNotFound: the card holder never was under this contract.
            CoverEnded, CoverNotStarted, NoCover: the card holder is not covered today.
        """
        holder_id = choice.beneficiary_id or member.beneficiary_id
        async with self._database.read() as connection:
            rows = await CardReader(connection).list_covered_beneficiaries(member)
            if all(row.id != holder_id for row in rows):
                raise await FamilyRights(VisibilityReader(connection)).refusal(member, holder_id)
        today, now = self._clock.today(), self._clock.now()
        frozen = member.frozen_until is not None and member.frozen_until > now
        nir_shown = self._portfolio.configuration.card.nir_shown and not frozen
        holder, covered = _choose(rows, holder_id, choice.contract_id, today)
        listed = covered if choice.beneficiary_id is None else [holder]
        numbers = await self._numbers(listed)
        card = Card(
            self._facts(holder, listed, numbers, today, language, nir_shown=nir_shown),
            holder.cover.contract_id,
            holder_id,
            tuple(beneficiary.row.id for beneficiary in listed),
        )
        if any(beneficiary.nir for beneficiary in card.facts.beneficiaries):
            await self._trace(member, AuditAction.CARD_NIR_READ, card.beneficiary_ids)
        return card

    async def print(self, member: CurrentMember, card: Card) -> bytes:
        """The card as a PDF; every copy leaves a trace before it is handed out."""
        document = await self._press.print_card(card.facts)
        await self._trace(member, AuditAction.CARD_DOCUMENT_READ, (card.holder_id,))
        return document

    async def _numbers(self, listed: Sequence[_Covered]) -> dict[UUID, str]:
        """The number of each person's card under this contract; who has none yet is given one."""
        rows = [one.cover.row for one in listed]
        known = {row.id: row.card_number for row in rows if row.card_number}
        if missing := {one.row.id for one in listed} - known.keys():
            offered = {beneficiary_id: make_reference() for beneficiary_id in sorted(missing)}
            async with self._database.short_transaction("number_cards") as session:
                numbers = CardNumberRepository(session)
                known |= await numbers.give(
                    self._portfolio.id, rows[0].contract_id, offered, self._clock.now()
                )
        return known

    def _facts(
        self,
        holder: _Covered,
        listed: Sequence[_Covered],
        numbers: Mapping[UUID, str],
        today: date,
        language: str,
        *,
        nir_shown: bool,
    ) -> CardFacts:
        contract, cover = holder.row, holder.cover
        configuration = self._portfolio.configuration
        return CardFacts(
            brand=configuration.brand,
            insurer=cover.row.insurer,
            manager=cover.row.manager,
            operator=cover.row.operator,
            amc_number=cover.row.amc_number,
            convention_type=cover.row.convention_type,
            routing_code=cover.row.routing_code,
            member_number=contract.member_number,
            valid_from=_validity(cover, today).first,
            valid_until=_validity(cover, today).last,
            responsible=cover.row.responsible,
            contract_number=cover.row.contract_number,
            beneficiaries=tuple(
                self._beneficiary(
                    one, cover, written(numbers[one.row.id]), today, language, nir_shown=nir_shown
                )
                for one in listed
            ),
            domains=self._domains(cover.grid, language),
            phone=configuration.phone_line,
            space_url=str(configuration.member_space_url),
            usage_lines=tuple(configuration.card.usage),
            datamatrix_payload=self._open(
                holder.row.card_payload_sealed, SealedPlace.BENEFICIARY_CARD_PAYLOAD, holder.row.id
            ),
            printed_on=today,
        )

    def _beneficiary(
        self,
        beneficiary: _Covered,
        card: CoverPeriod,
        number: str,
        today: date,
        language: str,
        *,
        nir_shown: bool,
    ) -> CardBeneficiary:
        row, nir = beneficiary.row, None
        if nir_shown:
            nir = self._open(row.nir_sealed, SealedPlace.BENEFICIARY_NIR, row.id)
        same_grid = beneficiary.cover.grid == card.grid
        validity = _validity(beneficiary.cover, today)
        statement = CardStatement(
            issuer=self._portfolio.code,
            number=number,
            name=f"{row.last_name} {row.first_name}".strip(),
            birth_date=row.birth_date,
            rights=tuple((cell["domain"], cell["value"]) for cell in beneficiary.cover.grid),
            valid_from=validity.first,
            valid_until=validity.last,
            stated_on=today,
        )
        return CardBeneficiary(
            last_name=row.last_name,
            first_name=row.first_name,
            birth_date=row.birth_date,
            rank=row.rank,
            nir=nir.decode() if nir else None,
            domains=() if same_grid else self._domains(beneficiary.cover.grid, language),
            card_number=number,
            token=CardTokens(self._keyring).sign(self._portfolio.id, statement),
        )

    def _domains(self, grid: Sequence[dict[str, Any]], language: str) -> tuple[CardDomain, ...]:
        labels = {
            domain.code: Labels(domain.label_fr, domain.label_en).in_language(language)
            for domain in self._portfolio.configuration.card.domains
        }
        return tuple(
            CardDomain(cell["domain"], labels.get(cell["domain"], cell["domain"]), cell["value"])
            for cell in grid
        )

    def _open(self, sealed: bytes | None, place: SealedPlace, row_id: UUID) -> bytes | None:
        return self._keyring.open(sealed, place, row_id) or None if sealed else None

    async def _trace(
        self, member: CurrentMember, action: AuditAction, subjects: Sequence[UUID]
    ) -> None:
        async with self._database.short_transaction(action) as session:
            trail = AuditTrail(session, self._keyring, self._clock)
            for subject_id in subjects:
                trail.record(
                    AuditRecord.by(member, action, subject_id=subject_id),
                    self._origin,
                )


def _validity(cover: CoverPeriod, today: date) -> Period:
    """The calendar year, within the cover."""
    new_years_eve = date(today.year, 12, 31)
    return Period(
        max(cover.starts_on, date(today.year, 1, 1)),
        min(cover.ends_on or new_years_eve, new_years_eve),
    )


def _choose(
    rows: Sequence[AnyRow], holder_id: UUID, contract_id: UUID | None, today: date
) -> tuple[_Covered, list[_Covered]]:
    """The card holder's cover today, and everyone covered under the same contract."""
    family = [
        (beneficiary_id, list(group)) for beneficiary_id, group in groupby(rows, lambda row: row.id)
    ]
    covers = {beneficiary_id: covers_of(group) for beneficiary_id, group in family}
    candidates = covers[holder_id]
    if contract_id is not None:
        candidates = [cover for cover in candidates if cover.contract_id == contract_id]
        if not candidates:
            raise ContractNotFound
    chosen = cover_in_force(candidates, today)
    covered = [
        _Covered(group[0], cover)
        for beneficiary_id, group in family
        for cover in covers[beneficiary_id]
        if cover.contract_id == chosen.contract_id and cover.is_in_force(today)
    ]
    return next(beneficiary for beneficiary in covered if beneficiary.row.id == holder_id), covered
