"""The product's secrets, read once: from the environment, or made on disk for the demo."""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from app.settings import Settings
from app.values.folders import make_private

KEY_BYTES = 32
DEMO_FILE = "demo-secrets.json"


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """Raw keys. Maps go from key id to key; two live ones during a rotation."""

    secret_key: bytes
    blind_index_key: bytes
    encryption_keys: dict[str, bytes]
    encryption_key_id: str
    signing_keys: dict[str, bytes]
    signing_key_id: str


def load_secrets(settings: Settings) -> Secrets:
    """Secrets of the settings; the demo profile makes what is missing and keeps it on disk."""
    if settings.is_demo and settings.secret_key is None:
        return _parse(_demo_secrets(settings.data_dir))
    return _parse(
        {
            "secret_key": _reveal(settings.secret_key),
            "blind_index_key": _reveal(settings.blind_index_key),
            "encryption_keys": {
                k: v.get_secret_value() for k, v in settings.encryption_keys.items()
            },
            "encryption_key_id": settings.encryption_key_id or "",
            "signing_keys": {k: v.get_secret_value() for k, v in settings.signing_keys.items()},
            "signing_key_id": settings.signing_key_id or "",
        }
    )


def _reveal(secret: object) -> str:
    return secret.get_secret_value() if hasattr(secret, "get_secret_value") else ""


def _parse(raw: dict[str, object]) -> Secrets:
    encryption_keys = _keys("ESPACE_ENCRYPTION_KEYS", raw["encryption_keys"])
    signing_keys = _keys("ESPACE_SIGNING_KEYS", raw["signing_keys"])
    encryption_key_id, signing_key_id = str(raw["encryption_key_id"]), str(raw["signing_key_id"])
    if encryption_key_id not in encryption_keys:
        raise ValueError("ESPACE_ENCRYPTION_KEY_ID names no key of ESPACE_ENCRYPTION_KEYS")
    if signing_key_id not in signing_keys:
        raise ValueError("ESPACE_SIGNING_KEY_ID names no key of ESPACE_SIGNING_KEYS")
    secret_key = _key("ESPACE_SECRET_KEY", str(raw["secret_key"]), exact=False)
    blind_index_key = _key("ESPACE_BLIND_INDEX_KEY", str(raw["blind_index_key"]))
    every = [secret_key, blind_index_key, *encryption_keys.values(), *signing_keys.values()]
    if len(set(every)) < len(every):
        raise ValueError("each key must be its own: one of them serves twice")
    return Secrets(
        secret_key=secret_key,
        blind_index_key=blind_index_key,
        encryption_keys=encryption_keys,
        encryption_key_id=encryption_key_id,
        signing_keys=signing_keys,
        signing_key_id=signing_key_id,
    )


def _keys(name: str, values: object) -> dict[str, bytes]:
    if not isinstance(values, dict):
        raise TypeError(f"{name} must be a map of key ids")
    return {str(key_id): _key(name, str(value)) for key_id, value in values.items()}


def _key(name: str, text: str, *, exact: bool = True) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        raise ValueError(f"{name} is not base64") from None
    if len(key) < KEY_BYTES or (exact and len(key) != KEY_BYTES):
        raise ValueError(f"{name} must be {KEY_BYTES} bytes in base64")
    return key


def _demo_secrets(data_dir: Path) -> dict[str, object]:
    """Made once per data folder, readable by its owner alone, so that a restart logs nobody out."""
    path = data_dir / DEMO_FILE
    if not path.exists():
        make_private(data_dir)
        fresh = {
            "secret_key": _random_key(),
            "blind_index_key": _random_key(),
            "encryption_keys": {"demo-1": _random_key()},
            "encryption_key_id": "demo-1",
            "signing_keys": {"demo-1": _random_key()},
            "signing_key_id": "demo-1",
        }
        draft = path.with_suffix(f".{secrets.token_hex(4)}.tmp")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(fresh, file)
        # Two processes may start at once: the first link wins, both read the same file.
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    loaded: dict[str, object] = json.loads(path.read_text())
    return loaded


def _random_key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
