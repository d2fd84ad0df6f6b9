"""E-mail addresses as accounts are found by."""

import unicodedata


def normalise_email(text: str) -> str:
    """NFC, without case: one person does not become two by typing a capital letter."""
    return unicodedata.normalize("NFC", text.strip()).casefold()
