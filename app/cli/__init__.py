"""Commands: `python -m app --help`. Each prints what to do next."""


def main() -> None:
    """Run the command the user typed."""
    from app.cli.commands import cli  # noqa: PLC0415 - importing the package loads no command

    cli()
