"""Column shapes that several tables share."""

from enum import StrEnum

from sqlalchemy import Enum


def checked_enum(kind: type[StrEnum], name: str) -> Enum:
    """An enum kept as text and checked by the database, by value."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )
