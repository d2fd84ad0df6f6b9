"""The shape of a domain error."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from app.values.labels import ENGLISH, Labels
from app.values.periods import PARIS


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One refused place of a request: JSON pointer and stable code; never the value."""

    pointer: str
    code: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A place among those that a question may have meant: what to ask with instead."""

    label: str
    postal_code: str
    city: str


class DomainError(Exception):
    """A refusal the product means.

    `code` is stable and what clients decide on; titles and details are for people, in French and
    in English. `{name}` in a detail is filled from `params`, which must never be input values.
    """

    status: ClassVar[int]
    code: ClassVar[str]
    title: ClassVar[str]
    title_en: ClassVar[str]
    detail: ClassVar[str | None] = None
    detail_en: ClassVar[str | None] = None
    challenge: ClassVar[str | None] = None
    """Value of `WWW-Authenticate`, on a 401."""

    def __init__(
        self,
        *,
        retry_after: int | None = None,
        fields: Sequence[FieldProblem] = (),
        choices: Sequence[Choice] = (),
        **params: object,
    ) -> None:
        super().__init__(self.code)
        self.retry_after = retry_after
        self.fields = tuple(fields)
        self.choices = tuple(choices)
        self.params = params

    def headline(self, language: str) -> str:
        """The title in the reader's language."""
        return Labels(self.title, self.title_en).in_language(language)

    def explanation(self, language: str) -> str | None:
        """The detail in the reader's language, when there is more to say than the title."""
        if self.detail is None or self.detail_en is None:
            return None
        params = {name: _worded(value, language) for name, value in self.params.items()}
        return Labels(self.detail, self.detail_en).in_language(language).format(**params)


def _worded(value: object, language: str) -> object:
    if isinstance(value, datetime):
        local = value.astimezone(PARIS)
        return f"{local:%Y-%m-%d %H:%M}" if language == ENGLISH else f"{local:%d/%m/%Y à %H h %M}"
    if isinstance(value, date) and language != ENGLISH:
        return f"{value:%d/%m/%Y}"
    return value
