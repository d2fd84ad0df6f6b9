"""Finding a health professional: nearest first, around a place or a position.

The first page asks for a radius that holds enough of them, then for what is in it: two questions,
whether thousands or a handful are near. Later pages, and searches for third-party payment, widen a
disc until it holds enough.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.errors.base import FieldProblem
from app.errors.providers import ProviderNotFound
from app.errors.requests import InvalidRequest
from app.repositories.providers import After, Found, Looking, ProviderReader
from app.security.cursors import Cursors
from app.services.paging import Paging, SortKey
from app.services.places.communes import CommuneService, Place
from app.services.providers.specialties import Specialties
from app.values.geography import FARTHEST_M, Position, metres_of, squared_chord
from app.values.principals import CurrentMember

Answer = dict[str, Any]
BY_DISTANCE: SortKey = {"chord": int, "id": UUID}
FIRST_REACH_M = 1_000
WIDENING = 3
A_METRE = 1.0
FAR_M = 300_000.0


@dataclass(frozen=True, slots=True)
class ProviderQuery:
    """What a member asks for; a position goes before names."""

    specialty: str
    postal_code: str | None
    city: str | None
    lat: float | None
    lon: float | None
    radius_km: int
    third_party_only: bool
    cursor: str | None
    limit: int


class ProviderService:
    """Searches providers, on the read road."""

    def __init__(
        self,
        providers: ProviderReader,
        communes: CommuneService,
        specialties: Specialties,
        cursors: Cursors,
    ) -> None:
        self._providers = providers
        self._communes = communes
        self._specialties = specialties
        self._cursors = cursors

    def list_specialties(self, language: str) -> Answer:
        """What members may choose from, in the order they read it."""
        items = [_specialty(one.code, self._specialties, language) for one in self._specialties]
        return {"items": items, "next_cursor": None}

    async def search(self, member: CurrentMember, query: ProviderQuery) -> Answer:
        """A page of providers by distance; when nobody is within the radius, the nearest beyond.

        Raises:
            InvalidRequest: no such speciality, no place, or half a position.
            UnknownPlace: nothing is called so there.
            AmbiguousPlace: several communes are.
            InvalidCursor: the cursor is not of this search.
        """
        if query.specialty not in self._specialties.by_code:
            raise InvalidRequest(fields=[FieldProblem("/query/specialty", "enum")])
        place = await self._place(query)
        looking = Looking(
            query.specialty, place.position, member.portfolio_id, query.third_party_only
        )
        paging = Paging(self._cursors, _list_name(member, query, looking), BY_DISTANCE, query.limit)
        position = paging.position(query.cursor)
        after: After | None = (position[0], position[1]) if position else None
        radius_m = query.radius_km * 1_000.0
        rows = await self._within(looking, radius_m, paging.rows_to_read, after)
        answer: Answer = {
            "items": [_summary(row) for row in paging.cut(rows)],
            "next_cursor": paging.next_cursor(rows, rows[: query.limit]),
            "place": {
                "label": place.label,
                "lat": place.position.lat,
                "lon": place.position.lon,
                "approximate": place.approximate,
            },
        }
        if not rows and after is None and (beyond := await self._beyond(looking, radius_m)):
            answer["nearest_outside"] = _summary(beyond[0])
        return answer

    async def read(self, member: CurrentMember, provider_id: UUID, language: str) -> Answer:
        """One provider.

        Raises:
            ProviderNotFound: there is none, or it left its directory.
        """
        found = await self._providers.find(provider_id, member.portfolio_id)
        if found is None:
            raise ProviderNotFound
        offered = await self._providers.list_specialties(provider_id)
        listed = [code for code in self._specialties.by_code if code in offered]
        codes = [_specialty(code, self._specialties, language) for code in listed]
        return {
            **_told(found),
            "rpps": found["rpps"],
            "finess": found["finess"],
            "specialties": codes,
        }

    async def _place(self, query: ProviderQuery) -> Place:
        if (query.lat is None) != (query.lon is None):
            missing = "lat" if query.lat is None else "lon"
            raise InvalidRequest(fields=[FieldProblem(f"/query/{missing}", "missing")])
        if query.lat is not None and query.lon is not None:
            return Place(None, Position(query.lat, query.lon), approximate=False)
        if not query.postal_code and not query.city:
            raise InvalidRequest(fields=[FieldProblem("/query/postal_code", "missing")])
        return await self._communes.find(query.postal_code, query.city)

    async def _within(
        self, looking: Looking, radius_m: float, count: int, after: After | None
    ) -> list[Found]:
        """Up to so many of those within the radius, from just beyond `after`."""
        if after is not None or looking.third_party_only:
            passed = metres_of(after[0]) if after else 0
            return await self._widening(
                looking, max(FIRST_REACH_M, 2.0 * passed), radius_m, count, after
            )
        bound = await self._providers.bound(looking, count)
        if bound is not None and bound <= squared_chord(radius_m):
            reach = metres_of(bound) + A_METRE
            return await self._providers.nearest(looking, reach, limit=count, bound=bound)
        return await self._providers.nearest(looking, radius_m, limit=count)

    async def _beyond(self, looking: Looking, radius_m: float) -> list[Found]:
        """The nearest of all, who is outside the radius; of those who practise third-party payment,
        none is looked for farther than anybody would go.
        """
        if looking.third_party_only:
            return await self._widening(looking, radius_m * WIDENING, FAR_M, 1, None)
        bound = await self._providers.bound(looking, 1)
        reach = FARTHEST_M if bound is None else metres_of(bound) + A_METRE
        return await self._providers.nearest(looking, reach, limit=1, bound=bound)

    async def _widening(
        self, looking: Looking, reach: float, farthest: float, count: int, after: After | None
    ) -> list[Found]:
        while reach < farthest:
            rows = await self._providers.nearest(looking, reach, limit=count, after=after)
            if len(rows) >= count:
                return rows
            reach *= WIDENING
        return await self._providers.nearest(looking, farthest, limit=count, after=after)


def _list_name(member: CurrentMember, query: ProviderQuery, looking: Looking) -> str:
    return f"providers:{member.account_id}:{query.radius_km}:{looking}"


def _specialty(code: str, specialties: Specialties, language: str) -> Answer:
    return {"code": code, "label": specialties.by_code[code].labels.in_language(language)}


def _summary(row: Found) -> Answer:
    return {**_told(row), "distance_m": metres_of(row["chord"])}


def _told(row: Found) -> Answer:
    flag = row["third_party_payment"]
    return {
        "id": row["id"],
        "name": row["name"],
        "structure_name": row["structure_name"],
        "street": row["street"],
        "postal_code": row["postal_code"],
        "city": row["city"],
        "phone": row["phone"],
        "lat": row["lat"],
        "lon": row["lon"],
        "approximate": bool(row["approximate"]),
        "third_party_payment": None if flag is None else bool(flag),
    }
