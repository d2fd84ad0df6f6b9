"""`python -m app import laposte|finess|rpps FILE`."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import httpx
import pytest
from sqlalchemy import func, select

from app.container import Container
from app.models.commune import Commune, CommunePostalCode
from app.services.places.loading import CommuneLoader, CommuneReport
from tests.cli.conftest import Invoke
from tests.factories.accounts import make_active_account, sign_in
from tests.factories.directories import activity, rpps_file
from tests.factories.places import load_communes, some_communes

LAPOSTE = Path(__file__).parents[3] / "shared/data/open-data/laposte_hexasmal.csv"
OTHER_EDITION = [
    "#Code_commune_INSEE;Nom_de_la_commune;Code_postal;Libellé_d_acheminement;Ligne_5;_geopoint",
    "25462;PONTARLIER;25300;PONTARLIER;;46.9119730882, 6.38914602031",
    "01001;L ABERGEMENT CLEMENCIAT;01400;L ABERGEMENT CLEMENCIAT;;46.15,4.92",
    "98711;ANAA;98760;ANAA;TUUHORA;",
    "25462;PONTARLIER",
]


async def count(container: Container) -> int:
    async with container.database.read() as connection:
        return int(await connection.scalar(select(func.count()).select_from(Commune)) or 0)


SAMPLES = LAPOSTE.parent
FINESS, RPPS = (
    SAMPLES / "finess_cs1100507_sample.csv",
    SAMPLES / "rpps_ps_libreacces_sample.txt",
)


class TestLaposte:
    @pytest.mark.skipif(not LAPOSTE.exists(), reason="La Poste's file is not there")
    @pytest.mark.parametrize("zipped", [False, True])
    async def test_the_whole_file_places_nearly_every_commune(
        self, invoke: Invoke, container: Container, tmp_path: Path, zipped: bool
    ) -> None:
        file = LAPOSTE
        if zipped:
            file = tmp_path / "laposte.zip"
            with ZipFile(file, "w", ZIP_DEFLATED) as archive:
                archive.writestr("laposte.csv", LAPOSTE.read_text().encode("windows-1252"))
        done = await invoke("import", "laposte", str(file))
        assert done.exit_code == 0, done.stderr
        assert "39,192" in done.stderr
        assert "rows refused: no_position" in done.stderr
        async with container.database.read() as connection:
            approximate = await connection.scalar(
                select(func.count()).select_from(Commune).where(Commune.approximate)
            )
            name = await connection.scalar(
                select(Commune.name).where(Commune.insee_code == "42218")
            )
        assert await count(container) > 35_000
        assert approximate is not None
        assert approximate < 100
        assert name == "Saint-Étienne"

    async def test_columns_are_known_by_name_and_names_keep_their_accents(
        self, container: Container
    ) -> None:
        loader = CommuneLoader(container.database, container.clock)
        report = await loader.load_laposte(
            iter([f"{line}\r\n" for line in OTHER_EDITION]), partial=True
        )
        assert (report.rows, dict(report.refused)) == (4, {"no_position": 1, "short_row": 1})
        async with container.database.read() as connection:
            row = (
                await connection.execute(select(Commune).where(Commune.insee_code == "01001"))
            ).one()
            codes = await connection.scalars(
                select(CommunePostalCode.insee_code).where(CommunePostalCode.postal_code == "75011")
            )
            assert list(codes) == ["75111"]
        assert (row.name, row.lat, row.approximate) == ("L'Abergement-Clémenciat", 46.15, False)

    @pytest.mark.parametrize(
        "content",
        [
            b"nothing;of;the;kind\n",
            "\n".join(OTHER_EDITION).encode(),
            b"",
            b"x" * 70_000,
            b"PK\x03\x04 not really an archive",
        ],
    )
    async def test_a_broken_file_changes_nothing(
        self, invoke: Invoke, container: Container, tmp_path: Path, content: bytes
    ) -> None:
        await load_communes(container)
        file = tmp_path / "laposte.csv"
        file.write_bytes(content)
        done = await invoke("import", "laposte", str(file))
        assert done.exit_code == 1
        assert "Nothing was changed" in done.stderr
        assert await count(container) == len(some_communes())

    async def test_the_table_that_the_product_brings_replaces_any_other(
        self, container: Container
    ) -> None:
        await load_communes(container)
        report: CommuneReport = await container.commune_loader().load_built_in()
        assert report.communes == await count(container) == 34_929


class TestDirectories:
    @pytest.mark.skipif(not FINESS.exists(), reason="the samples are not there")
    @pytest.mark.parametrize("encoding", ["utf-8", "windows-1252"])
    async def test_the_samples_are_imported_and_found(
        self,
        invoke: Invoke,
        container: Container,
        client: httpx.AsyncClient,
        tmp_path: Path,
        encoding: str,
    ) -> None:
        await container.commune_loader().load_built_in()
        for kind, sample in (("finess", FINESS), ("rpps", RPPS)):
            file = tmp_path / f"{kind}.zip"
            with ZipFile(file, "w", ZIP_DEFLATED) as archive:
                archive.writestr(sample.name, sample.read_text("utf-8").encode(encoding))
            done = await invoke("import", kind, str(file), "--progress")
            assert done.exit_code == 0, done.stderr
            assert "rows" in done.stderr
        assert "1 rows refused: no_address, row 5 first" in done.stderr
        headers = await sign_in(container, await make_active_account(container))
        found = {}
        for specialty, city in (
            ("pharmacy", "Ambérieu-en-Bugey"),
            ("general_practitioner", "PONTARLIER CEDEX"),
            ("dental_surgeon", "Lyon 7"),
            ("nurse", "Bastia"),
            ("hospital", "Bourg-en-Bresse"),
        ):
            query = {"specialty": specialty, "city": city}
            page = (await client.get("/v1/providers", params=query, headers=headers)).json()
            found[specialty] = [one["approximate"] for one in page["items"]]
        assert found == {
            "pharmacy": [False] * 3,
            "general_practitioner": [True] * 2,
            "dental_surgeon": [True],
            "nurse": [True],
            "hospital": [False],
        }

    async def test_without_communes_nothing_can_be_placed(
        self, invoke: Invoke, tmp_path: Path
    ) -> None:
        file = tmp_path / "rpps.txt"
        file.write_text("".join(rpps_file([activity()])))
        done = await invoke("import", "rpps", str(file))
        assert done.exit_code == 1
        assert "import laposte first" in done.stderr

    async def test_a_damaged_archive_changes_nothing(
        self, invoke: Invoke, container: Container, tmp_path: Path
    ) -> None:
        await load_communes(container)
        file = tmp_path / "rpps.zip"
        with ZipFile(file, "w") as archive:
            archive.writestr("rpps.txt", "".join(rpps_file([activity()] * 50)))
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 0xFF
        file.write_bytes(content)
        done = await invoke("import", "rpps", str(file))
        assert done.exit_code == 1
        assert "Nothing was changed" in done.stderr
