"""Communes as clients read them."""

from typing import Any

from pydantic import ConfigDict

from app.schemas.base import Page, Read

COMMUNE_EXAMPLE: dict[str, Any] = {
    "insee_code": "42218",
    "name": "Saint-Étienne",
    "postal_codes": ["42000", "42100", "42230"],
    "department": "42",
    "population": 173136,
    "lat": 45.4339,
    "lon": 4.39,
    "approximate": False,
}


class CommuneRead(Read):
    """A commune, or a municipal district of Paris, Lyon or Marseille."""

    insee_code: str
    """Code of the *Code officiel géographique*: not a postal code."""
    name: str
    """Official name, with its accents and hyphens."""
    postal_codes: list[str]
    """Every postal code of the commune, in order."""
    department: str
    """`75`, `2A`, `974`: tells communes of one name apart."""
    population: int
    """Inhabitants by the latest census; 0 when unknown."""
    lat: float
    """Degrees north, WGS84."""
    lon: float
    """Degrees east, WGS84."""
    approximate: bool
    """Whether the commune is placed by its neighbours, a few kilometres off perhaps."""


class CommunePage(Page[CommuneRead]):
    """Communes that a text may mean, the likeliest first; always one page."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [COMMUNE_EXAMPLE], "next_cursor": None}]}
    )
