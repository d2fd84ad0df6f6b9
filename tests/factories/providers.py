"""Providers in tests: placed anywhere, as an import would have left them; files as published."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from app.container import Container
from app.models.provider import Provider, ProviderSpecialty
from app.repositories.base import table_of
from app.values.geography import Position
from app.values.ids import new_id
from app.values.providers import ProviderSource

POSITIONS = {
    "Pontarlier": Position(46.9035, 6.3554),
    "Paris": Position(48.857, 2.352),
    "Bastia": Position(42.7028, 9.45),
    "Mata-Utu": Position(-13.28, -176.18),
}
SPECIALTY = "dental_surgeon"


async def add_providers(
    container: Container, positions: Sequence[Position], specialty: str = SPECIALTY, **changes: Any
) -> list[UUID]:
    """A provider at each position; their ids, in that order."""
    now = container.clock.now()
    ids = [new_id() for _ in positions]
    told = [
        {
            "id": provider_id,
            "source": ProviderSource.RPPS,
            "source_key": str(provider_id),
            "name": "Anne Exemple",
            "lat": position.lat,
            "lon": position.lon,
            "approximate": True,
            "digest": b"",
            "created_at": now,
            "updated_at": now,
            **changes,
        }
        for provider_id, position in zip(ids, positions, strict=True)
    ]
    offered = [
        {
            "provider_id": provider_id,
            "specialty": specialty,
            "cell": position.cell(),
            **position.cartesian()._asdict(),
        }
        for provider_id, position in zip(ids, positions, strict=True)
    ]
    async with container.database.unit_of_work() as session:
        await session.execute(insert(table_of(Provider)), told)
        await session.execute(insert(table_of(ProviderSpecialty)), offered)
    return ids


async def add_provider(
    container: Container, position: Position, specialty: str = SPECIALTY, **changes: Any
) -> UUID:
    """One provider."""
    return (await add_providers(container, [position], specialty, **changes))[0]
