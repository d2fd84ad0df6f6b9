"""FINESS and RPPS as they are published: where their rows end up, and what importing again does."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import select

from app.container import Container
from app.gateways.published_files import UnreadableFile
from app.models.provider import Provider, ProviderSpecialty
from app.services.providers import directory
from app.services.providers.arrivals import DirectoryReport
from app.values.geography import Position, distance_m
from app.values.providers import ProviderSource
from tests.factories.directories import activity, finess_file, located, rpps_file, structure
from tests.factories.places import load_communes

FINESS, RPPS = ProviderSource.FINESS, ProviderSource.RPPS


@pytest.fixture(autouse=True)
async def _communes(container: Container) -> None:
    await load_communes(container)


async def load(
    container: Container, source: ProviderSource, lines: list[str], **options: Any
) -> DirectoryReport:
    @contextmanager
    def opened() -> Iterator[Iterator[str]]:
        yield iter(lines)

    return await container.directory_import().run(source, opened, **options)


async def listed(container: Container) -> dict[str, Any]:
    """Providers by their key in the directory."""
    async with container.database.read() as connection:
        rows = await connection.execute(select(Provider).where(Provider.retired_at.is_(None)))
        return {row.source_key: row for row in rows}


async def offered(container: Container) -> set[tuple[str, str]]:
    statement = select(Provider.source_key, ProviderSpecialty.specialty).join(
        Provider, Provider.id == ProviderSpecialty.provider_id
    )
    async with container.database.read() as connection:
        return {(key, code) for key, code in await connection.execute(statement)}


class TestFiness:
    @pytest.mark.parametrize(
        ("x", "y", "projection", "expected"),
        [
            (870262.2, 6571540.8, "EPSG:2154 RGF93 / Lambert-93 (Métropole)", (46.2223, 5.2092)),
            (652381.0, 6862047.0, "EPSG:2154 RGF93 / Lambert-93", (48.8570, 2.3510)),
            (708000.0, 1615000.0, "EPSG:5490 RGAF09 / UTM zone 20N (Antilles)", (14.602, -61.069)),
            (338000.0, 7690000.0, "EPSG:2975 RGR92 / UTM zone 40S (La Réunion)", (-20.88, 55.443)),
            (353000.0, 545000.0, "EPSG:2972 RGFG95 / UTM zone 22N (Guyane)", (4.929, -52.326)),
            (524000.0, 8587000.0, "EPSG:4471 RGM04 / UTM zone 38S (Mayotte)", (-12.784, 45.221)),
            (563000.0, 5181000.0, "WGS84/UTM 21N (Saint-Pierre-et-Miquelon)", (46.778, -56.175)),
            (588000.0, 8531500.0, "WGS84/UTM zone 1S (Wallis-et-Futuna)", (-13.285, -176.188)),
        ],
    )
    async def test_each_projection_leads_where_it_should(
        self,
        container: Container,
        x: float,
        y: float,
        projection: str,
        expected: tuple[float, float],
    ) -> None:
        lines = finess_file([structure("010000024")], [located("010000024", x, y, projection)])
        report = await load(container, FINESS, lines)
        found = (await listed(container))["010000024"]
        assert distance_m(Position(found.lat, found.lon), Position(*expected)) < 2_500
        assert (report.created, report.approximate, found.approximate) == (1, 0, False)

    async def test_an_unknown_projection_is_told_and_never_guessed(
        self, container: Container
    ) -> None:
        lines = finess_file(
            [structure("010000024", city="01500 AMBERIEU EN BUGEY CEDEX")],
            [located("010000024", 870262.2, 6571540.8, "EPSG:27572 Lambert II")],
        )
        report = await load(container, FINESS, lines)
        assert report.refused == {"unknown_projection": 1}
        found = (await listed(container))["010000024"]
        assert found.approximate
        assert 45.9 < found.lat < 46

    async def test_it_is_placed_by_its_commune_when_nothing_locates_it(
        self, container: Container
    ) -> None:
        rows = [
            structure("2B0000001", department="2B", commune="033", city="20200 BASTIA"),
            structure("970000001", department="9D", commune="411", city="97400 SAINT DENIS"),
            structure("750000001", department="99", commune="999", city="42007 ST ETIENNE CEDEX 1"),
            structure("010000009", department="99", commune="999", city="99999 NULLE PART"),
        ]
        report = await load(container, FINESS, finess_file(rows, []))
        found = await listed(container)
        assert {key: round(row.lat) for key, row in found.items()} == {
            "2B0000001": 43,
            "970000001": -21,
            "750000001": 45,
        }
        assert report.refused == {"unknown_place": 1}

    async def test_quotes_categories_and_addresses(self, container: Container) -> None:
        rows = [
            structure("010000001", name='"PHARMACIE ""DU PONT"""'),
            structure("010000002", category="Lieux de Vie et d'Accueil"),
            "structureet;010000003;short",
        ]
        report = await load(container, FINESS, finess_file(rows, []))
        found = await listed(container)
        assert report.refused == {"category_not_listed": 1, "short_row": 1}
        assert [(row.name, row.street, row.postal_code) for row in found.values()] == [
            ('PHARMACIE "DU PONT"', "41 R ALEXANDRE BERARD", "01500")
        ]
        assert await offered(container) == {("010000001", "pharmacy")}


