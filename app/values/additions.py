"""People who may be added to a family: what a child of age does, and who is the same person."""

from datetime import date
from enum import StrEnum

from app.values.labels import Labels
from app.values.place_names import plain


class ChildSituation(StrEnum):
    """What keeps a child of 18 or over covered."""

    STUDENT = "student"
    APPRENTICE = "apprentice"
    JOB_SEEKER = "job_seeker"
    DISABLED = "disabled"


SITUATION_LABELS = {
    ChildSituation.STUDENT: Labels("Étudiant", "Student"),
    ChildSituation.APPRENTICE: Labels("Apprenti", "Apprentice"),
    ChildSituation.JOB_SEEKER: Labels(
        "À la recherche d’un premier emploi", "Looking for a first job"
    ),
    ChildSituation.DISABLED: Labels("En situation de handicap", "Disabled"),
}
NEWCOMER_REF = "change-request:"
"""How the reference begins of a person whom a change request added and no feed has sent yet."""


def same_person_key(first_name: str, birth_date: date) -> tuple[str, date]:
    """What two spellings of one person of a family have in common: their first name, whatever its
    accents and dashes, and their birth date. Twins differ by the first name; a family name may be
    written in several ways, and the NIR is no key.
    """
    return plain(first_name) or first_name.casefold(), birth_date
