"""Threads of messages, and the inbox over everything asked."""

import sqlalchemy as sa
from alembic import op

from app.database.types import UTCDateTime

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('inbox_entries',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('message', 'claim', 'quote', 'change_request', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('portfolio_id', sa.Uuid(), nullable=False),
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('beneficiary_id', sa.Uuid(), nullable=False),
    sa.Column('asked_by_id', sa.Uuid(), nullable=True),
    sa.Column('topic', sa.String(length=80), nullable=False),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('asked_at', UTCDateTime(), nullable=False),
    sa.Column('updated_at', UTCDateTime(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['asked_by_id'], ['beneficiaries.id'], name=op.f('fk_inbox_entries_asked_by_id_beneficiaries')),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiaries.id'], name=op.f('fk_inbox_entries_beneficiary_id_beneficiaries')),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_inbox_entries_member_id_members')),
    sa.ForeignKeyConstraint(['portfolio_id'], ['portfolios.id'], name=op.f('fk_inbox_entries_portfolio_id_portfolios')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inbox_entries'))
    )
    with op.batch_alter_table('inbox_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inbox_entries_member_id_asked_at_id'), ['member_id', 'asked_at', 'id'], unique=False)

    op.create_table('threads',
    sa.Column('portfolio_id', sa.Uuid(), nullable=False),
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('beneficiary_id', sa.Uuid(), nullable=False),
    sa.Column('asked_by_id', sa.Uuid(), nullable=True),
    sa.Column('category', sa.Enum('contract', 'reimbursements', 'quotes', 'teletransmission', 'beneficiaries', 'third_party_card', 'contact_details', 'third_party_accident', 'personal_data', 'complaint', name='category', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('subject', sa.String(length=40), nullable=False),
    sa.Column('state', sa.Enum('open', 'answered', 'closed', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('closed_at', UTCDateTime(), nullable=True),
    sa.Column('messages', sa.Integer(), nullable=False),
    sa.Column('answers_until', sa.Integer(), nullable=False),
    sa.Column('acknowledge_by', sa.Date(), nullable=True),
    sa.Column('answer_by', sa.Date(), nullable=True),
    sa.Column('acknowledged_at', UTCDateTime(), nullable=True),
    sa.Column('answered_at', UTCDateTime(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('updated_at', UTCDateTime(), nullable=False),
    sa.CheckConstraint("(category = 'complaint') = (acknowledge_by IS NOT NULL) AND (category = 'complaint') = (answer_by IS NOT NULL)", name=op.f('ck_threads_complaint_clock')),
    sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name=op.f('ck_threads_closed')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['beneficiaries.id'], name=op.f('fk_threads_asked_by_id_beneficiaries')),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiaries.id'], name=op.f('fk_threads_beneficiary_id_beneficiaries')),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_threads_member_id_members')),
    sa.ForeignKeyConstraint(['portfolio_id'], ['portfolios.id'], name=op.f('fk_threads_portfolio_id_portfolios')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_threads'))
    )
    with op.batch_alter_table('threads', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_threads_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_threads_portfolio_id_updated_at_id'), ['portfolio_id', 'updated_at', 'id'], unique=False)

    op.create_table('messages',
    sa.Column('thread_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.Column('author', sa.Enum('member', 'partner', 'clock', name='author', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['beneficiaries.id'], name=op.f('fk_messages_author_id_beneficiaries')),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_messages_thread_id_threads')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_messages')),
    sa.UniqueConstraint('thread_id', 'position', name=op.f('uq_messages_thread_id_position'))
    )
    op.create_table('thread_readings',
    sa.Column('thread_id', sa.Uuid(), nullable=False),
    sa.Column('reader_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['reader_id'], ['beneficiaries.id'], name=op.f('fk_thread_readings_reader_id_beneficiaries')),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_thread_readings_thread_id_threads')),
    sa.PrimaryKeyConstraint('thread_id', 'reader_id', name=op.f('pk_thread_readings'))
    )


def downgrade() -> None:
    op.drop_table('thread_readings')
    op.drop_table('messages')
    with op.batch_alter_table('threads', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_threads_portfolio_id_updated_at_id'))
        batch_op.drop_index(batch_op.f('ix_threads_member_id'))

    op.drop_table('threads')
    with op.batch_alter_table('inbox_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inbox_entries_member_id_asked_at_id'))

    op.drop_table('inbox_entries')
