"""`python -m app token create|list|rotate|revoke`."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from app.container import Container
from app.models.audit import AuditEntry
from app.models.partner_token import PartnerToken
from app.security.keyring import fingerprint
from app.security.partner_tokens import parse_partner_token
from app.services.partner_tokens import PartnerTokenService, TokenRefused
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

    async def test_it_shows_when_each_was_last_used(
        self, invoke: Invoke, client: httpx.AsyncClient, container: Container
    ) -> None:
        await make_portfolio(container)
        text = (await invoke(*CREATE)).stdout.strip()
        assert "never used" in (await invoke("token", "list")).stdout
        await client.get("/partner/v1/token", headers=bearing(text))
        used = (await invoke("token", "list")).stdout
        assert f"used {container.clock.now():%Y-%m-%d}" in used
        assert "never used" not in used


async def tokens_of(container: Container) -> list[Any]:
    async with container.database.read() as connection:
        question = select(PartnerToken.__table__).order_by(PartnerToken.created_at)
        return list((await connection.execute(question)).all())


def public_id_of(text: str) -> str:
    return parse_partner_token(text.strip()).public_id


@pytest.mark.usefixtures("portfolio")
class TestRotateToken:
    async def test_an_unknown_one_is_refused(self, invoke: Invoke) -> None:
        result = await invoke("token", "rotate", "000000000000")
        assert (result.exit_code, result.stdout) == (1, "")

    async def test_one_that_is_revoked_is_refused(self, invoke: Invoke) -> None:
        public_id = public_id_of((await invoke(*CREATE)).stdout)
        await invoke("token", "revoke", public_id)
        result = await invoke("token", "rotate", public_id)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "revoked or expired" in result.stderr

    async def test_an_overlap_that_never_ends_is_refused(self, invoke: Invoke) -> None:
        public_id = public_id_of((await invoke(*CREATE)).stdout)
        for days in ("-1", "366"):
            result = await invoke("token", "rotate", public_id, "--overlap-days", days)
            assert (result.exit_code, result.stdout) == (2, "")

    async def test_the_successor_has_the_same_rights_and_both_work(
        self, invoke: Invoke, client: httpx.AsyncClient, container: Container
    ) -> None:
        options = ("--employer", "EMP-1", "--network", "127.0.0.0/8", "--expires-days", "100")
        old = (await invoke(*CREATE, *options)).stdout.strip()
        result = await invoke("token", "rotate", public_id_of(old))
        assert result.exit_code == 0, result.stderr
        new = result.stdout.strip()
        assert result.stdout == f"{new}\n"
        assert new not in result.stderr
        answers = [await client.get("/partner/v1/token", headers=bearing(t)) for t in (old, new)]
        assert [answer.status_code for answer in answers] == [200, 200]
        former, successor = await tokens_of(container)
        for column in ("portfolio_id", "name", "scopes", "employer_ref", "networks"):
            assert getattr(former, column) == getattr(successor, column), column
        assert former.lineage == successor.lineage == former.id
        assert successor.expires_at - successor.created_at == timedelta(days=100)
        assert former.expires_at - successor.created_at == timedelta(days=7)
        assert f"ends on {former.expires_at:%Y-%m-%d}" in " ".join(result.stderr.split())
        async with container.database.read() as connection:
            question = select(AuditEntry.action, AuditEntry.subject_id)
            traces = set((await connection.execute(question)).all())
        assert ("partner_token.rotated", former.id) in traces
        assert ("partner_token.created", successor.id) in traces

    async def test_the_former_one_ends_with_the_overlap(
        self, invoke: Invoke, client: httpx.AsyncClient
    ) -> None:
        old = (await invoke(*CREATE)).stdout.strip()
        rotated = await invoke("token", "rotate", public_id_of(old), "--overlap-days", "0")
        assert rotated.exit_code == 0, rotated.stderr
        new = rotated.stdout.strip()
        answers = [await client.get("/partner/v1/token", headers=bearing(t)) for t in (old, new)]
        assert [answer.status_code for answer in answers] == [401, 200]

    async def test_its_end_is_never_put_off(self, invoke: Invoke, container: Container) -> None:
        old = (await invoke(*CREATE, "--expires-days", "2")).stdout.strip()
        (before,) = await tokens_of(container)
        await invoke("token", "rotate", public_id_of(old))
        former, successor = await tokens_of(container)
        assert former.expires_at == before.expires_at
        assert successor.expires_at - successor.created_at == timedelta(days=2)

    async def test_a_third_live_one_is_refused_whichever_is_named(
        self, invoke: Invoke, container: Container
    ) -> None:
        old = (await invoke(*CREATE)).stdout.strip()
        new = (await invoke("token", "rotate", public_id_of(old))).stdout.strip()
        for text in (old, new):
            result = await invoke("token", "rotate", public_id_of(text))
            assert (result.exit_code, result.stdout) == (1, "")
            assert "both live: revoke one, or wait" in " ".join(result.stderr.split())
        assert len(await tokens_of(container)) == 2

    async def test_once_one_of_the_two_ended_it_may_be_rotated_again(
        self, invoke: Invoke, container: Container
    ) -> None:
        old = (await invoke(*CREATE)).stdout.strip()
        new = (await invoke("token", "rotate", public_id_of(old))).stdout.strip()
        await invoke("token", "revoke", public_id_of(new))
        third = await invoke("token", "rotate", public_id_of(old))
        assert third.exit_code == 0, third.stderr
        await invoke("token", "revoke", public_id_of(old))
        assert (await invoke("token", "rotate", public_id_of(third.stdout))).exit_code == 0
        made = await tokens_of(container)
        assert {token.lineage for token in made} == {made[0].id}
        assert {(t.expires_at - t.created_at).days for t in made[1:]} >= {365}

    @pytest.mark.concurrency
    async def test_four_at_once_make_one_successor(
        self, invoke: Invoke, container: Container
    ) -> None:
        public_id = public_id_of((await invoke(*CREATE)).stdout)
        service = PartnerTokenService(container.database, container.keyring, container.clock)
        rotations = (service.rotate(public_id, timedelta(days=7), "demo") for _ in range(4))
        outcomes = await asyncio.gather(*rotations, return_exceptions=True)
        assert sum(isinstance(outcome, TokenRefused) for outcome in outcomes) == 3
        assert len(await tokens_of(container)) == 2


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
