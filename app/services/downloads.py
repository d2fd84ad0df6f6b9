"""Download links: for a browser that follows an address and sends no bearer token with it.

A slice that has files adds its kind to `FILES`, checks the reader's right to the object, and makes
a link with `link`; whoever follows it within the minute, while the session lasts, has the file.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.database.database import Database
from app.errors.documents import DownloadNotFound
from app.gateways.clock import Clock
from app.gateways.storage import ObjectMissing, Storage
from app.repositories.data_exports import DataExportReader
from app.repositories.documents import DocumentReader
from app.repositories.sessions import SessionReader
from app.security.download_tokens import DownloadClaims, make_token, read_token
from app.security.keyring import Keyring
from app.security.sealed_places import SealedPlace
from app.security.sealed_streams import opened_pieces
from app.services.audit import AuditRecord, AuditTrail
from app.values.audit import ActorKind, AuditAction, AuditResult
from app.values.periods import paris_date
from app.values.principals import CurrentMember, RequestOrigin

LIFETIME = timedelta(seconds=60)
PATH = "/v1/downloads/"
PDF = "application/pdf"
ZIP = "application/zip"


class DownloadKind(IntEnum):
    """What a link can be for. Numbers never change: they stand in tokens."""

    DOCUMENT = 1
    DATA_EXPORT = 2


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it is handed out."""

    storage_key: str
    size: int
    name: str
    media_type: str
    key_sealed: bytes | None = None
    """What it is encrypted with, if it is."""


@dataclass(frozen=True, slots=True)
class DownloadLink:
    """An address to follow before `expires_at`."""

    path: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Download:
    """A file on its way out."""

    file: StoredFile
    pieces: AsyncIterator[bytes]


FindFile = Callable[[AsyncConnection, UUID, UUID, datetime], Awaitable[StoredFile | None]]
"""By portfolio and id, if it may be had in that moment."""


async def _find_document(
    connection: AsyncConnection, portfolio_id: UUID, document_id: UUID, _: datetime
) -> StoredFile | None:
    row = await DocumentReader(connection).find_file(portfolio_id, document_id)
    return StoredFile(row.storage_key, row.size, row.file_name, PDF) if row else None


async def _find_data_export(
    connection: AsyncConnection, portfolio_id: UUID, export_id: UUID, now: datetime
) -> StoredFile | None:
    row = await DataExportReader(connection).find_file(portfolio_id, export_id, now)
    if row is None:
        return None
    name = f"mes-donnees-{paris_date(row.created_at)}.zip"
    return StoredFile(row.storage_key, row.size, name, ZIP, row.key_sealed)


FILES: dict[DownloadKind, FindFile] = {
    DownloadKind.DOCUMENT: _find_document,
    DownloadKind.DATA_EXPORT: _find_data_export,
}
"""Where the file of an object is found, by what it is, in a portfolio."""


class Downloads:
    """Makes links, and follows them."""

    def __init__(
        self, database: Database, storage: Storage, keyring: Keyring, clock: Clock
    ) -> None:
        self._database = database
        self._storage = storage
        self._keyring = keyring
        self._clock = clock

    def link(self, member: CurrentMember, kind: DownloadKind, object_id: UUID) -> DownloadLink:
        """A link for this session to an object that the caller found the member may read."""
        # Whole seconds: what is said and what the token holds are the same moment.
        ends_at = (self._clock.now() + LIFETIME).replace(microsecond=0)
        claims = DownloadClaims(kind, object_id, member.portfolio_id, member.session_id, ends_at)
        return DownloadLink(PATH + make_token(self._keyring, claims), ends_at)

    async def follow(self, portfolio_id: UUID, token: str, origin: RequestOrigin) -> Download:
        """The file; that it was taken leaves a trace before the first byte.

        Raises:
            DownloadNotFound: altered, over, of another portfolio, of a session that ended, or of an
                object that is gone.
        """
        claims = read_token(self._keyring, token)
        now = self._clock.now()
        if claims is None or claims.portfolio_id != portfolio_id or claims.ends_at <= now:
            raise DownloadNotFound
        async with self._database.read() as connection:
            session = await SessionReader(connection).find_current(
                claims.session_id, portfolio_id, now
            )
            find = FILES[DownloadKind(claims.kind)]
            file = await find(connection, portfolio_id, claims.object_id, now)
        if session is None or file is None:
            raise DownloadNotFound
        try:
            pieces = await self._storage.open(file.storage_key)
        except ObjectMissing:
            raise DownloadNotFound from None
        if file.key_sealed is not None:
            place = SealedPlace.DATA_EXPORT_KEY
            key = self._keyring.open(file.key_sealed, place, claims.object_id)
            pieces = opened_pieces(pieces, key)
        async with self._database.short_transaction("follow_download_link") as transaction:
            AuditTrail(transaction, self._keyring, self._clock).record(
                AuditRecord(
                    action=AuditAction.DOWNLOAD_LINK_USED,
                    result=AuditResult.SUCCEEDED,
                    actor_kind=ActorKind.MEMBER,
                    portfolio_id=portfolio_id,
                    actor_id=session.account_id,
                    account_id=session.account_id,
                    subject_id=claims.object_id,
                    session_id=claims.session_id,
                    device_id=session.device_id,
                ),
                origin,
            )
        return Download(file, pieces)
