"""Guarantees in print, and cards among what can be verified."""

from app.database.checks import change_values

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

KINDS = ('affiliation_certificate', 'termination_certificate', 'statement')
MORE_KINDS = (*KINDS, 'benefits', 'card')


def upgrade() -> None:
    change_values('documents', 'kind', MORE_KINDS)


def downgrade() -> None:
    change_values('documents', 'kind', KINDS)
