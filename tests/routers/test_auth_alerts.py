"""`answerAlert`: the link of a notice, followed without a session."""

import httpx
import pytest

from app.container import Container
from tests.clock import AdjustableClock
from tests.factories.accounts import (
    MadeAccount,
    alert_token,
    enter_code,
    log_in,
    log_in_fully,
    make_active_account,
    messages_to,
    sign_in,
)
from tests.factories.feeds import make_portfolio

NEW_PHONE = "+33639987777"


async def change_phone(
    client: httpx.AsyncClient, container: Container, account: MadeAccount
) -> dict[str, str]:
    """A thief with a fresh session takes the account's phone over; the thief's headers."""
    headers = await sign_in(container, account)
    begun = await client.post("/v1/me/phone-changes", json={"phone": NEW_PHONE}, headers=headers)
    done = await enter_code(client, container, begun.json(), NEW_PHONE)
    assert done.json()["flow"]["next_step"] == "done", done.text
    return headers


class TestAnswerAlert:
    @pytest.mark.usefixtures("portfolio")
    async def test_an_unknown_link_is_404(self, client: httpx.AsyncClient) -> None:
        response = await client.post("/v1/auth/alerts/unknown")
        assert (response.status_code, response.json()["code"]) == (404, "alert_not_found")

    async def test_the_former_phone_comes_back_and_everything_is_closed(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        thief = await change_phone(client, container, account)
        token = await alert_token(container, account.phone)
        answer = await client.post(f"/v1/auth/alerts/{token}")
        assert answer.json() == {"kind": "phone_changed", "next_step": "reset_password"}
        assert (await client.get("/v1/home", headers=thief)).status_code == 401
        refused = await log_in(client, account)
        assert (refused.status_code, refused.json()["code"]) == (401, "invalid_credentials")
        factors = await client.get(
            "/v1/me/second-factors", headers=await sign_in(container, account)
        )
        assert factors.json()["phone"].endswith(account.phone[-2:])
        assert "mis en sécurité" in (await messages_to(container, account.email))[0]

    async def test_it_is_good_once(self, client: httpx.AsyncClient, container: Container) -> None:
        account = await make_active_account(container)
        await change_phone(client, container, account)
        path = f"/v1/auth/alerts/{await alert_token(container, account.phone)}"
        statuses = [(await client.post(path)).status_code for _ in range(2)]
        assert statuses == [200, 404]

    async def test_it_is_good_for_seven_days(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await make_active_account(container)
        await change_phone(client, container, account)
        token = await alert_token(container, account.phone)
        clock.advance(days=7, seconds=1)
        assert (await client.post(f"/v1/auth/alerts/{token}")).status_code == 404

    async def test_another_portfolio_does_not_know_it(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        await change_phone(client, container, account)
        await make_portfolio(container, code="other", host="other.test")
        token = await alert_token(container, account.phone)
        elsewhere = await client.post(f"http://other.test/v1/auth/alerts/{token}")
        assert elsewhere.status_code == 404

    async def test_the_former_address_comes_back(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        headers = await sign_in(container, account)
        body = {"email": "thief@example.org"}
        flow = (await client.post("/v1/me/email-changes", json=body, headers=headers)).json()
        await enter_code(client, container, flow, account.email)
        await enter_code(client, container, flow, "thief@example.org")
        token = await alert_token(container, account.email)
        assert (await client.post(f"/v1/auth/alerts/{token}")).status_code == 200
        flow = (await client.post("/v1/auth/password-resets", json={"email": account.email})).json()
        again = await enter_code(client, container, flow, account.email)
        assert again.json()["flow"]["next_step"] == "choose_password"

    async def test_an_enrolled_factor_and_recovery_codes_go(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        opened = await log_in_fully(client, container, account)
        headers = {"Authorization": f"Bearer {opened['access_token']}"}
        await client.post("/v1/me/recovery-codes", headers=headers)
        token = await alert_token(container, account.email)
        answer = await client.post(f"/v1/auth/alerts/{token}")
        assert answer.json()["kind"] == "recovery_codes_made"
        read = await client.get("/v1/me/second-factors", headers=await sign_in(container, account))
        assert read.json()["recovery_codes_left"] == 0

    async def test_the_link_leads_to_the_member_space_with_the_token_in_the_fragment(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        await change_phone(client, container, account)
        token = await alert_token(container, account.email)
        mail = (await messages_to(container, account.email))[0]
        assert f"https://espace.example.org/alerte#{token}" in mail
