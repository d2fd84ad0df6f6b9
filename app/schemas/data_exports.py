"""Exports of personal data."""

from datetime import datetime

from pydantic import MISSING, ConfigDict, Field

from app.schemas.base import OpaqueId, Read
from app.schemas.downloads import DownloadLinkRead
from app.values.data_exports import DataExportStatus


class DataExportRead(Read):
    """An export of personal data: a ZIP with JSON and PDF files, and a list of them."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "01980b4e-7c1a-7a52-9c57-1f2ab34c5d6e",
                    "status": "ready",
                    "progress": 100,
                    "created_at": "2026-03-14T11:00:00Z",
                    "expires_at": "2026-03-21T11:00:40Z",
                    "size": 482133,
                    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                    "link": {
                        "path": "/v1/downloads/AbCd1234",
                        "expires_at": "2026-03-14T11:02:00Z",
                    },
                }
            ]
        }
    )

    id: OpaqueId
    """What to follow it by."""
    status: DataExportStatus
    """Where it is; after `failed` or `expired`, ask for another one."""
    progress: int = Field(ge=0, le=100)
    """Percentage of the files that are made."""
    created_at: datetime
    """When it was asked for."""
    expires_at: datetime | None
    """Until when it may be downloaded, once it is ready."""
    size: int | None
    """In bytes."""
    sha256: str | None
    """Of the ZIP, in hexadecimal."""
    link: DownloadLinkRead | MISSING
    """Present when it is ready; each reading makes another one."""
