"""Why somebody of the family was not found: hidden altogether, or only what was asked of them.

Questions are put under `visible`, which decides inside the query; this is asked afterwards, when
they found nobody.
"""

from collections.abc import Collection
from uuid import UUID

from app.errors.base import DomainError
from app.errors.beneficiaries import BeneficiaryNotFound, Confidential
from app.repositories.visibility import VisibilityReader
from app.values.family_rights import FamilyRight
from app.values.principals import CurrentMember


class FamilyRights:
    """The rights of a reader over one person."""

    def __init__(self, visibility: VisibilityReader) -> None:
        self._visibility = visibility

    async def over(self, member: CurrentMember, beneficiary_id: UUID) -> Collection[FamilyRight]:
        """Every right over themself; over others what the portfolio grants; none over strangers."""
        if beneficiary_id == member.beneficiary_id:
            return tuple(FamilyRight)
        kind = await self._visibility.kind_of(member, beneficiary_id)
        return member.family.grants.get(kind, ()) if kind else ()

    async def require(
        self, member: CurrentMember, beneficiary_id: UUID, right: FamilyRight
    ) -> None:
        """Refuse unless the reader has this right over the person.

        Raises:
            BeneficiaryNotFound: nothing of them may be seen; the same as when there is nobody.
            Confidential: something of them may be seen, but not this.
        """
        rights = await self.over(member, beneficiary_id)
        if right not in rights:
            raise _refusal(rights)

    async def refusal(self, member: CurrentMember, beneficiary_id: UUID) -> DomainError:
        """How to refuse what a question did not find, by the same two errors."""
        return _refusal(await self.over(member, beneficiary_id))


def _refusal(rights: Collection[FamilyRight]) -> DomainError:
    return Confidential() if rights else BeneficiaryNotFound()
