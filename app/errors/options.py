"""Errors about options."""

from app.errors.base import DomainError


class OptionNotFound(DomainError):
    """No such option under this contract."""

    status, code = 404, "option_not_found"
    title, title_en = "Option introuvable", "Option not found"


class MemberOnly(DomainError):
    """It binds the member, who pays the contributions: a dependent cannot ask for it."""

    status, code = 403, "member_only"
    title, title_en = "Réservé à l’assuré", "For the member only"


class OptionNotAvailable(DomainError):
    """Somebody named cannot have it on that day: their cover, level or relationship does not allow
    it; `errors` says who.
    """

    status, code = 409, "option_not_available"
    title, title_en = "Option non proposée à cette personne", "Option not offered to this person"


class OptionAlreadyAsked(DomainError):
    """It was asked for somebody named, and waits for a decision; `errors` says for whom."""

    status, code = 409, "option_already_asked"
    title, title_en = "Option déjà demandée", "Option already asked for"


class OptionAlreadySubscribed(DomainError):
    """Somebody named has it, or will; `errors` says who."""

    status, code = 409, "option_already_subscribed"
    title, title_en = "Option déjà souscrite", "Option already subscribed to"


class OptionDateRefused(DomainError):
    """It cannot begin on that day."""

    status, code = 409, "option_date_refused"
    title, title_en = "Date d’effet impossible", "Day not possible"
    detail = "Une option commence le premier d’un mois, à partir du {earliest_on}."
    detail_en = "An option begins on the first of a month, from {earliest_on} on."


class ConsentOutdated(DomainError):
    """The text that was agreed to is no longer the one in force: show the new one."""

    status, code = 409, "consent_outdated"
    title, title_en = "Texte du consentement modifié", "Consent text changed"
