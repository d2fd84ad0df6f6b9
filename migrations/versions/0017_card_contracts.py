"""Numbers of cards, one a person and contract, with the last day they are good for.

Numbers given so far are of the contract that their holder entered last. The previous version goes
on giving some without a contract; this one gives those persons another.
"""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

NOT_REVOKED = sa.text('revoked_at IS NULL')
WORTHLESS = sa.text('revoked_at IS NOT NULL OR ends_on IS NOT NULL')
NAME_CONTRACT = sa.text(
    """
    UPDATE cards SET contract_id = (
        SELECT covers.contract_id FROM covers WHERE covers.beneficiary_id = cards.beneficiary_id
        ORDER BY covers.starts_on DESC, covers.contract_id LIMIT 1
    )
    """
)
NOTE_END = sa.text(
    """
    UPDATE cards SET ends_on = (
        SELECT CASE WHEN count(*) = count(last_day) THEN max(last_day) END FROM (
            SELECT CASE
                WHEN contracts.ends_on IS NULL OR covers.ends_on < contracts.ends_on
                THEN covers.ends_on ELSE contracts.ends_on END AS last_day
            FROM covers JOIN contracts ON contracts.id = covers.contract_id
            WHERE covers.beneficiary_id = cards.beneficiary_id
            AND covers.contract_id = cards.contract_id
        ) AS periods
    )
    """
)


def upgrade() -> None:
    with op.batch_alter_table('cards', schema=None) as batch_op:
        batch_op.add_column(sa.Column('contract_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('ends_on', sa.Date(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_cards_contract_id_contracts'), 'contracts', ['contract_id'], ['id'])
        batch_op.drop_index('uq_cards_live_beneficiary_id', sqlite_where=NOT_REVOKED, postgresql_where=NOT_REVOKED)
        batch_op.drop_index(batch_op.f('ix_cards_portfolio_id_revoked_at'))
    op.execute(NAME_CONTRACT)
    op.execute(NOTE_END)
    with op.batch_alter_table('cards', schema=None) as batch_op:
        batch_op.create_index('uq_cards_live_beneficiary_id_contract_id', ['beneficiary_id', 'contract_id'], unique=True, sqlite_where=NOT_REVOKED, postgresql_where=NOT_REVOKED)
        batch_op.create_index(batch_op.f('ix_cards_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index('ix_cards_worthless_portfolio_id_number', ['portfolio_id', 'number'], unique=False, sqlite_where=WORTHLESS, postgresql_where=WORTHLESS)


def downgrade() -> None:
    with op.batch_alter_table('cards', schema=None) as batch_op:
        batch_op.drop_index('ix_cards_worthless_portfolio_id_number', sqlite_where=WORTHLESS, postgresql_where=WORTHLESS)
        batch_op.drop_index(batch_op.f('ix_cards_contract_id'))
        batch_op.drop_index('uq_cards_live_beneficiary_id_contract_id', sqlite_where=NOT_REVOKED, postgresql_where=NOT_REVOKED)
    op.execute(sa.text('DELETE FROM cards WHERE revoked_at IS NULL AND EXISTS (SELECT 1 FROM cards AS newer WHERE newer.beneficiary_id = cards.beneficiary_id AND newer.revoked_at IS NULL AND newer.id > cards.id)'))
    with op.batch_alter_table('cards', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_cards_contract_id_contracts'), type_='foreignkey')
        batch_op.drop_column('ends_on')
        batch_op.drop_column('contract_id')
        batch_op.create_index(batch_op.f('ix_cards_portfolio_id_revoked_at'), ['portfolio_id', 'revoked_at'], unique=False)
        batch_op.create_index('uq_cards_live_beneficiary_id', ['beneficiary_id'], unique=True, sqlite_where=NOT_REVOKED, postgresql_where=NOT_REVOKED)
