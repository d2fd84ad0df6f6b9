"""A member's activity: who saw or changed what about the account, from the audit trail."""

from datetime import datetime
from uuid import UUID

from app.repositories.activity import ActivityReader
from app.repositories.base import AnyRow
from app.schemas.activity import ActivityPage, ActivityRead
from app.security.cursors import Cursors
from app.services.paging import Paging, SortKey
from app.values.activity import action_label, actor_seen_by
from app.values.audit import AuditResult
from app.values.networks import coarse_network
from app.values.principals import CurrentMember

NEWEST: SortKey = {"at": datetime.fromisoformat, "id": UUID}


class ActivityService:
    """Reads the trail as the account's holder may see it."""

    def __init__(self, activity: ActivityReader, cursors: Cursors) -> None:
        self._activity = activity
        self._cursors = cursors

    async def list_of(
        self, member: CurrentMember, *, cursor: str | None, limit: int, language: str
    ) -> ActivityPage:
        """A page of entries about the reader's account, by whomever, newest first.

        Raises:
            InvalidCursor: the cursor is not of this list.
        """
        paging = Paging(self._cursors, f"activity:{member.account_id}", NEWEST, limit)
        rows = await self._activity.list_of(
            member.account_id, limit=paging.rows_to_read, after=paging.position(cursor)
        )
        page = paging.cut(rows)
        return ActivityPage(
            items=[_entry(row, member.account_id, language) for row in page],
            next_cursor=paging.next_cursor(rows, [{"at": row.at, "id": row.id} for row in page]),
        )


def _entry(row: AnyRow, account_id: UUID, language: str) -> ActivityRead:
    return ActivityRead(
        id=row.id,
        at=row.at,
        action=row.action,
        label=action_label(row.action, language),
        result=AuditResult(row.result),
        actor=actor_seen_by(account_id, row.actor_kind, row.actor_id),
        network=coarse_network(row.ip) if row.ip else None,
        device_id=row.device_id,
    )
