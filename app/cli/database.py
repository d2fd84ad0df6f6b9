"""`python -m app migrate`."""

from typing import Annotated

import typer

from app.cli.console import console, load_settings
from app.values.folders import make_private


def migrate(
    revision: Annotated[str, typer.Option(help="Revision to reach.")] = "head",
) -> None:
    """Bring the database to this version's schema."""
    from app.database.migrations import newest_revision, upgrade  # noqa: PLC0415

    settings = load_settings()
    make_private(settings.data_dir)
    upgrade(settings.database_address, revision)
    reached = newest_revision() if revision == "head" else revision
    console.print(f"Database at revision {reached}. Next: python -m app serve")
