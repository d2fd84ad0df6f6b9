"""Write the demo portfolio's feeds: `python -m scripts.make_demo`.

The same seed gives the same bytes. Amounts are computed as if loading happened on the anchor day,
2026-11-22, with the tariffs of 2023 to 2026; dates are written relative to the day of loading
(see `app.demo`), so a demo loaded later shows the same amounts on later days.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scripts.demo.benefits import benefits
from scripts.demo.guarantees import GRIDS, LEVELS
from scripts.demo.identifiers import siret
from scripts.demo.options import options, raised_levels
from scripts.demo.people import Cover, Family, Person, named_families, other_families
from scripts.demo.statements import statements_of
from scripts.demo.tariffs import tariffs
from scripts.demo.teletransmissions import teletransmissions

FOLDER = Path(__file__).parent.parent / "app" / "demo"
EMPLOYERS = (
    "Hôtel des Trois Marronniers",
    "Brasserie Chez Zoé & Fils",
    "Café de l’Écluse",
    "Auberge du Pont-Neuf",
    "Grand Hôtel de la Plage – Résidence d’été",
    "Crêperie Ty Gwenn",
    "Restaurant L’Œuf à la neige",
    "Bistrot d’Août",
    "Hostellerie Sainte-Barbe",
)
TERMINATION_DAY = 24
"""Days after the first of the month: the 25th, which every month has."""


def month(months: int, days: int = 0) -> str:
    """The token of a day in the month so many months from loading: `@month-4+24`."""
    return f"@month{months:+d}" + (f"{days:+d}" if days else "")


def benefit_levels() -> Iterable[dict[str, Any]]:
    for ref, name in LEVELS.items():
        yield {"ref": ref, "name": name, "third_party_payment": GRIDS[ref]} | {
            "benefits": list(benefits(ref))
        }
    yield from raised_levels()


def contract_ref(number: int) -> str:
    return f"HCR-C{number + 1:03}"


def contracts() -> Iterable[dict[str, Any]]:
    for number, employer in enumerate(EMPLOYERS):
        yield {
            "ref": contract_ref(number),
            "number": f"HCR-2020-{number + 1:04}",
            "employer": {"ref": f"EMP-{number + 1:03}", "name": employer, "siret": siret(number)},
            "insurer": "Mutuelle des Quatre Saisons",
            "manager": "Gestion Santé des Métiers",
            "responsible": True,
            "amc_number": "99990001",
            "convention_type": "TP",
            "routing_code": "HCR01",
            "operator": "Horizon Tiers Payant",
            "starts_on": month(-72),
        }


def cover(period: Cover, person: Person) -> dict[str, Any]:
    sent = {
        "contract_ref": contract_ref(period.contract),
        "benefit_level_ref": period.level,
        "starts_on": month(period.since),
    }
    if period.until is not None:
        # A change of level on the first of a month ends the one before on the day before.
        sent["terminated_on"] = (
            month(period.until, TERMINATION_DAY)
            if period.terminated
            else month(period.until + 1, -1)
        )
    if period.reason:
        sent["termination_reason"] = (
            period.reason if person.rank == 1 else "Fin des droits du membre participant"
        )
    return sent


def person(family: Family, somebody: Person) -> dict[str, Any]:
    sent = {
        "ref": somebody.ref,
        "last_name": somebody.last_name,
        "first_name": somebody.first_name,
        "birth_date": somebody.birth.isoformat(),
        "nir": somebody.nir,
        "amo_organism": family.amo_organism(somebody),
        "email": somebody.email,
        "phone": somebody.phone,
        "address": family.address,
        "card_payload": family.card_payload(somebody),
        "covers": [cover(period, somebody) for period in somebody.covers],
    }
    return {name: value for name, value in sent.items() if value is not None}


def members(families: list[Family]) -> Iterable[dict[str, Any]]:
    for family in families:
        yield person(family, family.people[0]) | {"member_number": family.member_number}


def beneficiaries(families: list[Family]) -> Iterable[dict[str, Any]]:
    for family in families:
        for dependent in family.people[1:]:
            yield person(family, dependent) | {
                "member_ref": family.ref,
                "relationship": dependent.relationship,
                "rank": dependent.rank,
            }


def statements(families: list[Family]) -> Iterable[dict[str, Any]]:
    number = 0
    for family in families:
        for statement in statements_of(family):
            number += 1
            yield {"ref": f"HCR-D{number:06}"} | statement


def feeds() -> dict[str, Iterable[dict[str, Any]]]:
    """Each kind's resources, in the order in which they must be loaded."""
    families = named_families() + other_families()
    return {
        "tariffs": tariffs(),
        "benefit-levels": benefit_levels(),
        "contracts": contracts(),
        "options": options(),
        "members": members(families),
        "beneficiaries": beneficiaries(families),
        "teletransmissions": teletransmissions(families),
        "statements": statements(families),
    }


def written(resources: Iterable[dict[str, Any]]) -> str:
    """NDJSON."""
    return "".join(
        json.dumps(resource, ensure_ascii=False, separators=(",", ":")) + "\n"
        for resource in resources
    )


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for kind, resources in feeds().items():
        path = folder / f"{kind}.ndjson"
        path.write_text(written(resources), encoding="utf-8")
        print(f"{path}: {path.stat().st_size / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
