"""Questions about providers: who is nearest to a point, and one by id.

Distances are compared as squared chords, in cm² (`app/values/geography.py`). A search reads the
index of `provider_specialties` in the stretches of a disc, cuts, and only then joins the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    func,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from app.database.reading import AnySelect, fetch_all, fetch_named
from app.models.provider import Provider, ProviderAgreement, ProviderSpecialty
from app.values.geography import FARTHEST_M, STRETCHES, Position, squared_chord, stretches_of

Found = dict[str, Any]
After = tuple[int, UUID]
FROM_THE_BEGINNING: After = (-1, UUID(int=0))


def _number(name: str) -> BindParameter[int]:
    return bindparam(name, type_=BigInteger())


def _chord(x: Any, y: Any, z: Any) -> ColumnElement[int]:
    east, north, up = x - _number("x"), y - _number("y"), z - _number("z")
    found: ColumnElement[int] = east * east + north * north + up * up
    return found


_OFFERED = ProviderSpecialty.specialty == bindparam("specialty", type_=String())


def _along_the_curve(before: bool) -> Select[Any]:
    """So many places of the speciality next to the point on the curve, on one side of it."""
    cell = ProviderSpecialty.cell
    side = cell < _number("cell") if before else cell >= _number("cell")
    rows = (
        select(ProviderSpecialty.x, ProviderSpecialty.y, ProviderSpecialty.z)
        .where(_OFFERED, side)
        .order_by(cell.desc() if before else cell)
        .limit(bindparam("count"))
        .subquery()
    )
    return select(_chord(rows.c.x, rows.c.y, rows.c.z).label("chord"))


_BESIDE = union_all(_along_the_curve(before=True), _along_the_curve(before=False)).subquery()
_BOUND: AnySelect = (
    select(_BESIDE.c.chord).order_by(_BESIDE.c.chord).offset(bindparam("others")).limit(1)
)


def _in_stretch(place: int) -> Select[UUID, int, int, int]:
    # One branch a stretch: joined with a list of stretches, the planner may well read the whole
    # speciality first.
    first, last = _number(f"first_{place}"), _number(f"last_{place}")
    return select(
        ProviderSpecialty.provider_id, ProviderSpecialty.x, ProviderSpecialty.y, ProviderSpecialty.z
    ).where(_OFFERED, ProviderSpecialty.cell.between(first, last))


_COVERED = union_all(*map(_in_stretch, range(STRETCHES))).subquery("covered")
_CHORD = _chord(_COVERED.c.x, _COVERED.c.y, _COVERED.c.z)
_IN_THE_DISC = and_(
    _number("bound") >= _CHORD,
    tuple_(_CHORD, _COVERED.c.provider_id)
    > tuple_(_number("after_chord"), bindparam("after_id", type_=Uuid())),
)
_OWN, _SITE = aliased(ProviderAgreement), aliased(ProviderAgreement)
_OF_PORTFOLIO = bindparam("portfolio_id", type_=Uuid())
_OWN_JOIN = and_(_OWN.portfolio_id == _OF_PORTFOLIO, _OWN.rpps == Provider.rpps)
_SITE_JOIN = and_(_SITE.portfolio_id == _OF_PORTFOLIO, _SITE.finess == Provider.finess)
_THIRD_PARTY = func.coalesce(_OWN.third_party_payment, _SITE.third_party_payment)
"""The person's own agreement first, else that of the establishment they work in."""
_TOLD = (
    Provider.id,
    Provider.name,
    Provider.structure_name,
    Provider.street,
    Provider.postal_code,
    Provider.city,
    Provider.phone,
    Provider.lat,
    Provider.lon,
    Provider.approximate,
    _THIRD_PARTY.label("third_party_payment"),
)
_ONE = (
    select(*_TOLD, Provider.rpps, Provider.finess)
    .outerjoin(_OWN, _OWN_JOIN)
    .outerjoin(_SITE, _SITE_JOIN)
    .where(Provider.id == bindparam("provider_id"), Provider.retired_at.is_(None))
)
_OFFERS = select(ProviderSpecialty.specialty).where(
    ProviderSpecialty.provider_id == bindparam("provider_id")
)


@dataclass(frozen=True, slots=True)
class Looking:
    """What is looked for, from where, by whose member."""

    specialty: str
    centre: Position
    portfolio_id: UUID
    third_party_only: bool = False

    def parameters(self) -> dict[str, Any]:
        """As the statements name them."""
        x, y, z = self.centre.cartesian()
        return {"specialty": self.specialty, "x": x, "y": y, "z": z}


class ProviderReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def bound(self, looking: Looking, count: int) -> int | None:
        """A squared chord within which so many of the speciality are, perhaps more; None when there
        are fewer. They are looked for along the curve, whatever their distance.
        """
        parameters = looking.parameters() | {
            "cell": looking.centre.cell(),
            "count": count,
            "others": count - 1,
        }
        rows = await fetch_all(self._connection, _BOUND, parameters)
        return rows[0][0] if rows else None

    async def nearest(
        self,
        looking: Looking,
        radius_m: float,
        *,
        limit: int,
        after: After | None = None,
        bound: int | None = None,
    ) -> list[Found]:
        """Providers within a radius, nearest first, from just beyond `after`; `chord` is theirs."""
        after_chord, after_id = after or FROM_THE_BEGINNING
        reach = squared_chord(radius_m) if radius_m < FARTHEST_M else squared_chord(FARTHEST_M) + 1
        parameters: dict[str, Any] = looking.parameters() | {
            "bound": reach if bound is None else bound,
            "after_chord": after_chord,
            "after_id": after_id,
            "limit": limit,
            "portfolio_id": looking.portfolio_id,
        }
        for place, (first, last) in enumerate(stretches_of(looking.centre, radius_m)):
            parameters |= {f"first_{place}": first, f"last_{place}": last}
        return await fetch_named(self._connection, _nearest(looking.third_party_only), parameters)

    async def find(self, provider_id: UUID, portfolio_id: UUID) -> Found | None:
        """One that is listed today, as a portfolio's members see it."""
        parameters = {"provider_id": provider_id, "portfolio_id": portfolio_id}
        rows = await fetch_named(self._connection, _ONE, parameters)
        return rows[0] if rows else None

    async def list_specialties(self, provider_id: UUID) -> Sequence[str]:
        """The codes of what it offers."""
        rows = await fetch_all(self._connection, _OFFERS, {"provider_id": provider_id})
        return [row[0] for row in rows]


@lru_cache
def _nearest(third_party_only: bool) -> AnySelect:
    near = (
        select(_COVERED.c.provider_id, _CHORD.label("chord"))
        .where(_IN_THE_DISC)
        .order_by(_CHORD, _COVERED.c.provider_id)
        .limit(bindparam("limit"))
    )
    if third_party_only:
        near = (
            near.join(Provider, Provider.id == _COVERED.c.provider_id)
            .outerjoin(_OWN, _OWN_JOIN)
            .outerjoin(_SITE, _SITE_JOIN)
            .where(_THIRD_PARTY.is_(True))
        )
    found = near.subquery("near")
    statement: AnySelect = (
        select(found.c.chord, *_TOLD)
        .join(Provider, Provider.id == found.c.provider_id)
        .outerjoin(_OWN, _OWN_JOIN)
        .outerjoin(_SITE, _SITE_JOIN)
        .order_by(found.c.chord, found.c.provider_id)
    )
    return statement
