"""Changes to the ways in: factors, alerts, recovery; who left a family; rotated tokens."""

import sqlalchemy as sa
from alembic import op

from app.database.types import UTCDateTime

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

KINDS = ('activation', 'login')
MORE_KINDS = (*KINDS, 'password_reset', 'step_up', 'phone_change', 'email_change', 'phone_recovery')
COVERED_UNTIL = """
    UPDATE beneficiaries SET covered_until = (
        SELECT CASE WHEN count(*) = count(ends_on) THEN max(ends_on) END
        FROM covers WHERE covers.beneficiary_id = beneficiaries.id
    )
"""


def change_flow_kinds(batch_op, kinds):
    batch_op.drop_constraint(op.f('ck_flows_kind'), type_='check')
    batch_op.create_check_constraint(op.f('ck_flows_kind'), f"kind IN {kinds}")


def upgrade() -> None:
    op.create_table('alerts',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('password_changed', 'phone_changed', 'email_changed', 'factor_added', 'factor_removed', 'recovery_codes_made', 'phone_recovery_started', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('token_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('previous_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('factor_id', sa.Uuid(), nullable=True),
    sa.Column('flow_id', sa.Uuid(), nullable=True),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('expires_at', UTCDateTime(), nullable=False),
    sa.Column('used_at', UTCDateTime(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_alerts_account_id_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alerts')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_alerts_token_hash'))
    )
    with op.batch_alter_table('alerts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_alerts_account_id'), ['account_id'], unique=False)

    op.create_table('recovery_codes',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('code_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('used_at', UTCDateTime(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_recovery_codes_account_id_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_codes')),
    sa.UniqueConstraint('account_id', 'code_hash', name=op.f('uq_recovery_codes_account_id_code_hash'))
    )
    op.create_table('second_factors',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('totp', 'passkey', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('secret_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('last_timecode', sa.BigInteger(), nullable=True),
    sa.Column('credential_id', sa.LargeBinary(), nullable=True),
    sa.Column('public_key', sa.LargeBinary(), nullable=True),
    sa.Column('sign_count', sa.BigInteger(), nullable=True),
    sa.Column('transports', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('confirmed_at', UTCDateTime(), nullable=True),
    sa.Column('last_used_at', UTCDateTime(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('updated_at', UTCDateTime(), nullable=False),
    sa.CheckConstraint("(kind = 'totp') = (secret_sealed IS NOT NULL)", name=op.f('ck_second_factors_secret')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_second_factors_account_id_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_second_factors')),
    sa.UniqueConstraint('credential_id', name=op.f('uq_second_factors_credential_id'))
    )
    with op.batch_alter_table('second_factors', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_second_factors_account_id'), ['account_id'], unique=False)

    with op.batch_alter_table('accounts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('password_reset_at', UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column('frozen_until', UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column('closed_at', UTCDateTime(), nullable=True))

    with op.batch_alter_table('beneficiaries', schema=None) as batch_op:
        batch_op.add_column(sa.Column('covered_until', sa.Date(), nullable=True))
    op.execute(COVERED_UNTIL)

    with op.batch_alter_table('flows', schema=None) as batch_op:
        change_flow_kinds(batch_op, MORE_KINDS)
        batch_op.add_column(sa.Column('pending_email', sa.String(length=254), nullable=True))
        batch_op.add_column(sa.Column('email_proved_at', UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column('available_at', UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column('session_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_flows_session_id_member_sessions'), 'member_sessions', ['session_id'], ['id'])

    with op.batch_alter_table('partner_tokens', schema=None) as batch_op:
        batch_op.add_column(sa.Column('lineage', sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f('ix_partner_tokens_lineage'), ['lineage'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('partner_tokens', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_partner_tokens_lineage'))
        batch_op.drop_column('lineage')

    op.execute(sa.text(f"DELETE FROM flows WHERE kind NOT IN {KINDS}"))
    with op.batch_alter_table('flows', schema=None) as batch_op:
        change_flow_kinds(batch_op, KINDS)
        batch_op.drop_constraint(batch_op.f('fk_flows_session_id_member_sessions'), type_='foreignkey')
        batch_op.drop_column('session_id')
        batch_op.drop_column('available_at')
        batch_op.drop_column('email_proved_at')
        batch_op.drop_column('pending_email')

    with op.batch_alter_table('beneficiaries', schema=None) as batch_op:
        batch_op.drop_column('covered_until')

    with op.batch_alter_table('accounts', schema=None) as batch_op:
        batch_op.drop_column('closed_at')
        batch_op.drop_column('frozen_until')
        batch_op.drop_column('password_reset_at')

    with op.batch_alter_table('second_factors', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_second_factors_account_id'))

    op.drop_table('second_factors')
    op.drop_table('recovery_codes')
    with op.batch_alter_table('alerts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_alerts_account_id'))

    op.drop_table('alerts')
