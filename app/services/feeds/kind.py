"""What tells one kind of resource that partners send from the others."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.errors.authentication import PermissionMissing
from app.errors.base import DomainError
from app.schemas.base import Body
from app.services.feeds.applying import FeedApplier, FeedTransaction
from app.services.feeds.source import FeedSource
from app.values.imports import ImportKind
from app.values.principals import PartnerScope


@dataclass(frozen=True, slots=True)
class FeedKind:
    """All that tells one kind from the others: its operations are made of it."""

    code: ImportKind
    scope: PartnerScope
    noun: str
    """As operation ids bear it: `putContract`, `importContractLines`."""
    summary: str
    """What the PUT does, as a person would say it."""
    description: str
    refusals: tuple[type[DomainError], ...]
    """The rules that a resource may break, beyond those of its shape."""
    body: type[Body]
    line: type[Any]
    """One line of an import: the body, and its `ref`."""
    example: dict[str, Any]
    """A line."""
    of_employers: bool
    """Whether a token bound to an employer may send it: affiliations, never health data."""
    make_applier: Callable[[FeedTransaction], FeedApplier[Any]]

    def check_may_come_from(self, source: FeedSource) -> None:
        """An employer sends affiliations only.

        Raises:
            PermissionMissing: the source is bound to an employer, and this is none.
        """
        if source.employer_ref is not None and not self.of_employers:
            raise PermissionMissing
