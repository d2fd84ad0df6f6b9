"""An export of all that a person may read: asked for, built, downloaded, over."""

import asyncio
import hashlib
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import httpx
import orjson
import pytest
from pypdf import PdfReader

from app.container import Container
from app.database.database import Database
from app.repositories.data_exports import DataExportRepository
from app.services.jobs import MAX_ATTEMPTS
from tests.clock import AdjustableClock
from tests.factories.accounts import account_of, deliver, messages_to, sign_in
from tests.factories.data_exports import EXPORTS, ask_export, do_jobs, exported, read_export
from tests.factories.families import (
    CONFIDENTIAL,
    CONSULTATION,
    PHARMACY,
    another_family,
    reimburse,
    rich_family,
    signed_in_member,
    signed_in_spouse,
)
from tests.factories.feeds import apply_feed, beneficiary_body, make_portfolio

NOBODY = "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d"
WEEK = timedelta(days=7)


@pytest.fixture
def today(clock: AdjustableClock) -> None:
    clock.set_to("2026-03-14 12:00")


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    clock.set_to("2026-03-14 12:00")
    return await signed_in_member(container)


def files_of(container: Container) -> list[Path]:
    kept = container.settings.data_dir / "storage" / "exports"
    return [one for one in kept.rglob("*") if one.is_file()]


