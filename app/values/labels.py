"""Texts in the two languages of the product."""

from typing import NamedTuple

FRENCH, ENGLISH = "fr", "en"


class Labels(NamedTuple):
    """One text in French and in English."""

    fr: str
    en: str

    def in_language(self, language: str) -> str:
        """The text in the reader's language, French unless English was asked."""
        return self.en if language == ENGLISH else self.fr
