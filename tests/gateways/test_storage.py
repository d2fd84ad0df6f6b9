"""Storage: the same promises from a folder and from a bucket."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from app.errors.requests import TemporarilyUnavailable
from app.gateways import s3_storage
from app.gateways.folder_storage import FolderStorage
from app.gateways.s3_storage import S3Storage
from app.gateways.storage import (
    KEY,
    ObjectMissing,
    Storage,
    in_pieces,
    new_key,
    storage_at,
    whole,
)
from tests.buckets import serving_bucket

LARGE = 12 * 1024 * 1024


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    with serving_bucket("espace") as address:
        yield address


@pytest.fixture(params=["folder", "bucket"])
def storage(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Storage:
    if request.param == "folder":
        return storage_at(f"file://{tmp_path}/kept", tmp_path)
    monkeypatch.setenv("AWS_ENDPOINT_URL", request.getfixturevalue("bucket"))
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    monkeypatch.setenv("AWS_REGION", "eu-west-3")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    return storage_at("s3://espace/some/prefix", tmp_path)


async def pieces(*given: bytes) -> AsyncIterator[bytes]:
    for piece in given:
        yield piece


async def cut_short() -> AsyncIterator[bytes]:
    yield b"x" * LARGE
    raise ConnectionResetError


class TestPut:
    async def test_what_is_kept_is_read_again(self, storage: Storage) -> None:
        kept = await storage.put("documents", pieces(b"one ", b"two", b""))
        assert (kept.size, kept.sha256) == (7, hashlib.sha256(b"one two").digest())
        assert KEY.fullmatch(kept.key)
        assert await whole(await storage.open(kept.key)) == b"one two"

    async def test_nothing_at_all_is_a_content_too(self, storage: Storage) -> None:
        kept = await storage.put("documents", pieces())
        assert kept.size == 0
        assert await whole(await storage.open(kept.key)) == b""

    async def test_a_large_content_travels_in_pieces(self, storage: Storage) -> None:
        sent = [os.urandom(700_000) for _ in range(LARGE // 700_000)]
        kept = await storage.put("documents", pieces(*sent))
        digest, number = hashlib.sha256(), 0
        async for piece in await storage.open(kept.key):
            digest.update(piece)
            number += 1
        assert digest.digest() == kept.sha256
        assert number > 2

    async def test_the_same_content_twice_is_two_objects(self, storage: Storage) -> None:
        first, second = [await storage.put("documents", in_pieces(b"x")) for _ in range(2)]
        assert first.key != second.key

    async def test_what_fails_half_way_cannot_be_read(
        self, storage: Storage, tmp_path: Path
    ) -> None:
        with pytest.raises((ConnectionResetError, TemporarilyUnavailable)):
            await storage.put("documents", cut_short())
        if isinstance(storage, FolderStorage):
            assert files_below(tmp_path) == []
        else:
            assert await _listed(storage) == []


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def _listed(storage: Storage) -> list[str]:
    assert isinstance(storage, S3Storage)
    found = await storage._store.list("documents").collect_async()
    return [one["path"] for one in found if one["size"] == LARGE]


class TestOpen:
    @pytest.mark.parametrize(
        "key",
        [
            f"documents/00/{'0' * 32}",
            "../outside",
            "documents/../../outside",
            "/etc/passwd",
            "",
            "documents/00",
            f"documents/00/{'0' * 32}\n",
        ],
    )
    async def test_what_is_not_there_says_so_before_the_first_piece(
        self, storage: Storage, key: str
    ) -> None:
        with pytest.raises(ObjectMissing):
            await storage.open(key)


@asynccontextmanager
async def slow_bucket(pieces: int, pause: float) -> AsyncIterator[str]:
    """The address of a service that sends an object of six pieces, so many of them, a pause before
    each, and then nothing.
    """

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(
            b'HTTP/1.1 200 OK\r\nContent-Length: 393216\r\nETag: "x"\r\n'
            b"Last-Modified: Sat, 14 Mar 2026 11:00:00 GMT\r\n\r\n"
        )
        for _ in range(pieces):
            await asyncio.sleep(pause)
            writer.write(b"x" * 65_536)
            await writer.drain()
        await reader.read()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


class TestSilence:
    @pytest.fixture(autouse=True)
    def _impatient(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("TIMEOUT", "SILENCE"):
            monkeypatch.setattr(s3_storage, name, timedelta(seconds=0.5))
        monkeypatch.setattr(s3_storage, "RETRIES", 0)
        monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")

    async def test_a_bucket_may_send_for_as_long_as_it_sends(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with slow_bucket(pieces=6, pause=0.2) as address:
            monkeypatch.setenv("AWS_ENDPOINT_URL", address)
            content = await whole(await S3Storage("espace", "").open(new_key("documents")))
        assert len(content) == 393_216

    async def test_one_that_falls_silent_ends_the_reading(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with slow_bucket(pieces=2, pause=0) as address:
            monkeypatch.setenv("AWS_ENDPOINT_URL", address)
            opened = await S3Storage("espace", "").open(new_key("documents"))
            with pytest.raises(TemporarilyUnavailable):
                await whole(opened)


class TestDelete:
    async def test_what_is_deleted_is_gone_and_may_be_deleted_again(self, storage: Storage) -> None:
        kept = await storage.put("documents", in_pieces(b"x"))
        other = await storage.put("documents", in_pieces(b"y"))
        for key in (kept.key, kept.key, "../outside"):
            await storage.delete(key)
        with pytest.raises(ObjectMissing):
            await storage.open(kept.key)
        assert await whole(await storage.open(other.key)) == b"y"


class TestCheck:
    async def test_one_that_answers_is_ready(self, storage: Storage) -> None:
        await storage.check()

    async def test_a_folder_that_cannot_be_made_is_not(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(TemporarilyUnavailable):
            await FolderStorage(tmp_path / "file" / "kept").check()
        with pytest.raises(TemporarilyUnavailable):
            await FolderStorage(tmp_path / "file" / "kept").put("documents", in_pieces(b"x"))

    async def test_a_bucket_that_is_not_there_is_not(
        self, bucket: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("AWS_ENDPOINT_URL", bucket)
        monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        with pytest.raises(TemporarilyUnavailable):
            await S3Storage("elsewhere", "").check()


class TestFolder:
    async def test_it_is_for_its_owner_alone(self, tmp_path: Path) -> None:
        kept = await FolderStorage(tmp_path / "kept").put("documents", in_pieces(b"x"))
        path = tmp_path / "kept" / kept.key
        assert [oct(one.stat().st_mode & 0o777) for one in (path, path.parent)] == [
            "0o600",
            "0o700",
        ]

    async def test_content_and_name_are_synchronised_in_that_order(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        done: list[str] = []
        fsync, rename = os.fsync, Path.rename

        def noted_fsync(handle: int) -> None:
            done.append("folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "content")  # noqa: PTH112
            fsync(handle)

        def noted_rename(self: Path, target: Path) -> Path:
            done.append("name")
            return rename(self, target)

        storage = FolderStorage(tmp_path / "kept")
        await storage.put("documents", in_pieces(b"x"))
        monkeypatch.setattr(os, "fsync", noted_fsync)
        monkeypatch.setattr(Path, "rename", noted_rename)
        await storage.put("documents", in_pieces(b"y"))
        assert done[-3:] == ["content", "name", "folder"]


class TestAddress:
    def test_the_default_is_in_the_data_folder(self, tmp_path: Path) -> None:
        storage = storage_at(None, tmp_path)
        assert isinstance(storage, FolderStorage)
        assert storage._root == tmp_path / "storage"

    @pytest.mark.parametrize("url", ["file://host/folder", "s3://", "https://example.org", "kept"])
    def test_anything_else_is_refused(self, url: str, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="ESPACE_STORAGE_URL"):
            storage_at(url, tmp_path)
