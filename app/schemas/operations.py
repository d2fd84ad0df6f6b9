"""Health of the service, and its public keys."""

from typing import Literal

from pydantic import ConfigDict

from app.schemas.base import Read


class LivenessRead(Read):
    """The process answers."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "alive"}]})

    status: Literal["alive"]
    """Always `alive`: a process that is not does not answer."""


class ReadinessRead(Read):
    """The process can serve: its database answers and has this version's schema, its storage
    answers."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "ready"}]})

    status: Literal["ready"]
    """Always `ready`: one that is not answers 503."""


class SigningKeyRead(Read):
    """A JSON Web Key (RFC 7517, RFC 8037)."""

    kty: Literal["OKP"]
    """Key type."""
    crv: Literal["Ed25519"]
    """Curve."""
    use: Literal["sig"]
    """The key verifies signatures."""
    alg: Literal["EdDSA"]
    """The only algorithm accepted."""
    kid: str
    """Key id, as in the header of access tokens."""
    x: str
    """The public key, base64url."""


class SigningKeysRead(Read):
    """A JSON Web Key Set."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "keys": [
                        {
                            "kty": "OKP",
                            "crv": "Ed25519",
                            "use": "sig",
                            "alg": "EdDSA",
                            "kid": "2026-11",
                            "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                        }
                    ]
                }
            ]
        }
    )

    keys: list[SigningKeyRead]
    """The live keys: one, or two during a rotation."""
