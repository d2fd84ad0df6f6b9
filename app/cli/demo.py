"""`python -m app demo load`, and what the demo's server says when it starts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import typer

from app.cli.console import console, fail, opened_container, run
from app.container import Container
from app.gateways.mailbox import Mailbox
from app.observability.logs import configure_logs
from app.services.demo.accounts import DemoActivation, DemoActivationFailed, demo_password
from app.services.demo.loader import DemoImportRefused, DemoLoader

cli = typer.Typer(help="The demo portfolio.", no_args_is_help=True)
INSIDE = "http://demo.localhost"
LOOPBACK = ("127.0.0.1", 0)


@cli.callback()
def demo() -> None:
    """The demo portfolio."""


@cli.command("load")
def load() -> None:
    """Load the demo portfolio, once: fictional people, three years of statements."""
    configure_logs("WARNING")
    run(_load())


async def _load() -> None:
    async with opened_container() as container:
        if not container.settings.is_demo:
            fail("Refusing to load: this is not the demo profile (ESPACE_PROFILE).")
        if container.mailbox is None:
            fail("Refusing to load: codes are read in the local mailbox, and a relay is set.")
        loader = make_loader(container)
        if await loader.is_loaded():
            console.print("The demo portfolio is already loaded; nothing was changed.")
        else:
            await _load_with_progress(loader, container, container.mailbox)
            console.print("The demo portfolio is loaded.")
        console.print("Next: python -m app serve, which prints the accounts and their password.")


def make_loader(container: Container) -> DemoLoader:
    """The loader over a container; tests bring theirs."""
    return DemoLoader(
        container.database, container.clock, container.imports(), container.commune_loader()
    )


@asynccontextmanager
async def opened_activation(
    container: Container, mailbox: Mailbox
) -> AsyncIterator[DemoActivation]:
    """People's way in: the API itself, inside this process."""
    import httpx  # noqa: PLC0415 - a demo that is already loaded needs neither

    from app.main import create_app  # noqa: PLC0415

    settings = container.settings
    transport = httpx.ASGITransport(create_app(settings, container), client=LOOPBACK)
    async with httpx.AsyncClient(transport=transport, base_url=INSIDE) as client:
        password = demo_password(settings.data_dir)
        yield DemoActivation(client, container.dispatcher(), mailbox, password)


async def _load_with_progress(loader: DemoLoader, container: Container, mailbox: Mailbox) -> None:
    from rich.progress import (  # noqa: PLC0415 - only a first load shows its progress
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (TextColumn("{task.description:<16}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as bars:
        tasks = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done)

        try:
            async with opened_activation(container, mailbox) as activation:
                await loader.load(activation, report)
        except (DemoImportRefused, DemoActivationFailed) as error:
            fail(
                f"The demo could not be loaded: {error}. "
                "Mend what is said and run the command again: it goes on where it stopped."
            )
