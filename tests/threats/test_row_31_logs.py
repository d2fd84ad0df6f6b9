"""Row 31. Logs: one line an event, and nothing of anybody in them."""

import logging
from urllib.parse import quote

import httpx
import orjson
import pytest
import structlog

from app.container import Container
from tests.factories.accounts import (
    PASSWORD,
    invite_member,
    log_in_fully,
    make_active_account,
    newest_code,
    start_activation,
    steps_of,
)
from tests.factories.feeds import nir

CANARY_NIR = nir("8605", order=731)


class TestLogs:
    async def test_a_whole_visit_leaves_no_personal_data(
        self,
        client: httpx.AsyncClient,
        container: Container,
        capfdbinary: pytest.CaptureFixture[bytes],
    ) -> None:
        invited = await invite_member(
            container, nir=CANARY_NIR, email="canari@example.org", phone="+33639981234"
        )
        flow = await start_activation(client, invited.email)
        path, headers = steps_of(flow)
        await client.post(f"{path}/code", json={"channel": "email"}, headers=headers)
        code = await newest_code(container, invited.email)
        await client.post(f"{path}/verify", json={"code": "000000"}, headers=headers)
        await client.post(f"{path}/verify", json={"code": code}, headers=headers)
        account = await make_active_account(container)
        opened = await log_in_fully(client, container, account)
        bearer = {"Authorization": f"Bearer {opened['access_token']}"}
        await client.get("/v1/reimbursements", headers=bearer)
        await client.get(f"/v1/reimbursements?beneficiary_id={CANARY_NIR}", headers=bearer)
        await client.get(f"/v1/{CANARY_NIR}/{invited.email}", headers=bearer)
        await client.post("/v1/auth/login", json={"email": invited.email, "nir": CANARY_NIR})
        logged = b"".join(capfdbinary.readouterr())
        secrets = {
            "nir": CANARY_NIR,
            "phone": account.phone,
            "phone digits": account.phone[-9:],
            "email": account.email,
            "password": PASSWORD,
            "code": code,
            "access token": opened["access_token"],
            "refresh token": opened["refresh_token"],
            "device secret": opened["device_secret"],
            "flow secret": flow["secret"],
            "name": "Camille",
        }
        assert {name for name, value in secrets.items() if value.encode() in logged} == set()
        routes = {line.get("route") for line in map(orjson.loads, logged.splitlines())}
        assert {"/v1/auth/flows/{flow_id}/verify", "/v1/reimbursements", "unmatched"} <= routes

    async def test_line_breaks_stay_in_their_line(
        self, client: httpx.AsyncClient, capfdbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        forged = '\r\n{"event":"request","status":200,"route":"/forged"}'
        await client.get(f"/v1/{quote(forged)}", headers={"User-Agent": "a\tb"})
        structlog.get_logger().warning(forged, route=forged)
        events = [orjson.loads(line) for line in capfdbinary.readouterr()[1].splitlines()]
        assert len(events) == 2
        assert events[1]["event"] == forged

    async def test_fields_off_the_list_and_messages_of_faults_do_not_leave(
        self, capfdbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        try:
            int(CANARY_NIR + "x")
        except ValueError:
            structlog.get_logger().exception("fault", nir=CANARY_NIR, email="canari@example.org")
        (event,) = [orjson.loads(line) for line in capfdbinary.readouterr()[1].splitlines()]
        assert event["error"] == "ValueError"
        assert set(event) == {"event", "level", "timestamp", "error", "error_at"}

    async def test_libraries_messages_are_reduced_to_their_kind(
        self, capfdbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        fault = RuntimeError(CANARY_NIR)
        logging.getLogger("asyncio").error("Task failed: %s", CANARY_NIR, exc_info=fault)
        logged = capfdbinary.readouterr()[1]
        assert CANARY_NIR.encode() not in logged
        assert orjson.loads(logged.splitlines()[0])["component"] == "asyncio"
