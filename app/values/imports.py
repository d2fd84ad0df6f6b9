"""Codes of imports."""

from enum import StrEnum


class ImportKind(StrEnum):
    """What one line of the stream is; also the name in the address."""

    BENEFIT_LEVELS = "benefit-levels"
    TARIFFS = "tariffs"
    CONTRACTS = "contracts"
    OPTIONS = "options"
    MEMBERS = "members"
    BENEFICIARIES = "beneficiaries"
    STATEMENTS = "statements"
    TELETRANSMISSIONS = "teletransmissions"
    CONTENT_SERVICES = "content/services"
    CONTENT_ARTICLES = "content/articles"
    CONTENT_HELP = "content/help"
    CONTENT_LEGAL = "content/legal"
    CONTENT_LINKS = "content/links"
    CONTENT_KNOWLEDGE = "content/knowledge"


class PublishedFile(StrEnum):
    """What administrations publish and operators import, whole, for every portfolio."""

    LAPOSTE = "laposte"
    FINESS = "finess"
    RPPS = "rpps"


class ImportState(StrEnum):
    """`failed` means the stream broke off: the lines before it stand, sending again is safe."""

    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
