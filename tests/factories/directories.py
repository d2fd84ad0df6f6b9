"""Files in the shape of the national directories, with invented rows."""

RPPS_COLUMNS = {
    "identifier": "Identifiant PP",
    "title": "Code civilité d'exercice",
    "last_name": "Nom d'exercice",
    "first_name": "Prénom d'exercice",
    "profession": "Code profession",
    "category": "Code catégorie professionnelle",
    "knowhow": "Libellé savoir-faire",
    "siret": "Numéro SIRET site",
    "finess": "Numéro FINESS site",
    "structure": "Identifiant technique de la structure",
    "company": "Raison sociale site",
    "sign": "Enseigne commerciale site",
    "number": "Numéro Voie (coord. structure)",
    "suffix": "Indice répétition voie (coord. structure)",
    "street_type": "Libellé type de voie (coord. structure)",
    "street": "Libellé Voie (coord. structure)",
    "cedex": "Bureau cedex (coord. structure)",
    "postal_code": "Code postal (coord. structure)",
    "insee_code": "Code commune (coord. structure)",
    "city": "Libellé commune (coord. structure)",
    "phone": "Téléphone (coord. structure)",
}
ACTIVITY = {
    "identifier": "10199999901",
    "title": "DR",
    "last_name": "EXEMPLE",
    "first_name": "PAUL",
    "profession": "10",
    "category": "C",
    "knowhow": "Médecine Générale",
    "structure": "R1",
    "company": "CABINET DU DR EXEMPLE",
    "number": "12",
    "street_type": "Rue",
    "street": "DE LA REPUBLIQUE",
    "postal_code": "25300",
    "insee_code": "25462",
    "city": "Pontarlier",
    "phone": "0381000001",
}


def activity(**changes: str) -> str:
    """One row of the RPPS: a general practitioner in Pontarlier unless told otherwise."""
    told = ACTIVITY | changes
    return "|".join(told.get(name, "") for name in RPPS_COLUMNS)


def rpps_file(rows: list[str]) -> list[str]:
    """The lines of a file of the RPPS."""
    return [f"{line}\n" for line in ["|".join(RPPS_COLUMNS.values()), *rows]]


def structure(
    number: str,
    *,
    name: str = "PHARMACIE DU PONT",
    category: str = "Pharmacie d'Officine",
    department: str = "01",
    commune: str = "004",
    city: str = "01500 AMBERIEU EN BUGEY",
) -> str:
    """One establishment of FINESS: a pharmacy unless told otherwise."""
    cells = [
        "structureet", number, "010002293", name, "", "", "", "41", "R", "ALEXANDRE BERARD", "", "",
        commune, department, "AIN", city, "0474350415", "", "620", category, "3201", "", "", "",
        "01", "", "", "", "1989-06-12", "1989-04-07", "2007-03-27", "",
    ]  # fmt: skip
    return ";".join(cells)


def located(number: str, x: float, y: float, projection: str) -> str:
    """Where an establishment is, in metres of a projection."""
    return f"geolocalisation;{number};{x};{y};1,ATLASANTE,96,BAN,{projection};2026-05-04"


def finess_file(structures: list[str], locations: list[str]) -> list[str]:
    """The lines of a file of FINESS."""
    return [f"{line}\n" for line in ["finess;etalab;111;2026-05-12", *structures, *locations]]
