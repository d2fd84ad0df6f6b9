"""Taking documents back: what they state is no longer so."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.contract import Contract
from app.models.cover import Cover
from app.models.document import Document, DocumentPerson
from app.repositories.base import WANTED, AnyRow, padded, table_of
from app.values.documents import DocumentKind

_TABLE, _PERSONS = table_of(Document), table_of(DocumentPerson)
_WITHDRAW = (
    update(_TABLE).where(_TABLE.c.withdrawn_at.is_(None)).values(withdrawn_at=bindparam("now"))
)


def _lasts(period: type[Cover | Contract], day: Any) -> ColumnElement[bool]:
    """Whether the cover, or the contract that cuts it, goes on to this day at least."""
    return or_(period.ends_on.is_(None), period.ends_on >= day)


def _such_a_cover(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the person has a cover under the document's contract for which this is so.

    Document and person are those of the question around it, which must be said: left alone, the
    question would look at every document about the contract.
    """
    return exists().where(_UNDER_THE_CONTRACT, *conditions).correlate(_TABLE, _PERSONS)


_UNDER_THE_CONTRACT = and_(
    Cover.beneficiary_id == DocumentPerson.beneficiary_id,
    Cover.contract_id == _TABLE.c.subject_id,
)
_COVERED_THAT_DAY = _such_a_cover(
    Contract.id == Cover.contract_id,
    Cover.starts_on <= _TABLE.c.stated_on,
    Contract.starts_on <= _TABLE.c.stated_on,
    _lasts(Cover, _TABLE.c.stated_on),
    _lasts(Contract, _TABLE.c.stated_on),
)
_ENDED_THAT_DAY = and_(
    _such_a_cover(
        Contract.id == Cover.contract_id,
        or_(Cover.ends_on == DocumentPerson.until, Contract.ends_on == DocumentPerson.until),
        _lasts(Cover, DocumentPerson.until),
        _lasts(Contract, DocumentPerson.until),
    ),
    not_(_such_a_cover(Cover.starts_on > DocumentPerson.until)),
)
_OF_THE_DOCUMENT = DocumentPerson.document_id == _TABLE.c.id
_CONTRADICTED = and_(
    _OF_THE_DOCUMENT,
    not_(case((DocumentPerson.until.is_(None), _COVERED_THAT_DAY), else_=_ENDED_THAT_DAY)),
)
_CONTRADICTED_OF_PEOPLE = _WITHDRAW.where(
    exists().where(_CONTRADICTED, DocumentPerson.beneficiary_id.in_(WANTED)).correlate(_TABLE)
)
_CONTRADICTED_UNDER = _WITHDRAW.where(
    _TABLE.c.subject_id.in_(WANTED), exists().where(_CONTRADICTED).correlate(_TABLE)
)
_OF_LEVELS = _WITHDRAW.where(
    _TABLE.c.kind == DocumentKind.BENEFITS,
    exists()
    .where(_OF_THE_DOCUMENT, _UNDER_THE_CONTRACT, Cover.benefit_level_id.in_(WANTED))
    .correlate(_TABLE),
)
_OF_SUBJECTS = _WITHDRAW.where(
    _TABLE.c.kind == bindparam("of_kind", type_=_TABLE.c.kind.type),
    _TABLE.c.subject_id.in_(WANTED),
)
_IS_REFERENCE = exists().where(_TABLE.c.reference == bindparam("of_reference"))
_ONE = _WITHDRAW.where(_TABLE.c.reference == bindparam("of_reference")).returning(
    _TABLE.c.id, _TABLE.c.portfolio_id
)


class DocumentWithdrawalRepository:
    """The write road."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def is_reference(self, reference: str) -> bool:
        """Whether a document of any portfolio bears it, withdrawn or not."""
        return bool(await self._session.scalar(select(_IS_REFERENCE), {"of_reference": reference}))

    async def withdraw(self, reference: str, now: datetime) -> AnyRow | None:
        """Take one back; which, and of which portfolio, if there was one to take."""
        parameters = {"of_reference": reference, "now": now}
        return (await self._session.execute(_ONE, parameters)).one_or_none()

    async def withdraw_of_subjects(
        self, kind: DocumentKind, subject_ids: Iterable[UUID], now: datetime
    ) -> None:
        """Take back all documents of a kind about these subjects."""
        if wanted := padded(subject_ids):
            parameters = {"of_kind": kind, "wanted": wanted, "now": now}
            await self._session.execute(_OF_SUBJECTS, parameters)

    async def withdraw_contradicted(self, beneficiary_ids: Iterable[UUID], now: datetime) -> None:
        """Take back what states of these persons what their covers, as they now stand, do not."""
        if wanted := padded(beneficiary_ids):
            await self._session.execute(_CONTRADICTED_OF_PEOPLE, {"wanted": wanted, "now": now})

    async def withdraw_contradicted_under(
        self, contract_ids: Iterable[UUID], now: datetime
    ) -> None:
        """The same with everything that states somebody's cover under these contracts."""
        if wanted := padded(contract_ids):
            await self._session.execute(_CONTRADICTED_UNDER, {"wanted": wanted, "now": now})

    async def withdraw_of_levels(self, level_ids: Iterable[UUID], now: datetime) -> None:
        """Take back the tables of guarantees of whoever is, or was, covered at these levels."""
        if wanted := padded(level_ids):
            await self._session.execute(_OF_LEVELS, {"wanted": wanted, "now": now})
