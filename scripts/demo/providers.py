"""Fictional care providers, a full set around each town where members live."""

from dataclasses import dataclass

from scripts.demo.identifiers import finess, rpps
from scripts.demo.names import listed

TOWNS = (
    ("75011", "Paris"),
    ("69003", "Lyon"),
    ("33000", "Bordeaux"),
    ("44000", "Nantes"),
    ("67000", "Strasbourg"),
    ("06400", "Cannes"),
    ("29200", "Brest"),
    ("74000", "Annecy"),
    ("13600", "La Ciotat"),
    ("35400", "Saint-Malo"),
    ("80100", "Abbeville"),
    ("63240", "Mont-Dore"),
)
_PEOPLE = {
    "generalist": ("Dr", "médecin généraliste"),
    "dermatologist": ("Dr", "dermatologue"),
    "ophthalmologist": ("Dr", "ophtalmologue"),
    "rheumatologist": ("Dr", "rhumatologue"),
    "gynaecologist": ("Dr", "gynécologue"),
    "cardiologist": ("Dr", "cardiologue"),
    "paediatrician": ("Dr", "pédiatre"),
    "surgeon": ("Dr", "chirurgien orthopédiste"),
    "dentist": ("Dr", "chirurgien-dentiste"),
    "physiotherapist": ("", "masseur-kinésithérapeute"),
    "nurse": ("", "infirmier"),
    "speech_therapist": ("", "orthophoniste"),
    "midwife": ("", "sage-femme"),
    "podiatrist": ("", "pédicure-podologue"),
    "osteopath": ("", "ostéopathe"),
    "psychologist": ("", "psychologue"),
}
_PLACES = {
    "pharmacy": ("Pharmacie de la Halle", "Pharmacie du Vieux-Port", "Pharmacie Sainte-Odile"),
    "laboratory": ("Laboratoire Bio-Horizon", "Laboratoire des Tilleuls"),
    "radiologist": ("Centre d’imagerie des Lilas", "Imagerie médicale du Parc"),
    "optician": ("Optique de l’Étoile", "Les Lunettes d’Élise"),
    "hearing_aid": ("Audition Claire", "L’Oreille Fine"),
    "clinic": ("Clinique Saint-Gabriel", "Clinique des Deux-Rives"),
    "transport": ("Ambulances de l’Aube", "Taxis Mirabeau"),
    "medical_supplies": ("Médical Confort", "Orthopédie Générale"),
    "thermal_spa": ("Thermes du Val-Doré",),
}
_FIRST = listed(
    "Inès, Aurélien, Solène, Thibaut, Marguerite, Côme, Yasmine, Gaël, Hélène, Ulysse, Béatrice, "
    "Loïc, Maëlle, Édouard, Clémence, Noël"
)
_LAST = listed(
    "Lagarde-Moreau, Péricard, D’Aubigny, Le Bihan, Cœuret, Hémon, Vasseur-Brun, Faÿ, Trémoulet, "
    "Quéméner, L’Huillier, Maïsetti, Beauséjour, Noirmont, Achard-Picq, Würtz"
)
_WITHOUT_RPPS = frozenset({"osteopath", "psychologist"})


@dataclass(frozen=True)
class Provider:
    """Whom a statement line names: a person by RPPS, a place by FINESS."""

    name: str
    rpps: str | None = None
    finess: str | None = None


def provider(trade: str, town: int, choice: int) -> Provider:
    """The provider of a trade in a town; the same choice is the same provider."""
    postal_code, city = TOWNS[town]
    if trade in _PLACES:
        names = _PLACES[trade]
        name = names[choice % len(names)]
        number = town * 100 + list(_PLACES).index(trade) * 5 + choice % len(names)
        return Provider(f"{name}, {city}", finess=finess(postal_code[:2], number))
    title, trade_name = _PEOPLE[trade]
    number = (town * 20 + list(_PEOPLE).index(trade)) * 3 + choice % 3
    first, last = _FIRST[number * 7 % len(_FIRST)], _LAST[number * 5 % len(_LAST)]
    name = f"{title} {first} {last}, {trade_name}".strip()
    return Provider(name, rpps=None if trade in _WITHOUT_RPPS else rpps(number))