class TestRpps:
    async def test_activities_of_a_person_at_a_structure_are_one_provider(
        self, container: Container
    ) -> None:
        lines = rpps_file(
            [
                activity(knowhow="Médecine Générale", structure="R1", phone=""),
                activity(knowhow="Gériatrie", structure="R1", phone="0381000001"),
                activity(knowhow="Médecine Générale", structure="R2"),
            ]
        )
        report = await load(container, RPPS, lines)
        found = await listed(container)
        assert (report.rows, report.created) == (3, 2)
        assert found["10199999901/R1"].phone == "0381000001"
        assert await offered(container) == {
            ("10199999901/R1", "general_practitioner"),
            ("10199999901/R1", "geriatrician"),
            ("10199999901/R2", "general_practitioner"),
        }

    async def test_it_is_placed_by_commune_then_postal_code_then_city(
        self, container: Container
    ) -> None:
        lines = rpps_file(
            [
                activity(structure="R1", insee_code="25462", postal_code="25304"),
                activity(structure="R2", insee_code="", postal_code="75011", city="Paris"),
                activity(structure="R3", insee_code="", postal_code="25304", city="Pontarlier"),
                activity(structure="R4", insee_code="2B033", postal_code="20200", city="Bastia"),
                activity(structure="R5", insee_code="", postal_code="", city=""),
                activity(structure="R6", insee_code="99999", postal_code="99999", city="Rome"),
            ]
        )
        report = await load(container, RPPS, lines)
        found = await listed(container)
        lats = {key.partition("/")[2]: round(row.lat, 1) for key, row in found.items()}
        assert lats == {"R1": 46.9, "R2": 48.9, "R3": 46.9, "R4": 42.7}
        assert report.refused == {"no_address": 1, "unknown_place": 1}
        assert report.approximate == 4

    async def test_headers_and_columns_may_change(self, container: Container) -> None:
        lines = [
            "|".join(reversed(line.rstrip("\n").split("|"))) + "\r\n"
            for line in rpps_file([activity()])
        ]
        lines[0] = lines[0].upper().replace("É", "E")
        assert (await load(container, RPPS, lines)).created == 1

    async def test_importing_again_changes_nothing_and_an_id_stays(
        self, container: Container
    ) -> None:
        lines = rpps_file([activity(structure="R1"), activity(structure="R2")])
        await load(container, RPPS, lines)
        before = await listed(container)
        again = await load(container, RPPS, lines)
        assert (again.created, again.updated, again.unchanged, again.retired) == (0, 0, 2, 0)
        moved = rpps_file([activity(structure="R1", insee_code="2B033", phone="0495000001")])
        third = await load(container, RPPS, moved)
        assert (third.created, third.updated, third.unchanged, third.retired) == (0, 1, 0, 1)
        found = (await listed(container))["10199999901/R1"]
        assert (found.id, round(found.lat)) == (before["10199999901/R1"].id, 43)
        assert await offered(container) == {("10199999901/R1", "general_practitioner")}
        fourth = await load(container, RPPS, lines)
        assert (fourth.created, fourth.updated) == (0, 2)
        after = await listed(container)
        assert {key: row.id for key, row in after.items()} == {
            key: row.id for key, row in before.items()
        }

    async def test_a_directory_leaves_the_other_alone(self, container: Container) -> None:
        await load(container, FINESS, finess_file([structure("010000001")], []))
        await load(container, RPPS, rpps_file([activity()]))
        assert set(await listed(container)) == {"010000001", "10199999901/R1"}


class TestBrokenFiles:
    @pytest.mark.parametrize(
        ("source", "lines"),
        [
            (RPPS, []),
            (RPPS, ["a|b|c\n"]),
            (RPPS, rpps_file([])),
            (RPPS, rpps_file([activity(knowhow="Alchimie")])),
            (FINESS, ["something;else\n"]),
            (FINESS, finess_file([], [])),
        ],
    )
    async def test_they_change_nothing(
        self, container: Container, source: ProviderSource, lines: list[str]
    ) -> None:
        await load(container, RPPS, rpps_file([activity()]))
        before = await listed(container)
        with pytest.raises(UnreadableFile):
            await load(container, source, lines)
        assert await listed(container) == before

    async def test_half_of_it_is_taken_for_a_broken_file(
        self, container: Container, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(directory, "WORTH_A_DOUBT", 3)
        await load(container, RPPS, rpps_file([activity(structure=f"R{n}") for n in range(9)]))
        half = rpps_file([activity(structure="R1")])
        with pytest.raises(UnreadableFile, match="accept-retirements"):
            await load(container, RPPS, half)
        assert len(await listed(container)) == 9
        report = await load(container, RPPS, half, accept_retirements=True)
        assert report.retired == 8
