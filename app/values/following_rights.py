"""Rights that follow the end of a group contract's cover, in the words of both languages."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from app.values.labels import Labels
from app.values.periods import shift_months


class FollowingRight(StrEnum):
    """What may follow."""

    PORTABILITY = "portability"
    """Cover kept at no cost by who draws unemployment benefit (code de la sécurité sociale, article
    L. 911-8)."""
    EVIN = "evin"
    """An individual contract without selection (loi n° 89-1009 of 31 December 1989, article 4)."""


LABELS = {
    FollowingRight.PORTABILITY: Labels(
        "Maintien gratuit de la couverture (portabilité)", "Cover kept at no cost (portability)"
    ),
    FollowingRight.EVIN: Labels(
        "Contrat individuel de sortie (loi Evin, article 4)",
        "Individual contract afterwards (loi Evin, article 4)",
    ),
}
_TEXTS = {
    FollowingRight.PORTABILITY: Labels(
        "Si votre contrat de travail a pris fin, sauf faute lourde, et que l’assurance chômage vous"
        " indemnise, vos garanties et celles de vos ayants droit sont maintenues sans cotisation"
        " pendant une durée égale à celle de votre dernier contrat de travail, en mois entiers,"
        " dans la limite de {months} mois (article L. 911-8 du code de la sécurité sociale)."
        " Adressez-nous vos justificatifs d’indemnisation.",
        "If your employment ended, other than for gross misconduct, and you draw unemployment"
        " benefit, your cover and that of your dependents is kept without contribution for as long"
        " as your last employment lasted, in whole months, {months} months at most (article L."
        " 911-8 of the code de la sécurité sociale). Send us proof of the benefit.",
    ),
    FollowingRight.EVIN: Labels(
        "Si vous percevez une pension de retraite, d’invalidité ou d’incapacité, ou une allocation"
        " de chômage, vous pouvez demander un contrat individuel, sans période probatoire ni"
        " questionnaire de santé, dans les {months} mois qui suivent la fin du contrat de travail"
        " ou, le cas échéant, la fin de la portabilité. En cas de décès de l’assuré, ses ayants"
        " droit peuvent demander le maintien de leur couverture pendant douze mois au moins, dans"
        " les {months} mois du décès (article 4 de la loi n° 89-1009 du 31 décembre 1989).",
        "If you draw a pension for old age, disability or incapacity, or unemployment benefit, you"
        " may ask for an individual contract, without waiting period or health questionnaire,"
        " within {months} months of the end of employment or, where it applies, of portability. If"
        " the member died, the dependents may ask within {months} months to stay covered for"
        " twelve months at least (article 4 of the law n° 89-1009 of 31 December 1989).",
    ),
}


class RightInWords(NamedTuple):
    """A right as its holder reads it; `until` is the last day it can reach."""

    code: FollowingRight
    label: str
    text: str
    until: date | None


def rights_after(
    ends_on: date, *, portability_months: int, evin_months: int, language: str
) -> list[RightInWords]:
    """What may follow a cover whose last day is this, by the months the portfolio names; none of a
    right whose months are 0.
    """
    found = []
    if portability_months:
        until = shift_months(ends_on, portability_months)
        found.append(_worded(FollowingRight.PORTABILITY, portability_months, until, language))
    if evin_months:
        found.append(_worded(FollowingRight.EVIN, evin_months, None, language))
    return found


def _worded(right: FollowingRight, months: int, until: date | None, language: str) -> RightInWords:
    text = _TEXTS[right].in_language(language).format(months=months)
    return RightInWords(right, LABELS[right].in_language(language), text, until)
