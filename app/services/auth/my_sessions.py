"""Where an account is signed in and known: read, and ended one by one."""

from datetime import datetime
from uuid import UUID

from app.errors.second_factors import DeviceNotFound, SessionNotFound
from app.gateways.clock import Clock
from app.repositories.devices import DeviceReader, DeviceRepository
from app.repositories.sessions import SessionReader, SessionRepository
from app.schemas.sessions import DevicePage, DeviceRead, MemberSessionPage, MemberSessionRead
from app.security.cursors import Cursors
from app.services.audit import AuditRecord, AuditTrail
from app.services.paging import Paging, SortKey
from app.values.audit import AuditAction
from app.values.networks import coarse_network
from app.values.principals import CurrentMember, RequestOrigin

NEWEST: SortKey = {"created_at": datetime.fromisoformat, "id": UUID}


class SessionListService:
    """`listSessions` and `listDevices`, on the read road."""

    def __init__(
        self, sessions: SessionReader, devices: DeviceReader, cursors: Cursors, clock: Clock
    ) -> None:
        self._sessions = sessions
        self._devices = devices
        self._cursors = cursors
        self._clock = clock

    async def list_sessions(
        self, member: CurrentMember, cursor: str | None, limit: int
    ) -> MemberSessionPage:
        """The account's open sessions, newest first.

        Raises:
            InvalidCursor: the cursor is not of this list.
        """
        paging = Paging(self._cursors, f"sessions:{member.account_id}", NEWEST, limit)
        rows = await self._sessions.list_open(
            member.account_id,
            self._clock.now(),
            limit=paging.rows_to_read,
            after=paging.position(cursor),
        )
        items = [
            MemberSessionRead(
                id=row.id,
                current=row.id == member.session_id,
                client=row.client,
                acr=row.acr,
                device_id=row.device_id,
                network=coarse_network(row.network) if row.network else None,
                user_agent=row.user_agent,
                created_at=row.created_at,
                last_used_at=row.rotated_at or row.created_at,
                expires_at=row.expires_at,
            )
            for row in paging.cut(rows)
        ]
        return MemberSessionPage(items=items, next_cursor=paging.next_of(rows))

    async def list_devices(
        self, member: CurrentMember, cursor: str | None, limit: int
    ) -> DevicePage:
        """The account's known browsers and apps, newest first.

        Raises:
            InvalidCursor: the cursor is not of this list.
        """
        paging = Paging(self._cursors, f"devices:{member.account_id}", NEWEST, limit)
        rows = await self._devices.list_live(
            member.account_id,
            self._clock.now(),
            limit=paging.rows_to_read,
            after=paging.position(cursor),
        )
        items = [
            DeviceRead(
                id=row.id,
                current=row.id == member.device_id,
                user_agent=row.user_agent,
                created_at=row.created_at,
                last_used_at=row.last_used_at,
                expires_at=row.expires_at,
            )
            for row in paging.cut(rows)
        ]
        return DevicePage(items=items, next_cursor=paging.next_of(rows))


class SessionEndService:
    """`endSession` and `forgetDevice`, in the unit of work."""

    def __init__(
        self,
        sessions: SessionRepository,
        devices: DeviceRepository,
        audit: AuditTrail,
        clock: Clock,
    ) -> None:
        self._sessions = sessions
        self._devices = devices
        self._audit = audit
        self._clock = clock

    async def end_session(
        self, member: CurrentMember, session_id: UUID, origin: RequestOrigin
    ) -> None:
        """Its tokens are refused from the next request on.

        Raises:
            SessionNotFound: no such open session of this account.
        """
        now = self._clock.now()
        if not await self._sessions.end_own(session_id, member.account_id, "ended", now):
            raise SessionNotFound
        self._record(AuditAction.SESSION_ENDED, member, session_id, origin)

    async def forget_device(
        self, member: CurrentMember, device_id: UUID, origin: RequestOrigin
    ) -> None:
        """Its next login asks for a second factor; its sessions end.

        Raises:
            DeviceNotFound: no such known device of this account.
        """
        now = self._clock.now()
        if not await self._devices.revoke(device_id, member.account_id, now):
            raise DeviceNotFound
        await self._sessions.end_of_device(device_id, "device_forgotten", now)
        self._record(AuditAction.DEVICE_FORGOTTEN, member, device_id, origin)

    def _record(
        self,
        action: AuditAction,
        member: CurrentMember,
        subject_id: UUID,
        origin: RequestOrigin,
    ) -> None:
        self._audit.record(
            AuditRecord.by(member, action, subject_id=subject_id),
            origin,
        )
