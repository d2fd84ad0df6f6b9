"""Communes in tests: some of those that the product brings."""

from functools import cache

from app.container import Container
from app.services.places.loading import CommuneReport, PlacedCommune, built_in_communes

NAMED = {
    "Saint-Étienne",
    "Saint-Étienne-du-Rouvray",
    "Saint-Denis",
    "Saint-Denis-en-Bugey",
    "L'Haÿ-les-Roses",
    "Marseille",
    "Paris",
    "Bastia",
    "Pontarlier",
    "Le Havre",
    "Mende",
    "Montpellier",
    "Ambérieu-en-Bugey",
}
DISTRICTS = ("751", "132", "6938")


@cache
def some_communes() -> list[PlacedCommune]:
    """Cities, several places of one name, Corsica, overseas, and every municipal district."""
    return [
        one
        for one in built_in_communes()
        if one.name in NAMED or one.insee_code.startswith(DISTRICTS)
    ]


async def load_communes(container: Container) -> None:
    """Have them in the database."""
    await container.commune_loader().load(some_communes(), CommuneReport())
