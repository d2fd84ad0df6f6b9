"""The demo's tariffs: acts that can be simulated, flat deductions, renewal periods.

Acts take their bases, rates and prices from `scripts.demo.acts`, so that a simulation shares out
as the statements do. Values with a day of change make one tariff a day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from scripts.demo import acts
from scripts.demo.acts import Act
from scripts.demo.parameters import ADULT, DEDUCTIONS, UNITS_A_DAY, YEARLY_CAP, Dated, dated

FIRST_DAY = date(2020, 1, 1)
"""The demo knows nothing older."""
DENTAL_RATE = dated("0.70", ("2023-10-15", "0.60"))
OUTSIDE = "0.30"
PSYCHIATRIC_DAY = dated("15.00", ("2026-03-01", "17.00"))
Tariff = dict[str, Any]


@dataclass(frozen=True)
class Listed:
    """An act as the catalogue lists it; what `act` does not tell is told here."""

    code: str
    act: Act
    label_en: str
    unit: str = "act"
    label_fr: str | None = None
    has_pathway: bool = False
    ceiling: str | None = None
    frame_ceiling: str | None = None
    usual: str | None = None
    rate: Dated | None = None


def _own(code: str, label: str, category: str, guarantee: str, price: str | Dated) -> Act:
    """An act that no statement of the demo bears, and that statutory insurance does not know."""
    prices = price if isinstance(price, Dated) else (price,)
    return Act(code, label, "", category, "", guarantee, prices=prices)


PSYCHIATRIC_CHARGE = _own(
    "FJP", "Forfait journalier en psychiatrie", "hospital", "day_charge", PSYCHIATRIC_DAY
)
IMPLANT = _own("IMP", "Implant dentaire", "dental", "implant", "1200.00")
LENSES = _own("LEN", "Lentilles non remboursées", "optical", "lenses", "180.00")
FREE_VACCINE = _own("VAC", "Vaccin non remboursé", "prevention", "free_vaccine", "45.00")
DERMATOLOGIST, OPHTHALMOLOGIST, NO_OPTAM = acts.SPECIALISTS

LISTED = (
    Listed("general_practitioner", acts.GP, "General practitioner", has_pathway=True),
    Listed("specialist", DERMATOLOGIST, "Specialist, OPTAM", label_fr="Consultation spécialiste, "
           "OPTAM", has_pathway=True, usual="60.00"),
    Listed("specialist_no_optam", NO_OPTAM, "Specialist, outside OPTAM",
           label_fr="Consultation spécialiste, hors OPTAM", has_pathway=True, usual="55.00"),
    Listed("cardiologist", acts.CARDIOLOGIST, "Cardiologist", has_pathway=True),
    Listed("medicine_65", acts.MEDICINES[0], "Medicine paid at 65 %", "box", usual="10.00"),
    Listed("medicine_30", acts.MEDICINES[2], "Medicine paid at 30 %", "box", usual="5.90"),
    Listed("medicine_15", acts.MEDICINES[3], "Medicine paid at 15 %", "box", usual="4.12"),
    Listed("vaccine", acts.VACCINE, "Influenza vaccine", "box"),
    Listed("free_vaccine", FREE_VACCINE, "Vaccine that statutory insurance does not pay for"),
    Listed("blood_test", acts.TESTS[0], "Blood test", has_pathway=True,
           label_fr="Analyse de sang"),
    Listed("x_ray", acts.IMAGES[0], "Chest X-ray", has_pathway=True),
    Listed("ultrasound", acts.IMAGES[2], "Ultrasound of the abdomen", has_pathway=True),
    Listed("mri", acts.IMAGES[3], "MRI of a joint", has_pathway=True, usual="110.00"),
    Listed("physiotherapy", acts.PHYSIOTHERAPY, "Physiotherapy session", "session"),
    Listed("nursing", acts.NURSING, "Nursing at home"),
    Listed("speech_therapy", acts.SPEECH_THERAPY, "Speech therapy session", "session"),
    Listed("dental_visit", acts.DENTAL_VISIT, "Dentist", rate=DENTAL_RATE),
    Listed("scaling", acts.SCALING, "Scaling", rate=DENTAL_RATE),
    Listed("filling", acts.FILLING, "Filling, two faces", rate=DENTAL_RATE),
    Listed("crown_basket", acts.CROWN_BASKET, "Crown, 100 % Santé basket", usual="500.00",
           rate=DENTAL_RATE),
    Listed("crown_free", acts.CROWN_FREE, "Crown, free price", usual="700.00", rate=DENTAL_RATE),
    Listed("implant", IMPLANT, "Dental implant"),
    Listed("glasses_basket", acts.GLASSES_BASKET, "Glasses, 100 % Santé basket", "equipment"),
    Listed("glasses_simple", acts.GLASSES_SIMPLE, "Glasses, two simple lenses", "equipment",
           ceiling="420.00", frame_ceiling="100.00"),
    Listed("glasses_mixed", Act(**{**vars(acts.GLASSES_SIMPLE), "prices": ("410.00",),
           "label": "Lunettes, un verre simple et un verre progressif",
           "guarantee": "glasses_mixed"}),
           "Glasses, one simple lens and one varifocal", "equipment",
           ceiling="700.00", frame_ceiling="100.00"),
    Listed("glasses_complex", acts.GLASSES_COMPLEX, "Glasses, two varifocal lenses", "equipment",
           ceiling="800.00", frame_ceiling="100.00"),
    Listed("lenses", LENSES, "Contact lenses that statutory insurance does not pay for"),
    Listed("hearing_basket", acts.HEARING_BASKET, "Hearing aid of class I, one ear", "equipment",
           ceiling="950.00"),
    Listed("hearing_free", acts.HEARING_FREE, "Hearing aid of class II, one ear", "equipment"),
    Listed("hospital_day", acts.STAY, "Day in a clinic", "day",
           label_fr="Journée d’hospitalisation en clinique"),
    Listed("day_charge", acts.DAY_CHARGE, "Hospital day charge", "day"),
    Listed("psychiatric_day_charge", PSYCHIATRIC_CHARGE, "Day charge in psychiatry", "day"),
    Listed("private_room", acts.PRIVATE_ROOM, "Private room", "night", usual="78.00"),
    Listed("surgeon_fees", acts.SURGEON_FEES, "Surgeon’s fees, arthroscopy of the knee"),
    Listed("ambulance", acts.AMBULANCE, "Ambulance"),
    Listed("taxi", acts.TAXI, "Taxi under agreement"),
    Listed("osteopathy", acts.OSTEOPATHY, "Osteopathy session", "session", usual="60.00"),
    Listed("psychology", acts.PSYCHOLOGY, "Psychologist, one session", "session", usual="60.00"),
    Listed("knee_brace", acts.KNEE_BRACE, "Hinged knee brace", usual="139.00"),
    Listed("insoles", acts.INSOLES, "Orthopaedic insoles, the pair"),
    Listed("pregnancy_scan", acts.PREGNANCY_SCAN, "Scan of the second trimester"),
    Listed("birth_class", acts.MIDWIFE_CLASS, "Preparation for birth, one class", "session"),
    Listed("thermal_cure", acts.THERMAL_CURE, "Thermal cure, rheumatology"),
)  # fmt: skip
DEDUCTION_LABELS = {
    "participation": ("Participation forfaitaire", "Flat participation"),
    "box": ("Franchise sur les médicaments", "Deduction on medicines"),
    "paramedical": ("Franchise sur les actes paramédicaux", "Deduction on paramedical acts"),
    "transport": ("Franchise sur les transports", "Deduction on transport"),
}
RENEWALS = {
    "optical": ("Renouvellement des lunettes", "Renewal of glasses", 24, ((6, 6), (15, 12))),
    "hearing": ("Renouvellement des aides auditives", "Renewal of hearing aids", 48, ()),
}


def tariffs() -> Iterator[Tariff]:
    """Every tariff, in the order of the list of acts."""
    for position, listed in enumerate(LISTED, 1):
        yield from _dated_tariffs(listed.code, _days(*_values(listed)), _act(listed, position))
    for kind, amounts in DEDUCTIONS.items():
        yield from _dated_tariffs(kind, _days(amounts), lambda day, k=kind: _deduction(k, day))
    for category, (french, english, months, by_age) in RENEWALS.items():
        yield _tariff(
            f"{category}_renewal",
            FIRST_DAY,
            kind="renewal",
            label_fr=french,
            label_en=english,
            category=category,
            months=months,
            months_by_age=[{"up_to_age": age, "months": number} for age, number in by_age] or None,
        )


def _values(listed: Listed) -> Iterable[Dated]:
    act = listed.act
    candidates = (act.base, listed.rate, act.prices)
    return [value for value in candidates if isinstance(value, Dated)]


def _days(*values: Dated) -> list[date]:
    days = {max(day, FIRST_DAY) for value in values for day, _ in value.steps}
    return sorted(days | {FIRST_DAY})


def _dated_tariffs(code: str, days: list[date], make: Any) -> Iterator[Tariff]:
    for day in days:
        yield _tariff(code, day, **make(day))


def _tariff(code: str, day: date, **values: Any) -> Tariff:
    told = {"ref": f"{code}-{day}", "code": code, "starts_on": day.isoformat(), **values}
    return {name: value for name, value in told.items() if value is not None}


def _act(listed: Listed, position: int) -> Any:
    act = listed.act

    def on(day: date) -> dict[str, Any]:
        base = act.base.on(day) if act.base else None
        if isinstance(act.prices, Dated):
            price = act.prices.on(day)
        else:
            price = listed.usual or (act.prices[0] if act.prices else base)
        rate = listed.rate.on(day) if listed.rate else act.rate
        return {
            "kind": "act",
            "label_fr": listed.label_fr or act.label,
            "label_en": listed.label_en,
            "position": position,
            "category": act.category,
            "act_code": act.code,
            "benefit_code": act.guarantee,
            "unit": listed.unit,
            "base": None if base is None else str(base),
            "statutory_rate": None if rate is None else str(rate),
            "outside_rate": OUTSIDE if listed.has_pathway else None,
            "price": str(price),
            "ceiling": listed.ceiling,
            "frame_ceiling": listed.frame_ceiling,
            "deduction": act.deduction,
        }

    return on


def _deduction(kind: str, day: date) -> dict[str, Any]:
    unit = DEDUCTIONS[kind].on(day)
    french, english = DEDUCTION_LABELS[kind]
    return {
        "kind": "flat_deduction",
        "label_fr": french,
        "label_en": english,
        "deduction": kind,
        "amount": str(unit),
        "daily_cap": str(unit * UNITS_A_DAY[kind]) if kind in UNITS_A_DAY else None,
        "yearly_cap": str(YEARLY_CAP),
        "from_age": ADULT,
    }
