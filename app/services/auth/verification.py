"""Checking codes: counted first, compared then, used up once."""

from dataclasses import replace
from typing import Any, assert_never
from uuid import UUID

from app.errors.authentication import WrongCode
from app.gateways.clock import Clock
from app.repositories.flows import FlowRepository
from app.schemas.auth import FlowAdvancedRead
from app.security.codes import hash_code, same_code
from app.security.keyring import Keyring
from app.services.auth.access import FlowAccess
from app.services.auth.codes import CodePost
from app.services.auth.contact_changes import ContactChange
from app.services.auth.flows import require_state
from app.services.auth.grants import SecondFactorGrant
from app.services.auth.phones import PhoneRules
from app.services.auth.sessions import SessionTokens
from app.services.auth.standing import Standing
from app.services.auth.submissions import Submissions
from app.services.portfolios import CurrentPortfolio
from app.values.audit import AuditAction
from app.values.flows import CodeChannel, CodePurpose, FlowKind, FlowState
from app.values.principals import RequestOrigin
from app.values.sessions import AuthenticationMethod

AT_END: dict[str, Any] = {"state": FlowState.COMPLETED}
AT_PASSWORD: dict[str, Any] = {"state": FlowState.PASSWORD}
ANOTHER_CODE: dict[str, Any] = {
    "sends": 0,
    "deliveries": 0,
    "last_send_at": None,
    "channel": None,
}
"""What is to be proved next has codes of its own."""
AT_PHONE: dict[str, Any] = {**ANOTHER_CODE, "state": FlowState.PHONE}
CODE_ACTIONS = {
    FlowKind.ACTIVATION: AuditAction.ACTIVATION_CODE,
    FlowKind.LOGIN: AuditAction.LOGIN_CODE,
    FlowKind.STEP_UP: AuditAction.STEP_UP_CODE,
    FlowKind.PASSWORD_RESET: AuditAction.PASSWORD_RESET_CODE,
    FlowKind.PHONE_CHANGE: AuditAction.PHONE_CODE,
    FlowKind.PHONE_RECOVERY: AuditAction.PHONE_RECOVERY_CODE,
    FlowKind.EMAIL_CHANGE: AuditAction.EMAIL_CODE,
}


class VerificationService:
    """`verifyCode`: a step further, a session, or a contact that is proved."""

    def __init__(
        self,
        access: FlowAccess,
        flows: FlowRepository,
        submissions: Submissions,
        post: CodePost,
        grant: SecondFactorGrant,
        contacts: ContactChange,
        phones: PhoneRules,
        keyring: Keyring,
        clock: Clock,
    ) -> None:
        self._access = access
        self._flows = flows
        self._submissions = submissions
        self._post = post
        self._grant = grant
        self._contacts = contacts
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
            FlowFailed: five were handed in, or the account changed meanwhile.
            TooManyAttempts: the e-mail's hourly or daily number is spent.
        """
        standing = await self._access.find(portfolio.id, flow_id, secret)
        require_state(standing, FlowState.CODE, self._clock.now())
        await self._submissions.count(standing, [FlowState.CODE])
        standing = replace(standing, submissions=standing.submissions + 1)
        expected = self._expected(standing, code)
        if expected is None:
            await self._submissions.refuse(portfolio, standing, CODE_ACTIONS[standing.kind], origin)
            raise WrongCode
        purpose = standing.purpose
        match purpose:
            case CodePurpose.ACTIVATION:
                reachable = self._phones.takes_sms(standing.phone)
                values = AT_PASSWORD if reachable else AT_PHONE
                return await self._advance(portfolio, standing, expected, values)
            case CodePurpose.RESET:
                return await self._advance(portfolio, standing, expected, AT_PASSWORD)
            case CodePurpose.RECOVERY:
                return await self._advance(portfolio, standing, expected, AT_PHONE)
            case CodePurpose.ENROLMENT:
                return await self._enrol(portfolio, standing, expected, origin)
            case CodePurpose.EMAIL_CURRENT:
                return await self._prove_next(portfolio, standing, expected)
            case CodePurpose.EMAIL_NEW:
                advanced = await self._advance(portfolio, standing, expected, AT_END)
                await self._contacts.take_email(portfolio, standing, origin)
                return advanced
            case CodePurpose.LOGIN | CodePurpose.STEP_UP:
                await self._consume(standing, expected, AT_END)
                return await self._grant.give(portfolio, standing, AuthenticationMethod.SMS, origin)
            case _:
                assert_never(purpose)

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

    async def _enrol(
        self,
        portfolio: CurrentPortfolio,
        standing: Standing,
        code: bytes,
        origin: RequestOrigin,
    ) -> FlowAdvancedRead:
        """A number is proved: an activation goes on, a change or a recovery is done."""
        if standing.kind is FlowKind.ACTIVATION:
            return await self._advance(portfolio, standing, code, AT_PASSWORD)
        advanced = await self._advance(portfolio, standing, code, AT_END)
        await self._contacts.take_phone(portfolio, standing, origin)
        return advanced

    async def _prove_next(
        self, portfolio: CurrentPortfolio, standing: Standing, code: bytes
    ) -> FlowAdvancedRead:
        """The present address is proved: a code leaves for the new one."""
        proved: dict[str, Any] = {**ANOTHER_CODE, "email_proved_at": self._clock.now()}
        after = replace(standing, **proved, code_hash=None, code_expires_at=None)
        parcel = await self._post.choose(portfolio, after, CodeChannel.EMAIL)
        await self._consume(standing, code, proved)
        posted = self._post.post(portfolio, after, parcel)
        await self._flows.change(after.id, posted)
        return self._answer(portfolio, replace(after, **posted))

    async def _advance(
        self,
        portfolio: CurrentPortfolio,
        standing: Standing,
        code: bytes,
        values: dict[str, Any],
    ) -> FlowAdvancedRead:
        await self._consume(standing, code, values)
        return self._answer(portfolio, replace(standing, **values))

    def _answer(self, portfolio: CurrentPortfolio, standing: Standing) -> FlowAdvancedRead:
        flow = self._access.describe(portfolio, standing)
        return FlowAdvancedRead(status="in_progress", flow=flow)

    async def _consume(self, standing: Standing, code: bytes, values: dict[str, Any]) -> None:
        if not await self._flows.consume_code(standing.id, code, self._clock.now(), values):
            raise WrongCode
