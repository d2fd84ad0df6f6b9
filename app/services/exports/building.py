"""The building of exports: jobs of the worker."""

import hashlib
import zipfile
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import orjson
from anyio import to_thread

from app.database.database import Database
from app.gateways.clock import Clock
from app.gateways.storage import Storage
from app.repositories.base import AnyRow
from app.repositories.data_exports import DataExportReader, DataExportRepository
from app.security.cursors import Cursors
from app.security.keyring import Keyring
from app.security.sealed_places import SealedPlace
from app.security.sealed_streams import new_stream_key, sealed_pieces
from app.services import notices
from app.services.auth.current_member import seen_family
from app.services.exports.contents import Entry, ExportContents
from app.services.jobs import JobRun, Jobs, Wake
from app.services.outbox import Outbox
from app.services.portfolios import CurrentPortfolio, portfolio_named
from app.services.rendering import DocumentPress
from app.values.data_exports import KEPT, DataExportStatus
from app.values.jobs import JobKind
from app.values.outbox import OutboxChannel
from app.values.principals import CurrentMember, RequestOrigin

FOLDER = "exports"
MANIFEST = "manifest.json"
ALGORITHM = "sha256"


class ExportBuilder:
    """Builds an export, keeps it encrypted, and tells its owner. It states what the owner may see
    in the moment it is built.
    """

    def __init__(
        self,
        database: Database,
        storage: Storage,
        keyring: Keyring,
        cursors: Cursors,
        clock: Clock,
        press: DocumentPress,
        wake: Wake,
    ) -> None:
        self._database = database
        self._storage = storage
        self._keyring = keyring
        self._cursors = cursors
        self._clock = clock
        self._press = press
        self._wake = wake

    async def run(self, run: JobRun) -> None:
        """Build the export, whole or not at all."""
        export_id = run.subject_id
        async with self._database.read() as connection:
            asker = await DataExportReader(connection).find_asker(export_id)
        if asker is None:
            # Built already, or its owner's account is not active any more.
            await self.give_up(export_id)
            return
        portfolio = await portfolio_named(self._database, asker.code)
        archive = Archive(await self._contents(portfolio, asker, export_id).entries(), run)
        key = new_stream_key()
        kept = await self._storage.put(FOLDER, sealed_pieces(archive.pieces(), key))
        finished = False
        try:
            finished = await self._finish(portfolio, asker.email, export_id, kept.key, key, archive)
        finally:
            if not finished:
                await self._storage.delete(kept.key)

    async def give_up(self, subject_id: UUID) -> None:
        """Leave the export as failed, so that another one can be asked for."""
        async with self._database.short_transaction("fail_data_export") as session:
            await DataExportRepository(session).fail(subject_id)

    def _contents(
        self, portfolio: CurrentPortfolio, asker: AnyRow, export_id: UUID
    ) -> ExportContents:
        member = CurrentMember(
            portfolio_id=portfolio.id,
            account_id=asker.account_id,
            member_id=asker.member_id,
            beneficiary_id=asker.beneficiary_id,
            family=seen_family(portfolio, asker, self._clock.now()),
            session_id=asker.session_id,
            device_id=None,
            second_factor_at=None,
            frozen_until=asker.frozen_until,
        )
        origin = RequestOrigin(str(export_id), ip="", user_agent=None)
        return ExportContents(
            self._database,
            self._storage,
            self._keyring,
            self._cursors,
            self._clock,
            self._press,
            portfolio,
            member,
            origin,
        )

    async def _finish(
        self,
        portfolio: CurrentPortfolio,
        email: str,
        export_id: UUID,
        storage_key: str,
        key: bytes,
        archive: "Archive",
    ) -> bool:
        expires_at = self._clock.now() + KEPT
        async with self._database.short_transaction("finish_data_export") as session:
            export = await DataExportRepository(session).lock(export_id)
            if export is None or export.status is not DataExportStatus.PREPARING:
                return False
            export.status = DataExportStatus.READY
            export.expires_at = expires_at
            export.storage_key = storage_key
            export.key_sealed = self._keyring.seal(key, SealedPlace.DATA_EXPORT_KEY, export_id)
            export.size, export.sha256 = archive.size, archive.sha256
            Jobs(session, self._clock, self._wake).plan(
                JobKind.DATA_EXPORT_EXPIRY, export_id, due_at=expires_at
            )
            letter = notices.data_export_ready(portfolio, email)
            outbox = Outbox(session, self._keyring, self._clock, self._wake)
            outbox.post(portfolio.id, OutboxChannel.EMAIL, letter)
        return True


class ExportExpiry:
    """Deletes an export whose time is over."""

    def __init__(self, database: Database, storage: Storage) -> None:
        self._database = database
        self._storage = storage

    async def run(self, run: JobRun) -> None:
        """Delete the file, then forget its key: killed between the two, it is run again."""
        async with self._database.short_transaction("find_expired_export") as session:
            export = await DataExportRepository(session).lock(run.subject_id)
            storage_key = export.storage_key if export else None
        if storage_key is None:
            return
        await self._storage.delete(storage_key)
        async with self._database.short_transaction("expire_data_export") as session:
            export = await DataExportRepository(session).lock(run.subject_id)
            if export is not None:
                export.status = DataExportStatus.EXPIRED
                export.storage_key = export.key_sealed = export.size = export.sha256 = None

    async def give_up(self, subject_id: UUID) -> None:
        """Nothing more: the export cannot be downloaded any longer, and the job tells of it."""


class Archive:
    """A ZIP that is made as it is read: memory holds one file of it at a time."""

    def __init__(self, entries: list[Entry], run: JobRun) -> None:
        self._entries = entries
        self._run = run
        self._hash = hashlib.sha256()
        self._manifest: list[dict[str, Any]] = []
        self.size = 0

    @property
    def sha256(self) -> bytes:
        """Of what was read so far."""
        return self._hash.digest()

    async def pieces(self) -> AsyncIterator[bytes]:
        """The archive; its last file lists the others with size and SHA-256."""
        sink = _Sink()
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
            for number, (name, make) in enumerate(self._entries):
                content = await make()
                if content is not None:
                    await to_thread.run_sync(archive.writestr, name, content)
                    self._list(name, content)
                    yield self._passed(sink.taken())
                await self._run.advance(number + 1, len(self._entries))
            archive.writestr(MANIFEST, self._written_manifest())
        yield self._passed(sink.taken())

    def _list(self, name: str, content: bytes) -> None:
        digest = hashlib.sha256(content).hexdigest()
        self._manifest.append({"name": name, "size": len(content), ALGORITHM: digest})

    def _written_manifest(self) -> bytes:
        return orjson.dumps({"files": self._manifest}, option=orjson.OPT_INDENT_2)

    def _passed(self, piece: bytes) -> bytes:
        self._hash.update(piece)
        self.size += len(piece)
        return piece


class _Sink:
    """Where the archive is written: it can only be written to, and is emptied as it fills."""

    def __init__(self) -> None:
        self._held = bytearray()

    def write(self, piece: bytes) -> int:
        """Take a piece."""
        self._held += piece
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        """What was written since it was asked last."""
        piece = bytes(self._held)
        self._held.clear()
        return piece
