"""Guarantees of benefit levels, and tariffs: the data of the reimbursement rules."""

import sqlalchemy as sa
from alembic import op

from app.database.checks import change_values
from app.database.types import FixedPoint, UTCDateTime

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

KINDS = ('benefit-levels', 'contracts', 'members', 'beneficiaries', 'statements')
MORE_KINDS = (*KINDS, 'tariffs')


def upgrade() -> None:
    change_values('import_runs', 'kind', MORE_KINDS)
    op.create_table('tariffs',
    sa.Column('portfolio_id', sa.Uuid(), nullable=False),
    sa.Column('ref', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.Enum('act', 'flat_deduction', 'renewal', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('label_fr', sa.String(length=200), nullable=False),
    sa.Column('label_en', sa.String(length=200), nullable=False),
    sa.Column('category', sa.Enum('consultation', 'pharmacy', 'laboratory', 'imaging', 'paramedical', 'dental', 'optical', 'hearing', 'hospital', 'medical_device', 'transport', 'alternative_medicine', 'maternity', 'thermal_cure', 'prevention', 'other', name='category', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('act_code', sa.String(length=20), nullable=True),
    sa.Column('benefit_code', sa.String(length=40), nullable=True),
    sa.Column('unit', sa.Enum('act', 'session', 'box', 'night', 'day', 'equipment', name='unit', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('deduction', sa.Enum('participation', 'box', 'paramedical', 'transport', name='deduction', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('base', FixedPoint(12, 2), nullable=True),
    sa.Column('statutory_rate', FixedPoint(5, 4), nullable=True),
    sa.Column('outside_rate', FixedPoint(5, 4), nullable=True),
    sa.Column('price', FixedPoint(12, 2), nullable=True),
    sa.Column('ceiling', FixedPoint(12, 2), nullable=True),
    sa.Column('frame_ceiling', FixedPoint(12, 2), nullable=True),
    sa.Column('amount', FixedPoint(12, 2), nullable=True),
    sa.Column('daily_cap', FixedPoint(12, 2), nullable=True),
    sa.Column('yearly_cap', FixedPoint(12, 2), nullable=True),
    sa.Column('from_age', sa.Integer(), nullable=True),
    sa.Column('months', sa.Integer(), nullable=True),
    sa.Column('months_by_age', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('feed_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('updated_at', UTCDateTime(), nullable=False),
    sa.CheckConstraint("kind <> 'act' OR (category IS NOT NULL AND act_code IS NOT NULL AND benefit_code IS NOT NULL AND unit IS NOT NULL)", name=op.f('ck_tariffs_act')),
    sa.CheckConstraint("kind <> 'flat_deduction' OR (deduction IS NOT NULL AND amount IS NOT NULL)", name=op.f('ck_tariffs_flat_deduction')),
    sa.CheckConstraint("kind <> 'renewal' OR (category IS NOT NULL AND months IS NOT NULL)", name=op.f('ck_tariffs_renewal')),
    sa.CheckConstraint('ends_on IS NULL OR ends_on >= starts_on', name=op.f('ck_tariffs_period')),
    sa.ForeignKeyConstraint(['portfolio_id'], ['portfolios.id'], name=op.f('fk_tariffs_portfolio_id_portfolios')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tariffs')),
    sa.UniqueConstraint('portfolio_id', 'code', 'starts_on', name=op.f('uq_tariffs_portfolio_id_code_starts_on')),
    sa.UniqueConstraint('portfolio_id', 'ref', name=op.f('uq_tariffs_portfolio_id_ref'))
    )
    op.create_table('benefits',
    sa.Column('benefit_level_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('category', sa.Enum('consultation', 'pharmacy', 'laboratory', 'imaging', 'paramedical', 'dental', 'optical', 'hearing', 'hospital', 'medical_device', 'transport', 'alternative_medicine', 'maternity', 'thermal_cure', 'prevention', 'other', name='category', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('label_fr', sa.String(length=200), nullable=False),
    sa.Column('label_en', sa.String(length=200), nullable=False),
    sa.Column('form', sa.Enum('percent_of_base_statutory_included', 'actual_cost', 'full_within_basket_ceiling', 'copayment_plus_amount', 'amount_per_act', 'amount_per_night', 'amount_per_year', 'sessions_per_year', 'amount_per_equipment_statutory_included', name='form', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('percent', sa.Integer(), nullable=True),
    sa.Column('amount', FixedPoint(12, 2), nullable=True),
    sa.Column('ceiling', FixedPoint(12, 2), nullable=True),
    sa.Column('frame_ceiling', FixedPoint(12, 2), nullable=True),
    sa.Column('sessions', sa.Integer(), nullable=True),
    sa.Column('renewal_months', sa.Integer(), nullable=True),
    sa.Column('renewal_quantity', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("(form = 'full_within_basket_ceiling') = (ceiling IS NOT NULL)", name=op.f('ck_benefits_ceiling')),
    sa.CheckConstraint("(form = 'percent_of_base_statutory_included') = (percent IS NOT NULL)", name=op.f('ck_benefits_percent')),
    sa.CheckConstraint("(form = 'sessions_per_year') = (sessions IS NOT NULL)", name=op.f('ck_benefits_sessions')),
    sa.CheckConstraint("(form IN ('percent_of_base_statutory_included', 'actual_cost', 'full_within_basket_ceiling')) = (amount IS NULL)", name=op.f('ck_benefits_amount')),
    sa.CheckConstraint("frame_ceiling IS NULL OR form = 'amount_per_equipment_statutory_included'", name=op.f('ck_benefits_frame_ceiling')),
    sa.CheckConstraint('ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on', name=op.f('ck_benefits_period')),
    sa.CheckConstraint('renewal_months IS NULL OR renewal_months > 0', name=op.f('ck_benefits_renewal_months')),
    sa.CheckConstraint('renewal_quantity >= 1', name=op.f('ck_benefits_renewal_quantity')),
    sa.ForeignKeyConstraint(['benefit_level_id'], ['benefit_levels.id'], name=op.f('fk_benefits_benefit_level_id_benefit_levels'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_benefits')),
    sa.UniqueConstraint('benefit_level_id', 'position', name=op.f('uq_benefits_benefit_level_id_position'))
    )


def downgrade() -> None:
    op.drop_table('benefits')
    op.drop_table('tariffs')
    op.execute(sa.text("DELETE FROM import_result_chunks WHERE import_run_id IN (SELECT id FROM import_runs WHERE kind = 'tariffs')"))
    op.execute(sa.text("DELETE FROM import_runs WHERE kind = 'tariffs'"))
    change_values('import_runs', 'kind', KINDS)
