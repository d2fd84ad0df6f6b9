"""What a password must be: long enough, hard to guess, not made of its owner's names.

No composition rules (NIST SP 800-63B §5.1.1.2, CNIL délibération 2022-100). Imported where a
password is chosen, not before: the lists of common passwords take memory.
"""

import unicodedata
from collections.abc import Iterable

from zxcvbn import zxcvbn

MIN_LENGTH, MAX_LENGTH = 12, 128
MIN_SCORE = 3
SHORTEST_NAME = 3
MIN_REMAINDER = 8
# Scoring takes time with the square of the length, and 72 good characters are enough.
SCORED_LENGTH = 72


def is_strong(password: str, own_words: Iterable[str]) -> bool:
    """Whether the password may be chosen; `own_words` are the member's names and e-mail.

    The score is zxcvbn's, which knows lists of common passwords, names, keyboards and dates; 3 of 4
    means more than 10⁸ guesses. What remains without the member's own words must be a password too.
    """
    text = unicodedata.normalize("NFC", password)
    if not MIN_LENGTH <= len(text) <= MAX_LENGTH:
        return False
    plain = _plain(text)
    known = _own_words(own_words)
    rest = plain
    for word in known:
        rest = rest.replace(word, "")
    if rest != plain and sum(map(str.isalnum, rest)) < MIN_REMAINDER:
        return False
    return bool(zxcvbn(plain[:SCORED_LENGTH], user_inputs=known)["score"] >= MIN_SCORE)


def _own_words(texts: Iterable[str]) -> list[str]:
    words = {part for text in texts for part in (_plain(text), *_parts(text))}
    return sorted((word for word in words if len(word) >= SHORTEST_NAME), key=len, reverse=True)


def _parts(word: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in _plain(word)).split()


def _plain(text: str) -> str:
    """Without case and accents: `Élodie` is guessed as easily as `elodie`."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
