"""Places on the globe: distances, and the cells that find what is near.

Distances are great circles on the sphere of the Earth's mean radius (IUGG, R1), within 0.6 % of
those on the WGS84 ellipsoid. Points are kept as whole centimetres from the centre of that
sphere, so that both databases compare squared chords, which order like distances, without rounding.

A cell is a place on the curve that visits a square of 360° in Morton's order: what shares the first
bits is together on the globe, and a disc is a few stretches of the curve, on any B-tree.
"""

import itertools
from dataclasses import dataclass
from math import asin, atan2, cos, degrees, floor, hypot, radians, sin
from typing import NamedTuple

EARTH_RADIUS_M = 6_371_008.8
RADIUS_CM = EARTH_RADIUS_M * 100
DEPTH = 26
"""Bits of each coordinate of a cell, the smallest of which is half a metre wide."""
SIDE = 1 << DEPTH
CELLS_ACROSS = 3
"""A disc is covered by cells of about a third of its width."""
STRETCHES = 8
"""A disc is this many stretches of the curve, some of them empty."""
NO_STRETCH = (1, 0)
POLE = 90.0
SAFETY = 1e-6
"""Degrees added to what a disc covers, against rounding: a tenth of a metre."""
FARTHEST_M = 20_100_000
"""More than half the circumference: a disc of this radius is the whole Earth."""


class Cartesian(NamedTuple):
    """A point in whole centimetres from the centre of the Earth."""

    x: int
    y: int
    z: int


@dataclass(frozen=True, slots=True)
class Position:
    """Degrees north of the equator and east of Greenwich, WGS84."""

    lat: float
    lon: float

    def cartesian(self) -> Cartesian:
        """The point of the sphere."""
        lat, lon = radians(self.lat), radians(self.lon)
        ring = RADIUS_CM * cos(lat)
        return Cartesian(
            round(ring * cos(lon)), round(ring * sin(lon)), round(RADIUS_CM * sin(lat))
        )

    def cell(self) -> int:
        """The cell it is in."""
        return _interleave(_step(self.lon + 180) % SIDE, _step(self.lat + 90))


def squared_chord(metres: float) -> int:
    """The square, in cm², of the straight line between two points so far apart on the globe."""
    half = min(metres / (2 * EARTH_RADIUS_M), radians(90))
    return floor((2 * RADIUS_CM * sin(half)) ** 2)


def metres_of(chord: int) -> int:
    """The distance on the globe, to the metre, that belongs to a squared chord."""
    return round(2 * EARTH_RADIUS_M * asin(min(1.0, chord**0.5 / (2 * RADIUS_CM))))


def distance_m(one: Position, other: Position) -> int:
    """How far two places are apart, to the metre."""
    pairs = zip(one.cartesian(), other.cartesian(), strict=True)
    return metres_of(sum((a - b) ** 2 for a, b in pairs))


def mean_position(positions: list[tuple[Position, int]]) -> Position:
    """The middle of places by their weights, found in space: the date line is nothing special."""
    total = [0.0, 0.0, 0.0]
    for position, weight in positions:
        for axis, value in enumerate(position.cartesian()):
            total[axis] += value * weight
    x, y, z = total
    return Position(_angle(z, hypot(x, y)), _angle(y, x))


def _angle(opposite: float, adjacent: float) -> float:
    return degrees(atan2(opposite, adjacent))


def stretches_of(centre: Position, radius_m: float) -> list[tuple[int, int]]:
    """First and last cell of each stretch of the curve that the disc may touch, always as many.

    What lies in them may be outside the disc; what lies in the disc is in them, around the poles
    and across the date line too.
    """
    spread = degrees(radius_m / EARTH_RADIUS_M) + SAFETY
    south, north = max(centre.lat - spread, -POLE), min(centre.lat + spread, POLE)
    half = 180.0
    if abs(centre.lat) + spread < POLE:
        half = min(180.0, degrees(asin(sin(radians(spread)) / cos(radians(centre.lat)))) + SAFETY)
    level = _level_of(max(north - south, 2 * half))
    lows = _steps(level, south + 90, north + 90)
    columns = _steps(level, centre.lon - half + 180, centre.lon + half + 180)
    around = {column % (1 << level) for column in columns}
    found = sorted(_interleave(column, row) for column in around for row in lows)
    shift = 2 * (DEPTH - level)
    joined = _joined([(code << shift, ((code + 1) << shift) - 1) for code in found])
    return joined + [NO_STRETCH] * (STRETCHES - len(joined))


def _level_of(width: float) -> int:
    level = 0
    while level < DEPTH and 360 / (2 << level) * CELLS_ACROSS >= width:
        level += 1
    return level


def _steps(level: int, first: float, last: float) -> range:
    size = 360 / (1 << level)
    return range(floor(first / size), floor(last / size) + 1)


def _joined(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbours made one, then those with the least between them, until few enough are left."""
    gaps = sorted(
        (after[0] - before[1], place)
        for place, (before, after) in enumerate(itertools.pairwise(stretches), 1)
    )
    cuts = sorted(place for gap, place in gaps[-(STRETCHES - 1) :] if gap > 1)
    bounds = [0, *cuts, len(stretches)]
    return [
        (stretches[first][0], stretches[last - 1][1]) for first, last in itertools.pairwise(bounds)
    ]


def _step(angle: float) -> int:
    return floor(angle / 360 * SIDE)


def _interleave(column: int, row: int) -> int:
    return _spread(column) | _spread(row) << 1


def _spread(bits: int) -> int:
    """The bits of a number with a gap after each: half the work of Morton's order."""
    bits = (bits | bits << 16) & 0x0000FFFF0000FFFF
    bits = (bits | bits << 8) & 0x00FF00FF00FF00FF
    bits = (bits | bits << 4) & 0x0F0F0F0F0F0F0F0F
    bits = (bits | bits << 2) & 0x3333333333333333
    return (bits | bits << 1) & 0x5555555555555555
