"""The number in a flow: a step-up only compares it with the file, an enrolment proves it."""

from dataclasses import replace
from typing import Any, assert_never
from uuid import UUID

from app.errors.authentication import FlowStepOutOfOrder, UnreachablePhone
from app.gateways.clock import Clock
from app.repositories.flows import FlowRepository
from app.schemas.auth_flows import FlowRead
from app.services.audit import AuditRecord, AuditTrail
from app.services.auth.access import FlowAccess
from app.services.auth.codes import CodePost, record_send
from app.services.auth.flows import require_phone, require_send
from app.services.auth.limits import Limits
from app.services.auth.parcels import Parcel
from app.services.auth.phones import PhoneRules
from app.services.auth.standing import Standing
from app.services.auth.submissions import Submissions
from app.services.portfolios import CurrentPortfolio
from app.values.audit import ActorKind, AuditAction, AuditResult
from app.values.flows import CodeChannel, CodePurpose, FlowKind, FlowState
from app.values.principals import RequestOrigin

PHONE_ACTIONS = {
    FlowKind.LOGIN: AuditAction.LOGIN_PHONE,
    FlowKind.STEP_UP: AuditAction.STEP_UP_PHONE,
}


class PhoneStepService:
    """`submitPhone`."""

    def __init__(
        self,
        access: FlowAccess,
        flows: FlowRepository,
        submissions: Submissions,
        limits: Limits,
        post: CodePost,
        phones: PhoneRules,
        audit: AuditTrail,
        clock: Clock,
    ) -> None:
        self._access = access
        self._flows = flows
        self._submissions = submissions
        self._limits = limits
        self._post = post
        self._phones = phones
        self._audit = audit
        self._clock = clock

    async def submit(
        self,
        portfolio: CurrentPortfolio,
        flow_id: UUID,
        secret: str,
        text: str,
        origin: RequestOrigin,
    ) -> FlowRead:
        """Take a number.

        Raises:
            UnreachablePhone: to be enrolled, and not a mobile that our SMS may go to.
            FlowFailed, FlowStepOutOfOrder, ResendTooEarly, TooManySends: see `flows`.
            RateLimited: too many requests from this address.
        """
        standing = await self._access.find(portfolio.id, flow_id, secret)
        require_phone(standing, self._clock.now())
        purpose = standing.purpose
        match purpose:
            case CodePurpose.ENROLMENT:
                return await self._enrol(portfolio, standing, text, origin)
            case CodePurpose.LOGIN | CodePurpose.STEP_UP:
                return await self._confirm(portfolio, standing, text, origin)
            case (
                CodePurpose.ACTIVATION
                | CodePurpose.RESET
                | CodePurpose.RECOVERY
                | CodePurpose.EMAIL_CURRENT
                | CodePurpose.EMAIL_NEW
            ):
                raise FlowStepOutOfOrder
            case _:
                assert_never(purpose)

    async def _confirm(
        self,
        portfolio: CurrentPortfolio,
        standing: Standing,
        text: str,
        origin: RequestOrigin,
    ) -> FlowRead:
        """Compare with the file. The client never chooses where an SMS goes: it leaves for the
        number on file or not at all, and the answer does not tell.
        """
        await self._limits.count_send_request(origin.ip)
        await self._submissions.count(standing, [FlowState.PHONE, FlowState.CODE], as_try=False)
        standing = replace(standing, submissions=standing.submissions + 1)
        on_file = standing.phone
        matches = self._phones.parse(text) == on_file and self._phones.takes_sms(on_file)
        parcel = Parcel(CodeChannel.SMS, on_file) if matches and on_file else None
        parcel = await self._post.admit(portfolio.id, standing, parcel)
        after = await self._send(
            portfolio, standing, parcel, pending_phone=on_file if matches else None
        )
        self._audit.record(
            AuditRecord(
                action=PHONE_ACTIONS[standing.kind],
                result=AuditResult.SUCCEEDED if matches else AuditResult.REFUSED,
                actor_kind=ActorKind.ANONYMOUS,
                portfolio_id=portfolio.id,
                account_id=standing.account_id,
                subject_id=standing.id,
                reason="number_matches" if matches else "number_differs",
            ),
            origin,
        )
        return after

    async def _enrol(
        self,
        portfolio: CurrentPortfolio,
        standing: Standing,
        text: str,
        origin: RequestOrigin,
    ) -> FlowRead:
        number = self._phones.parse(text)
        if number is None or not self._phones.takes_sms(number):
            raise UnreachablePhone
        require_send(standing, self._clock.now())
        await self._limits.count_send_request(origin.ip)
        enrolling = replace(standing, pending_phone=number)
        parcel = await self._post.admit(portfolio.id, enrolling, Parcel(CodeChannel.SMS, number))
        return await self._send(portfolio, enrolling, parcel, pending_phone=number)

    async def _send(
        self,
        portfolio: CurrentPortfolio,
        standing: Standing,
        parcel: Parcel | None,
        *,
        pending_phone: str | None,
    ) -> FlowRead:
        now = self._clock.now()
        posted = self._post.post(portfolio, standing, parcel)
        values: dict[str, Any] = {**posted, "pending_phone": pending_phone}
        await record_send(self._flows, standing, values, now)
        return self._access.describe(portfolio, replace(standing, **values))
