"""Fails when the models and the migrations describe different tables."""

import tempfile
from pathlib import Path

from alembic import command

from app.database.migrations import alembic_config


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        config = alembic_config(f"sqlite:///{Path(folder) / 'check.sqlite3'}")
        command.upgrade(config, "head")
        command.check(config)


main()
