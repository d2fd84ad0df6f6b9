"""`python -m app keys rotate`."""

import json
from typing import Any
from uuid import UUID

import httpx
import jwt
import pytest
from sqlalchemy import select

from app.container import Container
from app.models.audit import AuditEntry
from app.security.keyring import Keyring
from app.security.sealed_places import SealedPlace
from app.security.secrets import DEMO_FILE
from app.settings import Settings
from tests.cli.conftest import Invoke
from tests.clock import AdjustableClock
from tests.factories.accounts import make_active_account, sign_in
from tests.factories.sealed import opened_values, overwrite, put_sealed, sealed_values
from tests.factories.settings import a_key, safe_settings

NIR = SealedPlace.BENEFICIARY_NIR
ROTATE = ("keys", "rotate")


def told(text: str) -> str:
    return " ".join(text.split())


class TestRotateInTheDemo:
    async def test_it_makes_keys_seals_again_and_says_what_is_left(
        self, invoke: Invoke, container: Container
    ) -> None:
        for place in (NIR, NIR, SealedPlace.OUTBOX_PAYLOAD):
            await put_sealed(container, place, b"a number")
        result = await invoke(*ROTATE, "--progress")
        assert (result.exit_code, result.stdout) == (0, ""), result.stderr
        assert "New keys: demo-2 seals and signs from now on." in told(result.stderr)
        assert "3/3 values" in result.stderr
        assert "3 values were sealed again with demo-2." in result.stderr
        assert "beneficiaries.nir" in result.stderr
        assert "Nothing is left under demo-1" in told(result.stderr)
        async with container.database.read() as connection:
            traces = await connection.execute(select(AuditEntry.action, AuditEntry.reason))
            assert traces.all() == [("keys.rotated", "finished")]

    async def test_without_a_bar_nothing_moves(self, invoke: Invoke, container: Container) -> None:
        await put_sealed(container, NIR, b"a number")
        result = await invoke(*ROTATE, "--no-progress")
        assert result.exit_code == 0
        assert "1/1" not in result.stderr

    async def test_again_it_drops_the_key_that_has_nothing_left(
        self, invoke: Invoke, container: Container, settings: Settings
    ) -> None:
        row_id = await put_sealed(container, NIR, b"a number")
        for _ in range(2):
            assert (await invoke(*ROTATE)).exit_code == 0
        kept = json.loads((settings.data_dir / DEMO_FILE).read_text())
        assert list(kept["encryption_keys"]) == list(kept["signing_keys"]) == ["demo-2", "demo-3"]
        assert await opened_values(container, NIR) == {row_id: b"a number"}

    async def test_a_server_goes_on_and_its_tokens_live_out_their_ten_minutes(
        self,
        invoke: Invoke,
        client: httpx.AsyncClient,
        container: Container,
        clock: AdjustableClock,
    ) -> None:
        account = await make_active_account(container)
        before = await sign_in(container, account)
        assert (await invoke(*ROTATE)).exit_code == 0
        assert (await client.get("/v1/home", headers=before)).status_code == 200
        after = await sign_in(container, account)
        kids = [jwt.get_unverified_header(h["Authorization"][7:])["kid"] for h in (before, after)]
        keys = (await client.get("/.well-known/jwks.json")).json()["keys"]
        assert kids == [key["kid"] for key in keys] == ["demo-1", "demo-2"]
        assert (await client.get("/v1/home", headers=after)).status_code == 200
        clock.advance(minutes=10, seconds=1)
        assert (await client.get("/v1/home", headers=before)).status_code == 401


@pytest.fixture
def production(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Production on the test's database, with one key; `name_keys` gives it others."""
    safe = safe_settings(database_url=settings.database_address, allow_sqlite=True)
    for name, value in safe.items():
        text = value if isinstance(value, str) else json.dumps(value)
        monkeypatch.setenv(f"ESPACE_{name.upper()}", text)
    return safe


@pytest.fixture
def name_keys(production: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    def name(*key_ids: str) -> Settings:
        """The keys of these ids, the last one current."""
        keys = {key_id: a_key(10 + ord(key_id)) for key_id in key_ids}
        monkeypatch.setenv("ESPACE_ENCRYPTION_KEYS", json.dumps(keys))
        monkeypatch.setenv("ESPACE_ENCRYPTION_KEY_ID", key_ids[-1])
        return Settings(**{**production, "encryption_keys": keys, "encryption_key_id": key_ids[-1]})

    return name


async def put_with(settings: Settings) -> UUID:
    """A number sealed by a server with these settings."""
    server = Container(settings)
    row_id = await put_sealed(server, NIR, b"a number")
    await server.close()
    return row_id


class TestRotateInProduction:
    async def test_it_seals_again_with_the_key_that_is_named(
        self, invoke: Invoke, container: Container, name_keys: Any
    ) -> None:
        row_id = await put_with(name_keys("a"))
        name_keys("a", "b")
        result = await invoke(*ROTATE)
        assert result.exit_code == 0, result.stderr
        assert "New keys" not in result.stderr
        advice = "Nothing is left under a. Next: remove it from ESPACE_ENCRYPTION_KEYS, restart."
        assert advice in told(result.stderr)
        assert Keyring.key_id_of((await sealed_values(container, NIR))[row_id]) == "b"
        assert (await invoke(*ROTATE)).exit_code == 0
        name_keys("b")
        alone = await invoke(*ROTATE)
        assert alone.exit_code == 0
        assert "No other key is held" in alone.stderr

    async def test_a_key_removed_too_early_is_asked_back(
        self, invoke: Invoke, name_keys: Any
    ) -> None:
        await put_with(name_keys("a"))
        name_keys("b")
        result = await invoke(*ROTATE)
        assert result.exit_code == 1
        assert "1 under a" in told(result.stderr)
        assert "Bring back a in ESPACE_ENCRYPTION_KEYS" in told(result.stderr)
        name_keys("a", "b")
        assert (await invoke(*ROTATE)).exit_code == 0

    async def test_what_does_not_open_is_named_by_its_row(
        self, invoke: Invoke, container: Container, name_keys: Any
    ) -> None:
        before = name_keys("a")
        await put_with(before)
        row_id = await put_sealed(container, NIR, b"a number")
        foreign = Container(before).keyring.seal(b"a number", SealedPlace.OUTBOX_PAYLOAD, row_id)
        await overwrite(container, NIR, row_id, foreign)
        name_keys("a", "b")
        result = await invoke(*ROTATE)
        assert result.exit_code == 1
        assert f"does not open: beneficiaries.nir {row_id}" in told(result.stderr)
        assert "1 under a" in told(result.stderr)
