"""The work list of change requests is found by state: most requests are decided ones."""

from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

NAME = 'ix_change_requests_portfolio_id_state_updated_at_id'


def upgrade() -> None:
    with op.batch_alter_table('change_requests', schema=None) as batch_op:
        batch_op.create_index(batch_op.f(NAME), ['portfolio_id', 'state', 'updated_at', 'id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('change_requests', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f(NAME))
