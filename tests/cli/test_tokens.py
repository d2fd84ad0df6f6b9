"""`python -m app token create|list|revoke`."""

import httpx
import pytest
from sqlalchemy import select

from app.container import Container
from app.models.audit import AuditEntry
from app.models.partner_token import PartnerToken
from app.security.keyring import fingerprint
from app.security.partner_tokens import parse_partner_token
from app.services.portfolios import CurrentPortfolio
from app.values.principals import PartnerScope
from tests.cli.conftest import Invoke
from tests.factories.feeds import make_portfolio
from tests.factories.partners import bearing

CREATE = ("token", "create", "--name", "Affiliations", "--scope", "token:read")


@pytest.mark.usefixtures("portfolio")
class TestCreateToken:
    async def test_an_unknown_scope_is_refused_with_the_list(self, invoke: Invoke) -> None:
        result = await invoke(*CREATE, "--scope", "members:sing")
        assert (result.exit_code, result.stdout) == (1, "")
        assert "members:sing" in result.stderr
        assert "members:write" in result.stderr

    async def test_its_help_lists_the_scopes(self, invoke: Invoke) -> None:
        told = (await invoke("token", "create", "--help")).stdout
        assert [scope for scope in PartnerScope if scope.value not in told] == []

    @pytest.mark.parametrize(
        ("options", "reason"),
        [
            (("--expires-days", "366"), "365 days"),
            (("--expires-days", "0"), "365 days"),
            (("--employer", "EMP-1", "--scope", "statements:write"), "statements:write"),
            (("--network", "192.0.2.1/33"), "--network"),
            (("--employer", ""), "--employer"),
            (("--employer", "EMP 1"), "--employer"),
            (("--portfolio", "nowhere"), "hcr"),
        ],
    )
    async def test_a_token_that_must_not_exist_is_refused(
        self, invoke: Invoke, options: tuple[str, ...], reason: str
    ) -> None:
        result = await invoke(*CREATE, *options)
        assert (result.exit_code, result.stdout) == (1, "")
        assert reason in result.stderr

    async def test_with_several_portfolios_one_must_be_named(
        self, invoke: Invoke, container: Container
    ) -> None:
        await make_portfolio(container, "other", "other.test")
        result = await invoke(*CREATE)
        assert result.exit_code == 1
        assert "hcr, other" in result.stderr

    async def test_the_token_is_alone_on_standard_output_and_works(
        self, invoke: Invoke, client: httpx.AsyncClient, container: Container
    ) -> None:
        result = await invoke(*CREATE, "--portfolio", "hcr", "--expires-days", "30")
        assert result.exit_code == 0, result.stderr
        text = result.stdout.strip()
        assert result.stdout == f"{text}\n"
        assert text not in result.stderr
        answer = await client.get("/partner/v1/token", headers=bearing(text))
        assert answer.json()["scopes"] == ["token:read"]
        async with container.database.read() as connection:
            (row,) = (await connection.execute(select(PartnerToken.__table__))).all()
            actions = (await connection.scalars(select(AuditEntry.action))).all()
        assert row.public_id == parse_partner_token(text).public_id
        assert row.secret_hash == fingerprint(text.encode())
        assert (row.expires_at - row.created_at).days == 30
        assert "partner_token.created" in actions


class TestListTokens:
    async def test_it_shows_public_ids_and_no_secret(
        self, invoke: Invoke, portfolio: CurrentPortfolio
    ) -> None:
        options = ("--employer", "EMP-1", "--network", "192.0.2.0/24", "--network", "2001:db8::/32")
        created = (await invoke(*CREATE, *options)).stdout.strip()
        result = await invoke("token", "list", "--portfolio", portfolio.code)
        assert result.exit_code == 0
        public_id = parse_partner_token(created).public_id
        assert result.stdout.startswith(f"{public_id}  live")
        restrictions = ", employer EMP-1 only, from 192.0.2.0/24 2001:db8::/32 only"
        assert f"Affiliations  [token:read]{restrictions}" in result.stdout
        assert created.split("_")[4] not in result.stdout


@pytest.mark.usefixtures("portfolio")
class TestRevokeToken:
    async def test_an_unknown_one_is_refused(self, invoke: Invoke) -> None:
        assert (await invoke("token", "revoke", "000000000000")).exit_code == 1

    async def test_its_next_call_is_refused(
        self, invoke: Invoke, client: httpx.AsyncClient, container: Container
    ) -> None:
        text = (await invoke(*CREATE)).stdout.strip()
        public_id = parse_partner_token(text).public_id
        assert (await client.get("/partner/v1/token", headers=bearing(text))).status_code == 200
        for _ in range(2):
            assert (await invoke("token", "revoke", public_id)).exit_code == 0
        assert (await client.get("/partner/v1/token", headers=bearing(text))).status_code == 401
        async with container.database.read() as connection:
            question = select(AuditEntry.action).where(AuditEntry.action.like("%revoked"))
            assert len((await connection.scalars(question)).all()) == 1
