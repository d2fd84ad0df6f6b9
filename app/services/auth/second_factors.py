"""Second factors that a member enrols beside the phone, and the codes for the day of need."""

from datetime import timedelta
from uuid import UUID

from app.errors.authentication import Unauthenticated, WrongCode
from app.errors.second_factors import SecondFactorNotFound, TooManyFactors
from app.gateways.clock import Clock
from app.models.account import Account
from app.models.second_factor import RecoveryCode, SecondFactor
from app.repositories.accounts import AccountRepository
from app.repositories.second_factors import SecondFactorRepository
from app.schemas.passkeys import PasskeyAttestation, PasskeyEnrolmentRead
from app.schemas.second_factors import RecoveryCodesRead, SecondFactorRead, TotpEnrolmentRead
from app.security.keyring import Keyring
from app.security.recovery_codes import hash_recovery_code, make_recovery_codes
from app.security.sealed_places import SealedPlace
from app.security.totp import make_totp_secret, provisioning_uri, timecode_of
from app.services.auth.account_security import AccountSecurity, SecurityChange
from app.services.auth.passkeys import PasskeyRules
from app.services.auth.qr_codes import qr_code_of
from app.services.auth.standing import PasskeyHandle
from app.services.portfolios import CurrentPortfolio
from app.values.alerts import AlertKind
from app.values.ids import new_id
from app.values.principals import CurrentMember, RequestOrigin
from app.values.second_factors import FactorKind

ENROLMENT_LIFETIME = timedelta(minutes=15)
MOST_OF_A_KIND = 5


