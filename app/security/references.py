"""References people copy from paper: 55 random bits and a check character, `7K3M-9XQP-2RTW`.

Letters are Crockford's base 32, which has no I, L, O, U; the check is ISO 7064 (hybrid, as MOD
37,36 with this alphabet) and tells every single wrong character and most swapped ones before any
database is asked.
"""

import secrets

from stdnum.iso7064 import mod_37_36

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP_LENGTH = 12, 4
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "\u00a0": None})


def make_reference() -> str:
    """A fresh one, without its dashes."""
    random = "".join(secrets.choice(LETTERS) for _ in range(LENGTH - 1))
    return random + str(mod_37_36.calc_check_digit(random, alphabet=LETTERS))


def read_reference(text: str) -> str | None:
    """What somebody typed, without dashes and with what is misread put right; None if it is wrong
    whatever the database holds.
    """
    plain = text.upper().translate(_MISREAD)
    if len(plain) != LENGTH or not set(plain) <= set(LETTERS):
        return None
    return plain if mod_37_36.checksum(plain, alphabet=LETTERS) == 1 else None


def written(reference: str) -> str:
    """As it is printed."""
    starts = range(0, LENGTH, GROUP_LENGTH)
    return "-".join(reference[start : start + GROUP_LENGTH] for start in starts)
