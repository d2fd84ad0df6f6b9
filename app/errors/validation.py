"""Refused fields as problems: where and why, never what was sent.

A problem carries a code; its sentence is found here when it is shown, in the reader's language.
"""

from collections.abc import Sequence
from typing import Any

from app.errors.base import FieldProblem
from app.values.labels import Labels
from app.values.money import AMOUNT_PATTERN

BODY_LOCATIONS = ("body",)
WHOLE = "/"
"""Pointer of the body itself; the empty one of RFC 6901 reads as if it were missing."""
INVALID_DATE = "invalid_date"
"""A date that cannot be read, or cannot be."""
NEGATIVE_AMOUNT = "negative_amount"
NOT_A_TEXT = Labels("Texte attendu", "A text is expected")
NOT_A_NUMBER = Labels("Nombre attendu", "A number is expected")
NOT_AN_INTEGER = Labels("Nombre entier attendu", "A whole number is expected")
NOT_A_BOOLEAN = Labels("Vrai ou faux attendu", "True or false is expected")
NOT_A_TIME = Labels("Cette heure doit s'écrire HH:MM.", "This time must be written HH:MM.")
NOT_A_MOMENT = Labels("Date et heure attendues", "A date and time are expected")
NOT_AN_ADDRESS = Labels("Adresse web attendue", "A web address is expected")
NOT_AN_OBJECT = Labels("Objet attendu", "An object is expected")
NOT_A_LIST = Labels("Liste attendue", "A list is expected")
NOT_LISTED = Labels("Valeur hors de la liste", "Not one of the allowed values")
TOO_SMALL = Labels("Valeur trop petite", "Value too small")
TOO_GREAT = Labels("Valeur trop grande", "Value too great")
TOO_MANY_DIGITS = Labels("Trop de chiffres", "Too many digits")
INVALID = Labels("Valeur invalide", "Invalid value")
SENTENCES: dict[str, Labels] = {
    # What a schema refuses, by the validation library's own codes.
    "missing": Labels("Champ obligatoire", "Required field"),
    "extra_forbidden": Labels("Champ inconnu", "Unknown field"),
    "string_type": NOT_A_TEXT,
    "string_unicode": NOT_A_TEXT,
    "string_too_short": Labels("Texte trop court", "Text too short"),
    "string_too_long": Labels("Texte trop long", "Text too long"),
    "string_pattern_mismatch": Labels("Forme inattendue", "Unexpected form"),
    "enum": NOT_LISTED,
    "literal_error": NOT_LISTED,
    "int_type": NOT_AN_INTEGER,
    "int_parsing": NOT_AN_INTEGER,
    "int_parsing_size": TOO_GREAT,
    "int_from_float": NOT_AN_INTEGER,
    "float_type": NOT_A_NUMBER,
    "float_parsing": NOT_A_NUMBER,
    "decimal_type": NOT_A_NUMBER,
    "decimal_parsing": NOT_A_NUMBER,
    "decimal_max_digits": TOO_MANY_DIGITS,
    "decimal_max_places": TOO_MANY_DIGITS,
    "decimal_whole_digits": TOO_MANY_DIGITS,
    "finite_number": NOT_A_NUMBER,
    "greater_than": TOO_SMALL,
    "greater_than_equal": TOO_SMALL,
    "less_than": TOO_GREAT,
    "less_than_equal": TOO_GREAT,
    "bool_type": NOT_A_BOOLEAN,
    "bool_parsing": NOT_A_BOOLEAN,
    "time_type": NOT_A_TIME,
    "time_parsing": NOT_A_TIME,
    "datetime_type": NOT_A_MOMENT,
    "datetime_parsing": NOT_A_MOMENT,
    "datetime_from_date_parsing": NOT_A_MOMENT,
    "timezone_aware": Labels("Fuseau horaire obligatoire", "Time zone required"),
    "url_type": NOT_AN_ADDRESS,
    "url_parsing": NOT_AN_ADDRESS,
    "url_scheme": Labels("Adresse https attendue", "An https address is expected"),
    "url_too_long": NOT_AN_ADDRESS,
    "uuid_type": INVALID,
    "uuid_parsing": INVALID,
    "model_type": NOT_AN_OBJECT,
    "model_attributes_type": NOT_AN_OBJECT,
    "dict_type": NOT_AN_OBJECT,
    "list_type": NOT_A_LIST,
    "tuple_type": NOT_A_LIST,
    "too_short": Labels("Pas assez d’éléments", "Too few items"),
    "too_long": Labels("Trop d’éléments", "Too many items"),
    "none_required": INVALID,
    "value_error": INVALID,
    # What our own rules refuse.
    INVALID_DATE: Labels("Date invalide ou impossible", "Invalid or impossible date"),
    "cover_outside_contract": Labels(
        "Hors de la période du contrat", "Outside the period of the contract"
    ),
    "ages_out_of_order": Labels("Âges en désordre", "Ages out of order"),
    "duplicate_relationship": Labels("Lien déjà indiqué", "Relationship given twice"),
    "duplicate_domain": Labels("Domaine déjà indiqué", "Domain given twice"),
    "unknown_domain": Labels("Domaine absent de la carte", "Domain that the card does not list"),
    NEGATIVE_AMOUNT: Labels("Montant négatif", "Negative amount"),
    "frame_above_price": Labels("Plus cher que l’équipement", "Dearer than the equipment"),
    "iban_outside_sepa": Labels("Compte hors de la zone SEPA", "Account outside the SEPA area"),
    "invalid_iban": Labels("IBAN invalide", "Invalid IBAN"),
    "invalid_nir": Labels("Numéro de sécurité sociale invalide", "Invalid social security number"),
    "not_for_them": Labels("Pas pour cette personne", "Not for this person"),
    "option_not_available": Labels(
        "Option non proposée à cette personne", "Option not offered to this person"
    ),
    "overlapping_benefits": Labels(
        "Chevauche une autre période de la même garantie", "Overlaps the same guarantee"
    ),
    "overlapping_covers": Labels("Chevauche une autre couverture", "Overlaps another cover"),
    "postal_code": Labels("Code postal français inconnu", "No French postal code"),
    "unknown_code": Labels("Code inconnu", "Unknown code"),
    "period": Labels("La fin précède le début", "Ends before it starts"),
    "person_named_once": Labels(
        "Une personne, par beneficiary_ref ou par nir", "One person, by beneficiary_ref or by nir"
    ),
    "reference_taken": Labels("Désigne déjà autre chose", "Already names something else"),
    "totals_mismatch": Labels("Différent de la somme des lignes", "Not the sum of the lines"),
    "unexpected_parameter": Labels("Sans objet ici", "Does not belong here"),
    "unknown_act": Labels("Acte inconnu à cette date", "No such act on that day"),
    "unbalanced_line": Labels("Ligne déséquilibrée", "Unbalanced line"),
    "unknown_reference": Labels("Référence inconnue", "Unknown reference"),
}


