"""Identifiers: UUIDv7, opaque to clients, ordered by time for the database."""

from uuid import UUID

import uuid_utils

NO_ID = UUID(int=0)


def new_id() -> UUID:
    """A fresh UUIDv7 (RFC 9562)."""
    return UUID(int=uuid_utils.uuid7().int)


def parse_id(text: str) -> UUID:
    """The id a client sent, or an id nobody has.

    An identifier is opaque to clients: one that is not even a UUID is simply absent (404), never
    a validation error that would tell what ours look like.
    """
    try:
        return UUID(text)
    except ValueError:
        return NO_ID


def parse_optional_id(text: str | None) -> UUID | None:
    """The same for an id that may be left out."""
    return None if text is None else parse_id(text)
