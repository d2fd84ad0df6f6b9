"""Validation errors as problems: where and why, never what was sent."""

from collections.abc import Sequence
from typing import Any

from app.errors.base import FieldProblem

BODY_LOCATIONS = ("body",)
FRENCH_MESSAGES = {
    "missing": "Champ obligatoire",
    "extra_forbidden": "Champ inconnu",
    "string_too_short": "Texte trop court",
    "string_too_long": "Texte trop long",
    "string_pattern_mismatch": "Forme inattendue",
    "enum": "Valeur hors de la liste",
    "literal_error": "Valeur hors de la liste",
}
DEFAULT_MESSAGE = "Valeur invalide"


def field_problems(errors: Sequence[Any]) -> list[FieldProblem]:
    """One field problem per error; the library's sentence is dropped, it may quote the input."""
    return [
        FieldProblem(
            pointer=pointer_of(_own_part(error)),
            code=str(error["type"]),
            message=FRENCH_MESSAGES.get(error["type"], DEFAULT_MESSAGE),
        )
        for error in errors
    ]


def pointer_of(location: Sequence[str | int]) -> str:
    """A JSON pointer (RFC 6901) into the body, or `/query/name` for the other places."""
    parts = [str(part) for part in location]
    if parts and parts[0] in BODY_LOCATIONS:
        parts = parts[1:]
    return "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in parts)


def _own_part(error: Any) -> Sequence[str | int]:
    # The name of an unknown field is the client's own text: only its parent is named.
    location: Sequence[str | int] = error["loc"]
    return location[:-1] if error["type"] == "extra_forbidden" else location
