"""Change requests, the documents they wait for, and their timelines."""

import sqlalchemy as sa
from alembic import op

from app.database.checks import checked
from app.database.types import UTCDateTime

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

KINDS = ('add_beneficiary', 'remove_beneficiary', 'subscribe_option')
STATES = ('requested', 'awaiting_documents', 'validated', 'refused', 'cancelled')
ACTORS = ('member', 'partner', 'clock')


def upgrade() -> None:
    op.create_table('change_requests',
    sa.Column('portfolio_id', sa.Uuid(), nullable=False),
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('contract_id', sa.Uuid(), nullable=False),
    sa.Column('asked_by_id', sa.Uuid(), nullable=False),
    sa.Column('beneficiary_id', sa.Uuid(), nullable=True),
    sa.Column('kind', checked('kind', KINDS), nullable=False),
    sa.Column('state', checked('state', STATES), nullable=False),
    sa.Column('details_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('wished_on', sa.Date(), nullable=False),
    sa.Column('effective_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('updated_at', UTCDateTime(), nullable=False),
    sa.CheckConstraint("(effective_on IS NOT NULL) = (state = 'validated')", name=op.f('ck_change_requests_has_effective_day')),
    sa.CheckConstraint('version >= 1', name=op.f('ck_change_requests_version')),
    sa.ForeignKeyConstraint(['portfolio_id'], ['portfolios.id'], name=op.f('fk_change_requests_portfolio_id_portfolios')),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_change_requests_member_id_members')),
    sa.ForeignKeyConstraint(['contract_id'], ['contracts.id'], name=op.f('fk_change_requests_contract_id_contracts')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['beneficiaries.id'], name=op.f('fk_change_requests_asked_by_id_beneficiaries')),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiaries.id'], name=op.f('fk_change_requests_beneficiary_id_beneficiaries')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change_requests'))
    )
    with op.batch_alter_table('change_requests', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_change_requests_member_id_created_at_id'), ['member_id', 'created_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_change_requests_portfolio_id_updated_at_id'), ['portfolio_id', 'updated_at', 'id'], unique=False)
    op.create_table('change_request_documents',
    sa.Column('change_request_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('label_fr', sa.String(length=200), nullable=False),
    sa.Column('label_en', sa.String(length=200), nullable=False),
    sa.Column('asked_at', UTCDateTime(), nullable=False),
    sa.Column('received_at', UTCDateTime(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['change_request_id'], ['change_requests.id'], name=op.f('fk_change_request_documents_change_request_id_change_requests')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change_request_documents')),
    sa.UniqueConstraint('change_request_id', 'position', name=op.f('uq_change_request_documents_change_request_id_position'))
    )
    op.create_table('change_request_steps',
    sa.Column('change_request_id', sa.Uuid(), nullable=False),
    sa.Column('from_state', checked('from_state', STATES), nullable=True),
    sa.Column('to_state', checked('to_state', STATES), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.Column('actor', checked('actor', ACTORS), nullable=False),
    sa.Column('reason_sealed', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['change_request_id'], ['change_requests.id'], name=op.f('fk_change_request_steps_change_request_id_change_requests')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change_request_steps'))
    )
    with op.batch_alter_table('change_request_steps', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_change_request_steps_change_request_id_at_id'), ['change_request_id', 'at', 'id'], unique=False)


def downgrade() -> None:
    op.drop_table('change_request_steps')
    op.drop_table('change_request_documents')
    op.drop_table('change_requests')
