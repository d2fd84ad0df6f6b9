"""The postal codes of a commune by its code, which its removal looks for."""

from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f('ix_commune_postal_codes_insee_code'), 'commune_postal_codes', ['insee_code'])


def downgrade() -> None:
    op.drop_index(op.f('ix_commune_postal_codes_insee_code'), 'commune_postal_codes')
