"""Documents that are kept: drawn once, found again by their facts, verified by their reference.

The storage has the file, the table what must be known of it. Two requests that draw the same at
once keep one: the other file is deleted and the first handed out.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import MISSING

from app.database.database import Database
from app.documents.seal import DocumentSeal
from app.errors.documents import DocumentNotFound
from app.gateways.clock import Clock
from app.gateways.storage import ObjectMissing, Storage, StoredObject, in_pieces, whole
from app.repositories.base import AnyRow
from app.repositories.card_numbers import CardNumberReader
from app.repositories.documents import DocumentReader, DocumentRepository
from app.schemas.documents import DocumentVerificationRead
from app.security.keyring import Keyring, fingerprint
from app.security.references import make_reference, read_reference, written
from app.services.audit import AuditRecord, AuditTrail
from app.services.downloads import DownloadKind, DownloadLink, Downloads
from app.services.portfolios import CurrentPortfolio
from app.values.audit import AuditAction
from app.values.documents import LABELS, DocumentKind, DocumentStatus
from app.values.ids import new_id
from app.values.periods import paris_date
from app.values.principals import CurrentMember, RequestOrigin

FOLDER = "documents"
ONE_DAY = timedelta(days=1)
ACTIONS = {
    DocumentKind.AFFILIATION_CERTIFICATE: AuditAction.CERTIFICATE_DOCUMENT_READ,
    DocumentKind.TERMINATION_CERTIFICATE: AuditAction.CERTIFICATE_DOCUMENT_READ,
    DocumentKind.STATEMENT: AuditAction.STATEMENT_DOCUMENT_READ,
    DocumentKind.BENEFITS: AuditAction.BENEFITS_DOCUMENT_READ,
}


@dataclass(frozen=True, slots=True)
class DocumentOrder:
    """What is wanted in print. `facts` is all that the file depends on, beside its seal."""

    kind: DocumentKind
    subject_id: UUID
    stated_on: date
    facts: Any
    file_name: str
    draw: Callable[[DocumentSeal], Awaitable[bytes]]
    persons: Sequence[tuple[UUID, date | None]] = ()
    """Whose cover is stated: on `stated_on` or, with a day, until that one for good."""


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """A document that exists."""

    id: UUID
    order: DocumentOrder
    reference: str
    issued_at: datetime
    sha256: bytes
    storage_key: str

    @property
    def state(self) -> bytes:
        """What its entity tag is made of."""
        return self.reference.encode() + self.sha256

    @property
    def written_reference(self) -> str:
        """Its reference as it is printed."""
        return written(self.reference)

    @property
    def seal(self) -> DocumentSeal:
        """What is printed on it so that it can be verified."""
        return DocumentSeal(self.written_reference, paris_date(self.issued_at))


@dataclass(frozen=True, slots=True)
class _Verified:
    """What is told of a reference."""

    kind: DocumentKind
    issued_on: date
    withdrawn_on: date | None
    sha256: bytes | None = None


class DocumentDesk:
    """Issues documents and hands copies out, for one request."""

    def __init__(
        self,
        database: Database,
        storage: Storage,
        keyring: Keyring,
        clock: Clock,
        portfolio: CurrentPortfolio,
        origin: RequestOrigin,
    ) -> None:
        self._database = database
        self._storage = storage
        self._keyring = keyring
        self._clock = clock
        self._portfolio = portfolio
        self._origin = origin

    async def issue(self, member: CurrentMember, order: DocumentOrder) -> IssuedDocument:
        """The document that states these facts: the one that exists, or a new one."""
        facts_hash = self._keyring.mac("document", order.kind.encode(), repr(order.facts).encode())
        found = await self._find(facts_hash)
        if found is None:
            await self._make(member, order, facts_hash)
            found = await self._find(facts_hash)
        if found is None:
            # Withdrawn in the very moment it was issued: what it stated is no longer so.
            raise DocumentNotFound
        return _issued(found, order)

    async def copy(self, member: CurrentMember, document: IssuedDocument) -> bytes:
        """The file, the same bytes each time; every copy leaves a trace before it is handed out.

        A file that the storage lost or that was altered there is drawn again.
        """
        content = await self._kept(document)
        if content is None:
            content = await self._draw_again(document)
        async with self._database.short_transaction("hand_out_document") as session:
            self._trail(session, member, document)
        return content

    def link(self, member: CurrentMember, document: IssuedDocument) -> DownloadLink:
        """A link for this session to the file, for a browser that sends no bearer token."""
        downloads = Downloads(self._database, self._storage, self._keyring, self._clock)
        return downloads.link(member, DownloadKind.DOCUMENT, document.id)

    async def _find(self, facts_hash: bytes) -> AnyRow | None:
        async with self._database.read() as connection:
            return await DocumentReader(connection).find_live(self._portfolio.id, facts_hash)

    async def _make(self, member: CurrentMember, order: DocumentOrder, facts_hash: bytes) -> None:
        reference, now = make_reference(), self._clock.now()
        content = await order.draw(DocumentSeal(written(reference), paris_date(now)))
        kept = await self._storage.put(FOLDER, in_pieces(content))
        added = False
        try:
            async with self._database.short_transaction("issue_document") as session:
                added = await DocumentRepository(session).add(
                    {
                        "id": new_id(),
                        "portfolio_id": self._portfolio.id,
                        "member_id": member.member_id,
                        "kind": order.kind,
                        "subject_id": order.subject_id,
                        "stated_on": order.stated_on,
                        "reference": reference,
                        "facts_hash": facts_hash,
                        "sha256": kept.sha256,
                        "size": kept.size,
                        "storage_key": kept.key,
                        "file_name": order.file_name,
                        "issued_at": now,
                    },
                    order.persons,
                )
        finally:
            if not added:
                await self._storage.delete(kept.key)

    async def _kept(self, document: IssuedDocument) -> bytes | None:
        try:
            content = await whole(await self._storage.open(document.storage_key))
        except ObjectMissing:
            return None
        return content if fingerprint(content) == document.sha256 else None

    async def _draw_again(self, document: IssuedDocument) -> bytes:
        content = await document.order.draw(document.seal)
        kept: StoredObject = await self._storage.put(FOLDER, in_pieces(content))
        async with self._database.short_transaction("replace_document") as session:
            await DocumentRepository(session).replace_file(
                document.id, kept.key, kept.sha256, kept.size
            )
        await self._storage.delete(document.storage_key)
        return content

    def _trail(self, session: Any, member: CurrentMember, document: IssuedDocument) -> None:
        record = AuditRecord.by(
            member, ACTIONS[document.order.kind], subject_id=document.order.subject_id
        )
        AuditTrail(session, self._keyring, self._clock).record(record, self._origin)


class DocumentPrinter:
    """What prints one kind of document for one request, and hands it out."""

    def __init__(self, desk: DocumentDesk) -> None:
        self._desk = desk

    async def copy(self, member: CurrentMember, document: IssuedDocument) -> bytes:
        """Its file; the copy leaves a trace."""
        return await self._desk.copy(member, document)

    def link(self, member: CurrentMember, document: IssuedDocument) -> DownloadLink:
        """A link to its file; following it leaves a trace."""
        return self._desk.link(member, document)


class DocumentVerification:
    """`verifyDocument`: whoever holds a document asks whether it stands."""

    def __init__(self, documents: DocumentReader, cards: CardNumberReader, clock: Clock) -> None:
        self._documents = documents
        self._cards = cards
        self._clock = clock

    async def verify(
        self, portfolio_id: UUID, reference: str, language: str
    ) -> DocumentVerificationRead:
        """Kind, day and state, and the fingerprint of the file: nothing of anybody.

        Raises:
            DocumentNotFound: mistyped, or never issued by this portfolio.
        """
        plain = read_reference(reference)
        if plain is None:
            raise DocumentNotFound
        found = await self._document(portfolio_id, plain) or await self._card(portfolio_id, plain)
        if found is None:
            raise DocumentNotFound
        return DocumentVerificationRead(
            reference=written(plain),
            kind=found.kind,
            label=LABELS[found.kind].in_language(language),
            status=DocumentStatus.WITHDRAWN if found.withdrawn_on else DocumentStatus.VALID,
            issued_on=found.issued_on,
            withdrawn_on=found.withdrawn_on,
            sha256=found.sha256.hex() if found.sha256 else MISSING,
        )

    async def _document(self, portfolio_id: UUID, reference: str) -> _Verified | None:
        row = await self._documents.find_by_reference(portfolio_id, reference)
        if row is None:
            return None
        withdrawn = row.withdrawn_at and paris_date(row.withdrawn_at)
        return _Verified(row.kind, paris_date(row.issued_at), withdrawn, row.sha256)

    async def _card(self, portfolio_id: UUID, number: str) -> _Verified | None:
        """A card stands until its number is revoked, or the day after its holder's last one under
        the contract.
        """
        row = await self._cards.find_by_number(portfolio_id, number)
        if row is None:
            return None
        ended = row.revoked_at and paris_date(row.revoked_at)
        if ended is None and row.ends_on and row.ends_on < self._clock.today():
            ended = row.ends_on + ONE_DAY
        return _Verified(DocumentKind.CARD, paris_date(row.issued_at), ended)


def _issued(row: AnyRow, order: DocumentOrder) -> IssuedDocument:
    return IssuedDocument(row.id, order, row.reference, row.issued_at, row.sha256, row.storage_key)
