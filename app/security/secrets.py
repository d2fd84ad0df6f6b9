"""The product's secrets: from the environment, read once; or made on disk, for the demo."""

import base64
import fcntl
import json
import os
import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.settings import Settings
from app.values.folders import make_private

KEY_BYTES = 32
DEMO_FILE = "demo-secrets.json"
DEMO_KEYS = "demo-"
"""The demo's key ids are numbered: `demo-1`, `demo-2`…"""


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """Raw keys. Maps go from key id to key; two live ones during a rotation."""

    secret_key: bytes
    blind_index_key: bytes
    encryption_keys: dict[str, bytes]
    encryption_key_id: str
    signing_keys: dict[str, bytes]
    signing_key_id: str


class HoldsSecrets(ABC):
    """Makes its keys of the secrets; makes them anew when a process of the demo changed these."""

    def __init__(self, secrets: Secrets, freshest: Callable[[], Secrets] | None = None) -> None:
        self._secrets = secrets
        self._freshest = freshest
        self._take(secrets)

    @abstractmethod
    def _take(self, secrets: Secrets) -> None:
        """Make the keys."""

    def _renew(self) -> None:
        fresh = self._freshest() if self._freshest else self._secrets
        if fresh is not self._secrets:
            self._take(fresh)
            self._secrets = fresh


class DemoSecrets:
    """The demo's own secrets: a file of the data folder, for its owner alone.

    Made once, so that a restart logs nobody out. A rotation replaces it while servers run: they
    notice, since reading costs no more than asking for the file's state until it changes.
    """

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir
        self._path = data_dir / DEMO_FILE
        self._state: tuple[int, int] | None = None
        self._known: Secrets | None = None

    def read(self) -> Secrets:
        """The secrets as they are now; the same object as long as nobody changed them."""
        state = self._state_of_file()
        if state is None and self._known is None:
            self._make()
            state = self._state_of_file()
        # A folder that was deleted under a running server takes nothing away from it.
        if self._known is None or (state is not None and state != self._state):
            self._known, self._state = _parse(json.loads(self._path.read_text())), state
        return self._known

    def rotate(self, before: Secrets) -> None:
        """New keys seal and sign from now on, unless somebody rotated since `before`.

        The former ones go on opening and verifying. Older ones are dropped: nothing that an older
        encryption key sealed may be left.
        """
        with self._alone():
            now = json.loads(self._path.read_text())
            if _parse(now) == before:
                self._draft(_rotated(now)).replace(self._path)

    def _state_of_file(self) -> tuple[int, int] | None:
        try:
            state = self._path.stat()
        except FileNotFoundError:
            return None
        return state.st_ino, state.st_mtime_ns

    @contextmanager
    def _alone(self) -> Iterator[None]:
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)

    def _make(self) -> None:
        make_private(self._folder)
        first = f"{DEMO_KEYS}1"
        draft = self._draft(
            {
                "secret_key": _random_key(),
                "blind_index_key": _random_key(),
                "encryption_keys": {first: _random_key()},
                "encryption_key_id": first,
                "signing_keys": {first: _random_key()},
                "signing_key_id": first,
            }
        )
        # Two processes may start at once: the first link wins, both read the same file.
        try:
            os.link(draft, self._path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()

    def _draft(self, content: dict[str, object]) -> Path:
        draft = self._path.with_suffix(f".{secrets.token_hex(4)}.tmp")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(content, file)
            file.flush()
            # What a key seals outlives a power cut: so must the key.
            os.fsync(file.fileno())
        return draft


def demo_secrets(settings: Settings) -> DemoSecrets | None:
    """Where the demo keeps the secrets it made; None where the environment gives them."""
    made_on_disk = settings.is_demo and settings.secret_key is None
    return DemoSecrets(settings.data_dir) if made_on_disk else None


def load_secrets(settings: Settings) -> Secrets:
    """The secrets of the settings; the demo profile makes what is missing and keeps it on disk."""
    if demo := demo_secrets(settings):
        return demo.read()
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


def _rotated(now: dict[str, Any]) -> dict[str, object]:
    sealing, signing = now["encryption_key_id"], now["signing_key_id"]
    numbers = [int(key_id.removeprefix(DEMO_KEYS)) for key_id in (sealing, signing)]
    key_id = f"{DEMO_KEYS}{max(numbers) + 1}"
    return {
        **now,
        "encryption_keys": {sealing: now["encryption_keys"][sealing], key_id: _random_key()},
        "encryption_key_id": key_id,
        "signing_keys": {signing: now["signing_keys"][signing], key_id: _random_key()},
        "signing_key_id": key_id,
    }


def _random_key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
