"""Communes with their postal codes and positions."""

import sqlalchemy as sa
from alembic import op

from app.database.types import UTCDateTime

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation='C'), 'postgresql')


def upgrade() -> None:
    op.create_table('communes',
    sa.Column('insee_code', sa.String(length=5), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('place_key', bytewise(80), nullable=False),
    sa.Column('postal_codes', sa.String(length=200), nullable=False),
    sa.Column('population', sa.Integer(), nullable=False),
    sa.Column('lat', sa.Double(), nullable=False),
    sa.Column('lon', sa.Double(), nullable=False),
    sa.Column('approximate', sa.Boolean(), nullable=False),
    sa.Column('loaded_at', UTCDateTime(), nullable=False),
    sa.CheckConstraint('lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180', name=op.f('ck_communes_position')),
    sa.PrimaryKeyConstraint('insee_code', name=op.f('pk_communes'))
    )
    with op.batch_alter_table('communes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_communes_place_key'), ['place_key'], unique=False)

    op.create_table('commune_postal_codes',
    sa.Column('postal_code', bytewise(5), nullable=False),
    sa.Column('insee_code', sa.String(length=5), nullable=False),
    sa.ForeignKeyConstraint(['insee_code'], ['communes.insee_code'], name=op.f('fk_commune_postal_codes_insee_code_communes')),
    sa.PrimaryKeyConstraint('postal_code', 'insee_code', name=op.f('pk_commune_postal_codes'))
    )


def downgrade() -> None:
    op.drop_table('commune_postal_codes')
    op.drop_table('communes')
