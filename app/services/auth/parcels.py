"""What leaves when a code is asked for: a code, a letter that helps instead, or nothing."""

from dataclasses import dataclass
from typing import assert_never

from app.database.database import Database
from app.repositories.accounts import AccountReader
from app.services import notices
from app.services.auth.phones import PhoneRules
from app.services.auth.standing import Standing
from app.services.outbox import Letter
from app.services.portfolios import CurrentPortfolio
from app.values.accounts import AccountStatus
from app.values.flows import CodeChannel, CodePurpose


@dataclass(frozen=True, slots=True)
class Parcel:
    """Something to send: a code, or a letter that helps."""

    channel: CodeChannel
    to: str
    letter: Letter | None = None


class ParcelRules:
    """Decides by what the file says; whoever asked is not told what was decided."""

    def __init__(self, database: Database, phones: PhoneRules) -> None:
        self._database = database
        self._phones = phones

    async def choose(
        self, portfolio: CurrentPortfolio, standing: Standing, channel: CodeChannel
    ) -> Parcel | None:
        """The parcel for a flow as it stands."""
        purpose = standing.purpose
        match purpose:
            case CodePurpose.ACTIVATION:
                return self._activation(portfolio, standing, channel)
            case CodePurpose.RESET:
                return _reset(portfolio, standing)
            case CodePurpose.ENROLMENT | CodePurpose.LOGIN | CodePurpose.STEP_UP:
                number = standing.pending_phone
                return Parcel(CodeChannel.SMS, number) if number else None
            case CodePurpose.RECOVERY | CodePurpose.EMAIL_CURRENT:
                active = standing.account_status is AccountStatus.ACTIVE
                email = standing.email if active else None
                return Parcel(CodeChannel.EMAIL, email) if email else None
            case CodePurpose.EMAIL_NEW:
                return await self._new_email(portfolio, standing)
            case _:
                assert_never(purpose)

    def _activation(
        self, portfolio: CurrentPortfolio, standing: Standing, channel: CodeChannel
    ) -> Parcel | None:
        email = standing.email
        if email is None:
            return None
        if standing.account_status is AccountStatus.ACTIVE:
            return Parcel(CodeChannel.EMAIL, email, notices.already_active(portfolio, email))
        if standing.account_status is not AccountStatus.INVITED:
            return None
        if channel is CodeChannel.EMAIL:
            return Parcel(CodeChannel.EMAIL, email)
        if self._phones.takes_sms(standing.phone):
            return Parcel(CodeChannel.SMS, standing.phone or "")
        return Parcel(CodeChannel.EMAIL, email, notices.choose_email(portfolio, email))

    async def _new_email(self, portfolio: CurrentPortfolio, standing: Standing) -> Parcel | None:
        """An address somebody else has receives a letter that tells its owner, and no code."""
        address = standing.pending_email
        if address is None or standing.account_status is not AccountStatus.ACTIVE:
            return None
        async with self._database.read() as connection:
            taken = await AccountReader(connection).find_by_email(portfolio.id, address)
        if taken is None:
            return Parcel(CodeChannel.EMAIL, address)
        return Parcel(CodeChannel.EMAIL, address, notices.email_in_use(portfolio, address))


def _reset(portfolio: CurrentPortfolio, standing: Standing) -> Parcel | None:
    email = standing.email
    if email is None:
        return None
    if standing.account_status is AccountStatus.INVITED:
        return Parcel(CodeChannel.EMAIL, email, notices.activate_first(portfolio, email))
    active = standing.account_status is AccountStatus.ACTIVE
    return Parcel(CodeChannel.EMAIL, email) if active else None
