"""Which domain error a violated constraint means, by the constraint's name."""

import re

from sqlalchemy import UniqueConstraint
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError

from app.errors.base import DomainError, FieldProblem
from app.errors.feeds import ReferenceTaken
from app.errors.requests import Conflict
from app.models import Base

MEANINGS: dict[str, tuple[type[DomainError], FieldProblem]] = {
    "uq_accounts_portfolio_id_email": (ReferenceTaken, FieldProblem("/email", "reference_taken")),
    "uq_members_portfolio_id_member_number": (
        ReferenceTaken,
        FieldProblem("/member_number", "reference_taken"),
    ),
    "uq_beneficiaries_portfolio_id_ref": (ReferenceTaken, FieldProblem("/ref", "reference_taken")),
    "uq_tariffs_portfolio_id_code_starts_on": (
        ReferenceTaken,
        FieldProblem("/starts_on", "reference_taken"),
    ),
    "uq_beneficiaries_member_id_rank": (ReferenceTaken, FieldProblem("/rank", "reference_taken")),
}
"""The error, and the place of the body that is refused."""
SQLITE_UNIQUE = re.compile(r"UNIQUE constraint failed: ([\w., ]+)")


def violated_constraint(error: IntegrityError) -> DomainError | None:
    """The meaning of the violation, or None when nobody gave it one."""
    name = _constraint_name(error)
    if name not in MEANINGS:
        return None
    meaning, place = MEANINGS[name]
    return meaning(fields=[place])


def refusal_of(error: DBAPIError) -> DomainError | None:
    """What the database's refusal of one line means; None when the fault is not the line's."""
    if isinstance(error, IntegrityError):
        return violated_constraint(error) or Conflict()
    if isinstance(error, InterfaceError | OperationalError) or error.connection_invalidated:
        return None
    return Conflict()


def _constraint_name(error: IntegrityError) -> str | None:
    cause = getattr(error.orig, "__cause__", None)
    name: str | None = getattr(cause, "constraint_name", None)
    if name:
        return name
    # SQLite names the columns of a unique constraint, not the constraint.
    match = SQLITE_UNIQUE.search(str(error.orig))
    return _UNIQUE_BY_COLUMNS.get(match[1]) if match else None


_UNIQUE_BY_COLUMNS = {
    ", ".join(f"{table.name}.{column.name}" for column in constraint.columns): str(constraint.name)
    for table in Base.metadata.tables.values()
    for constraint in table.constraints
    if isinstance(constraint, UniqueConstraint)
}
