"""Commands run against the test's own database, as a shell would run them."""

from collections.abc import Awaitable, Callable

import pytest
from anyio import to_thread
from click.testing import Result
from typer.testing import CliRunner

from app.cli.commands import cli
from app.settings import Settings

Invoke = Callable[..., Awaitable[Result]]


@pytest.fixture
def invoke(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Invoke:
    """`await invoke("token", "list")`: exit code, standard output and error apart."""
    monkeypatch.setenv("ESPACE_DATABASE_URL", settings.database_address)
    monkeypatch.setenv("ESPACE_DATA_DIR", str(settings.data_dir))

    async def run(*arguments: str, standard_input: bytes | None = None) -> Result:
        # In a thread: a command starts an event loop of its own.
        return await to_thread.run_sync(
            lambda: CliRunner().invoke(cli, arguments, input=standard_input)
        )

    return run
