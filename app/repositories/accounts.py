"""Questions about accounts."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import String, and_, bindparam, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.database.reading import fetch_all
from app.models.account import Account
from app.models.beneficiary import Beneficiary
from app.models.member import Member
from app.models.session import Device, KnownNetwork
from app.repositories.base import AnyRow, table_of
from app.values.accounts import AccountStatus


class LoginCandidate(NamedTuple):
    """Everything a login is decided on; `status` is an `AccountStatus` by value."""

    account_id: UUID
    status: str
    password_hash: str | None
    phone: str | None
    last_login_at: datetime | None
    activated_at: datetime | None
    device_id: UUID | None
    is_known_network: bool


_BY_EMAIL = select(
    Account.id, Account.email, Account.phone, Account.status, Account.activated_at
).where(Account.portfolio_id == bindparam("portfolio_id"), Account.email == bindparam("email"))
_BY_ID = select(
    Account.id, Account.email, Account.phone, Account.status, Account.password_hash
).where(Account.id == bindparam("account_id"))
_CANDIDATE = (
    select(
        Account.id,
        type_coerce(Account.status, String),
        Account.password_hash,
        Account.phone,
        Account.last_login_at,
        Account.activated_at,
        Device.id,
        KnownNetwork.id.is_not(None),
    )
    .outerjoin(
        Device,
        and_(
            Device.account_id == Account.id,
            Device.secret_hash == bindparam("secret_hash"),
            Device.revoked_at.is_(None),
            Device.expires_at > bindparam("now"),
        ),
    )
    .outerjoin(
        KnownNetwork,
        and_(
            KnownNetwork.account_id == Account.id,
            KnownNetwork.network == bindparam("network"),
            KnownNetwork.last_seen_at > bindparam("known_since"),
        ),
    )
    .where(Account.portfolio_id == bindparam("portfolio_id"), Account.email == bindparam("email"))
)
_LOCKED = (
    select(Account)
    .where(Account.id == bindparam("account_id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_ACCOUNTS = table_of(Account)
_ENTER = (
    update(_ACCOUNTS)
    .where(
        _ACCOUNTS.c.id == bindparam("account_id"),
        _ACCOUNTS.c.status == AccountStatus.ACTIVE,
    )
    .values(last_login_at=bindparam("now"))
    .returning(_ACCOUNTS.c.id)
)
_NAMES = (
    select(Beneficiary.first_name, Beneficiary.last_name, Account.email)
    .join(Account, Account.beneficiary_id == Beneficiary.id)
    .where(Account.id == bindparam("account_id"))
)
_IDENTITY = (
    select(Member.member_number, Beneficiary.birth_date, Account.password_reset_at)
    .select_from(Account)
    .join(Beneficiary, Beneficiary.id == Account.beneficiary_id)
    .join(Member, Member.id == Beneficiary.member_id)
    .where(Account.id == bindparam("account_id"))
)


class AccountRepository:
    """The write road."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, account: Account) -> None:
        """Keep a new account. Flushes, so that a taken e-mail shows here and not at the commit."""
        self._session.add(account)
        await self._session.flush()

    async def find(self, account_id: UUID) -> Account | None:
        """The account of this id."""
        return await self._session.get(Account, account_id)

    async def find_by_email(self, portfolio_id: UUID, email: str) -> Account | None:
        """The account of this normalised e-mail."""
        return await self._session.scalar(
            select(Account).where(Account.portfolio_id == portfolio_id, Account.email == email)
        )

    async def find_of_beneficiary(self, beneficiary_id: UUID) -> Account | None:
        """The account of this person."""
        return await self._session.scalar(
            select(Account).where(Account.beneficiary_id == beneficiary_id)
        )

    async def enter(self, account_id: UUID, now: datetime) -> bool:
        """Write down a login, and lock the account until the end of the transaction; False, and
        nothing written, unless it is active. Written at once: an entity would be read and flushed.
        """
        parameters = {"account_id": account_id, "now": now}
        return await self._session.scalar(_ENTER, parameters) is not None

    async def lock(self, account_id: UUID) -> Account | None:
        """The account as it stands, locked until the end of the transaction."""
        return await self._session.scalar(_LOCKED, {"account_id": account_id})


class AccountReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find_by_email(self, portfolio_id: UUID, email: str) -> AnyRow | None:
        """The account of this normalised e-mail, without what its owner alone knows."""
        parameters: dict[str, Any] = {"portfolio_id": portfolio_id, "email": email}
        return (await self._connection.execute(_BY_EMAIL, parameters)).one_or_none()

    async def find_by_id(self, account_id: UUID) -> AnyRow | None:
        """What changing an account starts from."""
        return (await self._connection.execute(_BY_ID, {"account_id": account_id})).one_or_none()

    async def find_identity(self, account_id: UUID) -> AnyRow:
        """What the file says of the account's holder, to be compared with what somebody says."""
        return (await self._connection.execute(_IDENTITY, {"account_id": account_id})).one()

    async def find_candidate(
        self,
        portfolio_id: UUID,
        email: str,
        *,
        secret_hash: bytes | None,
        network: str,
        now: datetime,
        known_since: datetime,
    ) -> LoginCandidate | None:
        """The account of this normalised e-mail, with its own live device of this secret, and
        whether it was seen at the network since `known_since`. One question, so that an account
        takes no more of them than none.
        """
        parameters: dict[str, Any] = {
            "portfolio_id": portfolio_id,
            "email": email,
            "secret_hash": secret_hash,
            "network": network,
            "now": now,
            "known_since": known_since,
        }
        rows = await fetch_all(self._connection, _CANDIDATE, parameters)
        return LoginCandidate(*rows[0]) if rows else None

    async def own_words(self, account_id: UUID) -> list[str]:
        """First name, last name and e-mail of the account's person: no password is made of them."""
        return list((await self._connection.execute(_NAMES, {"account_id": account_id})).one())
