"""What a signed-in member changes of the ways in."""

from pydantic import ConfigDict

from app.schemas.auth_flows import Password, PhoneText
from app.schemas.base import Body, Email


class PasswordUpdate(Body):
    """The password as it is, and as it will be."""

    model_config = ConfigDict(
        str_strip_whitespace=False,
        json_schema_extra={
            "examples": [
                {
                    "current_password": "correct horse battery staple",
                    "new_password": "quatre saisons sous le grand tilleul",
                }
            ]
        },
    )

    current_password: Password
    """As typed, spaces included."""
    new_password: Password
    """12 to 128 characters, spaces included; a shorter, longer or guessable one is refused with
    `weak_password`."""


class PhoneChangeCreate(Body):
    """The number to receive codes at from now on."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"phone": "06 39 98 00 02"}]})

    phone: PhoneText
    """A mobile, in any spelling; without a country it is French."""


class EmailChangeCreate(Body):
    """The address to log in with from now on."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"email": "camille@example.org"}]})

    email: Email
    """It will be proved, and so is the present one."""
