"""Télétransmission: where each person's link stands, and its history."""

import sqlalchemy as sa
from alembic import op

from app.database.checks import change_values, checked
from app.database.types import UTCDateTime

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

KINDS = ('benefit-levels', 'contracts', 'members', 'beneficiaries', 'statements', 'tariffs')
MORE_KINDS = (*KINDS, 'teletransmissions')
STATES = ('inactive', 'activation_requested', 'active', 'rejected', 'suspended', 'deactivation_requested')
CAUSES = ('nir_unknown', 'wrong_organism', 'overlap', 'no_rights', 'cover_ended')
ACTORS = ('member', 'partner', 'operator', 'system', 'anonymous')


def upgrade() -> None:
    change_values('import_runs', 'kind', MORE_KINDS)
    op.create_table('teletransmissions',
    sa.Column('beneficiary_id', sa.Uuid(), nullable=False),
    sa.Column('state', checked('state', STATES), nullable=False),
    sa.Column('cause', checked('cause', CAUSES), nullable=True),
    sa.Column('since', UTCDateTime(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('updated_at', UTCDateTime(), nullable=False),
    sa.CheckConstraint("(cause IS NOT NULL) = (state IN ('rejected', 'suspended'))", name=op.f('ck_teletransmissions_has_cause')),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiaries.id'], name=op.f('fk_teletransmissions_beneficiary_id_beneficiaries')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_teletransmissions')),
    sa.UniqueConstraint('beneficiary_id', name=op.f('uq_teletransmissions_beneficiary_id'))
    )
    op.create_table('teletransmission_changes',
    sa.Column('beneficiary_id', sa.Uuid(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.Column('actor_kind', checked('actor_kind', ACTORS), nullable=False),
    sa.Column('state', checked('state', STATES), nullable=False),
    sa.Column('cause', checked('cause', CAUSES), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiaries.id'], name=op.f('fk_teletransmission_changes_beneficiary_id_beneficiaries')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_teletransmission_changes'))
    )
    with op.batch_alter_table('teletransmission_changes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_teletransmission_changes_beneficiary_id_at'), ['beneficiary_id', 'at'], unique=False)


def downgrade() -> None:
    op.drop_table('teletransmission_changes')
    op.drop_table('teletransmissions')
    op.execute(sa.text("DELETE FROM import_result_chunks WHERE import_run_id IN (SELECT id FROM import_runs WHERE kind = 'teletransmissions')"))
    op.execute(sa.text("DELETE FROM import_runs WHERE kind = 'teletransmissions'"))
    change_values('import_runs', 'kind', KINDS)
