"""What a member may see of the others of the family, according to what they are to it that day."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.values.periods import shift_months

MAJORITY = 18 * 12
"""Months of age from which a person decides alone who reads of their health (Code civil, 414)."""


class FamilyRight(StrEnum):
    """What may be seen of a person."""

    CARD = "card"
    """They are on the family's card, and their own can be shown."""
    TOTALS = "totals"
    """The sums of their reimbursements by type of care."""
    LINES = "lines"
    """Each of their acts."""


class FamilyKind(StrEnum):
    """What a dependent is to the family on a day: the first kind that fits.

    To have left is to have been covered for the last time before that day, and before the member's
    own last day if there is one.
    """

    MINOR = "minor"
    """A child under 18, covered or not."""
    FORMER_PARTNER = "former_partner"
    """A spouse, civil partner or cohabitant who left."""
    CEASED = "ceased"
    """Anybody else who left."""
    ADULT = "adult"
    """Any other dependent: covered, or whose cover ended with the member's."""


Grants = Mapping[FamilyKind, Collection[FamilyRight]]
"""The rights over each kind; a kind that is left out gives none."""
NO_GRANTS: Grants = {}


@dataclass(frozen=True, slots=True)
class FamilyView:
    """What a person sees of the others of the family on one day; everyone sees themself."""

    grants: Grants
    of_age_if_born_by: date
    """Who was born that day or before is 18."""
    left_if_covered_before: date
    """Whose last day covered is before that one left before the member did."""


def family_view(grants: Grants, today: date, member_until: date | None) -> FamilyView:
    """The view of a member whose own last day covered is `member_until`, if there is one.

    Who was born on 29 February comes of age on 1 March of a year without that day.
    """
    return FamilyView(
        grants=grants,
        of_age_if_born_by=shift_months(today, -MAJORITY),
        left_if_covered_before=min(today, member_until or today),
    )
