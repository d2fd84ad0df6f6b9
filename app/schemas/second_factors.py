"""Second factors of an account: what is enrolled, and how one is."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import ConfigDict, StringConstraints

from app.schemas.auth_flows import Code
from app.schemas.base import Body, Line, OpaqueId, Page, Read
from app.values.second_factors import FactorKind

FACTOR: dict[str, Any] = {
    "id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d",
    "kind": "totp",
    "name": "Téléphone de Camille",
    "enrolled_at": "2026-11-22T10:00:00Z",
    "last_used_at": None,
}
FactorName = Annotated[Line, StringConstraints(max_length=80)]


class SecondFactorRead(Read):
    """An authenticator app or a passkey."""

    model_config = ConfigDict(json_schema_extra={"examples": [FACTOR]})

    id: OpaqueId
    """To remove it by."""
    kind: FactorKind
    name: str
    """How the member calls it."""
    enrolled_at: datetime
    """When it was confirmed."""
    last_used_at: datetime | None
    """When it last stood for a second factor; null before."""


class SecondFactorPage(Page[SecondFactorRead]):
    """Everything that can stand for the second factor; always one page."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [FACTOR],
                    "next_cursor": None,
                    "phone": "+33 •• •• •• 12",
                    "recovery_codes_left": 10,
                }
            ]
        }
    )

    phone: str | None
    """The number that receives codes, masked; null when none is on file."""
    recovery_codes_left: int
    """Recovery codes that were not used."""


class TotpCreate(Body):
    """An authenticator app to enrol."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Téléphone de Camille"}]})

    name: FactorName
    """How the member calls it."""


class TotpEnrolmentRead(Read):
    """An enrolment under way: show the QR code, then confirm with the code the app gives."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": FACTOR["id"],
                    "secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
                    "uri": "otpauth://totp/HCR%20Bien-%C3%8Atre:alex.bernard%40example.org"
                    "?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=HCR%20Bien-%C3%8Atre",
                    "qr_code": '<svg xmlns="http://www.w3.org/2000/svg"/>',
                }
            ]
        }
    )

    id: OpaqueId
    """Goes into the address of the confirmation; lives fifteen minutes."""
    secret: str
    """In base32, to type where no camera is at hand; told only here."""
    uri: str
    """What the QR code says (`otpauth://`); opens an authenticator on the same phone."""
    qr_code: str
    """The QR code as an SVG image, black on white."""


class TotpConfirmation(Body):
    """The code that the app shows, once it has the secret."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"code": "042017"}]})

    code: Code
    """Six digits."""


class RecoveryCodesRead(Read):
    """Ten codes to write down. Told only here; those made before are worthless."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"codes": ["7k3m-9xqp-2rtw", "h4vn-6ycd-8bse"]}]}
    )

    codes: list[str]
    """Each is good once, in the place of an SMS code."""
