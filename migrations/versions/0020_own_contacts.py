"""What families edit of their contact details, and how they are told."""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('own_contacts',
    sa.Column('beneficiary_id', sa.Uuid(), nullable=False),
    sa.Column('fed', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiaries.id'], name=op.f('fk_own_contacts_beneficiary_id_beneficiaries')),
    sa.PrimaryKeyConstraint('beneficiary_id', name=op.f('pk_own_contacts'))
    )
    op.create_table('notification_preferences',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('topic', sa.Enum('messages', 'requests', name='topic', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('channel', sa.Enum('email', 'sms', 'none', name='channel', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_notification_preferences_account_id_accounts')),
    sa.PrimaryKeyConstraint('account_id', 'topic', name=op.f('pk_notification_preferences'))
    )


def downgrade() -> None:
    op.drop_table('notification_preferences')
    op.drop_table('own_contacts')
