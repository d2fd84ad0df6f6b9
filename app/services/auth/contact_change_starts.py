"""A signed-in member asks for another phone or e-mail: codes prove it before anything changes."""

from app.database.database import Database
from app.errors.authentication import Unauthenticated, UnreachablePhone
from app.repositories.accounts import AccountReader
from app.repositories.base import AnyRow
from app.schemas.auth_flows import FlowStartedRead
from app.services.auth.access import FlowStarter, Opening
from app.services.auth.codes import CodePost
from app.services.auth.limits import Limits
from app.services.auth.phones import PhoneRules
from app.services.portfolios import CurrentPortfolio
from app.values.emails import normalise_email
from app.values.flows import CodeChannel, FlowKind, FlowState
from app.values.principals import CurrentMember, RequestOrigin


class ContactChangeStartService:
    """`startPhoneChange` and `startEmailChange`."""

    def __init__(
        self,
        database: Database,
        starter: FlowStarter,
        post: CodePost,
        limits: Limits,
        phones: PhoneRules,
    ) -> None:
        self._database = database
        self._starter = starter
        self._post = post
        self._limits = limits
        self._phones = phones

    async def start_phone(
        self,
        portfolio: CurrentPortfolio,
        member: CurrentMember,
        text: str,
        origin: RequestOrigin,
    ) -> FlowStartedRead:
        """A code goes to the new number.

        Raises:
            UnreachablePhone: not a mobile that our SMS may go to.
            RateLimited: too many requests from this address.
        """
        number = self._phones.parse(text)
        if number is None or not self._phones.takes_sms(number):
            raise UnreachablePhone
        account = await self._account(member, origin)
        opening = self._opening(FlowKind.PHONE_CHANGE, portfolio, member, account, phone=number)
        return await self._begin(portfolio, opening, CodeChannel.SMS)

    async def start_email(
        self,
        portfolio: CurrentPortfolio,
        member: CurrentMember,
        email: str,
        origin: RequestOrigin,
    ) -> FlowStartedRead:
        """A code goes to the present address; once entered, another to the new one.

        Raises:
            RateLimited: too many requests from this address.
        """
        account = await self._account(member, origin)
        address = normalise_email(email)
        opening = self._opening(FlowKind.EMAIL_CHANGE, portfolio, member, account, email=address)
        return await self._begin(portfolio, opening, CodeChannel.EMAIL)

    async def _account(self, member: CurrentMember, origin: RequestOrigin) -> AnyRow:
        await self._limits.count_send_request(origin.ip)
        async with self._database.read() as connection:
            account = await AccountReader(connection).find_by_id(member.account_id)
        if account is None:
            raise Unauthenticated
        return account

    def _opening(
        self,
        kind: FlowKind,
        portfolio: CurrentPortfolio,
        member: CurrentMember,
        account: AnyRow,
        *,
        phone: str | None = None,
        email: str | None = None,
    ) -> Opening:
        return Opening(
            kind=kind,
            state=FlowState.CODE,
            account_id=account.id,
            subject=self._limits.subject_of(portfolio.id, account.email),
            session_id=member.session_id,
            device_id=member.device_id,
            pending_phone=phone,
            pending_email=email,
            email=account.email,
            phone=account.phone,
            account_status=account.status,
        )

    async def _begin(
        self, portfolio: CurrentPortfolio, opening: Opening, channel: CodeChannel
    ) -> FlowStartedRead:
        coded = await self._post.open_with(portfolio, self._starter.prepare(opening), channel)
        return self._starter.begin(portfolio, coded)
