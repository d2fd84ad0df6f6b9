"""Options, and to whom they are offered."""

import sqlalchemy as sa
from alembic import op

from app.database.checks import change_values
from app.database.types import EUROS, UTCDateTime

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

KINDS = (
    'benefit-levels', 'contracts', 'members', 'beneficiaries', 'statements', 'tariffs', 'teletransmissions',
    'content/services', 'content/articles', 'content/help', 'content/legal', 'content/links', 'content/knowledge',
)
MORE_KINDS = (*KINDS, 'options')


def upgrade() -> None:
    change_values('import_runs', 'kind', MORE_KINDS)
    op.create_table('options',
    sa.Column('portfolio_id', sa.Uuid(), nullable=False),
    sa.Column('ref', sa.String(length=64), nullable=False),
    sa.Column('label_fr', sa.String(length=200), nullable=False),
    sa.Column('label_en', sa.String(length=200), nullable=False),
    sa.Column('description_fr', sa.Text(), nullable=False),
    sa.Column('description_en', sa.Text(), nullable=False),
    sa.Column('ipid_url', sa.String(length=500), nullable=False),
    sa.Column('prices', sa.JSON(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('notice_days', sa.Integer(), nullable=False),
    sa.Column('consent_version', sa.String(length=40), nullable=False),
    sa.Column('consent_fr', sa.Text(), nullable=False),
    sa.Column('consent_en', sa.Text(), nullable=False),
    sa.Column('feed_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('updated_at', UTCDateTime(), nullable=False),
    sa.CheckConstraint('ends_on IS NULL OR ends_on >= starts_on', name=op.f('ck_options_period')),
    sa.CheckConstraint('notice_days >= 0', name=op.f('ck_options_notice_days')),
    sa.ForeignKeyConstraint(['portfolio_id'], ['portfolios.id'], name=op.f('fk_options_portfolio_id_portfolios')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_options')),
    sa.UniqueConstraint('portfolio_id', 'ref', name=op.f('uq_options_portfolio_id_ref'))
    )
    op.create_table('option_offers',
    sa.Column('option_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Uuid(), nullable=True),
    sa.Column('benefit_level_id', sa.Uuid(), nullable=False),
    sa.Column('raised_level_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['option_id'], ['options.id'], name=op.f('fk_option_offers_option_id_options')),
    sa.ForeignKeyConstraint(['contract_id'], ['contracts.id'], name=op.f('fk_option_offers_contract_id_contracts')),
    sa.ForeignKeyConstraint(['benefit_level_id'], ['benefit_levels.id'], name=op.f('fk_option_offers_benefit_level_id_benefit_levels')),
    sa.ForeignKeyConstraint(['raised_level_id'], ['benefit_levels.id'], name=op.f('fk_option_offers_raised_level_id_benefit_levels')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_option_offers')),
    sa.UniqueConstraint('option_id', 'position', name=op.f('uq_option_offers_option_id_position'))
    )
    with op.batch_alter_table('option_offers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_option_offers_benefit_level_id'), ['benefit_level_id'], unique=False)
    op.create_table('option_subscriptions',
    sa.Column('change_request_id', sa.Uuid(), nullable=False),
    sa.Column('option_id', sa.Uuid(), nullable=False),
    sa.Column('contract_id', sa.Uuid(), nullable=False),
    sa.Column('beneficiary_id', sa.Uuid(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('monthly_price', EUROS, nullable=False),
    sa.Column('benefit_level_id', sa.Uuid(), nullable=False),
    sa.Column('raised_level_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['change_request_id'], ['change_requests.id'], name=op.f('fk_option_subscriptions_change_request_id_change_requests')),
    sa.ForeignKeyConstraint(['option_id'], ['options.id'], name=op.f('fk_option_subscriptions_option_id_options')),
    sa.ForeignKeyConstraint(['contract_id'], ['contracts.id'], name=op.f('fk_option_subscriptions_contract_id_contracts')),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiaries.id'], name=op.f('fk_option_subscriptions_beneficiary_id_beneficiaries')),
    sa.ForeignKeyConstraint(['benefit_level_id'], ['benefit_levels.id'], name=op.f('fk_option_subscriptions_benefit_level_id_benefit_levels')),
    sa.ForeignKeyConstraint(['raised_level_id'], ['benefit_levels.id'], name=op.f('fk_option_subscriptions_raised_level_id_benefit_levels')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_option_subscriptions')),
    sa.UniqueConstraint('change_request_id', 'beneficiary_id', name=op.f('uq_option_subscriptions_change_request_id_beneficiary_id'))
    )
    with op.batch_alter_table('option_subscriptions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_option_subscriptions_beneficiary_id'), ['beneficiary_id'], unique=False)


def downgrade() -> None:
    op.drop_table('option_subscriptions')
    op.drop_table('option_offers')
    op.drop_table('options')
    op.execute(sa.text("DELETE FROM import_result_chunks WHERE import_run_id IN (SELECT id FROM import_runs WHERE kind = 'options')"))
    op.execute(sa.text("DELETE FROM import_runs WHERE kind = 'options'"))
    change_values('import_runs', 'kind', KINDS)
