"""Commands: `python -m app --help`. Each prints what to do next."""

import gc


def main() -> None:
    """Run the command the user typed."""
    from app.cli.commands import cli  # noqa: PLC0415 - importing the package loads no command

    collect_from_now_on()
    cli()


def collect_from_now_on() -> None:
    """End of loading: what stands is never looked at again, what comes is collected as usual."""
    gc.freeze()
    gc.enable()
