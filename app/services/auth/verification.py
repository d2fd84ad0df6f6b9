"""Checking codes: counted first, compared then, used up once."""

from dataclasses import replace
from typing import Any, assert_never
from uuid import UUID

from app.database.database import Database
from app.errors.authentication import FlowFailed, FlowStepOutOfOrder, WrongCode
from app.gateways.clock import Clock
from app.repositories.flows import FlowRepository
from app.schemas.auth import FlowAdvancedRead
from app.security.codes import hash_code, same_code
from app.security.keyring import Keyring
from app.services.audit import AuditRecord, AuditTrail
from app.services.auth.access import FlowAccess
from app.services.auth.flows import MAX_SUBMISSIONS, Standing, describe, require_state
from app.services.auth.limits import Limits
from app.services.auth.phones import PhoneRules
from app.services.auth.sessions import (
    PASSWORD,
    SMS_CODE,
    Evidence,
    SessionOpener,
    SessionTokens,
)
from app.services.portfolios import CurrentPortfolio
from app.values.audit import ActorKind, AuditAction, AuditResult
from app.values.flows import CodePurpose, FlowKind, FlowState
from app.values.principals import RequestOrigin
from app.values.sessions import ClientKind
from app.values.step_up import StepUpReason

AT_PASSWORD: dict[str, Any] = {"state": FlowState.PASSWORD}
AT_PHONE: dict[str, Any] = {
    "state": FlowState.PHONE,
    "sends": 0,
    "deliveries": 0,
    "last_send_at": None,
    "channel": None,
}
"""The number to come is proved by codes of its own."""


class VerificationService:
    """`verifyCode`: an activation goes on, a login ends in a session."""

    def __init__(
        self,
        database: Database,
        access: FlowAccess,
        flows: FlowRepository,
        opener: SessionOpener,
        limits: Limits,
        phones: PhoneRules,
        keyring: Keyring,
        clock: Clock,
    ) -> None:
        self._database = database
        self._access = access
        self._flows = flows
        self._opener = opener
        self._limits = limits
        self._phones = phones
        self._keyring = keyring
        self._clock = clock

    async def verify(
        self,
        portfolio: CurrentPortfolio,
        flow_id: UUID,
        secret: str,
        code: str,
        origin: RequestOrigin,
    ) -> SessionTokens | FlowAdvancedRead:
        """Use the code up.

        Raises:
            WrongCode: wrong, too old, used, or sent elsewhere than the file says now.
            FlowFailed: five were handed in.
            TooManyAttempts: the e-mail's hourly or daily number is spent.
        """
        standing = await self._access.find(portfolio.id, flow_id, secret)
        require_state(standing, FlowState.CODE, self._clock.now())
        await self._count(standing)
        expected = self._expected(standing, code)
        if expected is None:
            await self._refuse(portfolio, standing, origin)
            raise WrongCode
        purpose = standing.purpose
        match purpose:
            case CodePurpose.ACTIVATION:
                reachable = self._phones.takes_sms(standing.phone)
                return await self._advance(
                    standing, expected, AT_PASSWORD if reachable else AT_PHONE
                )
            case CodePurpose.ENROLMENT:
                return await self._advance(standing, expected, AT_PASSWORD)
            case CodePurpose.LOGIN:
                await self._consume(standing, expected, {"state": FlowState.COMPLETED})
                return await self._open(portfolio, standing, origin)
            case _:
                assert_never(purpose)

    async def _count(self, standing: Standing) -> None:
        async with self._database.short_transaction("count_submission") as session:
            counted = await FlowRepository(session).count_submission(
                standing.id, [FlowState.CODE], MAX_SUBMISSIONS
            )
            if not counted:
                raise FlowFailed
            await self._limits.count_try(session, standing.subject, standing.kind)

    def _expected(self, standing: Standing, code: str) -> bytes | None:
        """The hash of the code when it is the right one, computed from the file as it is now."""
        given = hash_code(
            self._keyring,
            flow_id=standing.id,
            purpose=standing.purpose,
            destination=standing.destination or "",
            code=code,
        )
        now = self._clock.now()
        alive = standing.code_expires_at is not None and standing.code_expires_at > now
        right = same_code(standing.code_hash or bytes(32), given)
        return given if alive and right and standing.destination else None

    async def _refuse(
        self, portfolio: CurrentPortfolio, standing: Standing, origin: RequestOrigin
    ) -> None:
        now = self._clock.now()
        async with self._database.short_transaction("refuse_code") as session:
            await FlowRepository(session).fail_if_spent(standing.id, MAX_SUBMISSIONS, now)
            AuditTrail(session, self._keyring, self._clock).record(
                AuditRecord(
                    action=_code_action(standing.kind),
                    result=AuditResult.REFUSED,
                    actor_kind=ActorKind.ANONYMOUS,
                    portfolio_id=portfolio.id,
                    account_id=standing.account_id,
                    subject_id=standing.id,
                ),
                origin,
            )

    async def _consume(self, standing: Standing, code: bytes, values: dict[str, Any]) -> None:
        if not await self._flows.consume_code(standing.id, code, self._clock.now(), values):
            raise WrongCode

    async def _open(
        self, portfolio: CurrentPortfolio, standing: Standing, origin: RequestOrigin
    ) -> SessionTokens:
        if standing.account_id is None or standing.network is None or standing.client is None:
            raise FlowStepOutOfOrder
        evidence = Evidence(
            methods=(PASSWORD, SMS_CODE),
            device_id=standing.device_id,
            reasons=tuple(StepUpReason(reason) for reason in standing.reasons or ()),
        )
        return await self._opener.open(
            portfolio,
            standing.account_id,
            evidence,
            client=ClientKind(standing.client),
            network=standing.network,
            origin=origin,
        )

    async def _advance(
        self, standing: Standing, code: bytes, values: dict[str, Any]
    ) -> FlowAdvancedRead:
        await self._consume(standing, code, values)
        after = replace(standing, submissions=standing.submissions + 1, **values)
        return FlowAdvancedRead(status="in_progress", flow=describe(after, self._clock.now()))


def _code_action(kind: FlowKind) -> AuditAction:
    match kind:
        case FlowKind.ACTIVATION:
            return AuditAction.ACTIVATION_CODE
        case FlowKind.LOGIN:
            return AuditAction.LOGIN_CODE
        case _:
            assert_never(kind)
