"""Events of threads."""

import sqlalchemy as sa
from alembic import op

from app.database.checks import change_values

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

KINDS = (
    'account.activated', 'account.closed', 'card.reissued', 'change_request.opened', 'change_request.updated',
    'contact.changed', 'teletransmission.updated',
)
MORE_KINDS = (*KINDS, 'thread.opened', 'thread.updated')


def upgrade() -> None:
    change_values('events', 'kind', MORE_KINDS)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM events WHERE kind IN ('thread.opened', 'thread.updated')"))
    change_values('events', 'kind', KINDS)
