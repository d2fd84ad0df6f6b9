"""Errors about adding and removing people of a family."""

from app.errors.base import DomainError


class AdditionNotOffered(DomainError):
    """The portfolio adds nobody of this relationship, age and situation."""

    status, code = 409, "addition_not_offered"
    title, title_en = "Ajout impossible pour cette personne", "This person cannot be added"
    detail = "À cet âge ou pour cette situation, le contrat ne couvre pas cette personne."
    detail_en = "At this age or in this situation, the contract does not cover this person."


class AdditionDateRefused(DomainError):
    """Cover cannot begin on that day."""

    status, code = 409, "addition_date_refused"
    title, title_en = "Date d’effet impossible", "Day not possible"
    detail = "La couverture peut commencer entre le {earliest_on} et le {latest_on}."
    detail_en = "Cover may begin between {earliest_on} and {latest_on}."


class AlreadyCovered(DomainError):
    """The person is covered in this family that day, or later."""

    status, code = 409, "already_covered"
    title, title_en = "Personne déjà couverte", "Person already covered"


class AdditionAlreadyAsked(DomainError):
    """The same person was asked for, and the request waits for a decision."""

    status, code = 409, "addition_already_asked"
    title, title_en = "Ajout déjà demandé", "Addition already asked for"


class RemovalAlreadyAsked(DomainError):
    """The same was asked, and waits for a decision."""

    status, code = 409, "removal_already_asked"
    title, title_en = "Retrait déjà demandé", "Removal already asked for"


class RemovalDateRefused(DomainError):
    """Cover cannot be ended on that day."""

    status, code = 409, "removal_date_refused"
    title, title_en = "Date de retrait impossible", "Day not possible"
    detail = "La couverture peut prendre fin entre le {earliest_on} et le {latest_on}."
    detail_en = "Cover may end between {earliest_on} and {latest_on}."


class MemberNotRemovable(DomainError):
    """The family is covered through the member, who leaves with the contract."""

    status, code = 409, "member_not_removable"
    title, title_en = "L’assuré ne peut pas être retiré", "The member cannot be removed"
