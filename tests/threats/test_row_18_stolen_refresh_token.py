"""Row 18: a token used again after the grace ends the family; an alert and a mail tell of it."""

import httpx
from sqlalchemy import select

from app.container import Container
from app.models.audit import AuditEntry
from app.models.session import MemberSession
from app.services.audit import AuditVerification
from tests.clock import AdjustableClock
from tests.factories.accounts import log_in_fully, make_active_account, messages_to

REFRESH = "/v1/auth/refresh"


async def test_reuse_after_the_grace_ends_the_family(
    client: httpx.AsyncClient, container: Container, clock: AdjustableClock
) -> None:
    account = await make_active_account(container)
    stolen = {"refresh_token": (await log_in_fully(client, container, account))["refresh_token"]}
    fresh = (await client.post(REFRESH, json=stolen)).json()
    clock.advance(seconds=31)
    reused = await client.post(REFRESH, json=stolen)
    assert (reused.status_code, reused.json()["code"]) == (401, "unauthenticated")

    head = await client.post(REFRESH, json={"refresh_token": fresh["refresh_token"]})
    home = await client.get(
        "/v1/home", headers={"Authorization": f"Bearer {fresh['access_token']}"}
    )
    assert (head.status_code, home.status_code) == (401, 401)
    await client.post(REFRESH, json=stolen)
    async with container.database.read() as connection:
        ended = await connection.scalar(select(MemberSession.end_reason))
        question = select(AuditEntry.account_id).where(AuditEntry.action == "refresh.reused")
        alerts = (await connection.execute(question)).scalars().all()
    assert (ended, list(alerts)) == ("refresh_reused", [account.id])
    verdict = await AuditVerification(container.database, container.keyring).verify()
    assert verdict.broken is None
    mails = [text for text in await messages_to(container, account.email) if "fermée" in text]
    assert len(mails) == 1
