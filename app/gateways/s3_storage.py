"""Objects in a bucket that speaks S3: Amazon's, MinIO's, a French host's."""

import os
from collections.abc import AsyncIterable, AsyncIterator
from datetime import timedelta
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

if TYPE_CHECKING:
    from obstore.store import ClientConfig

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

PART_BYTES = 5 * 1024 * 1024
"""Least size of a part of a multipart upload; what is smaller travels in one request."""
TIMEOUT, RETRIED_FOR, RETRIES = timedelta(seconds=10), timedelta(seconds=15), 3
SILENCE = timedelta(seconds=10)
"""How long a bucket may send nothing while it is read; a large file on a slow line is no fault."""
UNBOUNDED = timedelta(days=1)
PROBE = "readiness"
FAILURES = (BaseError, OSError)


class S3Storage:
    """The address of the service, its region and the credentials come from the usual variables:
    `AWS_ENDPOINT_URL`, `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, or the machine's
    role. An object exists once it is whole; parts of an upload that was cut short are cleared by a
    lifecycle rule of the bucket.
    """

    def __init__(self, bucket: str, prefix: str) -> None:
        self._store = _store(bucket, prefix, {"timeout": TIMEOUT})
        self._reading = _store(bucket, prefix, {"timeout": UNBOUNDED, "read_timeout": SILENCE})

    async def put(self, folder: str, content: AsyncIterable[bytes]) -> StoredObject:
        """Keep a content; one that fits in a part is sent in one request, and never overwrites."""
        key, measured = new_key(folder), Measured(content)
        pieces = aiter(measured)
        beginning = bytearray()
        async for piece in pieces:
            beginning += piece
            if len(beginning) > PART_BYTES:
                break
        try:
            if len(beginning) <= PART_BYTES:
                await obstore.put_async(self._store, key, bytes(beginning), mode="create")
            else:
                rest = _following(bytes(beginning), pieces)
                await obstore.put_async(self._store, key, rest, chunk_size=PART_BYTES)
        except FAILURES:
            raise TemporarilyUnavailable(retry_after=RETRY_SECONDS) from None
        return measured.as_stored(key)

    async def open(self, key: str) -> AsyncIterator[bytes]:
        """The content, in pieces."""
        try:
            found = await obstore.get_async(self._reading, checked_key(key))
        except FileNotFoundError:
            raise ObjectMissing from None
        except FAILURES:
            raise TemporarilyUnavailable(retry_after=RETRY_SECONDS) from None
        return _pieces(found)

    async def delete(self, key: str) -> None:
        """Forget a content."""
        try:
            await obstore.delete_async(self._store, checked_key(key))
        except (FileNotFoundError, ObjectMissing):
            return
        except FAILURES:
            raise TemporarilyUnavailable(retry_after=RETRY_SECONDS) from None

    async def check(self) -> None:
        """Return when the bucket can be listed: a missing object would look like a missing one."""
        try:
            await obstore.list_with_delimiter_async(self._store, PROBE)
        except FAILURES:
            raise TemporarilyUnavailable(retry_after=RETRY_SECONDS) from None


def _store(bucket: str, prefix: str, patience: "ClientConfig") -> S3Store:
    return S3Store(
        bucket,
        prefix=prefix or None,
        client_options={
            "connect_timeout": TIMEOUT,
            # The library reads it too, unless options are given.
            "allow_http": os.environ.get("AWS_ALLOW_HTTP", "").lower() == "true",
            **patience,
        },
        retry_config={"max_retries": RETRIES, "retry_timeout": RETRIED_FOR},
    )


async def _following(beginning: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield beginning
    async for piece in rest:
        yield piece


async def _pieces(found: "obstore.GetResult") -> AsyncIterator[bytes]:
    try:
        async for piece in found.stream(min_chunk_size=CHUNK_BYTES):
            yield bytes(piece)
    except FAILURES:
        raise TemporarilyUnavailable(retry_after=RETRY_SECONDS) from None
