"""Threads, opened and answered by the operations themselves."""

from typing import Any

import httpx
from sqlalchemy import select

from app.container import Container
from app.dependencies.messages import thread_writing
from app.models.beneficiary import Beneficiary
from app.models.thread import Thread
from app.services.thread_writing import ThreadOpening
from app.values.messages import MessageCategory
from tests.factories.partners import bearing, make_token

THREADS = "/v1/messages"
CASES = "/partner/v1/messages"
MISSING = {"category": "reimbursements", "subject": "missing", "text": "Où est mon remboursement ?"}
COMPLAINT = {"category": "complaint", "subject": "delay", "text": "Trois mois sans réponse."}


async def administrator(container: Container) -> dict[str, str]:
    """Headers of a partner that reads and answers messages."""
    portfolio = await container.portfolios.at_host("espace.test")
    return bearing(await make_token(container, portfolio, "messages:read", "messages:write"))


async def write(client: httpx.AsyncClient, headers: dict[str, str], **body: Any) -> dict[str, Any]:
    """The thread that this message begins."""
    response = await client.post(THREADS, headers=headers, json={**MISSING, **body})
    assert response.status_code == 201, response.text
    thread: dict[str, Any] = response.json()
    return thread


async def answer(
    client: httpx.AsyncClient, headers: dict[str, str], thread: str, text: str, **body: Any
) -> dict[str, Any]:
    """The thread after the administrator's message."""
    path = f"{CASES}/{thread}/replies"
    response = await client.post(path, headers=headers, json={"text": text, **body})
    assert response.status_code == 201, response.text
    thread_read: dict[str, Any] = response.json()
    return thread_read


async def open_thread(container: Container, ref: str = "M-1") -> str:
    """The id of a thread that this person began about themself."""
    async with container.database.unit_of_work() as session:
        person = (await session.scalars(select(Beneficiary).where(Beneficiary.ref == ref))).one()
        writing = thread_writing(container, session)
        thread = await writing.open(
            ThreadOpening(
                portfolio_id=person.portfolio_id,
                member_id=person.member_id,
                beneficiary_id=person.id,
                asked_by_id=person.id,
                category=MessageCategory.REIMBURSEMENTS,
                subject="missing",
                text="Bonjour, où est mon remboursement ?",
            )
        )
    return str(thread.id)


async def thread_id(container: Container, ref: str) -> str:
    """The id of the first thread that this person began."""
    question = (
        select(Thread.id)
        .join(Beneficiary, Beneficiary.id == Thread.asked_by_id)
        .where(Beneficiary.ref == ref)
        .order_by(Thread.id)
    )
    async with container.database.read() as connection:
        return str(await connection.scalar(question))
