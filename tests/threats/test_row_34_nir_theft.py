"""Row 34, NIR theft: whoever has the database alone has no NIR, no code, no secret."""

import hashlib
import hmac
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass, field

import httpx
import orjson
import pytest

from app.container import Container
from app.security.keyring import SealBroken
from app.security.sealed_places import SealedPlace
from app.security.secrets import load_secrets
from app.services.key_rotation import KeyRotation
from tests.clock import AdjustableClock
from tests.factories.accounts import (
    PASSWORD,
    account_of,
    deliver,
    log_in,
    start_activation,
    steps_of,
)
from tests.factories.bank_details import IBAN
from tests.factories.dumps import Dump, take_dump
from tests.factories.families import CARD_PAYLOAD, REFUSAL, TOTP_SECRET, RichFamily, rich_family
from tests.factories.feeds import apply_feed, line_body, member_body, nir, statement_body
from tests.factories.imports import ndjson
from tests.factories.operations import NDJSON
from tests.factories.partners import bearing, make_token
from tests.factories.sealed import opened_values, sealed_values

REJECTED_NIR = nir("9912", order=734)
REF_NIR = nir("9911", order=735)
CODE = re.compile(r"\b\d{6}\b")


@dataclass
class Life:
    """What happened, and what must not be found of it."""

    nirs: list[str]
    phones: list[str]
    codes: set[str] = field(default_factory=set)
    letters: list[str] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    dumps: list[Dump] = field(default_factory=list)

    async def look(self, container: Container) -> None:
        """Take a dump, and note what the letters that wait in it say, sealed."""
        waiting = await opened_values(container, SealedPlace.OUTBOX_PAYLOAD)
        texts = [orjson.loads(letter)["text"] for letter in waiting.values()]
        self.letters += texts
        self.codes |= {code for text in texts for code in CODE.findall(text)}
        self.dumps.append(await take_dump(container))


@pytest.fixture
async def life(client: httpx.AsyncClient, container: Container, clock: AdjustableClock) -> Life:
    """A life of the product: feeds, imports, an activation, a login, cards; three looks at it."""
    clock.set_to("2026-03-14 12:00")
    family = await rich_family(container, nir_shown=True)
    life = Life([*family.nirs, family.newcomer_nir, REJECTED_NIR, REF_NIR], [family.account.phone])
    token = await make_token(container, await container.portfolios.at_host("espace.test"))
    life.secrets += [token, PASSWORD, TOTP_SECRET.decode(), CARD_PAYLOAD, REFUSAL, IBAN]
    life.secrets += [family.webhook_secret, family.webhook_secret.removeprefix("whsec_")]
    await send_feeds(client, container, life, bearing(token))
    await activate(client, container, life)
    await come_in(client, container, life, family)
    await life.look(container)
    await deliver(container)
    await life.look(container)
    return life


async def send_feeds(
    client: httpx.AsyncClient, container: Container, life: Life, partner: dict[str, str]
) -> None:
    """A NOEMIE statement, which names people by NIR, and an import with lines that are refused."""
    lines = [line_body(None, nir=life.nirs[2]), line_body(None, nir=life.nirs[0])]
    await apply_feed(container, "statements", "S-2", statement_body("M-1", lines))
    wrong_key = f"{REJECTED_NIR[:13]}{(int(REJECTED_NIR[13:]) % 97) + 1:02d}"
    content = ndjson(
        {"ref": "M-2", **member_body(2, nir=REJECTED_NIR, covers=[])},
        {"ref": REF_NIR, **member_body(3, nir=wrong_key)},
        b'{"nir": "%b"' % REJECTED_NIR.encode(),
        {"ref": "M-4", REJECTED_NIR: REJECTED_NIR, **member_body(4)},
    )
    path, headers = "/partner/v1/imports/members", partner | {"Content-Type": NDJSON}
    imported = await client.post(path, headers=headers, content=content)
    assert imported.json()["rejected"] == 4
    await client.put("/partner/v1/members/M-5", headers=partner, json={"nir": REJECTED_NIR})


async def activate(client: httpx.AsyncClient, container: Container, life: Life) -> None:
    """Somebody invited, who asks for codes by mail and by SMS, and enters a wrong one."""
    await apply_feed(container, "members", "M-6", member_body(6))
    invited = await account_of(container, "M-6")
    life.phones.append(invited.phone)
    for channel in ("email", "sms"):
        flow = await start_activation(client, invited.email)
        life.secrets.append(flow["secret"])
        path, headers = steps_of(flow)
        await client.post(f"{path}/code", json={"channel": channel}, headers=headers)
        await client.post(f"{path}/verify", json={"code": "000000"}, headers=headers)
    await life.look(container)


