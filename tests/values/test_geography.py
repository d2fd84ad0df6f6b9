"""Distances against the ellipsoid; discs and the cells that cover them, everywhere on the globe."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from app.values.geography import (
    EARTH_RADIUS_M,
    STRETCHES,
    Position,
    distance_m,
    mean_position,
    metres_of,
    squared_chord,
    stretches_of,
)

PARIS, MARSEILLE = Position(48.8566, 2.3522), Position(43.2965, 5.3698)
CITIES = {
    "Lyon": Position(45.7640, 4.8357),
    "Ajaccio": Position(41.9192, 8.7386),
    "Saint-Denis": Position(-20.8823, 55.4504),
    "Cayenne": Position(4.9224, -52.3135),
    "Mata-Utu": Position(-13.2825, -176.1736),
}
ELLIPSOID = Geod(ellps="WGS84")
SPHERE = Geod(a=EARTH_RADIUS_M, b=EARTH_RADIUS_M)
positions = st.builds(
    Position,
    st.floats(-90, 90) | st.sampled_from([90.0, -90.0, 89.9999, 0.0]),
    st.floats(-180, 180) | st.sampled_from([180.0, -180.0, 179.9999, 0.0]),
)
radii = st.floats(1, 7.3).map(lambda power: 10**power)


class TestDistances:
    def test_paris_to_marseille_is_660_kilometres(self) -> None:
        assert distance_m(PARIS, MARSEILLE) == 660_479

    @pytest.mark.parametrize("city", CITIES)
    def test_the_sphere_is_within_six_thousandths_of_the_ellipsoid(self, city: str) -> None:
        there = CITIES[city]
        exact = ELLIPSOID.inv(PARIS.lon, PARIS.lat, there.lon, there.lat)[2]
        assert distance_m(PARIS, there) == pytest.approx(exact, rel=0.006)

    @given(positions, positions)
    def test_they_are_those_of_the_sphere_to_the_metre(self, one: Position, two: Position) -> None:
        exact = SPHERE.inv(one.lon, one.lat, two.lon, two.lat)[2]
        # Near the antipode a centimetre of chord is many metres of arc.
        assert distance_m(one, two) == pytest.approx(exact, abs=1 if exact < 2e7 else 500)

    @given(st.floats(0, 2e7))
    def test_a_chord_gives_its_distance_back(self, metres: float) -> None:
        assert metres_of(squared_chord(metres)) == pytest.approx(metres, abs=1)


class TestStretches:
    @given(positions, radii, st.floats(0, 360), st.floats(0, 1))
    def test_what_lies_in_the_disc_lies_in_them(
        self, centre: Position, radius: float, bearing: float, share: float
    ) -> None:
        lon, lat, _ = SPHERE.fwd(centre.lon, centre.lat, bearing, radius * share)
        cell = Position(lat, lon).cell()
        stretches = stretches_of(centre, radius)
        assert len(stretches) == STRETCHES
        assert any(first <= cell <= last for first, last in stretches)

    @given(positions, radii)
    def test_no_two_of_them_overlap(self, centre: Position, radius: float) -> None:
        real = [one for one in stretches_of(centre, radius) if one[0] <= one[1]]
        assert all(a[1] < b[0] for a, b in pairwise(real))


def test_the_middle_of_places_across_the_date_line_is_between_them() -> None:
    middle = mean_position([(Position(-13, 179), 1), (Position(-13, -177), 1)])
    assert distance_m(middle, Position(-13, -179)) < 10_000
