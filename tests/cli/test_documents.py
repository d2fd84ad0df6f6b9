"""`python -m app document withdraw`."""

import httpx
import pytest
from sqlalchemy import select

from app.container import Container
from app.models.audit import AuditEntry
from app.security.references import make_reference
from tests.cli.conftest import Invoke
from tests.clock import AdjustableClock
from tests.factories.families import signed_in_member
from tests.factories.papers import contract_id, documents


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    clock.set_to("2026-03-14 12:00")
    return await signed_in_member(container)


async def download(
    client: httpx.AsyncClient, container: Container, member: dict[str, str]
) -> httpx.Response:
    """Camille's certificate of affiliation."""
    path = f"/v1/contracts/{await contract_id(container)}/certificates/affiliation/document"
    return await client.get(path, headers=member)


async def withdrawals(container: Container) -> list[tuple[str, str | None, str | None]]:
    question = select(AuditEntry.__table__).where(AuditEntry.action == "document.withdrawn")
    async with container.database.read() as connection:
        rows = (await connection.execute(question)).all()
    return [(str(row.subject_id), row.actor_kind, row.reason) for row in rows]


class TestWithdrawDocument:
    async def test_a_reference_that_no_document_bears_is_refused(
        self, invoke: Invoke, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        card = await client.get("/v1/card/document", headers=member)
        number = card.headers["document-reference"]
        for reference in ("odd", make_reference(), number):
            result = await invoke("document", "withdraw", reference, "--reason", "error")
            assert result.exit_code == 1
            assert "No document bears this reference" in result.stderr

    async def test_a_reason_is_one_of_the_list(self, invoke: Invoke) -> None:
        for options in ([], ["--reason", "Camille Martin lied"]):
            result = await invoke("document", "withdraw", make_reference(), *options)
            assert result.exit_code == 2

    async def test_it_is_withdrawn_told_and_issued_anew(
        self,
        invoke: Invoke,
        client: httpx.AsyncClient,
        container: Container,
        member: dict[str, str],
    ) -> None:
        first = await download(client, container, member)
        reference = first.headers["document-reference"]
        result = await invoke("document", "withdraw", reference.lower(), "--reason", "fraud")
        assert (result.exit_code, result.stdout) == (0, "")
        verified = await client.get(f"/v1/documents/{reference}/verification")
        assert verified.json()["status"] == "withdrawn"
        known = member | {"If-None-Match": first.headers["etag"]}
        second = await download(client, container, known)
        assert second.status_code == 200
        assert second.headers["document-reference"] != reference
        withdrawn, standing = await documents(container)
        assert (withdrawn.withdrawn_at is None, standing.withdrawn_at) == (False, None)
        assert await withdrawals(container) == [(str(withdrawn.id), "operator", "fraud")]

    async def test_twice_it_is_withdrawn_once(
        self,
        invoke: Invoke,
        client: httpx.AsyncClient,
        container: Container,
        member: dict[str, str],
    ) -> None:
        reference = (await download(client, container, member)).headers["document-reference"]
        for code in (0, 1):
            result = await invoke("document", "withdraw", reference, "--reason", "error")
            assert result.exit_code == code
        assert "withdrawn before" in result.stderr
        assert len(await withdrawals(container)) == 1
