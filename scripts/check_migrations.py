"""Fails when the models and the migrations describe different tables.

Alembic compares tables, columns, indexes, unique and foreign keys; it looks past CHECK constraints,
and with them the values of every enum. Those are compared here, by name and by text.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import CheckConstraint, Table, create_engine, inspect
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Inspector

from app.database.migrations import alembic_config
from app.models import Base

DIALECT = sqlite.dialect()
DDL = DIALECT.ddl_compiler(DIALECT, None)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "check.sqlite3"
        config = alembic_config(f"sqlite:///{path}")
        command.upgrade(config, "head")
        command.check(config)
        engine = create_engine(f"sqlite:///{path}")
        migrated = inspect(engine)
        differences = [
            f"{table.name}: {line}"
            for table in Base.metadata.sorted_tables
            for line in _differences(_declared(table), _migrated(migrated, table))
        ]
        engine.dispose()
    if differences:
        print("Checks of the models and of the migrations differ:", *differences, sep="\n  ")
        sys.exit(1)


def _declared(table: Table) -> dict[str, str]:
    return {
        str(DIALECT.identifier_preparer.format_constraint(constraint)): _plain(
            DDL.sql_compiler.process(constraint.sqltext, include_table=False, literal_binds=True)
        )
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }


def _migrated(inspector: Inspector, table: Table) -> dict[str, str]:
    checks = inspector.get_check_constraints(table.name)
    return {str(check["name"]): _plain(check["sqltext"]) for check in checks}


def _plain(condition: str) -> str:
    """Without what only the way of writing puts in: blanks, quotes of names, order of values."""
    name, listed, values = condition.replace('"', "").partition(" IN (")
    if listed and values.endswith(")") and "(" not in name + values:
        values = ", ".join(sorted(value.strip() for value in values[:-1].split(",")))
        return f"{name} IN ({values})"
    return "".join(condition.replace('"', "").split())


def _differences(declared: dict[str, str], migrated: dict[str, str]) -> list[str]:
    names = sorted(declared.keys() | migrated.keys())
    return [
        f"{name} is {declared.get(name, 'absent')} in the models, "
        f"{migrated.get(name, 'absent')} in the migrations"
        for name in names
        if declared.get(name) != migrated.get(name)
    ]


main()
