"""The demo's active accounts, activated as their owners would: by the API, with the mailed code."""

import os
import re
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.gateways.mailbox import Mailbox
from app.services.demo.feeds import DemoMember
from app.services.dispatch import Dispatcher

if TYPE_CHECKING:
    import httpx  # the client is received; every command would pay for loading it

PASSWORD_FILE = "demo-password.txt"  # noqa: S105 - a file's name
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 4
CODE = re.compile(r"\b\d{6}\b")
ACTIVE = ("alex.bernard@example.org", "sam.petit@example.org")
INVITED = "camille.martin@example.org"
OTHERS = 10


class DemoActivationFailed(Exception):
    """A step of an activation was refused; the message says which and with what code."""


def demo_password(data_dir: Path) -> str:
    """The password of the demo's active accounts: made once per data folder, kept there."""
    path = data_dir / PASSWORD_FILE
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        groups = ("".join(map(secrets.choice, [LETTERS] * GROUP_LENGTH)) for _ in range(GROUPS))
        draft = path.with_suffix(f".{secrets.token_hex(4)}.tmp")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write("-".join(groups) + "\n")
        draft.replace(path)
    return path.read_text().strip()


def has_demo_password(data_dir: Path) -> bool:
    """Whether a demo was loaded from this data folder."""
    return (data_dir / PASSWORD_FILE).exists()


def active_members(members: list[DemoMember]) -> list[DemoMember]:
    """Who will be active: ten others first, the named ones last, so that they tell the end."""
    reachable = [one for one in members if one.email and one.phone and one.email != INVITED]
    named = [one for one in reachable if one.email in ACTIVE]
    others = [one for one in reachable if one.email not in ACTIVE]
    return others[:OTHERS] + named[::-1]


class DemoActivation:
    """Walks people from their invitation to their password.

    `client` speaks to the API inside this process; codes are read in the mailbox, where the
    dispatcher leaves them as it leaves everything.
    """

    def __init__(
        self, client: "httpx.AsyncClient", dispatcher: Dispatcher, mailbox: Mailbox, password: str
    ) -> None:
        self._client = client
        self._dispatcher = dispatcher
        self._mailbox = mailbox
        self._password = password

    async def activate(self, member: DemoMember, place: int) -> None:
        """From e-mail to password.

        Raises:
            DemoActivationFailed: a step was refused.
        """
        # Each at home: the limits per address are for strangers, and stay whole for the visitor.
        home = {"X-Forwarded-For": f"192.0.2.{place}"}
        email = member.email or ""
        flow = await self._post("/v1/auth/activations", {"email": email}, home)
        steps = f"/v1/auth/flows/{flow['id']}"
        headers = {**home, "Flow-Secret": flow["secret"]}
        await self._post(f"{steps}/code", {"channel": "email"}, headers)
        await self.send_messages()
        await self._post(f"{steps}/verify", {"code": self._mailed_code(email)}, headers)
        await self._post(f"{steps}/password", {"password": self._password}, headers)

    async def send_messages(self) -> None:
        """Let everything that waits in the outbox leave."""
        while await self._dispatcher.run_once():
            pass

    def _mailed_code(self, email: str) -> str:
        for message in self._mailbox.read(email):
            if found := CODE.search(message["text"]):
                return found[0]
        raise DemoActivationFailed("no code came by mail")

    async def _post(
        self, path: str, body: dict[str, str], headers: dict[str, str]
    ) -> dict[str, Any]:
        response = await self._client.post(path, json=body, headers=headers)
        if response.is_success:
            answer: dict[str, Any] = response.json() if response.content else {}
            return answer
        code = response.json().get("code") if response.content else None
        raise DemoActivationFailed(f"POST {path} answered {response.status_code} {code}")
