"""Events, and how far each portfolio's are numbered."""

import sqlalchemy as sa
from alembic import op

from app.database.checks import checked
from app.database.types import UTCDateTime

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

KINDS = (
    'account.activated', 'account.closed', 'card.reissued', 'change_request.opened', 'change_request.updated',
    'contact.changed', 'teletransmission.updated',
)


def upgrade() -> None:
    op.create_table('events',
    sa.Column('portfolio_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.BigInteger(), nullable=True),
    sa.Column('kind', checked('kind', KINDS), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('addressee_id', sa.Uuid(), nullable=False),
    sa.Column('about_id', sa.Uuid(), nullable=True),
    sa.Column('occurred_at', UTCDateTime(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('position >= 1', name=op.f('ck_events_position')),
    sa.ForeignKeyConstraint(['portfolio_id'], ['portfolios.id'], name=op.f('fk_events_portfolio_id_portfolios')),
    sa.ForeignKeyConstraint(['addressee_id'], ['beneficiaries.id'], name=op.f('fk_events_addressee_id_beneficiaries')),
    sa.ForeignKeyConstraint(['about_id'], ['beneficiaries.id'], name=op.f('fk_events_about_id_beneficiaries')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_events')),
    sa.UniqueConstraint('portfolio_id', 'position', name=op.f('uq_events_portfolio_id_position'))
    )
    with op.batch_alter_table('events', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_events_addressee_id_position'), ['addressee_id', 'position'], unique=False)
    op.create_table('event_counters',
    sa.Column('portfolio_id', sa.Uuid(), nullable=False),
    sa.Column('last_position', sa.BigInteger(), nullable=False),
    sa.Column('deleted_through', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('last_position >= deleted_through', name=op.f('ck_event_counters_last_position')),
    sa.CheckConstraint('deleted_through >= 0', name=op.f('ck_event_counters_deleted_through')),
    sa.ForeignKeyConstraint(['portfolio_id'], ['portfolios.id'], name=op.f('fk_event_counters_portfolio_id_portfolios')),
    sa.PrimaryKeyConstraint('portfolio_id', name=op.f('pk_event_counters'))
    )


def downgrade() -> None:
    op.drop_table('event_counters')
    op.drop_table('events')
