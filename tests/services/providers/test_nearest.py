"""What searches find is what comparing everybody with everybody would."""

import random
from collections.abc import Sequence
from uuid import UUID

import pytest

from app.container import Container
from app.repositories.communes import CommuneReader
from app.repositories.providers import ProviderReader
from app.services.places.communes import CommuneService
from app.services.providers.search import ProviderQuery, ProviderService
from app.values.geography import Position, squared_chord
from app.values.principals import CurrentMember
from tests.factories.families import member_reading, signed_in_member
from tests.factories.providers import SPECIALTY, add_providers

Placed = dict[UUID, Position]
CENTRES = [
    Position(48.85, 2.35),
    Position(0, 0),
    Position(-13, 180),
    Position(-13, -179.9),
    Position(90, 0),
    Position(-89.9, 50),
    Position(46, 0),
]


def scattered(chance: random.Random, count: int) -> list[Position]:
    """Some in a crowd around a centre, some in the same spot, some anywhere."""
    found = []
    for number in range(count):
        centre = chance.choice(CENTRES)
        width = chance.choice([0, 0.001, 0.05, 1, 20])
        lat = max(-90.0, min(90.0, centre.lat + chance.uniform(-width, width)))
        lon = (centre.lon + chance.uniform(-width, width) + 180) % 360 - 180
        anywhere = Position(chance.uniform(-90, 90), chance.uniform(-180, 180))
        found.append(anywhere if number % 10 == 0 else Position(lat, lon))
    return found


def chord(one: Position, other: Position) -> int:
    return sum((a - b) ** 2 for a, b in zip(one.cartesian(), other.cartesian(), strict=True))


def compared(placed: Placed, centre: Position, radius_m: float) -> list[UUID]:
    """Everybody within the radius, nearest first, by comparing each with the centre."""
    chords = {key: chord(centre, position) for key, position in placed.items()}
    within = [key for key, found in chords.items() if found <= squared_chord(radius_m)]
    return sorted(within, key=lambda key: (chords[key], key))


async def searched(
    service: ProviderService, member: CurrentMember, centre: Position, radius_km: int, limit: int
) -> list[UUID]:
    """Every page of a search, one after the other."""
    found: list[UUID] = []
    cursor = None
    while True:
        query = ProviderQuery(
            SPECIALTY, None, None, centre.lat, centre.lon, radius_km, False, cursor, limit
        )
        page = await service.search(member, query)
        found += [item["id"] for item in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            return found


def keys(found: Sequence[UUID | str]) -> list[str]:
    return [str(one) for one in found]


@pytest.mark.parametrize("seed", range(6))
async def test_every_page_together_is_the_brute_force_answer(
    container: Container, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same each time
    positions = scattered(chance, 400)
    placed = dict(zip(await add_providers(container, positions), positions, strict=True))
    await signed_in_member(container)
    member = await member_reading(container)
    async with container.database.read() as connection:
        service = ProviderService(
            ProviderReader(connection),
            CommuneService(CommuneReader(connection), container.commune_names),
            container.specialties,
            container.cursors,
        )
        for centre in [*CENTRES, *chance.sample(positions, 5)]:
            for radius_km, limit in ((1, 5), (200, 50), (chance.randint(1, 200), 7)):
                found = await searched(service, member, centre, radius_km, limit)
                assert keys(found) == keys(compared(placed, centre, radius_km * 1_000))
