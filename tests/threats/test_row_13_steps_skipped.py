"""Row 13: thousands of random steps, in any order: a session only ever follows a right password,
the number on file and the newest code of that very flow; an account is only activated by its code.

The walk keeps books of its own, much simpler than the product, and compares after each step.
"""

import random
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from app.container import Container
from app.models.account import Account
from app.models.session import MemberSession
from app.values.accounts import AccountStatus
from tests.clock import AdjustableClock
from tests.factories.accounts import (
    CODE,
    PASSWORD,
    MadeAccount,
    account_of,
    deliver,
    make_active_account,
)
from tests.factories.feeds import apply_feed, member_body

STEPS = 1_500
INVITED = 12
WRONG_PHONE = "06 39 98 99 99"
OPERATIONS = {
    "verify_right": 6,
    "verify_wrong": 3,
    "verify_foreign": 2,
    "phone_right": 6,
    "phone_wrong": 2,
    "code_sms": 4,
    "code_email": 4,
    "password": 4,
    "wait": 3,
    "new_login": 3,
    "new_activation": 3,
    "bad_login": 1,
}


@dataclass
class Walked:
    """A flow, and what was really proved in it."""

    kind: str
    account: MadeAccount
    id: str
    secret: str
    code: str | None = None
    number_given: bool = False
    proved: bool = False
    log: list[str] = field(default_factory=list)


class Walk:
    def __init__(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock, seed: int
    ) -> None:
        self.client, self.container, self.clock = client, container, clock
        self.random = random.Random(seed)  # noqa: S311 - a walk to be repeated, not a secret
        self.flows: list[Walked] = []
        self.sessions = 0
        self.activated: set[str] = set()
        self.accounts: list[MadeAccount] = []
        self.active: MadeAccount

    async def prepare(self) -> None:
        self.active = await make_active_account(self.container)
        for place in range(INVITED):
            number = 100 + place
            phone = {} if place % 2 else {"phone": None}
            body = member_body(number, **phone)
            await apply_feed(self.container, "members", f"M-{number}", body)
            self.accounts.append(await account_of(self.container, f"M-{number}"))
        await self._messages()

    async def step(self) -> None:
        names, weights = zip(*OPERATIONS.items(), strict=True)
        name = self.random.choices(names, weights)[0]
        if name == "wait":
            self.clock.advance(seconds=self.random.choice((5, 31, 61, 200, 4000)))
        elif name.startswith("new") or name == "bad_login" or not self.flows:
            await self._begin(name)
        else:
            await self._continue(name, self.random.choice(self.flows[-3:]))

    async def _begin(self, name: str) -> None:
        if name == "new_activation":
            account = self.random.choice(self.accounts)
            answer = await self._post("/v1/auth/activations", {"email": account.email}, {})
            self.flows.append(Walked("activation", account, answer["id"], answer["secret"]))
            return
        account = self.random.choice([self.active, *self.accounts])
        password = PASSWORD if name == "new_login" else "not the password"
        body = {"email": account.email, "password": password, "client": "native"}
        answer = await self._post("/v1/auth/login", body, {})
        entitled = name == "new_login" and self._may_log_in(account)
        if answer.get("status") == "step_up_required":
            assert entitled
            flow = answer["flow"]
            self.flows.append(Walked("login", account, flow["id"], flow["secret"]))
        assert "access_token" not in answer

    def _may_log_in(self, account: MadeAccount) -> bool:
        return account is self.active or account.email in self.activated

    async def _continue(self, name: str, flow: Walked) -> None:
        operation, _, variant = name.partition("_")
        phone = (await self._file_of(flow.account)).phone
        right_phone = phone or "06 39 98 77 01"
        others = [one.code for one in self.flows if one is not flow and one.code]
        body = {
            "verify_right": {"code": flow.code or "000000"},
            "verify_wrong": {"code": f"{(int(flow.code or 0) + 1) % 1_000_000:06d}"},
            "verify_foreign": {"code": self.random.choice(others or ["111111"])},
            "phone_right": {"phone": right_phone},
            "phone_wrong": {"phone": WRONG_PHONE},
            "password": {"password": PASSWORD},
        }.get(name, {"channel": variant})
        answer = await self._post(
            f"/v1/auth/flows/{flow.id}/{operation}", body, {"Flow-Secret": flow.secret}
        )
        flow.log.append(f"{name}: {answer.get('code', 'ok')}")
        await self._keep_books(name, flow, body, answer)

    async def _keep_books(
        self, name: str, flow: Walked, body: dict[str, str], answer: dict[str, Any]
    ) -> None:
        accepted = "request_id" not in answer
        if "access_token" in answer:
            assert flow.kind == "login", flow.log
            assert flow.number_given, flow.log
            assert body["code"] == flow.code, flow.log
            assert self._may_log_in(flow.account), flow.log
            self.sessions += 1
            flow.code = None
        elif name.startswith("verify") and accepted:
            assert flow.kind == "activation", flow.log
            assert body["code"] == flow.code, flow.log
            flow.code, flow.proved = None, answer["flow"]["next_step"] == "choose_password"
        elif name == "password" and accepted:
            assert flow.kind == "activation", flow.log
            assert flow.proved, flow.log
            self.activated.add(flow.account.email)
        elif name.startswith("phone") and accepted and flow.kind == "login":
            flow.number_given = name == "phone_right"
        for text in await self._messages():
            found = CODE.search(text)
            flow.code = found[0] if found else flow.code

    async def _messages(self) -> list[str]:
        await deliver(self.container)
        assert self.container.mailbox
        texts = [message["text"] for message in self.container.mailbox.read()]
        (self.container.settings.data_dir / "mailbox.ndjson").unlink(missing_ok=True)
        return texts[::-1]

    async def _post(
        self, path: str, body: dict[str, str], headers: dict[str, str]
    ) -> dict[str, Any]:
        stranger = f"198.51.{self.random.randrange(256)}.{self.random.randrange(256)}"
        headers = {**headers, "X-Forwarded-For": stranger}
        response = await self.client.post(path, json=body, headers=headers)
        assert response.status_code < 500, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def _file_of(self, account: MadeAccount) -> Any:
        async with self.container.database.read() as connection:
            question = select(Account.phone, Account.status).where(Account.id == account.id)
            return (await connection.execute(question)).one()

    async def check(self) -> None:
        async with self.container.database.read() as connection:
            sessions = await connection.scalar(select(func.count()).select_from(MemberSession))
            question = select(Account.email).where(Account.status == AccountStatus.ACTIVE)
            active = set((await connection.execute(question)).scalars())
        assert sessions == self.sessions
        assert active == self.activated | {self.active.email}


@pytest.mark.slow
async def test_no_session_outside_the_granting_states(
    client: httpx.AsyncClient, container: Container, clock: AdjustableClock
) -> None:
    walk = Walk(client, container, clock, seed=13)
    await walk.prepare()
    for _ in range(STEPS):
        await walk.step()
        await walk.check()
    # The walk must have come through often enough to mean something.
    assert walk.sessions >= 5
    assert len(walk.activated) >= 3
