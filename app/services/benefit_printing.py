"""Guarantees in print: the facts of the JSON answer, in French, under a verification reference."""

from uuid import UUID

from app.database.database import Database
from app.documents.benefits_facts import (
    BenefitCategoryFacts,
    BenefitExampleFacts,
    BenefitFacts,
    BenefitOptionFacts,
    BenefitsFacts,
)
from app.documents.seal import DocumentSeal
from app.gateways.clock import Clock
from app.repositories.base import AnyRow
from app.repositories.benefits import BenefitReader
from app.repositories.contracts import ContractReader
from app.repositories.options import OptionReader
from app.repositories.visibility import VisibilityReader
from app.schemas.benefits import BenefitExampleRead, BenefitGridRead, BenefitRead
from app.schemas.options import OptionPage
from app.security.keyring import Keyring
from app.services.benefits import BenefitService
from app.services.documents import DocumentDesk, DocumentOrder, DocumentPrinter, IssuedDocument
from app.services.family_rights import FamilyRights
from app.services.options import OptionFile, OptionService
from app.services.portfolios import CurrentPortfolio
from app.services.rendering import DocumentPress
from app.values.documents import LABELS, DocumentKind
from app.values.labels import FRENCH
from app.values.options import OptionStatus
from app.values.principals import CurrentMember
from app.values.rule_steps import RuleStepCode

STATUSES = {
    OptionStatus.AVAILABLE: "Proposée",
    OptionStatus.ASKED: "Demandée",
    OptionStatus.SUBSCRIBED: "Souscrite",
}


class BenefitPrinter(DocumentPrinter):
    """Prints guarantees, for one request; connections are taken only for as long as needed."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        clock: Clock,
        press: DocumentPress,
        desk: DocumentDesk,
        portfolio: CurrentPortfolio,
    ) -> None:
        super().__init__(desk)
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._press = press
        self._portfolio = portfolio

    async def issue(
        self, member: CurrentMember, contract_id: UUID, beneficiary_id: UUID | None
    ) -> IssuedDocument:
        """The guarantees of a person under a contract, as they are today, or were last.

        Raises:
            BeneficiaryNotFound, Confidential, ContractNotFound: as the grid.
        """
        async with self._database.read() as connection:
            family = FamilyRights(VisibilityReader(connection))
            service = BenefitService(BenefitReader(connection), family, self._clock)
            grid = await service.explain(member, contract_id, beneficiary_id, FRENCH)
            contracts = ContractReader(connection)
            covers = await contracts.list_covers(member, contract_id)
            options = OptionReader(connection)
            file = OptionFile(options, contracts, self._keyring, self._clock)
            page = await OptionService(file, options, self._clock).list(member, contract_id, FRENCH)
        cover = next(row for row in covers if row.id == grid.beneficiary.id)
        facts = self._facts(grid, cover, _options(page, cover.id))

        async def draw(seal: DocumentSeal) -> bytes:
            return await self._press.print_benefits(facts, seal)

        return await self._desk.issue(
            member,
            DocumentOrder(
                kind=DocumentKind.BENEFITS,
                subject_id=contract_id,
                stated_on=facts.as_of,
                facts=facts,
                file_name=f"{LABELS[DocumentKind.BENEFITS].fr} - {facts.person}.pdf"[-200:],
                draw=draw,
                persons=[(cover.id, None)],
            ),
        )

    def _facts(
        self, grid: BenefitGridRead, cover: AnyRow, options: tuple[BenefitOptionFacts, ...]
    ) -> BenefitsFacts:
        configuration = self._portfolio.configuration
        return BenefitsFacts(
            brand=configuration.brand,
            phone=configuration.phone_line,
            space_url=str(configuration.member_space_url),
            insurer=cover.insurer,
            manager=cover.manager,
            employer=cover.employer_name,
            contract_number=grid.contract.number,
            member_number=cover.member_number,
            responsible=grid.contract.responsible,
            person=f"{grid.beneficiary.last_name} {grid.beneficiary.first_name}".strip(),
            level=grid.benefit_level,
            covered_from=grid.cover_starts_on,
            covered_until=grid.cover_ends_on,
            as_of=grid.as_of,
            categories=tuple(
                BenefitCategoryFacts(category.label, tuple(map(_benefit, category.benefits)))
                for category in grid.categories
            ),
            options=options,
        )


def _options(page: OptionPage, person_id: UUID) -> tuple[BenefitOptionFacts, ...]:
    return tuple(
        BenefitOptionFacts(
            option.label, STATUSES[person.status], person.starts_on, person.monthly_price
        )
        for option in page.items
        for person in option.persons
        if person.id == person_id
    )


def _benefit(benefit: BenefitRead) -> BenefitFacts:
    example = benefit.example
    return BenefitFacts(
        label=benefit.label,
        sentence=benefit.explanation,
        starts_on=benefit.starts_on,
        ends_on=benefit.ends_on,
        example=_example(example) if isinstance(example, BenefitExampleRead) else None,
    )


def _example(example: BenefitExampleRead) -> BenefitExampleFacts:
    return BenefitExampleFacts(
        act=example.act_label,
        spent=example.spent,
        statutory=example.statutory_net,
        deduction=example.flat_deduction,
        complementary=example.complementary,
        left_to_pay=example.left_to_pay,
        limits=tuple(
            step.sentence for step in example.trace if step.code is RuleStepCode.LEGAL_CEILING
        ),
    )
