"""`python -m app serve` and `python -m app worker`."""

import gc
import socket
from typing import Annotated

import typer

from app.cli import collect_from_now_on
from app.cli.console import console, fail, load_settings, opened_container, run
from app.observability.logs import configure_logs

BACKLOG = 2048


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65535)] = 8000,
) -> None:
    """Serve the API, with its worker unless ESPACE_EMBEDDED_WORKER=false."""
    gc.disable()
    import uvicorn  # noqa: PLC0415 - only this command serves

    from app.main import create_app  # noqa: PLC0415

    settings = load_settings()
    configure_logs()
    try:
        app = create_app(settings)
    except ValueError as error:
        fail(f"Refusing to start: {error}")
    collect_from_now_on()
    listener = _listen(host, port)
    if settings.is_demo:
        from app.cli.welcome import welcome  # noqa: PLC0415 - nothing of it in production

        welcome(settings, host, listener.getsockname()[1])
    config = uvicorn.Config(
        app,
        proxy_headers=False,  # our own middleware decides whom to believe
        server_header=False,
        access_log=False,
        log_config=None,
        timeout_graceful_shutdown=20,
    )
    uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """The socket, before anything says that the server is there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        fail(f"Cannot listen on {host}, port {port}: {error.strerror}. Choose another with --port.")


def worker() -> None:
    """Send what the outbox holds, until stopped; any number of workers may run."""
    configure_logs()
    console.print("Worker started; stop it with Ctrl-C, what it leased goes on elsewhere.")

    async def work() -> None:
        async with opened_container() as container:
            await container.worker().run()

    try:
        run(work())
    except KeyboardInterrupt:
        console.print("Worker stopped.")
