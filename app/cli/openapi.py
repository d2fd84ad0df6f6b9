"""`python -m app openapi`."""

from pathlib import Path
from typing import Annotated

import orjson
import typer

from app.cli.console import console, fail
from app.settings import Profile, Settings

DEFAULT_FOLDER = Path("openapi")


def openapi(
    folder: Annotated[Path, typer.Option(help="Where to write.")] = DEFAULT_FOLDER,
    check: Annotated[bool, typer.Option(help="Write nothing, fail on a difference.")] = False,
) -> None:
    """Write the published OpenAPI documents, `member.json` and `partner.json`."""
    from app.main import create_app  # noqa: PLC0415
    from app.openapi import member_document, partner_document  # noqa: PLC0415

    app = create_app(Settings(profile=Profile.DEMO))
    documents = {"member.json": member_document(app), "partner.json": partner_document(app)}
    for name, document in documents.items():
        text = orjson.dumps(
            document, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
        )
        path = folder / name
        if check and (not path.exists() or path.read_bytes() != text):
            fail(f"{path} differs from the code. Run: make openapi")
        if not check:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
    console.print(f"{', '.join(documents)} in {folder} {'up to date' if check else 'written'}.")
