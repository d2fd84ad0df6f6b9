"""`python -m app audit verify`."""

import typer

from app.cli.console import console, fail, opened_container, run
from app.services.audit import AuditVerdict, AuditVerification

cli = typer.Typer(help="The audit trail.", no_args_is_help=True)


@cli.callback()
def audit() -> None:
    """The audit trail."""


@cli.command("verify")
def verify() -> None:
    """Recompute every chain; exit 1 at the first altered, added or missing row."""
    verdict = run(_verify())
    read = f"{verdict.entries} entries in {verdict.segments} segments"
    if verdict.broken:
        fail(f"BROKEN at {verdict.broken} ({read} read). Keep the database as it is and compare.")
    console.print(f"The audit trail is whole: {read}.", style="green")


async def _verify() -> AuditVerdict:
    async with opened_container() as container:
        return await AuditVerification(container.database, container.keyring).verify()
