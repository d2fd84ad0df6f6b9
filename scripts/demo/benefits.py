"""The guarantees of the demo's levels as the feed sends them, in the order members read them."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from scripts.demo.guarantees import guarantee

LABELS: dict[str, tuple[str, str, str]] = {
    "general": ("consultation", "Médecins généralistes", "General practitioners"),
    "specialist": ("consultation", "Médecins spécialistes", "Specialists"),
    "pharmacy": ("pharmacy", "Médicaments remboursés", "Medicines that are paid for"),
    "laboratory": ("laboratory", "Analyses et examens de laboratoire", "Laboratory tests"),
    "imaging": ("imaging", "Radiologie, échographie, IRM", "X-rays, ultrasound, MRI"),
    "paramedical": ("paramedical", "Infirmiers, kinésithérapeutes, orthophonistes",
                    "Nurses, physiotherapists, speech therapists"),
    "dental_care": ("dental", "Soins dentaires", "Dental care"),
    "crown_basket": ("dental", "Prothèses, panier 100 % Santé", "Prostheses, 100 % Santé basket"),
    "crown_free": ("dental", "Prothèses, honoraires libres", "Prostheses, free price"),
    "implant": ("dental", "Implants", "Implants"),
    "glasses_basket": ("optical", "Lunettes, panier 100 % Santé", "Glasses, 100 % Santé basket"),
    "glasses_simple": ("optical", "Lunettes à verres simples", "Glasses with simple lenses"),
    "glasses_mixed": ("optical", "Lunettes à un verre simple et un verre progressif",
                      "Glasses with one simple lens and one varifocal"),
    "glasses_complex": ("optical", "Lunettes à verres progressifs", "Glasses with varifocals"),
    "lenses": ("optical", "Lentilles non remboursées par la Sécurité sociale",
               "Contact lenses that statutory insurance does not pay for"),
    "hearing_basket": ("hearing", "Aides auditives de classe I, 100 % Santé",
                       "Hearing aids of class I, 100 % Santé"),
    "hearing_free": ("hearing", "Aides auditives de classe II", "Hearing aids of class II"),
    "stay": ("hospital", "Séjours et honoraires", "Stays and fees"),
    "day_charge": ("hospital", "Forfait journalier", "Day charge"),
    "private_room": ("hospital", "Chambre particulière", "Private room"),
    "transport": ("transport", "Transport sanitaire", "Medical transport"),
    "device": ("medical_device", "Petit appareillage", "Small devices"),
    "osteopathy": ("alternative_medicine", "Ostéopathie", "Osteopathy"),
    "maternity": ("maternity", "Suivi de grossesse", "Pregnancy"),
    "thermal": ("thermal_cure", "Cure thermale", "Thermal cure"),
    "prevention": ("prevention", "Vaccins remboursés", "Vaccines that are paid for"),
    "free_vaccine": ("prevention", "Vaccins non remboursés par la Sécurité sociale",
                     "Vaccines that statutory insurance does not pay for"),
    "psychology": ("other", "Psychologue", "Psychologist"),
}  # fmt: skip
RENEWED = {"optical": (24, 1), "hearing": (48, 2)}
"""Months that an equipment lasts, and how many may be had: glasses once, an aid for each ear."""
NOT_RENEWED = frozenset({"lenses"})


def benefits(level: str) -> Iterator[dict[str, Any]]:
    """Every guarantee of the level."""
    for code, (category, french, english) in LABELS.items():
        promise = guarantee(level, code)
        told: dict[str, Any] = {
            "code": code,
            "category": category,
            "label_fr": french,
            "label_en": english,
            "form": promise.form,
            "percent": promise.percent,
            "amount": promise.amount,
            "ceiling": promise.ceiling,
            "frame_ceiling": promise.frame_ceiling,
            "sessions": promise.sessions,
        }
        if category in RENEWED and code not in NOT_RENEWED:
            told["renewal_months"], pieces = RENEWED[category]
            told |= {"renewal_quantity": pieces} if pieces > 1 else {}
        yield {
            name: f"{value:.2f}" if isinstance(value, Decimal) else value
            for name, value in told.items()
            if value is not None
        }
