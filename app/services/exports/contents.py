"""What is in an export: what its owner may read by the API, of whom they may read it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID

import orjson
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncConnection

from app.database.database import Database
from app.errors.base import DomainError
from app.gateways.clock import Clock
from app.gateways.storage import Storage
from app.repositories.activity import ActivityReader
from app.repositories.bank_details import BankDetailsReader
from app.repositories.beneficiaries import BeneficiaryReader
from app.repositories.benefits import BenefitReader
from app.repositories.change_requests import ChangeRequestReader
from app.repositories.contracts import ContractReader
from app.repositories.devices import DeviceReader
from app.repositories.options import OptionReader
from app.repositories.profiles import ProfileReader
from app.repositories.sessions import SessionReader
from app.repositories.statements import StatementReader
from app.repositories.threads import ThreadReader
from app.repositories.visibility import VisibilityReader
from app.security.cursors import Cursors
from app.security.keyring import Keyring
from app.services.activity import ActivityService
from app.services.auth.my_sessions import SessionListService
from app.services.bank_details import BankDetailsService
from app.services.beneficiaries import BeneficiaryService
from app.services.benefit_printing import BenefitPrinter
from app.services.benefits import BenefitService
from app.services.card import CardChoice, CardService
from app.services.card_answer import card_answer
from app.services.certificate_printing import CertificatePrinter
from app.services.change_requests import ChangeRequestQuery, ChangeRequestService
from app.services.contracts import ContractService
from app.services.documents import DocumentDesk, DocumentPrinter, IssuedDocument
from app.services.family_rights import FamilyRights
from app.services.portfolios import CurrentPortfolio
from app.services.profiles import ProfileService
from app.services.rendering import DocumentPress
from app.services.statement_printing import StatementPrinter
from app.services.statements import StatementQuery, StatementService
from app.services.threads import ThreadQuery, ThreadService
from app.values.labels import FRENCH
from app.values.principals import CurrentMember, RequestOrigin

AT_ONCE = 100
FAULT = 500

Make = Callable[[], Awaitable[bytes | None]]
Entry = tuple[str, Make]
"""A name in the archive, and what makes its content; None when there is none today."""


class ExportContents:
    """Gathers one person's export, a file at a time."""

    def __init__(
        self,
        database: Database,
        storage: Storage,
        keyring: Keyring,
        cursors: Cursors,
        clock: Clock,
        press: DocumentPress,
        portfolio: CurrentPortfolio,
        member: CurrentMember,
        origin: RequestOrigin,
    ) -> None:
        desk = DocumentDesk(database, storage, keyring, clock, portfolio, origin)
        self._database = database
        self._keyring = keyring
        self._cursors = cursors
        self._clock = clock
        self._member = member
        self._card = CardService(database, keyring, clock, press, portfolio, origin)
        self._certificates = CertificatePrinter(database, clock, press, desk, portfolio)
        self._statements = StatementPrinter(database, cursors, press, desk, portfolio)
        self._benefits = BenefitPrinter(database, keyring, clock, press, desk, portfolio)

    async def entries(self) -> list[Entry]:
        """The files of the archive, in order."""
        entries: list[Entry] = [
            ("profil.json", self._reading(self._profile)),
            ("coordonnees-bancaires.json", self._reading(self._bank_details)),
            ("beneficiaires.json", self._reading(self._people)),
            ("carte/carte.json", _unless_refused(self._card_json)),
            ("carte/carte.pdf", _unless_refused(self._card_pdf)),
            ("demandes.json", self._reading(self._requests)),
            ("messages.json", self._reading(self._messages)),
            ("connexions.json", self._reading(self._sessions)),
            ("activite.json", self._reading(self._activity)),
        ]
        async with self._database.read() as connection:
            contracts = await self._contract_service(connection).list(self._member)
            statements = [each["id"] async for each in self._listed_statements(connection)]
        for contract in contracts.items:
            entries += self._of_contract(UUID(str(contract.id)))
        for statement_id in statements:
            entries += self._of_statement(UUID(str(statement_id)))
        return entries

    def _of_contract(self, contract_id: UUID) -> list[Entry]:
        async def facts(connection: AsyncConnection) -> Any:
            service = self._contract_service(connection)
            return await service.read(self._member, contract_id, FRENCH)

        async def grid(connection: AsyncConnection) -> Any:
            family = FamilyRights(VisibilityReader(connection))
            service = BenefitService(BenefitReader(connection), family, self._clock)
            return await service.explain(self._member, contract_id, None, FRENCH)

        async def affiliation() -> IssuedDocument:
            return await self._certificates.issue_affiliation(self._member, contract_id)

        async def termination() -> IssuedDocument:
            return await self._certificates.issue_termination(self._member, contract_id)

        async def benefits() -> IssuedDocument:
            return await self._benefits.issue(self._member, contract_id, None)

        folder = f"contrats/{contract_id}"
        return [
            (f"{folder}/contrat.json", self._reading(facts)),
            (f"{folder}/garanties.json", self._reading(grid)),
            (f"{folder}/garanties.pdf", self._printing(self._benefits, benefits)),
            (f"{folder}/affiliation.pdf", self._printing(self._certificates, affiliation)),
            (f"{folder}/radiation.pdf", self._printing(self._certificates, termination)),
        ]

    def _of_statement(self, statement_id: UUID) -> list[Entry]:
        async def facts(connection: AsyncConnection) -> Any:
            service = self._statement_service(connection)
            return await service.read(self._member, statement_id, FRENCH)

        async def issue() -> IssuedDocument:
            return await self._statements.issue(self._member, statement_id)

        return [
            (f"decomptes/{statement_id}.json", self._reading(facts)),
            (f"decomptes/{statement_id}.pdf", self._printing(self._statements, issue)),
        ]

    def _reading(self, read: Callable[[AsyncConnection], Awaitable[Any]]) -> Make:
        async def make() -> bytes:
            async with self._database.read() as connection:
                return _json(await read(connection))

        return _unless_refused(make)

    def _printing(
        self, printer: DocumentPrinter, issue: Callable[[], Awaitable[IssuedDocument]]
    ) -> Make:
        async def make() -> bytes:
            return await printer.copy(self._member, await issue())

        return _unless_refused(make)

    async def _card_json(self) -> bytes:
        card = await self._card.read(self._member, CardChoice(None, None), FRENCH)
        return _json(card_answer(card))

    async def _card_pdf(self) -> bytes:
        card = await self._card.read(self._member, CardChoice(None, None), FRENCH)
        return await self._card.print(self._member, card)

    async def _profile(self, connection: AsyncConnection) -> Any:
        service = ProfileService(ProfileReader(connection), self._keyring)
        return await service.read(self._member, FRENCH)

    async def _bank_details(self, connection: AsyncConnection) -> Any:
        return await BankDetailsService(BankDetailsReader(connection), self._keyring).read(
            self._member
        )

    async def _people(self, connection: AsyncConnection) -> Any:
        family = FamilyRights(VisibilityReader(connection))
        service = BeneficiaryService(BeneficiaryReader(connection), family, self._keyring)
        return await service.list(self._member, FRENCH)

    async def _requests(self, connection: AsyncConnection) -> Any:
        reader = ChangeRequestReader(connection)
        service = ChangeRequestService(reader, self._keyring, self._cursors)

        async def page(cursor: str | None) -> Any:
            query = ChangeRequestQuery(None, None, cursor, AT_ONCE)
            return await service.list(self._member, query, FRENCH)

        return [
            await service.read(self._member, UUID(str(each.id)), FRENCH)
            async for each in _all(page)
        ]

    async def _messages(self, connection: AsyncConnection) -> Any:
        family = FamilyRights(VisibilityReader(connection))
        service = ThreadService(ThreadReader(connection), family, self._cursors, self._clock)

        async def page(cursor: str | None) -> Any:
            query = ThreadQuery(None, None, None, None, cursor, AT_ONCE)
            return await service.list(self._member, query, FRENCH)

        return [
            await service.read(self._member, UUID(str(each.id)), FRENCH)
            async for each in _all(page)
        ]

    async def _sessions(self, connection: AsyncConnection) -> Any:
        service = SessionListService(
            SessionReader(connection), DeviceReader(connection), self._cursors, self._clock
        )

        async def sessions(cursor: str | None) -> Any:
            return await service.list_sessions(self._member, cursor, AT_ONCE)

        async def devices(cursor: str | None) -> Any:
            return await service.list_devices(self._member, cursor, AT_ONCE)

        return {
            "sessions": [each async for each in _all(sessions)],
            "devices": [each async for each in _all(devices)],
        }

    async def _activity(self, connection: AsyncConnection) -> Any:
        service = ActivityService(ActivityReader(connection), self._cursors)

        async def page(cursor: str | None) -> Any:
            return await service.list_of(
                self._member, cursor=cursor, limit=AT_ONCE, language=FRENCH
            )

        return [each async for each in _all(page)]

    async def _listed_statements(self, connection: AsyncConnection) -> AsyncIterator[Any]:
        service, cursor = self._statement_service(connection), None
        while True:
            query = StatementQuery(None, None, None, cursor, AT_ONCE)
            page = await service.list_statements(self._member, query)
            for each in page["items"]:
                yield each
            cursor = page["next_cursor"]
            if cursor is None:
                return

    def _contract_service(self, connection: AsyncConnection) -> ContractService:
        return ContractService(ContractReader(connection), OptionReader(connection), self._clock)

    def _statement_service(self, connection: AsyncConnection) -> StatementService:
        family = FamilyRights(VisibilityReader(connection))
        return StatementService(StatementReader(connection), family, self._cursors)


async def _all(page: Callable[[str | None], Awaitable[Any]]) -> AsyncIterator[Any]:
    """Every item of a list, page after page."""
    cursor = None
    while True:
        found = await page(cursor)
        for each in found.items:
            yield each
        cursor = found.next_cursor
        if cursor is None:
            return


def _unless_refused(make: Callable[[], Awaitable[bytes]]) -> Make:
    """What its owner would be refused today is not in the archive; a fault stays one."""

    async def made() -> bytes | None:
        try:
            return await make()
        except DomainError as error:
            if error.status >= FAULT:
                raise
            return None

    return made


def _json(answer: Any) -> bytes:
    return orjson.dumps(answer, default=_plain, option=orjson.OPT_INDENT_2)


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else str(value)
