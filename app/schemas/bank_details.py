"""Bank details as members give and read them."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from app.schemas.base import CLEAN, Body, Read
from app.values.ibans import IbanOutsideSepa, InvalidIban, parse_iban

LONGEST_IBAN = 34
LONGEST_SPELLING = 64
"""An IBAN with a space, or two, between its groups."""


def _valid_iban(text: str) -> str:
    try:
        return parse_iban(text).number
    except InvalidIban:
        raise PydanticCustomError("invalid_iban", "not an IBAN") from None
    except IbanOutsideSepa:
        raise PydanticCustomError("iban_outside_sepa", "not in SEPA") from None


IbanText = Annotated[
    str,
    StringConstraints(max_length=LONGEST_SPELLING),
    AfterValidator(_valid_iban),
    WithJsonSchema({"type": "string", "maxLength": LONGEST_SPELLING}),
]
"""An IBAN in any spelling, kept without spaces."""
HolderName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=70), CLEAN
]
"""The holder as a SEPA transfer names them: 70 characters at most."""


class BankDetailsUpdate(Body):
    """The account that reimbursements are paid to from now on."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"holder": "Camille Martin", "iban": "FR76 3000 6000 0112 3456 7890 189"}]
        }
    )

    holder: HolderName
    """Whose account it is, as the bank writes it."""
    iban: IbanText
    """IBAN of an account in the SEPA area, with or without spaces."""


class BankDetailsRead(Read):
    """The account that reimbursements are paid to; all null as long as none was given here."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "holder": "Camille Martin",
                    "iban": "FR•• •••• •••• 0189",
                    "bic": "AGRIFRPPXXX",
                    "updated_at": "2026-03-14T12:00:00Z",
                }
            ]
        }
    )

    holder: str | None
    """Whose account it is; null when none was given."""
    iban: str | None
    """Country and last four characters, the rest masked; null when none was given."""
    bic: str | None
    """BIC of the bank; null when it is not known."""
    updated_at: datetime | None
    """When it was given; null when none was."""
