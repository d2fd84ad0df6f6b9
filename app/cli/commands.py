"""The tree of commands."""

import typer

from app.cli import audit, database, documents, portfolios, server

cli = typer.Typer(
    help="Espace Assuré: the API back end of a health insurer's member space.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
cli.command("serve")(server.serve)
cli.command("worker")(server.worker)
cli.command("migrate")(database.migrate)
cli.command("openapi")(documents.openapi)
cli.add_typer(audit.cli, name="audit")
cli.add_typer(portfolios.cli, name="portfolio")
