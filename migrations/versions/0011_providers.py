"""Health professionals and establishments, and who practises third-party payment."""

import sqlalchemy as sa
from alembic import op

from app.database.checks import checked
from app.database.types import UTCDateTime

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('providers',
    sa.Column('source', checked('source', ('finess', 'rpps')), nullable=False),
    sa.Column('source_key', sa.String(length=80), nullable=False),
    sa.Column('rpps', sa.String(length=11), nullable=True),
    sa.Column('finess', sa.String(length=9), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('structure_name', sa.String(length=200), nullable=True),
    sa.Column('street', sa.String(length=200), nullable=True),
    sa.Column('postal_code', sa.String(length=5), nullable=True),
    sa.Column('city', sa.String(length=80), nullable=True),
    sa.Column('phone', sa.String(length=30), nullable=True),
    sa.Column('lat', sa.Double(), nullable=False),
    sa.Column('lon', sa.Double(), nullable=False),
    sa.Column('approximate', sa.Boolean(), nullable=False),
    sa.Column('digest', sa.LargeBinary(length=16), nullable=False),
    sa.Column('retired_at', UTCDateTime(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('updated_at', UTCDateTime(), nullable=False),
    sa.CheckConstraint('lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180', name=op.f('ck_providers_position')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_providers')),
    sa.UniqueConstraint('source', 'source_key', name=op.f('uq_providers_source_source_key'))
    )
    op.create_table('provider_specialties',
    sa.Column('provider_id', sa.Uuid(), nullable=False),
    sa.Column('specialty', sa.String(length=40), nullable=False),
    sa.Column('cell', sa.BigInteger(), nullable=False),
    sa.Column('x', sa.Integer(), nullable=False),
    sa.Column('y', sa.Integer(), nullable=False),
    sa.Column('z', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['provider_id'], ['providers.id'], name=op.f('fk_provider_specialties_provider_id_providers')),
    sa.PrimaryKeyConstraint('provider_id', 'specialty', name=op.f('pk_provider_specialties'))
    )
    with op.batch_alter_table('provider_specialties', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_provider_specialties_specialty_cell_x_y_z_provider_id'), ['specialty', 'cell', 'x', 'y', 'z', 'provider_id'], unique=False)

    op.create_table('provider_agreements',
    sa.Column('portfolio_id', sa.Uuid(), nullable=False),
    sa.Column('ref', sa.String(length=64), nullable=False),
    sa.Column('rpps', sa.String(length=11), nullable=True),
    sa.Column('finess', sa.String(length=9), nullable=True),
    sa.Column('third_party_payment', sa.Boolean(), nullable=False),
    sa.Column('feed_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('updated_at', UTCDateTime(), nullable=False),
    sa.CheckConstraint('(rpps IS NULL) <> (finess IS NULL)', name=op.f('ck_provider_agreements_number')),
    sa.ForeignKeyConstraint(['portfolio_id'], ['portfolios.id'], name=op.f('fk_provider_agreements_portfolio_id_portfolios')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_provider_agreements')),
    sa.UniqueConstraint('portfolio_id', 'finess', name=op.f('uq_provider_agreements_portfolio_id_finess')),
    sa.UniqueConstraint('portfolio_id', 'ref', name=op.f('uq_provider_agreements_portfolio_id_ref')),
    sa.UniqueConstraint('portfolio_id', 'rpps', name=op.f('uq_provider_agreements_portfolio_id_rpps'))
    )


def downgrade() -> None:
    op.drop_table('provider_agreements')
    op.drop_table('provider_specialties')
    op.drop_table('providers')
