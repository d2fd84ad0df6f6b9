"""Two options of the demo, and the levels at which those are who took one, the other or both."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any

from scripts.demo.benefits import benefits
from scripts.demo.guarantees import GRIDS, LEVELS


@dataclass(frozen=True)
class Boost:
    """What an option adds to any level: percent of the base, or euros."""

    ref: str
    label_fr: str
    label_en: str
    description_fr: str
    description_en: str
    adds: dict[str, int]
    """By guarantee."""
    card: dict[str, dict[str, str]]
    """By domain, what the card then grants instead."""
    prices: dict[str, str]


ADULT_RELATIONS = ("self", "spouse", "civil_partner", "cohabitant")
BOOSTS = (
    Boost(
        "DENT",
        "Renfort dentaire",
        "Dental boost",
        "Soins, prothèses et implants mieux remboursés, pour vous et votre famille.",
        "Better reimbursement of care, prostheses and implants, for you and your family.",
        {"dental_care": 50, "crown_free": 100, "implant": 300},
        {"DESO": {"TM": "100 %", "100 %": "150 %", "150 %": "200 %"}},
        dict.fromkeys(ADULT_RELATIONS, "11.90") | {"child": "5.40"},
    ),
    Boost(
        "OPTI",
        "Renfort optique et audition",
        "Optical and hearing boost",
        "Verres, lentilles et aides auditives de classe II mieux remboursés.",
        "Better reimbursement of lenses, contact lenses and hearing aids of class II.",
        {
            "glasses_simple": 40,
            "glasses_mixed": 120,
            "glasses_complex": 200,
            "lenses": 100,
            "hearing_free": 300,
        },
        {},
        dict.fromkeys(ADULT_RELATIONS, "8.50") | {"child": "3.20"},
    ),
)
CONSENT = {
    "version": "2026-01",
    "text_fr": (
        "J’ai pris connaissance du document d’information et des garanties de l’option, et "
        "j’accepte que sa cotisation mensuelle s’ajoute à la mienne."
    ),
    "text_en": (
        "I have read the information document and the guarantees of the option, and I accept that "
        "its monthly contribution is added to mine."
    ),
}


def raised_ref(level: str, *boosts: Boost) -> str:
    """The level of somebody who took these options."""
    return "-".join((level, *(boost.ref for boost in boosts)))


def raised_levels() -> Iterator[dict[str, Any]]:
    """Every level with one option, and with both."""
    for level, name in LEVELS.items():
        for count in range(1, len(BOOSTS) + 1):
            for boosts in combinations(BOOSTS, count):
                yield {
                    "ref": raised_ref(level, *boosts),
                    "name": " + ".join((name, *(_short(boost) for boost in boosts))),
                    "third_party_payment": [_granted(cell, boosts) for cell in GRIDS[level]],
                    "benefits": [_raised(promise, boosts) for promise in benefits(level)],
                }


def options() -> Iterator[dict[str, Any]]:
    """Each is offered at every level, to those who have the other one as well."""
    for boost in BOOSTS:
        (other,) = (one for one in BOOSTS if one is not boost)
        offers = [(level, raised_ref(level, boost)) for level in LEVELS]
        offers += [(raised_ref(level, other), raised_ref(level, *BOOSTS)) for level in LEVELS]
        yield {
            "ref": f"HCR-{boost.ref}",
            "label_fr": boost.label_fr,
            "label_en": boost.label_en,
            "description_fr": boost.description_fr,
            "description_en": boost.description_en,
            "ipid_url": f"https://documents.example.org/hcr/ipid-{boost.ref.lower()}.pdf",
            "offers": [
                {"benefit_level_ref": level, "raised_level_ref": raised} for level, raised in offers
            ],
            "prices": [
                {"relationship": relation, "monthly": price}
                for relation, price in boost.prices.items()
            ],
            "starts_on": "@month-12",
            "notice_days": 10,
            "consent": CONSENT,
        }


def _short(boost: Boost) -> str:
    return boost.label_fr.lower()


def _granted(cell: dict[str, str], boosts: tuple[Boost, ...]) -> dict[str, str]:
    for boost in boosts:
        better = boost.card.get(cell["domain"], {})
        cell = {**cell, "value": better.get(cell["value"], cell["value"])}
    return cell


def _raised(promise: dict[str, Any], boosts: tuple[Boost, ...]) -> dict[str, Any]:
    for boost in boosts:
        added = boost.adds.get(promise["code"], 0)
        if added and "percent" in promise:
            promise = {**promise, "percent": promise["percent"] + added}
        elif added:
            promise = {**promise, "amount": f"{Decimal(promise['amount']) + added:.2f}"}
    return promise
