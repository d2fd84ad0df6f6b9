"""Where an account is signed in and known."""

from datetime import datetime
from typing import Any

from pydantic import ConfigDict

from app.schemas.base import OpaqueId, Page, Read
from app.values.sessions import Assurance, ClientKind

DEVICE: dict[str, Any] = {
    "id": "01985f2e-7a00-7d4e-8c11-2b9e4f5a6c7d",
    "current": True,
    "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "created_at": "2026-11-22T10:04:00Z",
    "last_used_at": "2026-11-24T08:12:00Z",
    "expires_at": "2027-12-29T08:12:00Z",
}
MEMBER_SESSION: dict[str, Any] = {
    **DEVICE,
    "client": "web",
    "acr": "aal2",
    "device_id": DEVICE["id"],
    "network": "192.0.2.0/24",
    "expires_at": "2026-11-22T22:04:00Z",
}


class MemberSessionRead(Read):
    """An open session: when, from where, in which browser or app."""

    model_config = ConfigDict(json_schema_extra={"examples": [MEMBER_SESSION]})

    id: OpaqueId
    """To end it by."""
    current: bool
    """Whether it is the one that asks."""
    client: ClientKind
    acr: Assurance
    device_id: OpaqueId | None
    """The device it was opened on."""
    network: str | None
    """Roughly where from: the first three quarters of an IPv4 address, the /48 of an IPv6 one."""
    user_agent: str | None
    """What the browser or app says it is."""
    created_at: datetime
    """When the person logged in."""
    last_used_at: datetime
    """When it was last refreshed; a session in use is every ten minutes."""
    expires_at: datetime
    """When a new login is needed, however much it is used."""


class MemberSessionPage(Page[MemberSessionRead]):
    """Open sessions, newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [MEMBER_SESSION], "next_cursor": None}]}
    )


class DeviceRead(Read):
    """A browser or app that passed a second factor, and is not asked at each login."""

    model_config = ConfigDict(json_schema_extra={"examples": [DEVICE]})

    id: OpaqueId
    """To forget it by."""
    current: bool
    """Whether it is the one that asks."""
    user_agent: str | None
    """What the browser or app said it was, when it became known."""
    created_at: datetime
    """When it became known."""
    last_used_at: datetime
    """Its last login."""
    expires_at: datetime
    """When it is forgotten, unless it logs in before."""


class DevicePage(Page[DeviceRead]):
    """Known devices, newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [DEVICE], "next_cursor": None}]}
    )
