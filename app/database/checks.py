"""Changing which values an enum column takes, in a migration."""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op


def checked(column: str, values: Iterable[str]) -> sa.Enum:
    """The type of an enum column as the models write it: text, checked by the database."""
    return sa.Enum(*values, name=column, native_enum=False, create_constraint=True, length=40)


def change_values(table: str, column: str, values: Iterable[str]) -> None:
    """Let an enum column take these values, and no others."""
    name = op.f(f"ck_{table}_{column}")
    listed = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, f"{column} IN ({listed})")
