"""Row 10: who knows the password alone never gets a code: the client does not choose where an SMS
goes, and no answer tells whether the number was right.
"""

from typing import Any

import httpx

from app.container import Container
from tests.clock import AdjustableClock
from tests.factories.accounts import (
    MadeAccount,
    deliver,
    log_in,
    make_active_account,
    messages_to,
    steps_of,
)

OWN = "0639985555"
MASKED = {"id", "secret", "expires_at", "resend_available_at", "request_id"}
INTERNATIONAL = ["+33639985555", "0033639985555", "+33 6 39 98 55 55", "tel:+33-6-39-98-55-55"]
SEPARATORS = ["", " ", "-", ".", "/", "\u00a0", "\u2009", "\u2011", "  ", " - "]


def spellings() -> list[str]:
    pairs = [OWN[i : i + 2] for i in range(0, 10, 2)]
    national = [separator.join(pairs) for separator in SEPARATORS]
    wrapped = [
        form.format(number) for number in national for form in ("({})", "{};ext=1", "Tel {}")
    ]
    wide = ["".join(chr(ord(digit) + 0xFEE0) for digit in OWN)]
    mixed = [
        "+33 (0)6 39 98 55 55",
        "+33(0)639985555",
        "33639985555",
        "+330639985555",
        "06+39985555",
    ]
    return list(dict.fromkeys([*national, *wrapped, *INTERNATIONAL, *wide, *mixed, "0639985555x2"]))


def masked(response: httpx.Response) -> tuple[int, dict[str, Any]]:
    body = {key: "…" if key in MASKED else value for key, value in response.json().items()}
    return response.status_code, body


async def walk(client: httpx.AsyncClient, account: MadeAccount, phone: str) -> list[Any]:
    """Everything a flow answers after this number, the code always wrong."""
    path, headers = steps_of((await log_in(client, account)).json()["flow"])
    answers = [masked(await client.post(f"{path}/phone", json={"phone": phone}, headers=headers))]
    answers.append(masked(await client.get(path, headers=headers)))
    for step, body in [("verify", {"code": "000000"}), ("code", {"channel": "sms"})]:
        response = await client.post(f"{path}/{step}", json=body, headers=headers)
        answers.append({**response.json(), "instance": "…", "request_id": "…"}["code"])
    return answers


async def test_fifty_spellings_of_the_thiefs_number_get_nothing(
    client: httpx.AsyncClient, container: Container, clock: AdjustableClock
) -> None:
    account = await make_active_account(container)
    tried = spellings()
    assert len(tried) >= 50
    seen = []
    for start in range(0, len(tried), 5):
        path, headers = steps_of((await log_in(client, account)).json()["flow"])
        for place, phone in enumerate(tried[start : start + 5]):
            answer = await client.post(f"{path}/phone", json={"phone": phone}, headers=headers)
            seen.append((answer.status_code, answer.json()["submissions_left"] + place))
        await deliver(container)
        clock.advance(minutes=5)
    assert set(seen) == {(202, 4)}
    assert sms_recipients(container) == []
    await walk(client, account, account.phone)
    await deliver(container)
    assert sms_recipients(container) == [account.phone]


def sms_recipients(container: Container) -> list[str]:
    assert container.mailbox
    return [message["to"] for message in container.mailbox.read() if message["channel"] == "sms"]


async def test_the_right_and_a_wrong_number_are_answered_alike(
    client: httpx.AsyncClient, container: Container
) -> None:
    account = await make_active_account(container)
    right = await walk(client, account, account.phone)
    for phone in (OWN, "not a number", "+1 202 555 0100", "08 99 12 34 56"):
        assert await walk(client, account, phone) == right


async def test_a_spent_budget_of_the_number_is_not_told(
    client: httpx.AsyncClient, container: Container, clock: AdjustableClock
) -> None:
    clock.set_to("2026-06-01 08:00")
    account = await make_active_account(container)
    answers = [await walk(client, account, account.phone) for _ in range(7)]
    assert all(answer == answers[0] for answer in answers)
    assert len(await messages_to(container, account.phone)) == 5
