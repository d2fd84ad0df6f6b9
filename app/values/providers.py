"""Where the national directories end and the product begins."""

from enum import StrEnum


class ProviderSource(StrEnum):
    """The directory that tells of a provider: establishments, or professionals at work."""

    FINESS = "finess"
    RPPS = "rpps"
