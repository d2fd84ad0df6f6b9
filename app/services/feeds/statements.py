"""Statements from a feed: sums to the cent, persons of the family, lines in bulk."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from app.errors.base import DomainError, FieldProblem
from app.errors.feeds import TotalsMismatch, UnbalancedLine
from app.errors.requests import InvalidRequest
from app.repositories.base import AnyRow
from app.repositories.document_withdrawals import DocumentWithdrawalRepository
from app.repositories.feeds.people import PersonFeedRepository
from app.repositories.feeds.statements import StatementFeedRepository
from app.schemas.feeds.statements import StatementFeed, StatementLineFeed
from app.services.feeds.applying import (
    Change,
    FeedApplier,
    FeedTransaction,
    Verdict,
    impossible_date,
    split,
    unknown_reference,
)
from app.values.documents import DocumentKind
from app.values.ids import new_id
from app.values.relationships import Relationship

NAMED_ONCE = "person_named_once"
TOTALS = (
    ("spent", "spent"),
    ("statutory", "statutory_net"),
    ("other_insurer", "other_insurer"),
    ("complementary", "complementary"),
    ("left_to_pay", "left_to_pay"),
)
Row = tuple[Any, ...]


class _Persons:
    """Who the lines of a batch may name, found in two questions and kept for the batch."""

    def __init__(
        self,
        by_ref: Mapping[str, AnyRow],
        indexes: Mapping[str, bytes],
        by_nir: Mapping[tuple[UUID, bytes], set[UUID]],
    ) -> None:
        self._by_ref = by_ref
        self._indexes = indexes
        self._by_nir = by_nir

    def family(self, member_ref: str) -> UUID:
        """The family of the member.

        Raises:
            UnknownReference: no such member.
        """
        row = self._by_ref.get(member_ref)
        if row is None or row.relationship is not Relationship.SELF:
            raise unknown_reference("/member_ref")
        member_id: UUID = row.member_id
        return member_id

    def of_line(self, position: int, line: StatementLineFeed, member_id: UUID) -> UUID:
        """The person of a line, within the family.

        Raises:
            UnknownReference: nobody of the family, or several bear the NIR.
            InvalidRequest: named twice, or not at all.
        """
        if line.beneficiary_ref is not None and line.nir is None:
            row = self._by_ref.get(line.beneficiary_ref)
            if row is None or row.member_id != member_id:
                raise unknown_reference(f"/lines/{position}/beneficiary_ref")
            person_id: UUID = row.id
            return person_id
        if line.nir is None or line.beneficiary_ref is not None:
            raise InvalidRequest(fields=[FieldProblem(f"/lines/{position}", NAMED_ONCE)])
        bearers = self._by_nir.get((member_id, self._indexes[line.nir]), set())
        if len(bearers) != 1:
            raise unknown_reference(f"/lines/{position}/nir")
        return next(iter(bearers))


class StatementApplier(FeedApplier[StatementFeed]):
    """Statements with all their lines; a statement sent again with others replaces them, and what
    was printed of it no longer stands.
    """

    def __init__(self, transaction: FeedTransaction) -> None:
        super().__init__(transaction)
        self._people = transaction.repository(PersonFeedRepository)
        self._statements = transaction.repository(StatementFeedRepository)
        self._documents = DocumentWithdrawalRepository(transaction.session)

    async def _find_known(self, refs: Iterable[str]) -> dict[str, AnyRow]:
        return await self._statements.find_by_refs(refs)

    async def _write(self, changes: Sequence[Change[StatementFeed]]) -> dict[str, Verdict]:
        persons = await self._look_up(changes)
        verdicts: dict[str, Verdict] = {}
        statements: list[tuple[Change[StatementFeed], dict[str, Any]]] = []
        lines: list[Row] = []
        for change in changes:
            try:
                member_id = persons.family(change.body.member_ref)
                _check(change.body, self._context.today)
                lines += _line_rows(change, member_id, persons)
            except DomainError as refusal:
                verdicts[change.ref] = refusal
                continue
            statements.append((change, self._stamped(change, _values(change.body, member_id))))
            verdicts[change.ref] = change.applied
        inserted, updated = split(statements)
        sent_again = [row["row_id"] for row in updated]
        await self._statements.delete_lines_of(sent_again)
        await self._documents.withdraw_of_subjects(
            DocumentKind.STATEMENT, sent_again, self._context.now
        )
        await self._statements.update(updated)
        await self._statements.insert(inserted)
        await self._statements.insert_lines(lines)
        return verdicts

    async def _look_up(self, changes: Sequence[Change[StatementFeed]]) -> _Persons:
        refs = {change.body.member_ref for change in changes}
        nirs = set()
        for change in changes:
            for line in change.body.lines:
                if line.beneficiary_ref is not None:
                    refs.add(line.beneficiary_ref)
                if line.nir is not None:
                    nirs.add(line.nir)
        indexes = {nir: self._context.keyring.blind_index(nir) for nir in nirs}
        return _Persons(
            await self._people.find_people(refs),
            indexes,
            await self._people.find_by_nir(indexes.values()),
        )


def _check(statement: StatementFeed, today: date) -> None:
    """Every line balances, the totals are the sums, nothing happened tomorrow."""
    if statement.issued_on > today:
        raise impossible_date("/issued_on")
    for position, line in enumerate(statement.lines):
        if line.care_date > today:
            raise impossible_date(f"/lines/{position}/care_date")
        if line.statutory_net != line.statutory_gross - line.flat_deduction:
            raise _unbalanced(f"/lines/{position}/statutory_net")
        paid = line.statutory_net + line.other_insurer + line.complementary
        if line.left_to_pay != line.spent - paid:
            raise _unbalanced(f"/lines/{position}/left_to_pay")
    wrong = [
        FieldProblem(f"/totals/{total}", "totals_mismatch")
        for total, column in TOTALS
        if getattr(statement.totals, total)
        != sum((getattr(line, column) for line in statement.lines), Decimal())
    ]
    if wrong:
        raise TotalsMismatch(fields=wrong)


def _unbalanced(pointer: str) -> UnbalancedLine:
    return UnbalancedLine(fields=[FieldProblem(pointer, "unbalanced_line")])


def _values(statement: StatementFeed, member_id: UUID) -> dict[str, Any]:
    totals = statement.totals
    return {
        "member_id": member_id,
        "issued_on": statement.issued_on,
        "source": statement.source,
        "total_spent": totals.spent,
        "total_statutory": totals.statutory,
        "total_other_insurer": totals.other_insurer,
        "total_complementary": totals.complementary,
        "total_left_to_pay": totals.left_to_pay,
    }


def _line_rows(change: Change[StatementFeed], member_id: UUID, persons: _Persons) -> list[Row]:
    """Rows in the order of LINE_COLUMNS, ids in the order of the lines."""
    source = change.body.source
    return [
        (
            new_id(),
            change.row_id,
            member_id,
            persons.of_line(position, line, member_id),
            position,
            line.care_date,
            line.category,
            line.act_code,
            line.act_label,
            line.act_family,
            line.quantity,
            line.provider_name,
            line.provider_rpps,
            line.provider_finess,
            line.spent,
            line.base,
            line.statutory_rate,
            line.statutory_gross,
            line.flat_deduction,
            line.statutory_net,
            line.other_insurer,
            line.complementary,
            line.left_to_pay,
            line.payee,
            line.third_party_payment,
            line.paid_on,
            line.payment_reference,
            source,
            line.rule_trace,
        )
        for position, line in enumerate(change.body.lines)
    ]
