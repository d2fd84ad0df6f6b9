"""The IBAN (ISO 13616) of an account that a SEPA credit transfer reaches."""

from dataclasses import dataclass

WITH_RIB_KEY = frozenset({"FR", "MC"})
"""Countries whose accounts bear the key of the *relevé d'identité bancaire* as well."""


class InvalidIban(ValueError):
    """Not an IBAN: country, length, characters or a key is wrong."""


class IbanOutsideSepa(ValueError):
    """An IBAN, of a country that SEPA transfers do not reach."""


@dataclass(frozen=True, slots=True)
class Iban:
    """An account; `bic` is that of its bank where the registry has it."""

    number: str
    bic: str | None


def parse_iban(text: str) -> Iban:
    """The account, whatever the spaces and the case it is written with.

    Raises:
        InvalidIban, IbanOutsideSepa: without the value, which is personal data.
    """
    # The registry of banks is loaded by whoever checks one.
    from schwifty import IBAN  # noqa: PLC0415
    from schwifty.exceptions import SchwiftyException  # noqa: PLC0415

    try:
        iban = IBAN(text)
        if iban.country_code in WITH_RIB_KEY:
            iban.validate(validate_bban=True)
    except SchwiftyException:
        raise InvalidIban from None
    if not iban.in_sepa_zone:
        raise IbanOutsideSepa
    return Iban(str(iban), str(iban.bic) if iban.bic else None)
