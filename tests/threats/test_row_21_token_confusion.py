"""Row 21: an access token of another algorithm, type, audience, key or shape is refused."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
)

from app.container import Container
from app.security.access_tokens import REQUIRED
from app.security.secrets import load_secrets
from app.values.ids import new_id
from tests.clock import AdjustableClock
from tests.factories.accounts import make_active_account, sign_in
from tests.factories.feeds import make_portfolio

Claims = dict[str, Any]
STRANGER = Ed25519PrivateKey.generate()


class Forge:
    """A genuine token taken apart, and put together again in other ways."""

    def __init__(self, container: Container, token: str) -> None:
        secrets = load_secrets(container.settings)
        self.kid = secrets.signing_key_id
        self.key = Ed25519PrivateKey.from_private_bytes(secrets.signing_keys[self.kid])
        self.claims: Claims = jwt.decode(token, options={"verify_signature": False})
        self.headers = {"typ": "at+jwt", "kid": self.kid}

    def signed(self, changes: Claims | None = None, **headers: Any) -> str:
        return self.by(self.key, changes, **headers)

    def by(self, key: Ed25519PrivateKey, changes: Claims | None = None, **headers: Any) -> str:
        """Signed by hand: the library would refuse to make most of these. None leaves out."""
        header = {"alg": "EdDSA", **self.headers, **headers}
        body = f"{_part(header)}.{_part({**self.claims, **(changes or {})})}"
        return f"{body}.{_base64(key.sign(body.encode()))}"

    def unsigned(self) -> str:
        header = {"alg": "none", **self.headers}
        return f"{_part(header)}.{_part(self.claims)}."

    def by_public_key(self) -> str:
        public = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        body = f"{_part({'alg': 'HS256', **self.headers})}.{_part(self.claims)}"
        digest = hmac.new(public, body.encode(), hashlib.sha256).digest()
        return f"{body}.{_base64(digest)}"

    def stripped(self) -> str:
        return self.signed().rpartition(".")[0] + "."


def _part(value: dict[str, Any]) -> str:
    present = {name: item for name, item in value.items() if item is not None}
    return _base64(json.dumps(present).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


FORGERIES: dict[str, Callable[[Forge], str]] = {
    "no signature": Forge.unsigned,
    "signature cut off": Forge.stripped,
    "public key as HMAC secret": Forge.by_public_key,
    "another key": lambda forge: forge.by(STRANGER),
    "unknown kid": lambda forge: forge.signed(kid="stranger"),
    "kid as a path": lambda forge: forge.signed(kid="../../etc/passwd"),
    "no kid": lambda forge: forge.signed(kid=None),
    "another alg in the header": lambda forge: forge.signed(alg="ES256"),
    "typ of an ID token": lambda forge: forge.signed(typ="JWT"),
    "no typ": lambda forge: forge.signed(typ=None),
    "critical header": lambda forge: forge.signed(crit=["b64"], b64=False),
    "another issuer": lambda forge: forge.signed({"iss": "https://evil.example"}),
    "another audience": lambda forge: forge.signed({"aud": "other"}),
    "several audiences, not ours": lambda forge: forge.signed({"aud": ["a", "b"]}),
    "over": lambda forge: forge.signed({"exp": forge.claims["iat"] - 1}),
    "exp as text": lambda forge: forge.signed({"exp": "tomorrow"}),
    "somebody else's session": lambda forge: forge.signed({"sid": str(new_id())}),
    "somebody else's account": lambda forge: forge.signed({"sub": str(new_id())}),
    "sid that is no id": lambda forge: forge.signed({"sid": "1 OR 1=1"}),
    **{
        f"without {claim}": lambda forge, claim=claim: forge.signed({claim: None})  # type: ignore[misc]
        for claim in REQUIRED
    },
    "not a token": lambda _forge: "a.b.c",
    "empty parts": lambda _forge: "..",
}


async def status_with(client: httpx.AsyncClient, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    return (await client.get("/v1/home", headers=headers)).status_code


async def test_every_forgery_is_401_and_the_genuine_token_is_not(
    client: httpx.AsyncClient, container: Container
) -> None:
    headers = await sign_in(container, await make_active_account(container))
    genuine = headers["Authorization"].removeprefix("Bearer ")
    forge = Forge(container, genuine)
    assert await status_with(client, genuine) == 200
    assert await status_with(client, forge.signed()) == 200
    outcomes = {name: await status_with(client, make(forge)) for name, make in FORGERIES.items()}
    assert {name: status for name, status in outcomes.items() if status != 401} == {}


async def test_a_token_of_another_portfolio_is_401(
    client: httpx.AsyncClient, container: Container
) -> None:
    headers = await sign_in(container, await make_active_account(container))
    await make_portfolio(container, code="other", host="other.test")
    elsewhere = await client.get("http://other.test/v1/home", headers=headers)
    assert elsewhere.status_code == 401


async def test_it_ends_after_ten_minutes_by_the_products_clock(
    client: httpx.AsyncClient, container: Container, clock: AdjustableClock
) -> None:
    headers = await sign_in(container, await make_active_account(container))
    clock.advance(minutes=9, seconds=58)
    assert (await client.get("/v1/home", headers=headers)).status_code == 200
    clock.advance(seconds=3)
    assert (await client.get("/v1/home", headers=headers)).status_code == 401


async def test_the_keys_that_verify_are_published(
    client: httpx.AsyncClient, container: Container
) -> None:
    headers = await sign_in(container, await make_active_account(container))
    keys = (await client.get("/.well-known/jwks.json")).json()["keys"]
    token = headers["Authorization"].removeprefix("Bearer ")
    found = {key["kid"]: jwt.PyJWK(key) for key in keys}
    claims = jwt.decode(
        token, found[jwt.get_unverified_header(token)["kid"]], ["EdDSA"], audience="hcr"
    )
    assert UUID(claims["sid"])
    assert all("d" not in key for key in keys)
