"""What a portfolio publishes in its member space."""

from enum import StrEnum

from app.values.labels import Labels


class ContentKind(StrEnum):
    """The kinds of content, by the last part of their address."""

    SERVICES = "services"
    ARTICLES = "articles"
    HELP = "help"
    LEGAL = "legal"
    LINKS = "links"
    KNOWLEDGE = "knowledge"


class ServiceHeading(StrEnum):
    """The headings of “My services”, in the order members read them."""

    PROFESSIONALS = "professionals"
    PREVENTION = "prevention"
    DIFFICULTY = "difficulty"
    HOSPITALISATION = "hospitalisation"


HEADINGS = {
    ServiceHeading.PROFESSIONALS: Labels(
        "Des professionnels à votre disposition", "Professionals at your disposal"
    ),
    ServiceHeading.PREVENTION: Labels("La prévention clé en main", "Turnkey prevention"),
    ServiceHeading.DIFFICULTY: Labels(
        "De l'aide en cas de difficulté ou de maladie grave",
        "Help in difficulty or serious illness",
    ),
    ServiceHeading.HOSPITALISATION: Labels(
        "En cas d’hospitalisation", "In case of hospitalisation"
    ),
}