def sentence_of(code: str) -> Labels:
    """What the code of a field problem says to people; a general sentence for any other."""
    return SENTENCES.get(code, INVALID)


def field_problems(errors: Sequence[Any]) -> list[FieldProblem]:
    """One field problem per error, each with its input and context.

    The library's sentence is dropped: it may quote the input.
    """
    return [FieldProblem(pointer_of(_own_part(error)), _own_code(error)) for error in errors]


def pointer_of(location: Sequence[str | int]) -> str:
    """A JSON pointer (RFC 6901) into the body, `/` for all of it, `/query/name` elsewhere."""
    parts = [str(part) for part in location]
    if parts and parts[0] in BODY_LOCATIONS:
        parts = parts[1:]
    return "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in parts) or WHOLE


def _own_code(error: Any) -> str:
    # The library has a name for each of its ways of failing to read a date: nobody needs them.
    code = str(error["type"])
    if code.startswith("date_"):
        return INVALID_DATE
    return NEGATIVE_AMOUNT if code == "string_pattern_mismatch" and _is_negative(error) else code


def _is_negative(error: Any) -> bool:
    # Asked once an amount is refused: asking it of every amount would slow feeds by a tenth.
    pattern, text = error["ctx"]["pattern"], error["input"]
    return pattern == AMOUNT_PATTERN and isinstance(text, str) and text.startswith("-")


def _own_part(error: Any) -> Sequence[str | int]:
    # The name of an unknown field is the client's own text: only its parent is named.
    location: Sequence[str | int] = error["loc"]
    return location[:-1] if error["type"] == "extra_forbidden" else location
