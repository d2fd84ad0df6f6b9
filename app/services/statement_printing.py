"""Statements in print: the facts of the JSON answer, in French, under a verification reference."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from app.database.database import Database
from app.documents.seal import DocumentSeal
from app.documents.statement_facts import (
    StatementFacts,
    StatementLineFacts,
    StatementPaymentFacts,
    StatementSums,
)
from app.documents.words import french_date
from app.repositories.statements import StatementReader
from app.repositories.visibility import VisibilityReader
from app.security.cursors import Cursors
from app.services.documents import DocumentDesk, DocumentOrder, DocumentPrinter, IssuedDocument
from app.services.family_rights import FamilyRights
from app.services.portfolios import CurrentPortfolio
from app.services.rendering import DocumentPress
from app.services.statements import StatementService
from app.values.documents import DocumentKind
from app.values.labels import FRENCH
from app.values.principals import CurrentMember
from app.values.statements import Payee, StatementSource

SOURCES = {
    StatementSource.NOEMIE: "Télétransmission (NOEMIE)",
    StatementSource.MANUAL: "Saisie du gestionnaire",
}


class StatementPrinter(DocumentPrinter):
    """Prints statements, for one request; connections are taken only for as long as needed."""

    def __init__(
        self,
        database: Database,
        cursors: Cursors,
        press: DocumentPress,
        desk: DocumentDesk,
        portfolio: CurrentPortfolio,
    ) -> None:
        super().__init__(desk)
        self._database = database
        self._cursors = cursors
        self._press = press
        self._portfolio = portfolio

    async def issue(self, member: CurrentMember, statement_id: UUID) -> IssuedDocument:
        """The document of a statement as this reader may see it.

        Raises:
            StatementNotFound: of another family, missing, or without any line they may see.
        """
        async with self._database.read() as connection:
            family = FamilyRights(VisibilityReader(connection))
            reader = StatementReader(connection)
            service = StatementService(reader, family, self._cursors)
            statement = await service.read(member, statement_id, FRENCH)
            names = _names(statement["lines"])
            if len({*names.values()}) < len(names):
                names = _told_apart(names, await reader.list_people(member, statement_id))
        facts = self._facts(statement, names)

        async def draw(seal: DocumentSeal) -> bytes:
            return await self._press.print_statement(facts, seal)

        return await self._desk.issue(
            member,
            DocumentOrder(
                kind=DocumentKind.STATEMENT,
                subject_id=statement_id,
                stated_on=facts.issued_on,
                facts=facts,
                file_name=f"Décompte du {facts.issued_on}.pdf",
                draw=draw,
            ),
        )

    def _facts(self, statement: dict[str, Any], names: Mapping[UUID, str]) -> StatementFacts:
        configuration = self._portfolio.configuration
        totals = statement["totals"]
        return StatementFacts(
            brand=configuration.brand,
            phone=configuration.phone_line,
            space_url=str(configuration.member_space_url),
            number=statement["number"],
            issued_on=statement["issued_on"],
            member_number=statement["member_number"],
            source=SOURCES[StatementSource(statement["source"])],
            lines=tuple(_line(line, names) for line in statement["lines"]),
            payments=tuple(
                StatementPaymentFacts(
                    one["payee"] == Payee.MEMBER, one["paid_on"], one["reference"], one["amount"]
                )
                for one in statement["payments"]
            ),
            totals=StatementSums(
                totals["actual_cost"],
                totals["statutory"],
                totals["other_insurer"],
                totals["complementary"],
                totals["left_to_pay"],
            ),
        )


def _names(lines: Iterable[dict[str, Any]]) -> dict[UUID, str]:
    people = [line["beneficiary"] for line in lines]
    return {one["id"]: f"{one['last_name']} {one['first_name']}".strip() for one in people}


def _told_apart(names: Mapping[UUID, str], people: Iterable[dict[str, Any]]) -> dict[UUID, str]:
    """The names, with what tells those apart who have the same: a father and his son, twins."""
    shared = Counter(names.values())
    return {
        one["id"]: f"{name}, né(e) le {french_date(one['birth_date'])} (rang {one['rank']})"
        if shared[name := names[one["id"]]] > 1
        else name
        for one in people
    }


def _line(line: dict[str, Any], names: Mapping[UUID, str]) -> StatementLineFacts:
    provider = line.get("provider")
    return StatementLineFacts(
        person=names[line["beneficiary"]["id"]],
        care_date=line["care_date"],
        act=line["act_label"],
        quantity=line["quantity"],
        provider=provider["name"] if provider else None,
        base=line["base"],
        rate=line["statutory_rate"],
        deduction=line["flat_deduction"],
        sums=StatementSums(
            line["spent"],
            line["statutory_net"],
            line["other_insurer"],
            line["complementary"],
            line["left_to_pay"],
        ),
    )
