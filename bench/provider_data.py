"""Directories of any size, spread over France as people are: rows in the shape of the RPPS."""

import random
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from app.services.places.loading import WHOLE_CITIES, built_in_communes

HEADER = (
    "Type d'identifiant PP|Identifiant PP|Identification nationale PP|Code civilité d'exercice|"
    "Libellé civilité d'exercice|Code civilité|Libellé civilité|Nom d'exercice|Prénom d'exercice|"
    "Code profession|Libellé profession|Code catégorie professionnelle|"
    "Libellé catégorie professionnelle|Code type savoir-faire|Libellé type savoir-faire|"
    "Code savoir-faire|Libellé savoir-faire|Code mode exercice|Libellé mode exercice|"
    "Numéro SIRET site|Numéro SIREN site|Numéro FINESS site|Numéro FINESS établissement juridique|"
    "Identifiant technique de la structure|Raison sociale site|Enseigne commerciale site|"
    "Complément destinataire (coord. structure)|Complément point géographique (coord. structure)|"
    "Numéro Voie (coord. structure)|Indice répétition voie (coord. structure)|"
    "Code type de voie (coord. structure)|Libellé type de voie (coord. structure)|"
    "Libellé Voie (coord. structure)|Mention distribution (coord. structure)|"
    "Bureau cedex (coord. structure)|Code postal (coord. structure)|"
    "Code commune (coord. structure)|Libellé commune (coord. structure)|"
    "Code pays (coord. structure)|Libellé pays (coord. structure)|Téléphone (coord. structure)|"
    "Téléphone 2 (coord. structure)|Télécopie (coord. structure)|"
    "Adresse e-mail (coord. structure)|Code Département (structure)|"
    "Libellé Département (structure)|Ancien identifiant de la structure|"
    "Autorité d'enregistrement|Code secteur d'activité|Libellé secteur d'activité|"
    "Code section tableau pharmaciens|Libellé section tableau pharmaciens|Code fonction|"
    "Libellé fonction|Code genre d'activité|Libellé genre d'activité|"
)
ACTIVITIES = (
    ("60", "", 500),
    ("10", "Médecine Générale", 220),
    ("70", "", 200),
    ("40", "", 90),
    ("50", "", 50),
    ("91", "", 50),
    ("28", "", 60),
    ("10", "Psychiatrie", 30),
    ("10", "Cardiologie et Maladies vasculaires", 14),
    ("10", "Ophtalmologie", 12),
    ("10", "Dermatologie et vénéréologie", 7),
    ("10", "Rhumatologie", 5),
    ("10", "Néphrologie", 3),
    ("10", "Génétique médicale", 0.4),
)
"""Profession, savoir-faire, and how many of them there are for a general idea."""
SEED = 20261126


def rows(count: int) -> Iterator[str]:
    """The header, then so many activities: two of three at a structure of their own."""
    chance = random.Random(SEED)
    communes = [one for one in built_in_communes() if one.insee_code not in WHOLE_CITIES]
    weights = list(accumulate(one.population + 1 for one in communes))
    shares = list(accumulate(weight for _, _, weight in ACTIVITIES))
    yield HEADER
    for number in range(count):
        [commune] = chance.choices(communes, cum_weights=weights)
        [(profession, knowhow, _)] = chance.choices(ACTIVITIES, cum_weights=shares)
        person = 10_100_000_000 + number - (number % 3 == 2)
        postal_code = min(commune.postal_codes)
        yield (
            f"8|{person}|8{person}|DR|Docteur|M|Monsieur|EXEMPLE|PAUL|{profession}||C|Civil|S||"
            f"|{knowhow}|L|Libéral|||||R{number}|CABINET {number}||||{number % 99 + 1}||R|Rue|"
            f"DE LA REPUBLIQUE|||{postal_code}|{commune.insee_code}|{commune.name}|||"
            f"01990{number % 100_000:05}||||{commune.insee_code[:2]}|||CNOM|SA07||||||||"
        )


def write(path: Path, count: int) -> None:
    """A file of so many activities."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{row}\n" for row in rows(count))
