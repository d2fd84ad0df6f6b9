"""Where files are kept: documents, later attachments and exports. Nobody chooses a key.

A key is random, made when the content is kept, and never used again: nothing is overwritten, and
no name that a client gave ever becomes a path. Contents travel in pieces; none is held whole.
"""

import hashlib
import re
import secrets
from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

KEY = re.compile(r"[a-z][a-z-]{0,31}/[0-9a-f]{2}/[0-9a-f]{32}")
CHUNK_BYTES = 65_536
RETRY_SECONDS = 5


class ObjectMissing(LookupError):
    """Nothing is kept under this key."""


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What was kept: its key, its size in bytes, and the SHA-256 of its content."""

    key: str
    size: int
    sha256: bytes


class Storage(Protocol):
    """Keeps contents under keys of its own.

    Every method raises `TemporarilyUnavailable` when the storage does not answer.
    """

    async def put(self, folder: str, content: AsyncIterable[bytes]) -> StoredObject:
        """Keep a content, whole and durable once this returns; what `content` raises leaves
        nothing behind that could be read.
        """

    async def open(self, key: str) -> AsyncIterator[bytes]:
        """The content, in pieces.

        Raises:
            ObjectMissing: before the first piece.
        """

    async def delete(self, key: str) -> None:
        """Forget a content; harmless when there is none."""

    async def check(self) -> None:
        """Return when contents can be kept and read."""


def new_key(folder: str) -> str:
    """A key nobody can guess; spread over 256 folders, since file systems like them small."""
    name = secrets.token_hex(16)
    return f"{folder}/{name[:2]}/{name}"


def checked_key(key: str) -> str:
    """The key, if it is one of ours.

    Raises:
        ObjectMissing: anything else, so that no key leads out of the storage.
    """
    if not KEY.fullmatch(key):
        raise ObjectMissing
    return key


class Measured:
    """A content on its way in: its size and its SHA-256 are known once it has passed."""

    def __init__(self, content: AsyncIterable[bytes]) -> None:
        self._content = content
        self._hash = hashlib.sha256()
        self._size = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._content:
            self._hash.update(piece)
            self._size += len(piece)
            yield piece

    def as_stored(self, key: str) -> StoredObject:
        """What was kept under the key."""
        return StoredObject(key, self._size, self._hash.digest())


async def in_pieces(content: bytes) -> AsyncIterator[bytes]:
    """A content that is in memory already."""
    yield content


async def whole(pieces: AsyncIterable[bytes]) -> bytes:
    """A content small enough to be held."""
    return b"".join([piece async for piece in pieces])


def storage_at(url: str | None, data_dir: Path) -> Storage:
    """The storage of the settings; a folder of the data folder when none is named.

    Raises:
        ValueError: neither `file:///folder` nor `s3://bucket/prefix`.
    """
    if url is None:
        return _folder(data_dir / "storage")
    parts = urlsplit(url)
    if parts.scheme == "file" and not parts.netloc and parts.path:
        return _folder(Path(unquote(parts.path)))
    if parts.scheme == "s3" and parts.netloc:
        # Only where it is used: the library is a large one.
        from app.gateways.s3_storage import S3Storage  # noqa: PLC0415

        return S3Storage(parts.netloc, parts.path.strip("/"))
    raise ValueError("ESPACE_STORAGE_URL is file:///folder or s3://bucket/prefix")


def _folder(path: Path) -> Storage:
    from app.gateways.folder_storage import FolderStorage  # noqa: PLC0415 - it needs this module

    return FolderStorage(path)