async def come_in(
    client: httpx.AsyncClient, container: Container, life: Life, family: RichFamily
) -> None:
    """A login by SMS code, a refresh, a card that shows NIRs, an answer that is kept."""
    flow = (await log_in(client, family.account)).json()["flow"]
    path, headers = steps_of(flow)
    await client.post(f"{path}/phone", json={"phone": family.account.phone}, headers=headers)
    known = set(life.codes)
    await life.look(container)
    (code,) = life.codes - known
    opened = (await client.post(f"{path}/verify", json={"code": code}, headers=headers)).json()
    fresh = await client.post("/v1/auth/refresh", json={"refresh_token": opened["refresh_token"]})
    life.secrets += [opened[name] for name in ("access_token", "refresh_token", "device_secret")]
    life.secrets.append(fresh.json()["refresh_token"])
    for path in ("/v1/card", "/v1/card/document"):
        assert (await client.get(path, headers=family.headers)).status_code == 200
    number = (await client.get("/v1/card", headers=family.headers)).json()["beneficiaries"][0]
    key = {"Idempotency-Key": "a-key-of-one-request"}
    body = {"number": number["card_number"], "loss": "lost"}
    kept = await client.post("/v1/card/reissues", json=body, headers=family.headers | key)
    life.letters += [kept.text, *key.values()]


class TestDump:
    async def test_a_thief_finds_no_nir_code_or_secret(
        self, container: Container, life: Life
    ) -> None:
        await KeyRotation(
            container.database, container.keyring, container.clock, container.demo_secrets
        ).reseal(lambda _: None)
        await life.look(container)
        assert len(life.codes) >= 3
        for dump in life.dumps:
            assert dump.places_of(b"Camille"), "what is in clear is found"
            for number in life.nirs:
                assert dump.places_of(number.encode()) == set()
                assert dump.places_of(number[:13].encode()) == set()
            for code in life.codes:
                assert dump.places_of_code(code) == set()
            for secret in (*life.secrets, *life.letters):
                assert dump.places_of(secret.encode()) == set()
            assert dump.places_of(b64decode(CARD_PAYLOAD)) == set()

    async def test_sealed_places_hold_no_phone_and_no_address(self, life: Life) -> None:
        cells = [cell for dump in life.dumps for _, cell in dump.sealed()]
        assert len(cells) > 10
        words = [b"@example.org", *(phone[-9:].encode() for phone in life.phones)]
        assert [word for word in words if any(word in cell for cell in cells)] == []

    def test_the_search_finds_what_lies_open(self) -> None:
        number, code = REF_NIR.encode(), "123456"
        opened = [
            number,
            b'{"nir": "%b"}' % number,
            number.hex().encode(),
            b" ".join(number[at : at + 2] for at in range(0, 15, 2)),
            *(b64encode(bytes(before) + b"|" + number + b"|") for before in range(3)),
        ]
        for content in opened:
            assert Dump([("t.c", content)], {}).places_of(number) == {"t.c"}, content
        assert Dump([("t.c", f"code {code}.".encode())], {}).places_of_code(code) == {"t.c"}
        assert Dump([], {"wal": f"@x #{code}".encode()}).places_of_code(code) == {"wal"}


class TestSeals:
    async def test_a_value_moved_to_another_row_or_column_does_not_open(
        self, container: Container, life: Life
    ) -> None:
        assert life.dumps
        values = {place: await sealed_values(container, place) for place in SealedPlace}
        rows = [row_id for found in values.values() for row_id in found]
        moved = 0
        for place, found in values.items():
            for row_id, sealed in found.items():
                assert container.keyring.open(sealed, place, row_id)
                for other_place, other_row in [
                    *((place, other) for other in rows if other != row_id),
                    *((other, row_id) for other in SealedPlace if other is not place),
                ]:
                    with pytest.raises(SealBroken):
                        container.keyring.open(sealed, other_place, other_row)
                    moved += 1
        assert moved > 50

    async def test_two_of_the_same_number_do_not_look_alike(self, container: Container) -> None:
        family = await rich_family(container)
        same = member_body(8, nir=family.nirs[0], email=None)
        await apply_feed(container, "members", "M-8", same)
        opened = await opened_values(container, SealedPlace.BENEFICIARY_NIR)
        sealed = await sealed_values(container, SealedPlace.BENEFICIARY_NIR)
        alike = [sealed[row] for row, plain in opened.items() if plain == family.nirs[0].encode()]
        assert len(alike) == len(set(alike)) == 2


class TestBlindIndex:
    async def test_it_is_no_hash_that_a_thief_can_compute(
        self, container: Container, life: Life
    ) -> None:
        secrets = load_secrets(container.settings)
        plain = {
            digest
            for number in life.nirs
            for text in (number, number[:13], " ".join(number))
            for digest in plain_hashes(text.encode())
        }
        stored = {
            cell
            for dump in life.dumps
            for place, cell in dump.cells
            if place == "beneficiaries.nir_index" and cell != b"None"
        }
        assert len(stored) >= 3
        assert stored & plain == set()
        for name in ("secret_key", "blind_index_key"):
            key = getattr(secrets, name)
            expected = {hmac.digest(key, n.encode(), "sha256") for n in life.nirs} & stored
            assert bool(expected) is (name == "blind_index_key")
        assert secrets.blind_index_key not in secrets.encryption_keys.values()


def plain_hashes(text: bytes) -> set[bytes]:
    """What anybody can compute of a text, cut to the size of the index."""
    names = hashlib.algorithms_available - {"shake_128", "shake_256"}
    hashes = {hashlib.new(name, text, usedforsecurity=False).digest() for name in names}
    hashes |= {hmac.digest(key, text, "sha256") for key in (b"", bytes(32), text)}
    return {digest[:32] for digest in hashes}
