"""Random walks over the ways in, with books of their own, much simpler than the product.

The books say what each flow really proved. After each step they are compared with what was
answered and with what the database holds: a session, a password, a phone or an e-mail that the
books cannot explain is a hole.
"""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
import pyotp
from sqlalchemy import func, select

from app.container import Container
from app.models.account import Account
from app.models.session import MemberSession
from app.values.accounts import AccountStatus
from tests.clock import AdjustableClock
from tests.factories.accounts import (
    CODE,
    PASSWORD,
    account_of,
    deliver,
    enrol_totp,
    make_active_account,
)
from tests.factories.feeds import apply_feed, member_body

INVITED = 10
WRONG_PHONE, SPARE_PHONE = "06 39 98 99 99", "06 39 98 77 01"
IN_FULL = {WRONG_PHONE: "+33639989999", SPARE_PHONE: "+33639987701"}
BIRTH_DATE = "1986-05-14"
PASSWORDS = [
    PASSWORD,
    "sept marmottes sur le glacier bleu",
    "quatre saisons sous le grand tilleul",
    "un vieux phare tourne dans la brume",
]
PAUSES = {5: 8, 31: 8, 61: 4, 200: 3, 4_000: 2, 90_000: 2, 300_000: 1}
"""Seconds to wait, and how often: codes, flows, recoveries and freezes end in turn."""
NEXT = {
    "enter_code": "verify_right",
    "choose_channel": "code_email",
    "confirm_phone": "phone_right",
    "enrol_phone": "phone_right",
    "choose_password": "password",
}
"""What somebody who means well does next."""
WEIGHTS = {
    "next": 30,
    "verify_right": 4,
    "verify_wrong": 3,
    "verify_foreign": 3,
    "phone_right": 8,
    "phone_wrong": 2,
    "code_sms": 4,
    "code_email": 5,
    "password": 5,
    "totp_right": 2,
    "totp_wrong": 1,
    "recovery_code": 1,
    "passkey": 1,
    "wait": 3,
    "new_login": 4,
    "bad_login": 1,
    "new_activation": 3,
    "new_reset": 3,
    "new_step_up": 2,
    "new_phone_change": 2,
    "new_email_change": 2,
    "new_recovery": 2,
    "make_codes": 1,
    "log_out": 1,
}
FACTOR_KINDS = {"login", "step_up"}
Answer = dict[str, Any]


@dataclass
class Person:
    """What the books know of an account."""

    id: UUID
    email: str
    phone: str | None
    member_number: str
    password: str = PASSWORD
    active: bool = False
    totp: str | None = None
    codes: list[str] = field(default_factory=list)
    sessions: dict[str, str] = field(default_factory=dict)
    """Open sessions by id, with their newest access token."""
    changes: int = 0
    """How often the ways in changed: flows begun before are worthless."""


@dataclass
class Walked:
    """A flow, and what was really proved in it."""

    kind: str
    person: Person
    id: str
    secret: str
    began_at_change: int
    session: str | None = None
    code: str | None = None
    sent_to: str | None = None
    number_given: bool = False
    email_proved: bool = False
    enrolling: str | None = None
    proved: bool = False
    target: str | None = None
    next_step: str = ""
    log: list[str] = field(default_factory=list)


