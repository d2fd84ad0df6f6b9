"""Health professionals and establishments as members read them."""

from typing import Any

from pydantic import MISSING, ConfigDict

from app.schemas.base import OpaqueId, Page, Read

_TOLD: dict[str, Any] = {
    "id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d",
    "name": "Dr Anne Exemple",
    "structure_name": "Cabinet dentaire Exemple",
    "street": "3 B Avenue Jean Jaurès",
    "postal_code": "69007",
    "city": "Lyon 7e Arrondissement",
    "phone": "0199000002",
    "lat": 45.733,
    "lon": 4.838,
    "approximate": True,
    "third_party_payment": True,
}
SUMMARY_EXAMPLE: dict[str, Any] = {**_TOLD, "distance_m": 412}
SPECIALTY_EXAMPLE: dict[str, Any] = {"code": "dental_surgeon", "label": "Chirurgien-dentiste"}
READ_EXAMPLE: dict[str, Any] = {
    **_TOLD,
    "rpps": "10199999902",
    "finess": None,
    "specialties": [SPECIALTY_EXAMPLE],
}
PLACE_EXAMPLE: dict[str, Any] = {
    "label": "69007 Lyon 7e Arrondissement",
    "lat": 45.733,
    "lon": 4.838,
    "approximate": False,
}


class SpecialtyRead(Read):
    """A speciality that a search may ask for."""

    code: str
    """What `specialty` takes; never changes."""
    label: str
    """Name to show, in the reader's language."""


class SpecialtyPage(Page[SpecialtyRead]):
    """Every speciality, in the order members read them; always one page."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [SPECIALTY_EXAMPLE], "next_cursor": None}]}
    )


class ProviderTold(Read):
    """What is told of a provider wherever it appears."""

    id: OpaqueId
    """The provider's id; the same after each import, as long as it stays in its directory."""
    name: str
    """Name of the professional, or of the establishment."""
    structure_name: str | None
    """Practice or establishment the professional works in; null when unknown, or the same."""
    street: str | None
    """Number and street; null when unknown."""
    postal_code: str | None
    """Postal code of the address, a CEDEX perhaps; null when unknown."""
    city: str | None
    """City of the address; null when unknown."""
    phone: str | None
    """Phone number as the directory has it; null when unknown."""
    lat: float
    """Degrees north, WGS84."""
    lon: float
    """Degrees east, WGS84."""
    approximate: bool
    """Whether the position is that of the commune, not of the address."""
    third_party_payment: bool | None
    """Whether the member pays nothing in advance here; null when the insurer does not say."""


class ProviderSummary(ProviderTold):
    """A provider in a search."""

    model_config = ConfigDict(json_schema_extra={"examples": [SUMMARY_EXAMPLE]})

    distance_m: int
    """Metres from where the search is made, as the crow flies, on a sphere."""


class ProviderRead(ProviderTold):
    """A provider with everything that is known of it."""

    model_config = ConfigDict(json_schema_extra={"examples": [READ_EXAMPLE]})

    rpps: str | None
    """National number of the professional; null for an establishment."""
    finess: str | None
    """National number of the establishment; null when there is none."""
    specialties: list[SpecialtyRead]
    """What is offered here."""


class PlaceRead(Read):
    """Where the search is made."""

    label: str | None
    """Name of the place that was understood; null for a position."""
    lat: float
    """Degrees north, WGS84."""
    lon: float
    """Degrees east, WGS84."""
    approximate: bool
    """Whether the commune itself is placed by its neighbours."""


class ProviderPage(Page[ProviderSummary]):
    """Providers within the radius, nearest first."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"items": [SUMMARY_EXAMPLE], "next_cursor": None, "place": PLACE_EXAMPLE}]
        }
    )

    place: PlaceRead
    """Where the search is made."""
    nearest_outside: ProviderSummary | MISSING = MISSING
    """The nearest one beyond the radius, when nobody is within it; left out otherwise."""
