"""Content of the member space: services, articles, help, legal notice, links, knowledge."""

import sqlalchemy as sa
from alembic import op

from app.database.checks import change_values
from app.database.types import UTCDateTime

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

CONTENT = ('services', 'articles', 'help', 'legal', 'links', 'knowledge')
KINDS = ('benefit-levels', 'contracts', 'members', 'beneficiaries', 'statements', 'tariffs', 'teletransmissions')
MORE_KINDS = (*KINDS, *(f'content/{kind}' for kind in CONTENT))


def upgrade() -> None:
    change_values('import_runs', 'kind', MORE_KINDS)
    op.create_table('content_items',
    sa.Column('portfolio_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum(*CONTENT, name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('ref', sa.String(length=64), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('published', sa.Boolean(), nullable=False),
    sa.Column('document', sa.JSON(), nullable=False),
    sa.Column('feed_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('updated_at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['portfolio_id'], ['portfolios.id'], name=op.f('fk_content_items_portfolio_id_portfolios')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_content_items')),
    sa.UniqueConstraint('portfolio_id', 'kind', 'ref', name=op.f('uq_content_items_portfolio_id_kind_ref'))
    )
    with op.batch_alter_table('content_items', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_content_items_portfolio_id_kind_position_ref'), ['portfolio_id', 'kind', 'position', 'ref'], unique=False)


def downgrade() -> None:
    op.drop_table('content_items')
    op.execute(sa.text("DELETE FROM import_result_chunks WHERE import_run_id IN (SELECT id FROM import_runs WHERE kind LIKE 'content/%')"))
    op.execute(sa.text("DELETE FROM import_runs WHERE kind LIKE 'content/%'"))
    change_values('import_runs', 'kind', KINDS)
