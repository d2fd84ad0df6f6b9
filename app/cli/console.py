"""What commands share: settings, a container, messages on standard error."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, NoReturn, TypeVar

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError
from rich.console import Console

from app.container import Container
from app.services.portfolios import CurrentPortfolio, UnknownPortfolio, portfolio_named
from app.settings import Settings

T = TypeVar("T")
console = Console(stderr=True, highlight=False)


def load_settings() -> Settings:
    """The settings of the environment, or a clear refusal."""
    try:
        return Settings()
    except ValidationError as error:
        fail("Refusing to start: " + "; ".join(map(_reason, error.errors())))
    except SettingsError as error:
        # Its sentence names the setting and quotes no value.
        fail(f"Refusing to start: {error}")


def _reason(problem: Any) -> str:
    message = str(problem["msg"]).removeprefix("Value error, ")
    names = [f"ESPACE_{str(place).upper()}" for place in problem["loc"][:1]]
    return ": ".join([*names, message])


def fail(message: str, code: int = 1) -> NoReturn:
    """Say why and stop."""
    console.print(message, style="bold red")
    raise typer.Exit(code)


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a command's asynchronous part."""
    return asyncio.run(work)


@asynccontextmanager
async def opened_container() -> AsyncIterator[Container]:
    """A container for one command."""
    try:
        container = Container(load_settings())
    except ValueError as error:
        fail(f"Refusing to start: {error}")
    try:
        yield container
    finally:
        await container.close()


async def named_portfolio(container: Container, code: str | None) -> CurrentPortfolio:
    """The portfolio of this code, or the only one there is; a clear refusal otherwise."""
    try:
        return await portfolio_named(container.database, code)
    except UnknownPortfolio as error:
        fail(f"Name a portfolio with --portfolio. There are: {error}")