class Walk:
    """One walk over one database; the same seed takes the same steps."""

    def __init__(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock, seed: int
    ) -> None:
        self.client, self.container, self.clock = client, container, clock
        self.random = random.Random(seed)  # noqa: S311 - a walk to be repeated, not a secret
        self.flows: list[Walked] = []
        self.people: list[Person] = []
        self._touched: Walked | None = None
        """The flow that the step just taken was about: codes that leave are of it."""
        self.opened = 0
        self.done: dict[str, int] = {}

    async def prepare(self) -> None:
        active = await make_active_account(self.container)
        first = Person(active.id, active.email, active.phone, "00000001", active=True)
        first.totp = await enrol_totp(self.container, active)
        self.people.append(first)
        for place in range(INVITED):
            number = 100 + place
            phone = {} if place % 2 else {"phone": None}
            body = member_body(number, **phone)
            await apply_feed(self.container, "members", f"M-{number}", body)
            made = await account_of(self.container, f"M-{number}")
            self.people.append(
                Person(made.id, made.email, made.phone or None, body["member_number"])
            )
        await self._messages()

    async def step(self) -> None:
        names, weights = zip(*WEIGHTS.items(), strict=True)
        name = self.random.choices(names, weights)[0]
        if name == "wait":
            seconds = self.random.choices([*PAUSES], [*PAUSES.values()])[0]
            self.clock.advance(seconds=seconds)
            return
        if name.startswith("new_") or name in {"bad_login", "make_codes", "log_out"}:
            await self._start(name)
        elif self.flows:
            await self._continue(name, self.random.choice(self.flows[-4:]))
        await self._note_messages()

    async def check(self) -> None:
        """What the database holds is what the books explain."""
        async with self.container.database.read() as connection:
            total = await connection.scalar(select(func.count()).select_from(MemberSession))
            question = select(MemberSession.id).where(MemberSession.ended_at.is_(None))
            open_ones = {str(row) for row in (await connection.execute(question)).scalars()}
            columns = (Account.id, Account.email, Account.phone, Account.status)
            accounts = (await connection.execute(select(*columns))).all()
        assert total == self.opened
        assert open_ones == {session for one in self.people for session in one.sessions}
        found = {
            row.id: (row.email, row.phone, row.status is AccountStatus.ACTIVE) for row in accounts
        }
        assert found == {one.id: (one.email, one.phone, one.active) for one in self.people}

    async def _start(self, name: str) -> None:
        starts: dict[str, Callable[[], Awaitable[None]]] = {
            "new_login": self._log_in,
            "bad_login": self._log_in_badly,
            "new_activation": self._activate,
            "new_reset": self._reset,
            "new_step_up": self._step_up,
            "new_phone_change": self._change_phone,
            "new_email_change": self._change_email,
            "new_recovery": self._recover,
            "make_codes": self._make_codes,
            "log_out": self._log_out,
        }
        await starts[name]()

    async def _log_in(self) -> None:
        person = self._somebody()
        body = {"email": person.email, "password": person.password, "client": "native"}
        answer = await self._post("/v1/auth/login", body)
        assert "access_token" not in answer
        if answer.get("status") == "step_up_required":
            assert person.active
            self._follow("login", person, answer["flow"])

    async def _log_in_badly(self) -> None:
        person = self._somebody()
        body = {"email": person.email, "password": "not the password", "client": "native"}
        answer = await self._post("/v1/auth/login", body)
        assert answer["code"] in {"invalid_credentials", "too_many_attempts"}

    async def _activate(self) -> None:
        person = self._somebody()
        answer = await self._post("/v1/auth/activations", {"email": person.email})
        self._follow("activation", person, answer)

    async def _reset(self) -> None:
        person = self._somebody()
        answer = await self._post("/v1/auth/password-resets", {"email": person.email})
        if "id" in answer:
            self._follow("password_reset", person, answer)

    async def _step_up(self) -> None:
        await self._start_signed_in("step_up", "/v1/auth/step-up", None, None)

    async def _change_phone(self) -> None:
        number = f"+336399{self.random.randrange(80_000, 90_000)}"
        await self._start_signed_in(
            "phone_change", "/v1/me/phone-changes", {"phone": number}, number
        )

    async def _change_email(self) -> None:
        address = f"other-{self.random.randrange(10**6)}@example.org"
        await self._start_signed_in(
            "email_change", "/v1/me/email-changes", {"email": address}, address
        )

    async def _start_signed_in(
        self, kind: str, path: str, body: dict[str, str] | None, target: str | None
    ) -> None:
        found = self._somebody_signed_in()
        if found is None:
            return
        person, session, token = found
        answer = await self._post(path, body, {"Authorization": f"Bearer {token}"})
        if "id" in answer:
            flow = self._follow(kind, person, answer)
            flow.session, flow.target = session, target
            flow.enrolling = target if kind == "phone_change" else None

    async def _recover(self) -> None:
        logins = [flow for flow in self.flows[-6:] if flow.kind == "login"]
        if not logins:
            return
        login = self.random.choice(logins)
        right = self.random.random() < 0.8
        number = login.person.member_number if right else "999"
        answer = await self._post(
            f"/v1/auth/flows/{login.id}/phone-recovery",
            {"member_number": number, "birth_date": BIRTH_DATE},
            {"Flow-Secret": login.secret},
        )
        if "id" in answer:
            assert right, login.log
            assert login.began_at_change == login.person.changes, login.log
            self._follow("phone_recovery", login.person, answer)

    async def _make_codes(self) -> None:
        found = self._somebody_signed_in()
        if found is None:
            return
        person, session, token = found
        headers = {"Authorization": f"Bearer {token}"}
        answer = await self._post("/v1/me/recovery-codes", None, headers)
        if "codes" in answer:
            person.codes = answer["codes"]
            self._changed(person, keep=session)

    async def _log_out(self) -> None:
        found = self._somebody_signed_in()
        if found is None:
            return
        person, session, token = found
        headers = {"Authorization": f"Bearer {token}"}
        response = await self.client.post("/v1/auth/logout", headers=headers)
        if response.status_code == 204:
            del person.sessions[session]

    async def _continue(self, name: str, flow: Walked) -> None:
        name = NEXT.get(flow.next_step, "verify_right") if name == "next" else name
        operation, _, variant = name.partition("_")
        self._touched, person = flow, flow.person
        right_phone = flow.enrolling or person.phone or SPARE_PHONE
        others = [one.code for one in self.flows if one is not flow and one.code]
        wrong = f"{(int(flow.code or 0) + 1) % 1_000_000:06d}"
        totp = pyotp.TOTP(person.totp).at(self.clock.now()) if person.totp else "000000"
        bodies: dict[str, dict[str, Any]] = {
            "verify_right": {"code": flow.code or "000000"},
            "verify_wrong": {"code": wrong},
            "verify_foreign": {"code": self.random.choice(others or ["111111"])},
            "phone_right": {"phone": right_phone},
            "phone_wrong": {"phone": WRONG_PHONE},
            "password": {"password": self.random.choice(PASSWORDS)},
            "totp_right": {"code": totp},
            "totp_wrong": {"code": f"{(int(totp) + 1) % 1_000_000:06d}"},
            "recovery_code": {"code": self.random.choice(person.codes or ["aaaa-aaaa-aaaa"])},
            "passkey": PASSKEY,
        }
        body = bodies.get(name) or {"channel": variant}
        step = "recovery-code" if name == "recovery_code" else operation
        answer = await self._post(
            f"/v1/auth/flows/{flow.id}/{step}", body, {"Flow-Secret": flow.secret}
        )
        flow.log.append(f"{name}: {answer.get('code', 'ok')}")
        if "request_id" not in answer:
            flow.next_step = answer.get("flow", answer).get("next_step", "")
            self._accept(name, flow, body, answer)

    def _accept(self, name: str, flow: Walked, body: dict[str, Any], answer: Answer) -> None:
        """The step was accepted: the books must know why."""
        if "access_token" in answer:
            self._accept_session(name, flow, body, answer)
        elif name.startswith("verify"):
            self._accept_code(flow, body, answer)
        elif name == "password":
            self._accept_password(flow, body)
        elif name.startswith("phone"):
            number = IN_FULL.get(body["phone"], body["phone"])
            flow.number_given = number == flow.person.phone
            if flow.kind in {"activation", "phone_change", "phone_recovery"}:
                flow.enrolling = number

    def _accept_session(
        self, name: str, flow: Walked, body: dict[str, Any], answer: Answer
    ) -> None:
        person = flow.person
        assert flow.kind in FACTOR_KINDS, flow.log
        assert person.active, flow.log
        assert flow.began_at_change == person.changes, flow.log
        if name.startswith("verify"):
            assert flow.number_given, flow.log
            assert body["code"] == flow.code, flow.log
        elif name == "recovery_code":
            person.codes.remove(body["code"])
        else:
            assert name == "totp_right", flow.log
        session = answer["session"]["id"]
        if flow.kind == "step_up":
            assert session == flow.session, flow.log
            assert session in person.sessions, flow.log
        else:
            self.opened += 1
        person.sessions[session] = answer["access_token"]
        flow.code = None
        self._count(flow.kind)

    def _accept_code(self, flow: Walked, body: dict[str, Any], answer: Answer) -> None:
        person, reached = flow.person, answer["flow"]["next_step"]
        assert flow.kind not in FACTOR_KINDS, flow.log
        assert body["code"] == flow.code, flow.log
        assert flow.began_at_change == person.changes, flow.log
        flow.code = None
        if reached == "choose_password":
            assert flow.kind in {"activation", "password_reset"}, flow.log
            flow.proved = True
        elif reached == "enrol_phone":
            flow.email_proved = True
        elif flow.kind == "email_change" and reached == "enter_code":
            assert flow.sent_to == person.email, flow.log
            flow.email_proved = True
        elif flow.kind == "email_change":
            assert flow.email_proved, flow.log
            assert flow.sent_to == flow.target, flow.log
            person.email = flow.target or ""
            self._changed(person, keep=flow.session)
            self._count(flow.kind)
        else:
            assert flow.kind == "phone_change" or flow.email_proved, flow.log
            assert flow.sent_to == flow.enrolling, flow.log
            person.phone = flow.enrolling
            self._changed(person, keep=flow.session)
            self._count(flow.kind)

    def _accept_password(self, flow: Walked, body: dict[str, Any]) -> None:
        person = flow.person
        assert flow.proved, flow.log
        assert flow.began_at_change == person.changes, flow.log
        person.password = body["password"]
        if flow.kind == "activation":
            assert not person.active, flow.log
            person.active = True
            person.phone = flow.enrolling or person.phone
        self._changed(person, keep=None)
        self._count(flow.kind)

    def _changed(self, person: Person, *, keep: str | None) -> None:
        person.changes += 1
        person.sessions = {
            session: token for session, token in person.sessions.items() if session == keep
        }

    def _count(self, kind: str) -> None:
        self.done[kind] = self.done.get(kind, 0) + 1

    def _somebody(self) -> Person:
        active = [person for person in self.people if person.active]
        return self.random.choice([*active, *self.people])

    def _somebody_signed_in(self) -> tuple[Person, str, str] | None:
        signed_in = [
            (person, session, token)
            for person in self.people
            for session, token in person.sessions.items()
        ]
        return self.random.choice(signed_in) if signed_in else None

    def _follow(self, kind: str, person: Person, answer: Answer) -> Walked:
        flow = Walked(kind, person, answer["id"], answer["secret"], person.changes)
        flow.next_step = answer["next_step"]
        self.flows.append(flow)
        self._touched = flow
        return flow

    async def _note_messages(self) -> None:
        for to, text in await self._messages():
            found = CODE.search(text)
            if found and self._touched:
                self._touched.code, self._touched.sent_to = found[0], to

    async def _messages(self) -> list[tuple[str, str]]:
        await deliver(self.container)
        assert self.container.mailbox
        messages = [(message["to"], message["text"]) for message in self.container.mailbox.read()]
        (self.container.settings.data_dir / "mailbox.ndjson").unlink(missing_ok=True)
        return messages[::-1]

    async def _post(
        self, path: str, body: dict[str, Any] | None, headers: dict[str, str] | None = None
    ) -> Answer:
        stranger = f"198.51.{self.random.randrange(256)}.{self.random.randrange(256)}"
        headers = {**(headers or {}), "X-Forwarded-For": stranger}
        response = await self.client.post(path, json=body, headers=headers)
        assert response.status_code < 500, response.text
        answer: Answer = response.json()
        return answer


PASSKEY: dict[str, Any] = {
    "credential": {
        "id": "AAAA",
        "rawId": "AAAA",
        "type": "public-key",
        "response": {"clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "AAAA"},
        "clientExtensionResults": {},
    }
}
