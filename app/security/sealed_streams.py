"""Contents too large to be sealed at once: encrypted in frames, with a key of their own.

AES-256-GCM per frame; the nonce is the frame's number and whether it is the last one (the STREAM
construction of Hoang, Reyhanitabar, Rogaway and Vizár), so that frames neither move, nor repeat,
nor go missing at the end. A key encrypts one content only.
"""

from collections.abc import AsyncIterable, AsyncIterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.security.keyring import SealBroken

FRAME_BYTES = 65_536
TAG_BYTES = 16
KEY_BITS = 256
COUNTER_BYTES = 11


def new_stream_key() -> bytes:
    """A key for one content."""
    return AESGCM.generate_key(KEY_BITS)


async def sealed_pieces(content: AsyncIterable[bytes], key: bytes) -> AsyncIterator[bytes]:
    """The content in encrypted frames."""
    cipher, held, number = AESGCM(key), bytearray(), 0
    async for piece in content:
        held += piece
        # What fills a frame exactly waits: it may turn out to be the last one.
        while len(held) > FRAME_BYTES:
            yield cipher.encrypt(_nonce(number, last=False), bytes(held[:FRAME_BYTES]), None)
            del held[:FRAME_BYTES]
            number += 1
    yield cipher.encrypt(_nonce(number, last=True), bytes(held), None)


async def opened_pieces(sealed: AsyncIterable[bytes], key: bytes) -> AsyncIterator[bytes]:
    """The content, frame by frame.

    Raises:
        SealBroken: altered, cut short, or sealed with another key; before the frame concerned.
    """
    cipher, held, number, whole = AESGCM(key), bytearray(), 0, FRAME_BYTES + TAG_BYTES
    try:
        async for piece in sealed:
            held += piece
            while len(held) > whole:
                yield cipher.decrypt(_nonce(number, last=False), bytes(held[:whole]), None)
                del held[:whole]
                number += 1
        yield cipher.decrypt(_nonce(number, last=True), bytes(held), None)
    except InvalidTag:
        raise SealBroken from None


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(COUNTER_BYTES, "big") + bytes((last,))
