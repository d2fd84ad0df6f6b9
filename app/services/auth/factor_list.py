"""What can stand for the second factor of an account."""

from app.errors.authentication import Unauthenticated
from app.repositories.accounts import AccountReader
from app.repositories.second_factors import SecondFactorReader
from app.schemas.second_factors import SecondFactorPage, SecondFactorRead
from app.values.masks import mask_phone
from app.values.principals import CurrentMember


class FactorListService:
    """`listSecondFactors`, on the read road."""

    def __init__(self, factors: SecondFactorReader, accounts: AccountReader) -> None:
        self._factors = factors
        self._accounts = accounts

    async def list_factors(self, member: CurrentMember) -> SecondFactorPage:
        """The phone on file, what was enrolled beside it, and the codes that are left."""
        account = await self._accounts.find_by_id(member.account_id)
        if account is None:
            raise Unauthenticated
        rows = await self._factors.list_confirmed(member.account_id)
        return SecondFactorPage(
            items=[
                SecondFactorRead(
                    id=row.id,
                    kind=row.kind,
                    name=row.name,
                    enrolled_at=row.confirmed_at,
                    last_used_at=row.last_used_at,
                )
                for row in rows
            ],
            next_cursor=None,
            phone=mask_phone(account.phone) if account.phone else None,
            recovery_codes_left=await self._factors.count_unused_codes(member.account_id),
        )
