"""Loading the demo, through the services and the API, on both databases."""

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from app.cli.demo import make_loader, opened_activation
from app.cli.welcome import welcome
from app.container import Container
from app.gateways.mailbox import Mailbox
from app.models import Account, Base, Beneficiary, Cover, OutboxMessage
from app.services.demo.accounts import (
    ACTIVE,
    INVITED,
    PASSWORD_FILE,
    active_members,
    demo_password,
)
from app.services.demo.feeds import demo_members
from app.settings import Settings
from app.values.accounts import AccountStatus
from app.values.benefits import BenefitForm
from app.values.outbox import OutboxState
from tests.test_settings import SAFE

FAMILIES, ACTIVATED = 63, 12


def mailbox_of(container: Container) -> Mailbox:
    assert container.mailbox
    return container.mailbox


async def load(container: Container) -> dict[str, tuple[int, int]]:
    progress: dict[str, tuple[int, int]] = {}

    def report(what: str, done: int, total: int) -> None:
        progress[what] = (done, total)

    async with opened_activation(container, mailbox_of(container)) as activation:
        await make_loader(container).load(activation, report)
    return progress


async def sizes(container: Container) -> dict[str, int]:
    async with container.database.read() as connection:
        return {
            table.name: (await connection.execute(select(func.count()).select_from(table))).scalar()
            or 0
            for table in Base.metadata.sorted_tables
        }


async def accounts(container: Container) -> dict[str, Any]:
    async with container.database.read() as connection:
        rows = await connection.execute(
            select(Account.email, Account.status, Account.phone, Account.beneficiary_id)
        )
        return {row.email: row for row in rows}


class Visitor:
    """Somebody who follows what `make run` prints."""

    def __init__(self, client: httpx.AsyncClient, email: str, password: str) -> None:
        self._client = client
        self._login = {"email": email, "password": password, "client": "native"}

    async def token(self, phone: str) -> str:
        answer = (await self._client.post("/v1/auth/login", json=self._login)).json()
        assert answer["reasons"] == ["new_device", "new_ip"], answer
        flow = answer["flow"]
        steps, secret = f"/v1/auth/flows/{flow['id']}", {"Flow-Secret": flow["secret"]}
        sent = await self._client.post(f"{steps}/phone", json={"phone": phone}, headers=secret)
        assert sent.is_success, sent.text
        await self.wait_for_messages()
        messages = (await self._client.get("/dev/mailbox", params={"to": phone})).json()["items"]
        code = re.search(r"\b\d{6}\b", messages[0]["text"])
        assert code
        done = await self._client.post(f"{steps}/verify", json={"code": code[0]}, headers=secret)
        token: str = done.json()["access_token"]
        return token

    async def wait_for_messages(self) -> None:
        container = self._client._transport.app.state.container  # type: ignore[attr-defined]
        while await container.dispatcher().run_once():
            pass


@pytest.fixture
async def loaded(container: Container) -> Container:
    progress = await load(container)
    assert all(done == total for done, total in progress.values())
    assert list(progress)[-1] == "accounts"
    return container


