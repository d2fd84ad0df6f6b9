"""Deferred work, and exports of personal data."""

import sqlalchemy as sa
from alembic import op

from app.database.types import UTCDateTime

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('jobs',
    sa.Column('kind', sa.Enum('data_export', 'data_export.expiry', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Enum('pending', 'done', 'dead', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('progress', sa.Integer(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('next_attempt_at', UTCDateTime(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('finished_at', UTCDateTime(), nullable=True),
    sa.Column('failure', sa.String(length=60), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('attempts >= 0', name=op.f('ck_jobs_attempts')),
    sa.CheckConstraint('progress BETWEEN 0 AND 100', name=op.f('ck_jobs_progress')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_jobs')),
    sa.UniqueConstraint('kind', 'subject_id', name=op.f('uq_jobs_kind_subject_id'))
    )
    op.create_index(op.f('ix_jobs_state_next_attempt_at'), 'jobs', ['state', 'next_attempt_at'], unique=False)
    op.create_table('data_exports',
    sa.Column('portfolio_id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('status', sa.Enum('preparing', 'ready', 'failed', 'expired', name='status', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('expires_at', UTCDateTime(), nullable=True),
    sa.Column('storage_key', sa.String(length=80), nullable=True),
    sa.Column('key_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('size', sa.Integer(), nullable=True),
    sa.Column('sha256', sa.LargeBinary(length=32), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("(status = 'ready') = (key_sealed IS NOT NULL AND storage_key IS NOT NULL AND size IS NOT NULL AND sha256 IS NOT NULL AND expires_at IS NOT NULL)", name=op.f('ck_data_exports_file')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_data_exports_account_id_accounts')),
    sa.ForeignKeyConstraint(['portfolio_id'], ['portfolios.id'], name=op.f('fk_data_exports_portfolio_id_portfolios')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_data_exports'))
    )
    op.create_index(op.f('ix_data_exports_account_id'), 'data_exports', ['account_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_data_exports_account_id'), table_name='data_exports')
    op.drop_table('data_exports')
    op.drop_index(op.f('ix_jobs_state_next_attempt_at'), table_name='jobs')
    op.drop_table('jobs')
