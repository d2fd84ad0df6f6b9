"""Who may be added to a family, and what proves it: data of a portfolio, with dates."""

from datetime import date
from typing import Annotated

from pydantic import Field

from app.schemas.base import Body
from app.schemas.change_request_cases import DocumentAsked
from app.schemas.feeds.people import DependentRelationship
from app.values.additions import ChildSituation

Age = Annotated[int, Field(ge=0, le=150)]


class AdditionCase(Body):
    """Some of those who may be added; the first case that fits a person is theirs."""

    relationship: DependentRelationship
    situations: tuple[ChildSituation, ...] = ()
    """Any of these is needed; empty: none is asked for."""
    from_age: Age = 0
    """Age in years on the first day of cover, at least."""
    under_age: Age | None = None
    """The age from which the case no longer fits; null for none."""
    retroactive: bool = False
    """Whether cover may begin in the past: on the day of the birth or of the union, if it is not
    older than `retroactive_months`."""
    documents: tuple[DocumentAsked, ...] = ()


class AdditionRules(Body):
    """What holds of additions asked from a day on, until the day of the next rules."""

    starts_on: date
    retroactive_months: Annotated[int, Field(ge=0, le=24)]
    """How long ago a birth or a union may be for cover to begin with it."""
    ahead_months: Annotated[int, Field(ge=0, le=24)]
    """How far ahead a change may be asked for."""
    cases: tuple[AdditionCase, ...]
