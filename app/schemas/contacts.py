"""Contact details as members write them."""

import re
from typing import Annotated, Any, Self

from pydantic import MISSING, ConfigDict, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from app.schemas.base import CLEAN, Body, Email

FRENCH_POSTAL_CODE = re.compile(r"(?:0[1-9]|[1-8][0-9]|9[0-5]|97|98)[0-9]{3}")
"""Mainland departments 01 to 95, Corsica being 20; 97 and 98 overseas."""
ADDRESS_EXAMPLE: dict[str, Any] = {
    "line1": "12 rue des Lilas",
    "line2": "Bâtiment B",
    "postal_code": "75012",
    "city": "Paris",
}
AddressLine = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), CLEAN
]
Phone = Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{6,14}$")]


class AddressUpdate(Body):
    """A postal address, whole."""

    model_config = ConfigDict(json_schema_extra={"examples": [ADDRESS_EXAMPLE]})

    line1: AddressLine
    """Number and street."""
    line2: AddressLine | None = None
    """Building, floor, care of; null or left out when there is none."""
    postal_code: Annotated[str, StringConstraints(pattern=r"^[0-9A-Z -]{2,10}$")]
    """In France five digits; elsewhere 2 to 10 digits, capital letters, spaces and dashes."""
    city: AddressLine
    """Town or commune, as letters are addressed."""
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = "FR"
    """ISO 3166-1 code of the country, two capital letters."""

    @model_validator(mode="after")
    def _french_codes_have_five_digits(self) -> Self:
        if self.country == "FR" and not FRENCH_POSTAL_CODE.fullmatch(self.postal_code):
            raise PydanticCustomError("postal_code", "no French postal code")
        return self


class BeneficiaryUpdate(Body):
    """What changes of a person's contact details; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"phone": "+33639980002"}]})

    email: Email | MISSING | None = MISSING
    """Null removes it. Of a person with an account of their own it cannot be changed here."""
    phone: Phone | MISSING | None = MISSING
    """E.164: `+33639980002`; null removes it. As the e-mail, not of a person with an account."""
    address: AddressUpdate | MISSING = MISSING
    """Replaced as a whole."""
