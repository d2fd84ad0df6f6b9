"""Bank details, where people gave some."""

import sqlalchemy as sa
from alembic import op

from app.database.types import UTCDateTime

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('bank_details',
    sa.Column('beneficiary_id', sa.Uuid(), nullable=False),
    sa.Column('details_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('updated_at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiaries.id'], name=op.f('fk_bank_details_beneficiary_id_beneficiaries')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bank_details')),
    sa.UniqueConstraint('beneficiary_id', name=op.f('uq_bank_details_beneficiary_id'))
    )


def downgrade() -> None:
    op.drop_table('bank_details')
