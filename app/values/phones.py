"""Phone numbers: read in any spelling, kept in E.164. Loads the numbering plans: import it late."""

import re
from collections.abc import Container

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

DEFAULT_REGION = "FR"
LONGEST = 60
FICTIONAL_MOBILE = re.compile(r"\+3363998\d{4}")
"""The range Arcep reserves for fiction: no subscriber ever has one, the demo uses it."""


def parse_phone(text: str) -> str | None:
    """The number in E.164, however it is spelled (French when no country is given)."""
    if len(text) > LONGEST:
        return None
    try:
        number = phonenumbers.parse(text, DEFAULT_REGION)
    except NumberParseException:
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def takes_sms(phone: str, regions: Container[str], *, fiction: bool) -> bool:
    """Whether this E.164 number is a mobile of one of the regions; premium numbers never are."""
    if fiction and FICTIONAL_MOBILE.fullmatch(phone):
        return True
    try:
        number = phonenumbers.parse(phone, None)
    except NumberParseException:
        return False
    return (
        phonenumbers.number_type(number) == PhoneNumberType.MOBILE
        and phonenumbers.region_code_for_number(number) in regions
    )
