"""Contents encrypted in frames: whole, in order, under their own key, or not at all."""

from collections.abc import AsyncIterator

import pytest

from app.security.keyring import SealBroken
from app.security.sealed_streams import (
    FRAME_BYTES,
    TAG_BYTES,
    new_stream_key,
    opened_pieces,
    sealed_pieces,
)

FRAME = FRAME_BYTES + TAG_BYTES
KEY = new_stream_key()
SIZES = (0, 1, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, 3 * FRAME_BYTES, 200_001)


async def pieces(content: bytes, size: int = 10_007) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


async def seal(content: bytes) -> bytes:
    return b"".join([piece async for piece in sealed_pieces(pieces(content), KEY)])


async def unseal(sealed: bytes, key: bytes = KEY) -> bytes:
    return b"".join([piece async for piece in opened_pieces(pieces(sealed), key)])


@pytest.mark.parametrize("size", SIZES)
async def test_what_was_sealed_opens(size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    sealed = await seal(content[:size])
    assert content[:64] not in sealed or not size
    assert await unseal(sealed) == content[:size]


@pytest.mark.parametrize(
    "alter",
    [
        lambda sealed: sealed[:-1] + bytes((sealed[-1] ^ 1,)),
        lambda sealed: bytes((sealed[0] ^ 1,)) + sealed[1:],
        lambda sealed: sealed[: 2 * FRAME],
        lambda sealed: sealed[FRAME:],
        lambda sealed: sealed[FRAME : 2 * FRAME] + sealed[:FRAME] + sealed[2 * FRAME :],
        lambda sealed: sealed[:FRAME] + sealed,
        lambda sealed: sealed + b"\x00",
        lambda _: b"",
    ],
    ids=["end", "start", "cut", "beheaded", "swapped", "repeated", "longer", "nothing"],
)
async def test_what_was_altered_does_not(alter: object) -> None:
    assert callable(alter)
    sealed = alter(await seal(b"x" * (3 * FRAME_BYTES - 5)))
    with pytest.raises(SealBroken):
        await unseal(sealed)


async def test_another_key_opens_nothing() -> None:
    with pytest.raises(SealBroken):
        await unseal(await seal(b"secret"), new_stream_key())
