"""Access tokens: JWT signed with Ed25519, `typ=at+jwt` (RFC 9068), ten minutes."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.errors.authentication import Unauthenticated
from app.security.base64url import encode
from app.security.secrets import HoldsSecrets, Secrets
from app.values.ids import new_id

ALGORITHM = "EdDSA"
TOKEN_TYPE = "at+jwt"  # noqa: S105 - a media type
LIFETIME = timedelta(minutes=10)
REMEMBERED = 10_000
REQUIRED = ["iss", "aud", "sub", "exp", "iat", "jti", "sid", "acr", "amr", "auth_time"]


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """What a valid access token says; the session it names is still checked on each request."""

    account_id: UUID
    session_id: UUID
    expires_at: int


class AccessTokens(HoldsSecrets):
    """Signs and verifies. The algorithm is pinned and every claim is required.

    A client sends one token again and again for ten minutes: what a good signature said is
    remembered by the token's hash. Expiry is compared each time, and so is the session, by the
    guards.
    """

    def __init__(
        self, secrets: Secrets, issuer: str, freshest: Callable[[], Secrets] | None = None
    ) -> None:
        self._issuer = issuer
        super().__init__(secrets, freshest)

    def _take(self, secrets: Secrets) -> None:
        self._kid = secrets.signing_key_id
        private = {
            kid: Ed25519PrivateKey.from_private_bytes(seed)
            for kid, seed in secrets.signing_keys.items()
        }
        self._signer = private[self._kid]
        self._public = {kid: key.public_key() for kid, key in private.items()}
        self._remembered: dict[tuple[bytes, str], AccessClaims] = {}

    def issue(
        self,
        *,
        audience: str,
        account_id: UUID,
        session_id: UUID,
        acr: str,
        amr: list[str],
        authenticated_at: datetime,
        now: datetime,
    ) -> str:
        """A token for one session of one portfolio (its audience)."""
        self._renew()
        issued = int(now.timestamp())
        claims = {
            "iss": self._issuer,
            "aud": audience,
            "sub": str(account_id),
            "sid": str(session_id),
            "iat": issued,
            "exp": issued + int(LIFETIME.total_seconds()),
            "jti": str(new_id()),
            "acr": acr,
            "amr": amr,
            "auth_time": int(authenticated_at.timestamp()),
        }
        headers = {"typ": TOKEN_TYPE, "kid": self._kid}
        return jwt.encode(claims, self._signer, algorithm=ALGORITHM, headers=headers)

    def verify(self, token: str, *, audience: str, now: datetime) -> AccessClaims:
        """The claims of a token that is ours, of this portfolio, and not over.

        Expiry is read from the product's clock, not the library's.

        Raises:
            Unauthenticated: for every other token, without saying why.
        """
        key = (hashlib.sha256(token.encode()).digest(), audience)
        claims = self._remembered.get(key)
        if claims is None:
            claims = self._remember(key, self._check(token, audience))
        if claims.expires_at <= now.timestamp():
            raise Unauthenticated
        return claims

    def _remember(self, key: tuple[bytes, str], claims: AccessClaims) -> AccessClaims:
        if len(self._remembered) >= REMEMBERED:
            del self._remembered[next(iter(self._remembered))]
        self._remembered[key] = claims
        return claims

    def _check(self, token: str, audience: str) -> AccessClaims:
        try:
            header = jwt.get_unverified_header(token)
            if header.get("typ") != TOKEN_TYPE or header.get("alg") != ALGORITHM:
                raise Unauthenticated
            claims = jwt.decode(
                token,
                self._key_of(header["kid"]),
                algorithms=[ALGORITHM],
                audience=audience,
                issuer=self._issuer,
                options={
                    "require": REQUIRED,
                    "verify_exp": False,
                    "verify_iat": False,
                    "enforce_minimum_key_length": True,
                },
            )
            return AccessClaims(
                account_id=UUID(claims["sub"]),
                session_id=UUID(claims["sid"]),
                expires_at=int(claims["exp"]),
            )
        except (jwt.InvalidTokenError, KeyError, ValueError, TypeError, AttributeError):
            raise Unauthenticated from None

    def _key_of(self, kid: str) -> Ed25519PublicKey:
        if kid not in self._public:
            self._renew()
        return self._public[kid]

    def public_keys(self) -> list[dict[str, str]]:
        """The JWKS (RFC 7517, RFC 8037) other services verify with."""
        self._renew()
        return [_jwk(kid, key) for kid, key in sorted(self._public.items())]


def _jwk(kid: str, key: Ed25519PublicKey) -> dict[str, str]:
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {
        "kty": "OKP",
        "crv": "Ed25519",
        "use": "sig",
        "alg": ALGORITHM,
        "kid": kid,
        "x": encode(raw),
    }
