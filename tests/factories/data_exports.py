"""Exports of personal data, asked for and built by the operations themselves."""

import zipfile
from io import BytesIO
from typing import Any

import httpx

from app.container import Container
from app.gateways.storage import in_pieces
from app.models.data_export import DataExport
from app.security.sealed_places import SealedPlace
from app.security.sealed_streams import new_stream_key, sealed_pieces
from app.services.exports.building import FOLDER
from app.values.data_exports import KEPT, DataExportStatus
from app.values.ids import new_id
from tests.factories.accounts import MadeAccount

CONTENT = b"an archive"
EXPORTS = "/v1/me/data-exports"


async def do_jobs(container: Container) -> None:
    """What the worker does of deferred work, until nothing is due."""
    duty = container.job_duty()
    while await duty.run_once():
        pass


async def ask_export(client: httpx.AsyncClient, headers: dict[str, str]) -> dict[str, Any]:
    """The export that was asked for, as it was told."""
    response = await client.post(EXPORTS, headers=headers)
    assert response.status_code == 202, response.text
    asked: dict[str, Any] = response.json()
    return asked


async def read_export(
    client: httpx.AsyncClient, headers: dict[str, str], export_id: str
) -> dict[str, Any]:
    """The export as it is now."""
    response = await client.get(f"{EXPORTS}/{export_id}", headers=headers)
    assert response.status_code == 200, response.text
    export: dict[str, Any] = response.json()
    return export


async def exported(
    client: httpx.AsyncClient, container: Container, headers: dict[str, str]
) -> zipfile.ZipFile:
    """The archive of whoever this is, asked for, built and downloaded."""
    asked = await ask_export(client, headers)
    await do_jobs(container)
    ready = await read_export(client, headers, asked["id"])
    response = await client.get(ready["link"]["path"])
    assert response.status_code == 200, response.text
    return zipfile.ZipFile(BytesIO(response.content))


async def keep_export(container: Container, account: MadeAccount) -> str:
    """The id of an export that is ready, whatever it holds."""
    portfolio = await container.portfolios.at_host("espace.test")
    key, export_id, now = new_stream_key(), new_id(), container.clock.now()
    kept = await container.storage.put(FOLDER, sealed_pieces(in_pieces(CONTENT), key))
    async with container.database.unit_of_work() as session:
        session.add(
            DataExport(
                id=export_id,
                portfolio_id=portfolio.id,
                account_id=account.id,
                session_id=new_id(),
                status=DataExportStatus.READY,
                created_at=now,
                expires_at=now + KEPT,
                storage_key=kept.key,
                key_sealed=container.keyring.seal(key, SealedPlace.DATA_EXPORT_KEY, export_id),
                size=len(CONTENT),
                sha256=kept.sha256,
            )
        )
    return str(export_id)
