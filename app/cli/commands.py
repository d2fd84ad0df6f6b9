"""The tree of commands."""

import typer

from app.cli import (
    audit,
    database,
    demo,
    documents,
    imports,
    keys,
    openapi,
    portfolios,
    server,
    tokens,
)

cli = typer.Typer(
    help="Espace Assuré: the API back end of a health insurer's member space.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
cli.command("serve")(server.serve)
cli.command("worker")(server.worker)
cli.command("migrate")(database.migrate)
cli.command("openapi")(openapi.openapi)
cli.add_typer(audit.cli, name="audit")
cli.command("import")(imports.import_file)
cli.add_typer(documents.cli, name="document")
cli.add_typer(keys.cli, name="keys")
cli.add_typer(tokens.cli, name="token")
cli.add_typer(portfolios.cli, name="portfolio")
cli.add_typer(demo.cli, name="demo")
