"""Certificates in print, in French, under a verification reference."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.database.database import Database
from app.documents.seal import DocumentSeal
from app.gateways.clock import Clock
from app.repositories.contracts import ContractReader
from app.services.certificates import CertificateService
from app.services.documents import DocumentDesk, DocumentOrder, DocumentPrinter, IssuedDocument
from app.services.portfolios import CurrentPortfolio
from app.services.rendering import DocumentPress
from app.values.documents import LABELS, DocumentKind
from app.values.labels import FRENCH
from app.values.principals import CurrentMember


class CertificatePrinter(DocumentPrinter):
    """Prints certificates, for one request; connections are taken only for as long as needed."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        press: DocumentPress,
        desk: DocumentDesk,
        portfolio: CurrentPortfolio,
    ) -> None:
        super().__init__(desk)
        self._database = database
        self._clock = clock
        self._press = press
        self._portfolio = portfolio

    async def issue_affiliation(self, member: CurrentMember, contract_id: UUID) -> IssuedDocument:
        """The certificate of affiliation of today.

        Raises:
            ContractNotFound, CoverEnded, CoverNotStarted: as its facts.
        """
        async with self._database.read() as connection:
            service = self._service(connection)
            found = await service.affiliation(member, contract_id, FRENCH)
        facts, kind = found.facts, DocumentKind.AFFILIATION_CERTIFICATE

        async def draw(seal: DocumentSeal) -> bytes:
            return await self._press.print_affiliation(facts, seal)

        return await self._desk.issue(
            member,
            DocumentOrder(
                kind=kind,
                subject_id=contract_id,
                stated_on=facts.in_force_on,
                facts=facts,
                file_name=_file_name(kind, facts.persons[0].full_name),
                draw=draw,
                persons=[(person_id, None) for person_id in found.certified.person_ids],
            ),
        )

    async def issue_termination(self, member: CurrentMember, contract_id: UUID) -> IssuedDocument:
        """The certificate of termination.

        Raises:
            ContractNotFound, TerminationDateUnknown: as its facts.
        """
        async with self._database.read() as connection:
            service = self._service(connection)
            found = await service.termination(member, contract_id, FRENCH)
        facts, kind = found.facts, DocumentKind.TERMINATION_CERTIFICATE

        async def draw(seal: DocumentSeal) -> bytes:
            return await self._press.print_termination(facts, seal)

        ends = [person.ends_on for person in facts.persons]
        return await self._desk.issue(
            member,
            DocumentOrder(
                kind=kind,
                subject_id=contract_id,
                stated_on=facts.ends_on,
                facts=facts,
                file_name=_file_name(kind, facts.persons[0].full_name),
                draw=draw,
                persons=list(zip(found.certified.person_ids, ends, strict=True)),
            ),
        )

    def _service(self, connection: AsyncConnection) -> CertificateService:
        return CertificateService(ContractReader(connection), self._clock, self._portfolio)


def _file_name(kind: DocumentKind, holder: str) -> str:
    return f"{LABELS[kind].fr} - {holder}.pdf"[-200:]
