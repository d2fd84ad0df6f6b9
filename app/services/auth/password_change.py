"""A signed-in member changes the password: the other sessions and devices end."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.database.database import Database
from app.errors.authentication import Unauthenticated, WrongPassword
from app.gateways.clock import Clock
from app.repositories.accounts import AccountReader, AccountRepository
from app.repositories.base import AnyRow
from app.security.passwords import Passwords, Place
from app.services.auth.account_security import AccountSecurity, SecurityChange
from app.services.auth.limits import Limits
from app.services.auth.password_rules import PasswordRules
from app.services.portfolios import CurrentPortfolio
from app.values.alerts import AlertKind
from app.values.principals import CurrentMember, RequestOrigin


class PasswordChangeService:
    """`changePassword`."""

    def __init__(
        self,
        database: Database,
        session: AsyncSession,
        accounts: AccountRepository,
        rules: PasswordRules,
        passwords: Passwords,
        limits: Limits,
        security: AccountSecurity,
        clock: Clock,
    ) -> None:
        self._database = database
        self._session = session
        self._accounts = accounts
        self._rules = rules
        self._passwords = passwords
        self._limits = limits
        self._security = security
        self._clock = clock

    async def change(
        self,
        portfolio: CurrentPortfolio,
        member: CurrentMember,
        *,
        current: str,
        new: str,
        origin: RequestOrigin,
    ) -> None:
        """Replace the password; this session goes on, the member is told by e-mail.

        Raises:
            WrongPassword: the current one is another.
            TooManyAttempts: ten wrong ones in a quarter of an hour, logins included.
            WeakPassword: the new one is too short, too common, or made of the member's own names.
            TemporarilyUnavailable: too many passwords are being hashed.
        """
        async with self._passwords.place() as place:
            async with self._database.read() as connection:
                row = await AccountReader(connection).find_by_id(member.account_id)
            if row is None:
                raise Unauthenticated
            await self._require_current(portfolio, member, row, current, place)
            await self._rules.require_strong(portfolio, member.account_id, new)
            password_hash = await place.hash(new)
        account = await self._accounts.lock(member.account_id)
        if account is None or account.password_hash != row.password_hash:
            # Somebody else changed it since it was compared.
            raise WrongPassword
        account.password_hash = password_hash
        account.password_changed_at = self._clock.now()
        change = SecurityChange.by(member, AlertKind.PASSWORD_CHANGED)
        await self._security.follow(portfolio, account, change, origin)

    async def _require_current(
        self,
        portfolio: CurrentPortfolio,
        member: CurrentMember,
        row: AnyRow,
        password: str,
        place: Place,
    ) -> None:
        subject = self._limits.subject_of(portfolio.id, row.email)
        await self._limits.reserve_login(subject, member.device_id)
        if not await place.verify(password, row.password_hash):
            raise WrongPassword
        await self._limits.release_login(self._session, subject, member.device_id)