def code_of(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


class TestRequestDataExport:
    @pytest.mark.usefixtures("member")
    async def test_nobody_asks_unless_signed_in(self, client: httpx.AsyncClient) -> None:
        assert (await client.post(EXPORTS)).status_code == 401

    async def test_a_stale_second_factor_is_not_enough(
        self, client: httpx.AsyncClient, member: dict[str, str], clock: AdjustableClock
    ) -> None:
        clock.advance(minutes=16)
        response = await client.post(EXPORTS, headers=member)
        assert response.status_code == 401

    async def test_one_is_prepared_at_a_time(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        tries = await asyncio.gather(*(client.post(EXPORTS, headers=member) for _ in range(8)))
        assert sorted(one.status_code for one in tries) == [202] + [409] * 7
        refused = next(one for one in tries if one.status_code == 409)
        assert refused.json()["code"] == "data_export_in_progress"
        await do_jobs(container)
        assert (await client.post(EXPORTS, headers=member)).status_code == 202

    async def test_it_is_told_where_to_follow_it_and_in_the_activity(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        response = await client.post(EXPORTS, headers=member)
        told = response.json()
        assert told == {
            "id": told["id"],
            "status": "preparing",
            "progress": 0,
            "created_at": told["created_at"],
            "expires_at": None,
            "size": None,
            "sha256": None,
        }
        assert await read_export(client, member, told["id"]) == told
        listed = (await client.get("/v1/me/activity", headers=member)).json()["items"]
        assert "data_export.requested" in [entry["action"] for entry in listed]


@pytest.mark.usefixtures("today")
class TestGetDataExport:
    async def test_another_ones_is_as_good_as_missing(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        asked = await ask_export(client, member)
        for others in (await another_family(container), await signed_in_spouse(container)):
            for one in (asked["id"], NOBODY):
                response = await client.get(f"{EXPORTS}/{one}", headers=others)
                assert code_of(response) == (404, "data_export_not_found")

    async def test_the_archive_holds_what_its_manifest_says(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        family = await rich_family(container)
        archive = await exported(client, container, family.headers)
        assert archive.testzip() is None
        listed = orjson.loads(archive.read("manifest.json"))["files"]
        assert [one["name"] for one in listed] == archive.namelist()[:-1]
        for one in listed:
            content = archive.read(one["name"])
            assert one["size"] == len(content)
            assert one["sha256"] == hashlib.sha256(content).hexdigest()
        names = {name.rpartition("/")[2] for name in archive.namelist()}
        assert names >= {
            *("profil.json", "coordonnees-bancaires.json", "beneficiaires.json", "carte.pdf"),
            *("demandes.json", "messages.json", "connexions.json", "activite.json"),
            *("contrat.json", "garanties.json", "garanties.pdf", "affiliation.pdf"),
        }
        statements = (await client.get("/v1/statements", headers=family.headers)).json()["items"]
        for statement in statements:
            printed = archive.read(f"decomptes/{statement['id']}.pdf")
            assert len(PdfReader(BytesIO(printed)).pages) > 0
            facts = orjson.loads(archive.read(f"decomptes/{statement['id']}.json"))
            assert facts["id"] == statement["id"]
            assert facts["lines"]
        requests = orjson.loads(archive.read("demandes.json"))
        asked = (await client.get("/v1/change-requests", headers=family.headers)).json()["items"]
        assert [one["id"] for one in requests] == [one["id"] for one in asked]

    async def test_no_full_number_is_in_it(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        family = await rich_family(container)
        archive = await exported(client, container, family.headers)
        whole = b"".join(archive.read(name) for name in archive.namelist())
        assert [nir for nir in family.nirs if nir.encode() in whole] == []

    async def test_it_tells_of_nobody_of_another_family(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        await rich_family(container)
        archive = await exported(client, container, await another_family(container))
        whole = b"".join(archive.read(name) for name in archive.namelist())
        assert b"Martin" not in whole
        assert not any(name.startswith("decomptes/") for name in archive.namelist())

    async def test_an_adult_who_keeps_care_private_does_so_here(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        headers = await signed_in_member(container)
        await make_portfolio(container, family_rights=CONFIDENTIAL)
        await apply_feed(
            container,
            "beneficiaries",
            "M-1-2",
            beneficiary_body("M-1", "spouse", 2, birth_date="1987-02-01"),
        )
        await reimburse(container, [CONSULTATION], "S-1")
        await reimburse(container, [{**PHARMACY, "beneficiary_ref": "M-1-2"}], "S-2")
        archive = await exported(client, container, headers)
        statements = [name for name in archive.namelist() if name.startswith("decomptes/")]
        assert len(statements) == 2
        whole = b"".join(archive.read(name) for name in statements if name.endswith(".json"))
        assert b"Consultation" in whole
        assert "Médicaments".encode() not in whole

    async def test_its_file_is_noise_and_its_hash_is_told(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        asked = await ask_export(client, member)
        await do_jobs(container)
        ready = await read_export(client, member, asked["id"])
        (kept,) = files_of(container)
        assert b"PK" not in kept.read_bytes()[:64]
        assert b"profil.json" not in kept.read_bytes()
        response = await client.get(ready["link"]["path"])
        assert response.headers["content-type"] == "application/zip"
        assert response.headers["cache-control"] == "no-store"
        assert "mes-donnees-2026-03-14.zip" in response.headers["content-disposition"]
        assert int(response.headers["content-length"]) == ready["size"] == len(response.content)
        assert hashlib.sha256(response.content).hexdigest() == ready["sha256"]

    async def test_it_is_announced_by_a_mail_that_says_nothing_of_it(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await ask_export(client, member)
        await do_jobs(container)
        await deliver(container)
        account = await account_of(container, "M-1")
        newest = (await messages_to(container, account.email))[0]
        assert "archive de vos données" in newest
        assert "/v1/downloads/" not in newest

    async def test_a_link_is_of_one_minute(
        self,
        client: httpx.AsyncClient,
        container: Container,
        member: dict[str, str],
        clock: AdjustableClock,
    ) -> None:
        asked = await ask_export(client, member)
        await do_jobs(container)
        ready = await read_export(client, member, asked["id"])
        clock.advance(seconds=61)
        assert code_of(await client.get(ready["link"]["path"])) == (404, "download_not_found")

    async def test_after_a_week_it_is_over_and_gone(
        self,
        client: httpx.AsyncClient,
        container: Container,
        member: dict[str, str],
        clock: AdjustableClock,
    ) -> None:
        asked = await ask_export(client, member)
        await do_jobs(container)
        clock.advance(seconds=int(WEEK.total_seconds()))
        headers = await sign_in(container, await account_of(container, "M-1"))
        # Over with its last moment, deleted when the worker comes to it.
        assert (await read_export(client, headers, asked["id"]))["status"] == "expired"
        await do_jobs(container)
        expired = await read_export(client, headers, asked["id"])
        assert (expired["status"], expired["size"], "link" in expired) == ("expired", None, False)
        assert files_of(container) == []


class TestFaults:
    async def test_what_cannot_be_built_fails_and_leaves_nothing(
        self,
        client: httpx.AsyncClient,
        container: Container,
        member: dict[str, str],
        clock: AdjustableClock,
    ) -> None:
        asked = await ask_export(client, member)
        (container.settings.data_dir / "storage").write_text("a file where the folder should be")
        for _ in range(MAX_ATTEMPTS):
            await do_jobs(container)
            clock.advance(seconds=3_600)
        headers = await sign_in(container, await account_of(container, "M-1"))
        assert (await read_export(client, headers, asked["id"]))["status"] == "failed"
        (container.settings.data_dir / "storage").unlink()
        assert (await client.post(EXPORTS, headers=headers)).status_code == 202

    async def test_of_an_account_that_was_closed_meanwhile_nothing_is_built(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        asked = await ask_export(client, member)
        closed = await client.post("/v1/me/closure", headers=member)
        assert closed.status_code < 300, closed.text
        await do_jobs(container)
        assert files_of(container) == []
        assert await status_of(container.database, asked["id"]) == "failed"


async def status_of(database: Database, export_id: str) -> str:
    async with database.short_transaction("look") as session:
        export = await DataExportRepository(session).lock(UUID(export_id))
        assert export is not None
        return export.status.value