class TestLoadDemo:
    async def test_the_named_people_stand_where_the_contract_says(
        self, loaded: Container, client: httpx.AsyncClient
    ) -> None:
        found = await accounts(loaded)
        assert len(found) == FAMILIES
        assert found[INVITED].status is AccountStatus.INVITED
        assert found[INVITED].phone
        assert {found[email].status for email in ACTIVE} == {AccountStatus.ACTIVE}
        active = [one for one in found.values() if one.status is AccountStatus.ACTIVE]
        assert len(active) == ACTIVATED
        async with loaded.database.read() as connection:
            ends = await connection.execute(
                select(Cover.ends_on).where(
                    Cover.beneficiary_id == found["sam.petit@example.org"].beneficiary_id
                )
            )
            assert all(end < loaded.clock.today() for (end,) in ends)
            family = await connection.execute(
                select(Beneficiary.relationship)
                .where(
                    Beneficiary.member_id.in_(
                        select(Beneficiary.member_id).where(
                            Beneficiary.id == found[INVITED].beneficiary_id
                        )
                    )
                )
                .order_by(Beneficiary.rank)
            )
            assert [row[0].value for row in family] == ["self", "civil_partner", "child", "child"]

        password = demo_password(loaded.settings.data_dir)
        alex = found["alex.bernard@example.org"]
        token = await Visitor(client, alex.email, password).token(alex.phone)
        bearer = {"Authorization": f"Bearer {token}"}
        summary = await client.get("/v1/reimbursements/summary", headers=bearer)
        assert summary.is_success, summary.text
        assert len(summary.json()["categories"]) >= 10
        page = await client.get("/v1/reimbursements", params={"limit": 100}, headers=bearer)
        assert len(page.json()["items"]) == 100
        assert page.json()["next_cursor"]

        contract = (await client.get("/v1/card", headers=bearer)).json()["contract"]["id"]
        grid = await client.get(f"/v1/contracts/{contract}/benefits", headers=bearer)
        benefits = [one for part in grid.json()["categories"] for one in part["benefits"]]
        assert {one["form"] for one in benefits} == set(BenefitForm)
        assert all("example" in one for one in benefits)
        acts = (await client.get("/v1/reference/acts")).json()["items"]
        for act in acts:
            body = {"acts": [{"code": act["code"], "price": act["price"] or act["base"]}]}
            answer = await client.post("/v1/reimbursements/simulations", json=body, headers=bearer)
            assert answer.is_success, answer.text
        limits = {one["code"]: one for one in answer.json()["entitlements"]}
        assert {"osteopathy", "psychology", "optical", "hearing"} <= limits.keys()
        assert limits["optical"]["next_on"] > str(loaded.clock.today())

    async def test_everybody_got_their_invitation_and_nothing_waits(
        self, loaded: Container
    ) -> None:
        invited = {message["to"] for message in mailbox_of(loaded).read()}
        assert len(invited) == FAMILIES
        async with loaded.database.read() as connection:
            states = await connection.execute(select(OutboxMessage.state).distinct())
            assert states.scalars().all() == [OutboxState.SENT]

    async def test_feeds_loaded_again_change_nothing(self, loaded: Container) -> None:
        before, messages = await sizes(loaded), len(mailbox_of(loaded).read())
        assert await make_loader(loaded).is_loaded()
        await load(loaded)
        after = await sizes(loaded)
        written = {name for name, size in after.items() if size != before[name]}
        # Lanes of the trail are drawn: one that was never drawn before opens its first segment.
        assert written - {"audit_segments"} == {
            "import_runs",
            "import_result_chunks",
            "audit_entries",
        }
        assert len(mailbox_of(loaded).read()) == messages

    async def test_a_load_that_was_cut_short_goes_on(self, container: Container) -> None:
        assert not await make_loader(container).is_loaded()

        def cut(what: str, _done: int, _total: int) -> None:
            if what == "accounts":
                raise InterruptedError

        with pytest.raises(InterruptedError):
            async with opened_activation(container, mailbox_of(container)) as activation:
                await make_loader(container).load(activation, cut)
        assert not await make_loader(container).is_loaded()
        await load(container)
        assert await make_loader(container).is_loaded()


class TestDemoPassword:
    def test_is_made_once_for_its_owner_alone(self, tmp_path: Path) -> None:
        password = demo_password(tmp_path)
        assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}", password)
        assert demo_password(tmp_path) == password
        assert stat.S_IMODE((tmp_path / PASSWORD_FILE).stat().st_mode) == 0o600

    def test_another_folder_has_another(self, tmp_path: Path) -> None:
        assert demo_password(tmp_path / "a") != demo_password(tmp_path / "b")

    def test_the_last_account_to_be_activated_is_alexs(self) -> None:
        chosen = [one.email for one in active_members(demo_members())]
        assert chosen[-2:] == ["sam.petit@example.org", "alex.bernard@example.org"]
        assert INVITED not in chosen


def run(folder: Path, *command: str, **variables: str) -> tuple[int, str]:
    """The command as people run it, in a process of its own."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("ESPACE_")}
    env |= {"ESPACE_DATA_DIR": str(folder), "COLUMNS": "200"} | variables
    done = subprocess.run(
        [sys.executable, "-m", "app", *command],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


class TestDemoCommand:
    def test_loads_once(self, tmp_path: Path, sqlite_template: Path) -> None:
        database = tmp_path / "espace.sqlite3"
        database.write_bytes(sqlite_template.read_bytes())
        status, output = run(tmp_path, "demo", "load")
        assert status == 0, output
        assert "is loaded" in output
        assert '"event"' not in output
        content = database.read_bytes()
        status, output = run(tmp_path, "demo", "load")
        assert status == 0, output
        assert "already loaded" in output
        assert database.read_bytes() == content

    def test_refuses_where_codes_cannot_be_read(self, tmp_path: Path) -> None:
        status, output = run(tmp_path, "demo", "load", ESPACE_SMTP_HOST="smtp.example.org")
        assert status == 1
        assert "mailbox" in output

    def test_refuses_outside_the_demo_profile(self, tmp_path: Path) -> None:
        variables = {
            f"ESPACE_{name.upper()}": value if isinstance(value, str) else json.dumps(value)
            for name, value in SAFE.items()
        }
        status, output = run(tmp_path, "demo", "load", **variables)
        assert status == 1
        assert "demo profile" in output


class TestWelcome:
    def test_tells_where_to_click_and_whom_to_be(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        password = demo_password(tmp_path)
        welcome(Settings(data_dir=tmp_path), "0.0.0.0", 8123)  # noqa: S104 - shown, not opened
        told = capsys.readouterr().err
        assert "http://127.0.0.1:8123/docs" in told
        assert f'"email": "alex.bernard@example.org", "password": "{password}"' in told
        assert "/dev/mailbox?to=%2B33639980003" in told
        assert all(email in told for email in (*ACTIVE, INVITED))
        assert "app token create" in told

    def test_says_nothing_where_no_demo_was_loaded(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        welcome(Settings(data_dir=tmp_path), "127.0.0.1", 8123)
        assert capsys.readouterr().err == ""
