"""Files in a folder of this machine, durable once they have their name."""

import os
import tempfile
from collections.abc import AsyncIterable, AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import IO, Any, TypeVar

from anyio import AsyncFile, open_file, to_thread, wrap_file

from app.errors.requests import TemporarilyUnavailable
from app.gateways.storage import (
    CHUNK_BYTES,
    RETRY_SECONDS,
    Measured,
    ObjectMissing,
    StoredObject,
    checked_key,
    new_key,
)
from app.values.folders import make_private

UNFINISHED = ".unfinished-"
T = TypeVar("T")


class FolderStorage:
    """A content is written under a temporary name, synchronised, renamed, and its folder
    synchronised: after a power cut a key has its whole content, or does not exist.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    async def put(self, folder: str, content: AsyncIterable[bytes]) -> StoredObject:
        """Keep a content."""
        key, measured = new_key(folder), Measured(content)
        path = self._root / key
        draft, name = await _to_thread(self._draft, path.parent)
        try:
            async with wrap_file(draft):
                async for piece in measured:
                    await _to_thread(draft.write, piece)
                await _to_thread(_synchronise_file, draft)
            await _to_thread(_rename, name, path)
        except BaseException:
            # Cancellation included; the little that remains of this needs no other thread.
            name.unlink(missing_ok=True)
            raise
        return measured.as_stored(key)

    async def open(self, key: str) -> AsyncIterator[bytes]:
        """The content, in pieces."""
        try:
            file = await open_file(self._root / checked_key(key), "rb")
        except FileNotFoundError:
            raise ObjectMissing from None
        except OSError:
            raise TemporarilyUnavailable(retry_after=RETRY_SECONDS) from None
        return _pieces(file)

    async def delete(self, key: str) -> None:
        """Forget a content."""
        try:
            path = self._root / checked_key(key)
        except ObjectMissing:
            return
        await _to_thread(partial(path.unlink, missing_ok=True))

    async def check(self) -> None:
        """Return when a file can be written here."""
        draft, name = await _to_thread(self._draft, self._root)
        draft.close()
        name.unlink(missing_ok=True)

    def _draft(self, folder: Path) -> tuple[IO[bytes], Path]:
        if not folder.is_dir():
            self._make(folder)
        handle, name = tempfile.mkstemp(prefix=UNFINISHED, dir=folder)
        return os.fdopen(handle, "wb"), Path(name)

    def _make(self, folder: Path) -> None:
        """The folders down to this one, for their owner alone, each synchronised in its parent."""
        make_private(self._root)
        made = self._root
        for part in folder.relative_to(self._root).parts:
            made /= part
            make_private(made)
            _synchronise_folder(made.parent)


async def _to_thread(work: Callable[..., T], *arguments: Any) -> T:
    """Run what may wait for the disk; what the disk refuses is a storage that does not answer."""
    try:
        return await to_thread.run_sync(partial(work, *arguments))
    except OSError:
        raise TemporarilyUnavailable(retry_after=RETRY_SECONDS) from None


async def _pieces(file: AsyncFile[bytes]) -> AsyncIterator[bytes]:
    async with file:
        while piece := await file.read(CHUNK_BYTES):
            yield piece


def _rename(draft: Path, path: Path) -> None:
    draft.rename(path)
    _synchronise_folder(path.parent)


def _synchronise_file(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _synchronise_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
