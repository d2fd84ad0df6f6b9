"""How covered persons are related to the member."""

from enum import StrEnum

from app.values.labels import Labels


class Relationship(StrEnum):
    """How a covered person is related to the member."""

    SELF = "self"
    SPOUSE = "spouse"
    CIVIL_PARTNER = "civil_partner"
    COHABITANT = "cohabitant"
    CHILD = "child"


PARTNERS = (Relationship.SPOUSE, Relationship.CIVIL_PARTNER, Relationship.COHABITANT)
"""Those whom a separation takes out of the family."""

LABELS = {
    Relationship.SELF: Labels("Assuré", "Member"),
    Relationship.SPOUSE: Labels("Conjoint", "Spouse"),
    Relationship.CIVIL_PARTNER: Labels("Partenaire de PACS", "Civil partner"),
    Relationship.COHABITANT: Labels("Concubin", "Cohabitant"),
    Relationship.CHILD: Labels("Enfant", "Child"),
}
"""What a person is called, by what they are to the member."""
