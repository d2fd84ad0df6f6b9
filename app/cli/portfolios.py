"""`python -m app portfolio apply FILE`."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from app.cli.console import console, fail, opened_container, run
from app.repositories.portfolios import PortfolioRepository
from app.schemas.portfolios import PortfolioFile
from app.services.portfolios import PortfolioService

cli = typer.Typer(help="Portfolios: brands, hosts and rules.", no_args_is_help=True)


@cli.callback()
def portfolios() -> None:
    """Portfolios: brands, hosts and rules."""


@cli.command("apply")
def apply(
    file: Annotated[Path, typer.Argument(help="JSON description of the portfolio.", exists=True)],
) -> None:
    """Create the portfolio the file describes, or make it so again."""
    try:
        wanted = PortfolioFile.model_validate_json(file.read_bytes())
    except ValidationError as error:
        places = [".".join(map(str, item["loc"])) + ": " + item["msg"] for item in error.errors()]
        fail("Not a portfolio file: " + "; ".join(places))
    run(_apply(wanted))
    console.print(f"Portfolio {wanted.code} answers at {', '.join(wanted.hosts)}.")


async def _apply(wanted: PortfolioFile) -> None:
    """Create or change it, with the settings of the environment."""
    async with opened_container() as container:
        in_clear = ", ".join(wanted.origins_in_clear)
        if in_clear and not container.settings.is_demo:
            fail(f"Production takes https:// origins alone, not {in_clear}.")
        async with container.database.unit_of_work() as session:
            await PortfolioService(PortfolioRepository(session), container.clock).apply(wanted)
