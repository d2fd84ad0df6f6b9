"""`python -m app document withdraw`."""

from typing import Annotated

import typer

from app.cli.console import console, fail, opened_container, run
from app.errors.documents import DocumentNotFound
from app.repositories.document_withdrawals import DocumentWithdrawalRepository
from app.services.audit import AuditTrail
from app.services.document_withdrawal import AlreadyWithdrawn, DocumentWithdrawal
from app.values.documents import WithdrawalReason

cli = typer.Typer(help="Documents that were issued.", no_args_is_help=True)


@cli.callback()
def documents() -> None:
    """Documents that were issued."""


@cli.command("withdraw")
def withdraw(
    reference: Annotated[str, typer.Argument(help="As it is printed on the document.")],
    reason: Annotated[WithdrawalReason, typer.Option(help="Why it may not be relied upon.")],
) -> None:
    """Take a document back: whoever verifies it is told so from now on.

    Who downloads it again is given another one, under another reference.
    """
    try:
        run(_withdraw(reference, reason))
    except DocumentNotFound:
        fail("No document bears this reference. A card is replaced, not withdrawn.")
    except AlreadyWithdrawn:
        fail("It was withdrawn before.")
    console.print("Withdrawn: its verification says so.", style="green")


async def _withdraw(reference: str, reason: WithdrawalReason) -> None:
    async with opened_container() as container, container.database.unit_of_work() as session:
        trail = AuditTrail(session, container.keyring, container.clock)
        documents = DocumentWithdrawalRepository(session)
        await DocumentWithdrawal(documents, trail, container.clock).withdraw(reference, reason)
