"""A second factor other than a code by SMS, shown in a login or a step-up."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from app.database.database import Database
from app.errors.authentication import FlowStepOutOfOrder, WrongCode
from app.errors.base import DomainError
from app.errors.second_factors import WrongPasskey
from app.gateways.clock import Clock
from app.repositories.base import AnyRow
from app.repositories.flows import FlowRepository
from app.repositories.second_factors import SecondFactorReader, SecondFactorRepository
from app.schemas.passkeys import PasskeyAssertion
from app.security.keyring import Keyring
from app.security.recovery_codes import hash_recovery_code
from app.security.sealed_places import SealedPlace
from app.security.totp import timecode_of
from app.services.auth.access import FlowAccess
from app.services.auth.flows import require_factor
from app.services.auth.grants import SecondFactorGrant
from app.services.auth.passkeys import PasskeyRules, credential_id_of
from app.services.auth.sessions import SessionTokens
from app.services.auth.standing import Standing
from app.services.auth.submissions import Submissions
from app.services.portfolios import CurrentPortfolio
from app.values.audit import AuditAction
from app.values.flows import FlowState
from app.values.principals import RequestOrigin
from app.values.second_factors import FactorKind
from app.values.sessions import AuthenticationMethod

FACTOR_STATES = [FlowState.PHONE, FlowState.CODE]
UseUp = Callable[[], Awaitable[bool]]
"""Uses the factor up in the unit of work; False when somebody was faster."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What was shown: by which method, how it is refused, and what using it up means."""

    method: AuthenticationMethod
    refusal: type[DomainError]
    use_up: UseUp | None


class FactorStepService:
    """`submitTotp`, `submitRecoveryCode`, `submitPasskey`: counted, compared, used up once."""

    def __init__(
        self,
        database: Database,
        access: FlowAccess,
        flows: FlowRepository,
        factors: SecondFactorRepository,
        submissions: Submissions,
        grant: SecondFactorGrant,
        passkeys: PasskeyRules,
        keyring: Keyring,
        clock: Clock,
    ) -> None:
        self._database = database
        self._access = access
        self._flows = flows
        self._factors = factors
        self._submissions = submissions
        self._grant = grant
        self._passkeys = passkeys
        self._keyring = keyring
        self._clock = clock

    async def submit_totp(
        self,
        portfolio: CurrentPortfolio,
        flow_id: UUID,
        secret: str,
        code: str,
        origin: RequestOrigin,
    ) -> SessionTokens:
        """What the authenticator app shows.

        Raises:
            WrongCode: of no enrolled app, too old, or accepted before.
            FlowFailed, FlowStepOutOfOrder, TooManyAttempts: as for a code.
        """
        standing = await self._count(portfolio, flow_id, secret)
        now = self._clock.now()
        use_up: UseUp | None = None
        for factor in await self._enrolled(standing, FactorKind.TOTP):
            key = self._keyring.open(
                factor.secret_sealed, SealedPlace.SECOND_FACTOR_SECRET, factor.id
            )
            timecode = timecode_of(key.decode(), code, now)
            if timecode is not None:
                use_up = partial(self._factors.use_timecode, factor.id, timecode, now)
        shown = _Shown(AuthenticationMethod.TOTP, WrongCode, use_up)
        return await self._finish(portfolio, standing, shown, origin)

    async def submit_recovery_code(
        self,
        portfolio: CurrentPortfolio,
        flow_id: UUID,
        secret: str,
        code: str,
        origin: RequestOrigin,
    ) -> SessionTokens:
        """One of the codes kept on paper.

        Raises:
            WrongCode: none of them, or used before.
            FlowFailed, FlowStepOutOfOrder, TooManyAttempts: as for a code.
        """
        standing = await self._count(portfolio, flow_id, secret)
        account_id, now = standing.account_id, self._clock.now()
        if account_id is None:
            raise FlowStepOutOfOrder
        code_hash = hash_recovery_code(self._keyring, account_id, code)
        async with self._database.read() as connection:
            known = await SecondFactorReader(connection).knows_code(account_id, code_hash)
        use_up = partial(self._factors.use_code, account_id, code_hash, now) if known else None
        shown = _Shown(AuthenticationMethod.RECOVERY_CODE, WrongCode, use_up)
        return await self._finish(portfolio, standing, shown, origin)

    async def submit_passkey(
        self,
        portfolio: CurrentPortfolio,
        flow_id: UUID,
        secret: str,
        credential: PasskeyAssertion,
        origin: RequestOrigin,
    ) -> SessionTokens:
        """What a passkey signed.

        Raises:
            WrongPasskey: not of this account, or not this flow's challenge.
            FlowFailed, FlowStepOutOfOrder, TooManyAttempts: as for a code.
        """
        standing = await self._count(portfolio, flow_id, secret)
        now, wanted = self._clock.now(), credential_id_of(credential)
        use_up: UseUp | None = None
        for passkey in await self._enrolled(standing, FactorKind.PASSKEY):
            if passkey.credential_id != wanted:
                continue
            count = self._passkeys.verify(portfolio, standing, passkey, credential)
            if count is not None:
                use_up = partial(
                    self._factors.use_passkey, passkey.id, passkey.sign_count, count, now
                )
        shown = _Shown(AuthenticationMethod.PASSKEY, WrongPasskey, use_up)
        return await self._finish(portfolio, standing, shown, origin)

    async def _count(self, portfolio: CurrentPortfolio, flow_id: UUID, secret: str) -> Standing:
        standing = await self._access.find(portfolio.id, flow_id, secret)
        require_factor(standing, self._clock.now())
        await self._submissions.count(standing, FACTOR_STATES)
        return replace(standing, submissions=standing.submissions + 1)

    async def _enrolled(self, standing: Standing, kind: FactorKind) -> list[AnyRow]:
        if standing.account_id is None:
            raise FlowStepOutOfOrder
        async with self._database.read() as connection:
            rows = await SecondFactorReader(connection).list_confirmed(standing.account_id)
        return [row for row in rows if row.kind is kind]

    async def _finish(
        self,
        portfolio: CurrentPortfolio,
        standing: Standing,
        shown: _Shown,
        origin: RequestOrigin,
    ) -> SessionTokens:
        if shown.use_up is None:
            await self._submissions.refuse(
                portfolio, standing, AuditAction.FACTOR_SUBMITTED, origin, shown.method.value
            )
            raise shown.refusal
        if not await self._flows.complete(standing.id, FACTOR_STATES, self._clock.now()):
            raise FlowStepOutOfOrder
        if not await shown.use_up():
            raise shown.refusal
        return await self._grant.give(portfolio, standing, shown.method, origin)
