"""Documents that were issued, and numbers of cards."""

import sqlalchemy as sa
from alembic import op

from app.database.types import UTCDateTime

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

NOT_WITHDRAWN, NOT_REVOKED = sa.text('withdrawn_at IS NULL'), sa.text('revoked_at IS NULL')


def upgrade() -> None:
    op.create_table('documents',
    sa.Column('portfolio_id', sa.Uuid(), nullable=False),
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('affiliation_certificate', 'termination_certificate', 'statement', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('stated_on', sa.Date(), nullable=False),
    sa.Column('reference', sa.String(length=12), nullable=False),
    sa.Column('facts_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('sha256', sa.LargeBinary(length=32), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('storage_key', sa.String(length=80), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('issued_at', UTCDateTime(), nullable=False),
    sa.Column('withdrawn_at', UTCDateTime(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('size >= 0', name=op.f('ck_documents_size')),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_documents_member_id_members')),
    sa.ForeignKeyConstraint(['portfolio_id'], ['portfolios.id'], name=op.f('fk_documents_portfolio_id_portfolios')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_documents')),
    sa.UniqueConstraint('reference', name=op.f('uq_documents_reference'))
    )
    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_documents_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_documents_subject_id_kind'), ['subject_id', 'kind'], unique=False)
        batch_op.create_index('uq_documents_live_facts', ['portfolio_id', 'facts_hash'], unique=True, sqlite_where=NOT_WITHDRAWN, postgresql_where=NOT_WITHDRAWN)

    op.create_table('document_persons',
    sa.Column('document_id', sa.Uuid(), nullable=False),
    sa.Column('beneficiary_id', sa.Uuid(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiaries.id'], name=op.f('fk_document_persons_beneficiary_id_beneficiaries')),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_document_persons_document_id_documents')),
    sa.PrimaryKeyConstraint('document_id', 'beneficiary_id', name=op.f('pk_document_persons'))
    )
    with op.batch_alter_table('document_persons', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_document_persons_beneficiary_id'), ['beneficiary_id'], unique=False)

    op.create_table('cards',
    sa.Column('portfolio_id', sa.Uuid(), nullable=False),
    sa.Column('beneficiary_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.String(length=12), nullable=False),
    sa.Column('issued_at', UTCDateTime(), nullable=False),
    sa.Column('revoked_at', UTCDateTime(), nullable=True),
    sa.Column('loss', sa.Enum('lost', 'stolen', 'damaged', name='loss', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('(revoked_at IS NULL) = (loss IS NULL)', name=op.f('ck_cards_revoked')),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiaries.id'], name=op.f('fk_cards_beneficiary_id_beneficiaries')),
    sa.ForeignKeyConstraint(['portfolio_id'], ['portfolios.id'], name=op.f('fk_cards_portfolio_id_portfolios')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cards')),
    sa.UniqueConstraint('number', name=op.f('uq_cards_number'))
    )
    with op.batch_alter_table('cards', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cards_portfolio_id_revoked_at'), ['portfolio_id', 'revoked_at'], unique=False)
        batch_op.create_index('uq_cards_live_beneficiary_id', ['beneficiary_id'], unique=True, sqlite_where=NOT_REVOKED, postgresql_where=NOT_REVOKED)


    with op.batch_alter_table('beneficiaries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_beneficiaries_portfolio_id_covered_until'), ['portfolio_id', 'covered_until'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('beneficiaries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_beneficiaries_portfolio_id_covered_until'))

    with op.batch_alter_table('cards', schema=None) as batch_op:
        batch_op.drop_index('uq_cards_live_beneficiary_id', sqlite_where=NOT_REVOKED, postgresql_where=NOT_REVOKED)
        batch_op.drop_index(batch_op.f('ix_cards_portfolio_id_revoked_at'))

    op.drop_table('cards')
    with op.batch_alter_table('document_persons', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_document_persons_beneficiary_id'))

    op.drop_table('document_persons')
    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.drop_index('uq_documents_live_facts', sqlite_where=NOT_WITHDRAWN, postgresql_where=NOT_WITHDRAWN)
        batch_op.drop_index(batch_op.f('ix_documents_subject_id_kind'))
        batch_op.drop_index(batch_op.f('ix_documents_member_id'))

    op.drop_table('documents')
