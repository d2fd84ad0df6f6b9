"""Links to files."""

from datetime import datetime

from pydantic import ConfigDict

from app.schemas.base import Read


class DownloadLinkRead(Read):
    """Where to download a file, for sixty seconds, as long as the session lasts."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"path": "/v1/downloads/AbCd1234", "expires_at": "2026-03-14T11:02:00Z"},
            ]
        }
    )

    path: str
    """Follow it on this host; no bearer token is sent with it."""
    expires_at: datetime
    """When the link is over."""
