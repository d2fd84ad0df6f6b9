"""What the demo profile alone serves, and that production does not."""

from pathlib import Path

import httpx
import pytest

from app.container import Container
from app.main import create_app
from app.settings import Settings
from tests.clock import AdjustableClock
from tests.factories.accounts import deliver, invite_member, start_activation, steps_of
from tests.factories.settings import safe_settings


@pytest.fixture
def production(tmp_path: Path) -> Settings:
    address = f"sqlite:///{tmp_path / 'none.sqlite3'}"
    return Settings(**safe_settings(data_dir=tmp_path, database_url=address, allow_sqlite=True))


class TestReadMailbox:
    async def test_messages_come_newest_first(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await invite_member(container)
        path, headers = steps_of(await start_activation(client, account.email))
        await client.post(f"{path}/code", json={"channel": "email"}, headers=headers)
        await deliver(container)
        body = (await client.get("/dev/mailbox", params={"to": account.email})).json()
        newest, oldest = body["items"]
        assert body == {
            "items": [
                {
                    "channel": "email",
                    "to": account.email,
                    "text": newest["text"],
                    "created_at": newest["created_at"],
                },
                oldest,
            ]
        }
        assert "code d'activation" in newest["text"]

    async def test_somebody_elses_messages_are_left_out(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        await invite_member(container)
        await deliver(container)
        response = await client.get("/dev/mailbox", params={"to": "nobody@example.org"})
        assert response.json() == {"items": []}


class TestMoveClock:
    async def test_an_impossible_offset_is_422(self, client: httpx.AsyncClient) -> None:
        response = await client.put("/dev/clock", json={"offset_seconds": 10**18})
        assert (response.status_code, response.json()["code"]) == (422, "invalid_request")

    async def test_the_products_clock_moves_and_comes_back(
        self, client: httpx.AsyncClient, clock: AdjustableClock
    ) -> None:
        before = clock.now()
        response = await client.put("/dev/clock", json={"offset_seconds": 8_035_200})
        assert response.json() == {"offset_seconds": 8_035_200, "now": response.json()["now"]}
        assert (clock.now() - before).days == 93
        await client.put("/dev/clock", json={"offset_seconds": 0})
        assert (clock.now() - before).days == 0


class TestProduction:
    @pytest.mark.parametrize(
        ("method", "path"), [("GET", "/dev/mailbox"), ("PUT", "/dev/clock"), ("GET", "/dev")]
    )
    async def test_none_of_it_exists(self, production: Settings, method: str, path: str) -> None:
        container = Container(production)
        app = create_app(production, container)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://espace.test") as client:
            response = await client.request(method, path, json={"offset_seconds": 1})
        assert (response.status_code, response.json()["code"]) == (404, "not_found")
        assert [path for path in app.openapi()["paths"] if path.startswith("/dev/")] == []
        await container.close()

    def test_a_fictional_number_takes_no_sms(self, production: Settings) -> None:
        from app.services.auth.phones import PhoneRules  # noqa: PLC0415

        rules = PhoneRules(production)
        assert [rules.takes_sms(n) for n in ("+33639980001", "+33612345678")] == [False, True]
