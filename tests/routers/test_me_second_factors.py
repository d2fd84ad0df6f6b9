"""Enrolling, listing and removing second factors."""

import re
from xml.etree import ElementTree as ET

import httpx
import pyotp

from app.container import Container
from tests.authenticators import SoftwareAuthenticator
from tests.clock import AdjustableClock
from tests.factories.accounts import enrol_totp, make_active_account, messages_to, sign_in
from tests.factories.families import another_family
from tests.pictures import read_qr_code
from tests.queries import count_queries
from tests.routers.test_auth_factors import code_at, enrol_passkey

TOTP = "/v1/me/second-factors/totp"


async def begin(client: httpx.AsyncClient, headers: dict[str, str]) -> dict[str, str]:
    response = await client.post(TOTP, json={"name": "Téléphone"}, headers=headers)
    assert response.status_code == 201, response.text
    enrolment: dict[str, str] = response.json()
    return enrolment


class TestListSecondFactors:
    async def test_anonymous_is_401(self, client: httpx.AsyncClient, container: Container) -> None:
        await make_active_account(container)
        assert (await client.get("/v1/me/second-factors")).status_code == 401

    async def test_what_can_be_shown_is_listed(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        headers = await sign_in(container, account)
        await enrol_totp(container, account)
        await client.post("/v1/me/recovery-codes", headers=headers)
        body = (await client.get("/v1/me/second-factors", headers=headers)).json()
        (item,) = body["items"]
        assert body == {
            "items": [
                {
                    "id": item["id"],
                    "kind": "totp",
                    "name": "Téléphone",
                    "enrolled_at": item["enrolled_at"],
                    "last_used_at": None,
                }
            ],
            "next_cursor": None,
            "phone": f"+33 •• •• •• {account.phone[-2:]}",
            "recovery_codes_left": 10,
        }

    async def test_it_takes_four_queries(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        headers = await sign_in(container, await make_active_account(container))
        await client.get("/v1/me/second-factors", headers=headers)
        with count_queries(container) as counter:
            await client.get("/v1/me/second-factors", headers=headers)
        assert len(counter) <= 4


class TestEnrolTotp:
    async def test_the_qr_code_says_the_uri(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        enrolment = await begin(client, await sign_in(container, account))
        parsed = pyotp.parse_uri(enrolment["uri"])
        assert parsed.secret == enrolment["secret"]
        assert (parsed.issuer, parsed.name) == ("HCR Bien-Être", account.email)
        image = ET.fromstring(enrolment["qr_code"])  # noqa: S314 - our own image
        assert image.tag.endswith("svg")
        assert read_qr_code(enrolment["qr_code"]) == enrolment["uri"]

    async def test_it_is_of_no_use_before_it_is_confirmed(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        headers = await sign_in(container, await make_active_account(container))
        await begin(client, headers)
        body = (await client.get("/v1/me/second-factors", headers=headers)).json()
        assert body["items"] == []

    async def test_five_and_no_more(self, client: httpx.AsyncClient, container: Container) -> None:
        account = await make_active_account(container)
        for _ in range(5):
            await enrol_totp(container, account)
        headers = await sign_in(container, account)
        response = await client.post(TOTP, json={"name": "Six"}, headers=headers)
        assert (response.status_code, response.json()["code"]) == (409, "too_many_factors")


class TestConfirmTotp:
    async def test_a_wrong_code_confirms_nothing(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        headers = await sign_in(container, await make_active_account(container))
        enrolment = await begin(client, headers)
        wrong = f"{(int(code_at(enrolment['secret'], clock)['code']) + 1) % 1_000_000:06d}"
        path = f"{TOTP}/{enrolment['id']}/confirmation"
        response = await client.post(path, json={"code": wrong}, headers=headers)
        assert (response.status_code, response.json()["code"]) == (409, "wrong_code")

    async def test_fifteen_minutes_later_it_is_gone(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await make_active_account(container)
        enrolment = await begin(client, await sign_in(container, account))
        clock.advance(minutes=16)
        headers = await sign_in(container, account)
        path = f"{TOTP}/{enrolment['id']}/confirmation"
        code = code_at(enrolment["secret"], clock)
        response = await client.post(path, json=code, headers=headers)
        assert (response.status_code, response.json()["code"]) == (404, "second_factor_not_found")

    async def test_the_right_code_enrols_it_and_a_notice_leaves(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await make_active_account(container)
        headers = await sign_in(container, account)
        enrolment = await begin(client, headers)
        path = f"{TOTP}/{enrolment['id']}/confirmation"
        response = await client.post(
            path, json=code_at(enrolment["secret"], clock), headers=headers
        )
        body = response.json()
        assert (response.status_code, body["id"]) == (200, enrolment["id"])
        assert (body["kind"], body["name"]) == ("totp", "Téléphone")
        assert "moyen de confirmer" in (await messages_to(container, account.email))[0]

    async def test_the_code_that_confirmed_opens_nothing_afterwards(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await make_active_account(container)
        headers = await sign_in(container, account)
        enrolment = await begin(client, headers)
        code = code_at(enrolment["secret"], clock)
        await client.post(f"{TOTP}/{enrolment['id']}/confirmation", json=code, headers=headers)
        flow = (await client.post("/v1/auth/step-up", headers=headers)).json()
        response = await client.post(
            f"/v1/auth/flows/{flow['id']}/totp",
            json=code,
            headers={"Flow-Secret": flow["secret"]},
        )
        assert response.json()["code"] == "wrong_code"


class TestEnrolPasskey:
    async def test_the_options_are_those_of_the_standard(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        response = await client.post(
            "/v1/me/second-factors/passkeys",
            json={"name": "Téléphone"},
            headers=await sign_in(container, account),
        )
        options = response.json()["options"]
        assert options == {
            "rp": {"id": "espace.example.org", "name": "HCR Bien-Être"},
            "user": {
                "id": options["user"]["id"],
                "name": account.email,
                "displayName": account.email,
            },
            "challenge": options["challenge"],
            "pubKeyCredParams": [
                {"type": "public-key", "alg": number} for number in (-8, -7, -257)
            ],
            "timeout": 60000,
            "excludeCredentials": [],
            "authenticatorSelection": {
                "residentKey": "preferred",
                "userVerification": "preferred",
            },
            "attestation": "none",
        }
        assert len(options["challenge"]) == 43

    async def test_a_passkey_made_for_another_page_is_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        headers = await sign_in(container, await make_active_account(container))
        device = SoftwareAuthenticator(origin="https://evil.example")
        response = await enrol_passkey(client, headers, device)
        assert (response.status_code, response.json()["code"]) == (409, "wrong_passkey")

    async def test_a_device_that_holds_one_is_told_and_one_passkey_serves_one_account(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        headers = await sign_in(container, await make_active_account(container))
        device = SoftwareAuthenticator()
        assert (await enrol_passkey(client, headers, device)).status_code == 200
        again = await client.post(
            "/v1/me/second-factors/passkeys", json={"name": "Deux"}, headers=headers
        )
        excluded = again.json()["options"]["excludeCredentials"]
        assert [one["transports"] for one in excluded] == [["internal"]]
        stolen = await enrol_passkey(client, await another_family(container), device)
        assert (stolen.status_code, stolen.json()["code"]) == (409, "conflict")


class TestRemoveSecondFactor:
    async def test_an_unknown_one_is_404(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        headers = await sign_in(container, await make_active_account(container))
        response = await client.delete("/v1/me/second-factors/nobody", headers=headers)
        assert (response.status_code, response.json()["code"]) == (404, "second_factor_not_found")

    async def test_it_opens_nothing_any_more(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await make_active_account(container)
        secret = await enrol_totp(container, account)
        headers = await sign_in(container, account)
        listed = (await client.get("/v1/me/second-factors", headers=headers)).json()["items"]
        path = f"/v1/me/second-factors/{listed[0]['id']}"
        assert (await client.delete(path, headers=headers)).status_code == 204
        flow = (await client.post("/v1/auth/step-up", headers=headers)).json()
        assert flow["methods"] == ["sms"]
        response = await client.post(
            f"/v1/auth/flows/{flow['id']}/totp",
            json=code_at(secret, clock),
            headers={"Flow-Secret": flow["secret"]},
        )
        assert response.json()["code"] == "wrong_code"


class TestMakeRecoveryCodes:
    async def test_ten_codes_that_people_can_copy(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        headers = await sign_in(container, await make_active_account(container))
        response = await client.post("/v1/me/recovery-codes", headers=headers)
        codes = response.json()["codes"]
        assert len(codes) == 10
        assert all(re.fullmatch(r"(?:[2-9a-hjkmnp-z]{4}-){2}[2-9a-hjkmnp-z]{4}", c) for c in codes)
