"""Running migrations, and knowing which one this version needs.

Revision ids are zero-padded numbers (`0001`), so that "at least this one" is a comparison: during
a rolling upgrade the previous version serves on the next one's schema.
"""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def alembic_config(address: str = "") -> "Config":
    """Alembic's configuration, without a file."""
    from alembic.config import Config  # noqa: PLC0415 - only migrations need alembic

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["address"] = address
    return config


@lru_cache
def newest_revision() -> str:
    """The revision this version of the product needs, from the names of the files."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def upgrade(address: str, revision: str = "head") -> None:
    """Bring the database to a revision. Blocking: run it outside an event loop."""
    from alembic import command  # noqa: PLC0415 - only migrations need alembic

    command.upgrade(alembic_config(address), revision)