class SecondFactorService:
    """Enrolling, confirming, removing: in the unit of work, after a fresh second factor."""

    def __init__(
        self,
        accounts: AccountRepository,
        factors: SecondFactorRepository,
        passkeys: PasskeyRules,
        security: AccountSecurity,
        keyring: Keyring,
        clock: Clock,
    ) -> None:
        self._accounts = accounts
        self._factors = factors
        self._passkeys = passkeys
        self._security = security
        self._keyring = keyring
        self._clock = clock

    async def enrol_totp(
        self, portfolio: CurrentPortfolio, member: CurrentMember, name: str
    ) -> TotpEnrolmentRead:
        """A secret for an authenticator app; of no use before it is confirmed.

        Raises:
            TooManyFactors: five are enrolled.
        """
        account = await self._prepare(member, FactorKind.TOTP)
        factor_id, secret = new_id(), make_totp_secret()
        sealed = self._keyring.seal(secret.encode(), SealedPlace.SECOND_FACTOR_SECRET, factor_id)
        self._add(factor_id, account, FactorKind.TOTP, name, secret_sealed=sealed)
        brand = portfolio.configuration.brand
        uri = provisioning_uri(secret, account=account.email, issuer=brand)
        return TotpEnrolmentRead(id=factor_id, secret=secret, uri=uri, qr_code=qr_code_of(uri))

    async def confirm_totp(
        self,
        portfolio: CurrentPortfolio,
        member: CurrentMember,
        factor_id: UUID,
        code: str,
        origin: RequestOrigin,
    ) -> SecondFactorRead:
        """The app gave the right code: it may stand for the SMS from now on.

        Raises:
            SecondFactorNotFound: no such enrolment, or begun more than fifteen minutes ago.
            WrongCode: not the code of now.
        """
        account = await self._lock_account(member)
        factor = await self._unconfirmed(factor_id, member, FactorKind.TOTP)
        sealed = factor.secret_sealed or b""
        secret = self._keyring.open(sealed, SealedPlace.SECOND_FACTOR_SECRET, factor.id)
        timecode = timecode_of(secret.decode(), code, self._clock.now())
        if timecode is None:
            raise WrongCode
        factor.last_timecode = timecode
        return await self._confirm(portfolio, member, account, factor, origin)

    async def enrol_passkey(
        self, portfolio: CurrentPortfolio, member: CurrentMember, name: str
    ) -> PasskeyEnrolmentRead:
        """What a device needs to make a passkey; of no use before it is confirmed.

        Raises:
            TooManyFactors: five are enrolled.
        """
        account = await self._prepare(member, FactorKind.PASSKEY)
        factor_id = new_id()
        self._add(factor_id, account, FactorKind.PASSKEY, name)
        options = self._passkeys.creation_options(
            portfolio,
            factor_id=factor_id,
            account_id=account.id,
            email=account.email,
            known=[
                PasskeyHandle(known.credential_id or b"", tuple(known.transports or ()))
                for known in await self._factors.list_passkeys(account.id)
            ],
        )
        return PasskeyEnrolmentRead(id=factor_id, options=options)

    async def confirm_passkey(
        self,
        portfolio: CurrentPortfolio,
        member: CurrentMember,
        factor_id: UUID,
        credential: PasskeyAttestation,
        origin: RequestOrigin,
    ) -> SecondFactorRead:
        """The device made the passkey.

        Raises:
            SecondFactorNotFound: no such enrolment, or begun more than fifteen minutes ago.
            WrongPasskey: made for something else.
        """
        account = await self._lock_account(member)
        factor = await self._unconfirmed(factor_id, member, FactorKind.PASSKEY)
        made = self._passkeys.made(portfolio, factor.id, credential)
        factor.credential_id, factor.public_key = made.credential_id, made.public_key
        factor.sign_count, factor.transports = made.sign_count, list(made.transports)
        return await self._confirm(portfolio, member, account, factor, origin)

    async def remove(
        self,
        portfolio: CurrentPortfolio,
        member: CurrentMember,
        factor_id: UUID,
        origin: RequestOrigin,
    ) -> None:
        """Remove an authenticator app or a passkey.

        Raises:
            SecondFactorNotFound: no such factor of this account.
        """
        account = await self._lock_account(member)
        if not await self._factors.remove(factor_id, account.id):
            raise SecondFactorNotFound
        change = SecurityChange.by(member, AlertKind.FACTOR_REMOVED, factor_id=factor_id)
        await self._security.follow(portfolio, account, change, origin)

    async def make_recovery_codes(
        self, portfolio: CurrentPortfolio, member: CurrentMember, origin: RequestOrigin
    ) -> RecoveryCodesRead:
        """Ten fresh codes; those made before are worthless."""
        account = await self._lock_account(member)
        await self._factors.remove_codes(account.id)
        codes, now = make_recovery_codes(), self._clock.now()
        for code in codes:
            code_hash = hash_recovery_code(self._keyring, account.id, code)
            self._factors.add(
                RecoveryCode(account_id=account.id, code_hash=code_hash, created_at=now)
            )
        change = SecurityChange.by(member, AlertKind.RECOVERY_CODES_MADE)
        await self._security.follow(portfolio, account, change, origin)
        return RecoveryCodesRead(codes=codes)

    async def _prepare(self, member: CurrentMember, kind: FactorKind) -> Account:
        account = await self._lock_account(member)
        if await self._factors.count_confirmed(account.id, kind) >= MOST_OF_A_KIND:
            raise TooManyFactors
        await self._factors.drop_unconfirmed(account.id, kind)
        return account

    def _add(
        self,
        factor_id: UUID,
        account: Account,
        kind: FactorKind,
        name: str,
        secret_sealed: bytes | None = None,
    ) -> None:
        now = self._clock.now()
        self._factors.add(
            SecondFactor(
                id=factor_id,
                account_id=account.id,
                kind=kind,
                name=name,
                secret_sealed=secret_sealed,
                created_at=now,
                updated_at=now,
            )
        )

    async def _confirm(
        self,
        portfolio: CurrentPortfolio,
        member: CurrentMember,
        account: Account,
        factor: SecondFactor,
        origin: RequestOrigin,
    ) -> SecondFactorRead:
        now = self._clock.now()
        factor.confirmed_at = factor.updated_at = now
        change = SecurityChange.by(member, AlertKind.FACTOR_ADDED, factor_id=factor.id)
        await self._security.follow(portfolio, account, change, origin)
        return SecondFactorRead(
            id=factor.id,
            kind=factor.kind,
            name=factor.name,
            enrolled_at=now,
            last_used_at=None,
        )

    async def _lock_account(self, member: CurrentMember) -> Account:
        account = await self._accounts.lock(member.account_id)
        if account is None:
            raise Unauthenticated
        return account

    async def _unconfirmed(
        self, factor_id: UUID, member: CurrentMember, kind: FactorKind
    ) -> SecondFactor:
        since = self._clock.now() - ENROLMENT_LIFETIME
        factor = await self._factors.lock_unconfirmed(factor_id, member.account_id, kind, since)
        if factor is None:
            raise SecondFactorNotFound
        return factor
