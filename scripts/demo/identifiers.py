"""Identifiers of the right shape and key that belong to nobody."""

from datetime import date

DEPARTMENTS = ("13", "21", "29", "31", "33", "35", "44", "54", "67", "69", "75", "76", "2A", "2B")
FIRST_UNUSED_COMMUNE = 950
CORSICA = {"2A": "19", "2B": "18"}


def nir(sex: int, birth: date, number: int) -> str:
    """A NIR that agrees with sex, year and month of birth.

    No French commune is numbered 950 or above, so these were never given to anybody.
    """
    department = DEPARTMENTS[number % len(DEPARTMENTS)]
    commune = FIRST_UNUSED_COMMUNE + number % 40
    body = f"{sex}{birth:%y%m}{department}{commune:03}{number % 900 + 1:03}"
    digits = body.replace(department, CORSICA.get(department, department))
    return f"{body}{97 - int(digits) % 97:02}"


def with_luhn(digits: str) -> str:
    """The digits and the one that makes their Luhn sum a multiple of ten."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 - place % 2)
        total += doubled - 9 * (doubled > 9)
    return digits + str(-total % 10)


def rpps(number: int) -> str:
    """11 digits; real ones begin with 1 or 8."""
    return with_luhn(f"999{number:07}")


def finess(department: str, number: int) -> str:
    """9 characters beginning with the department."""
    return with_luhn(f"{department}99{number:04}")


def siret(number: int) -> str:
    """14 digits."""
    return with_luhn(with_luhn(f"9990{number:04}") + "0001")


def mobile(number: int) -> str:
    """In the mobile range reserved for fiction."""
    return f"+3363998{number:04}"


def landline(number: int) -> str:
    """In the Paris range reserved for fiction."""
    return f"+3319900{number:04}"
