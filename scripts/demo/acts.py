"""The acts that fill the demo's statements, with their tariffs and the ways they are paid."""

from dataclasses import dataclass
from decimal import Decimal

from scripts.demo.parameters import (
    GENERAL_PRACTITIONER,
    HOSPITAL_DAY,
    PHYSIOTHERAPY_SESSION,
    Dated,
    dated,
)


@dataclass(frozen=True)
class Act:
    """One kind of act.

    `base` is the unit's reimbursement base, none for what the statutory fund ignores. `prices`
    are the unit prices met, none where everybody asks the base. `by` is the trade that does it.
    """

    code: str
    label: str
    family: str
    category: str
    by: str
    guarantee: str
    base: Dated | None = None
    rate: str | None = None
    prices: tuple[str, ...] | Dated = ()
    deduction: str | None = None
    third_party: bool = False
    frame: str = "0.00"

    @property
    def statutory_rate(self) -> Decimal | None:
        return Decimal(self.rate) if self.rate else None


GP = Act(
    "G",
    "Consultation médecin généraliste",
    "Consultations",
    "consultation",
    "generalist",
    "general",
    GENERAL_PRACTITIONER,
    "0.70",
    deduction="participation",
)


def _specialist(code: str, label: str, trade: str, base: str, *prices: str) -> Act:
    return Act(
        code,
        label,
        "Consultations",
        "consultation",
        trade,
        "specialist",
        dated(base),
        "0.70",
        prices,
        "participation",
    )


SPECIALISTS = (
    _specialist("CS", "Consultation dermatologue", "dermatologist", "31.50", "31.50", "60.00"),
    _specialist("CS", "Consultation ophtalmologue", "ophthalmologist", "31.50", "31.50", "48.00"),
    _specialist(
        "CS", "Consultation rhumatologue, hors OPTAM", "rheumatologist", "23.00", "55.00", "70.00"
    ),
)
GYNAECOLOGIST = _specialist(
    "CS", "Consultation gynécologue", "gynaecologist", "31.50", "45.00", "60.00"
)
CARDIOLOGIST = _specialist("CSC", "Consultation cardiologue", "cardiologist", "51.00", "51.00")
PAEDIATRICIAN = _specialist("CS", "Consultation pédiatre", "paediatrician", "31.50", "31.50")


def _medicine(code: str, label: str, rate: str, *prices: str) -> Act:
    # A medicine's base is its price: the generator sets both from `prices`.
    return Act(
        code,
        label,
        "Pharmacie",
        "pharmacy",
        "pharmacy",
        "pharmacy",
        None,
        rate,
        prices,
        "box",
        third_party=True,
    )


MEDICINES = (
    _medicine("PH7", "Médicament remboursé à 65 %", "0.65", "2.18", "4.65", "6.82", "10.00"),
    _medicine("PH7", "Antibiotique", "0.65", "3.94", "5.27", "7.61"),
    _medicine("PH4", "Médicament remboursé à 30 %", "0.30", "2.32", "3.48", "5.90"),
    _medicine("PH2", "Médicament remboursé à 15 %", "0.15", "2.75", "4.12"),
)
LONG_TERM = _medicine("PH7", "Traitement au long cours", "0.65", "8.44", "12.37", "21.90")
VACCINE = Act(
    "PH7",
    "Vaccin contre la grippe",
    "Vaccination",
    "prevention",
    "pharmacy",
    "prevention",
    dated("11.83"),
    "0.65",
    deduction="box",
    third_party=True,
)


def _tests(label: str, base: str) -> Act:
    return Act(
        "B",
        label,
        "Biologie",
        "laboratory",
        "laboratory",
        "laboratory",
        dated(base),
        "0.60",
        deduction="participation",
        third_party=True,
    )


TESTS = (
    _tests("Hémogramme et bilan inflammatoire", "14.75"),
    _tests("Bilan lipidique et glycémie", "11.50"),
    _tests("Bilan thyroïdien", "8.25"),
    _tests("Ferritine et vitamine B12", "13.25"),
)


def _image(code: str, label: str, base: str, *prices: str) -> Act:
    return Act(
        code,
        label,
        "Imagerie",
        "imaging",
        "radiologist",
        "imaging",
        dated(base),
        "0.70",
        prices,
        "participation",
        third_party=True,
    )


IMAGES = (
    _image("ZBQK002", "Radiographie du thorax", "21.28"),
    _image("MZQK003", "Radiographie du membre inférieur", "19.95"),
    _image("ZCQM008", "Échographie de l’abdomen", "56.70", "56.70", "78.00"),
    _image("NZQN001", "IRM d’une articulation", "69.00", "69.00", "110.00"),
)
PHYSIOTHERAPY = Act(
    "AMS",
    "Séance de kinésithérapie",
    "Kinésithérapie",
    "paramedical",
    "physiotherapist",
    "paramedical",
    PHYSIOTHERAPY_SESSION,
    "0.60",
    deduction="paramedical",
)
NURSING = Act(
    "AMI",
    "Soins infirmiers à domicile",
    "Soins infirmiers",
    "paramedical",
    "nurse",
    "paramedical",
    dated("9.45"),
    "0.60",
    deduction="paramedical",
    third_party=True,
)
SPEECH_THERAPY = Act(
    "AMO",
    "Séance d’orthophonie",
    "Orthophonie",
    "paramedical",
    "speech_therapist",
    "paramedical",
    dated("31.50"),
    "0.60",
    deduction="paramedical",
)


def _dental(code: str, label: str, base: str, guarantee: str, *prices: str) -> Act:
    family = "Prothèses dentaires" if guarantee.startswith("crown") else "Soins dentaires"
    return Act(
        code,
        label,
        family,
        "dental",
        "dentist",
        guarantee,
        dated(base),
        "0.60",
        prices,
        third_party=guarantee == "crown_basket",
    )


DENTAL_VISIT = _dental("CD", "Consultation dentiste", "23.00", "dental_care")
SCALING = _dental("HBJD001", "Détartrage", "28.92", "dental_care")
FILLING = _dental("HBMD053", "Soin d’une carie, deux faces", "45.38", "dental_care")
CROWN_BASKET = _dental(
    "HBLD680", "Couronne, panier 100 % Santé", "120.00", "crown_basket", "450.00", "500.00"
)
CROWN_FREE = _dental(
    "HBLD736", "Couronne, honoraires libres", "120.00", "crown_free", "620.00", "700.00"
)


def _glasses(label: str, guarantee: str, base: str, frame: str, *prices: str) -> Act:
    return Act(
        "LPP",
        label,
        "Lunettes",
        "optical",
        "optician",
        guarantee,
        dated(base),
        "0.60",
        prices,
        third_party=True,
        frame=frame,
    )


GLASSES_BASKET = _glasses(
    "Lunettes, panier 100 % Santé", "glasses_basket", "28.50", "30.00", "95.00"
)
GLASSES_SIMPLE = _glasses(
    "Lunettes, monture et deux verres simples", "glasses_simple", "0.15", "130.00", "290.00"
)
GLASSES_COMPLEX = _glasses(
    "Lunettes, monture et deux verres progressifs", "glasses_complex", "0.15", "145.00", "520.00"
)


def _hearing(label: str, guarantee: str, price: str) -> Act:
    return Act(
        "LPP",
        label,
        "Aides auditives",
        "hearing",
        "hearing_aid",
        guarantee,
        dated("400.00"),
        "0.60",
        (price,),
        third_party=True,
    )


HEARING_BASKET = _hearing("Aide auditive de classe I, par oreille", "hearing_basket", "950.00")
HEARING_FREE = _hearing("Aide auditive de classe II, par oreille", "hearing_free", "1500.00")
STAY = Act(
    "GHS",
    "Séjour en clinique",
    "Hospitalisation",
    "hospital",
    "clinic",
    "stay",
    dated("486.40"),
    "0.80",
    third_party=True,
)
DAY_CHARGE = Act(
    "FJ",
    "Forfait journalier hospitalier",
    "Hospitalisation",
    "hospital",
    "clinic",
    "day_charge",
    prices=HOSPITAL_DAY,
    third_party=True,
)
PRIVATE_ROOM = Act(
    "CP",
    "Chambre particulière",
    "Hospitalisation",
    "hospital",
    "clinic",
    "private_room",
    prices=("55.00", "78.00"),
)
SURGEON_FEES = Act(
    "NFFC002",
    "Arthroscopie du genou, honoraires du chirurgien",
    "Hospitalisation",
    "hospital",
    "surgeon",
    "stay",
    dated("272.89"),
    "1.00",
    ("380.00",),
)
AMBULANCE = Act(
    "ABA",
    "Transport en ambulance",
    "Transport",
    "transport",
    "transport",
    "transport",
    dated("84.62"),
    "0.55",
    deduction="transport",
    third_party=True,
)
TAXI = Act(
    "TXI",
    "Taxi conventionné",
    "Transport",
    "transport",
    "transport",
    "transport",
    dated("46.30"),
    "0.55",
    deduction="transport",
    third_party=True,
)
OSTEOPATHY = Act(
    "OST",
    "Séance d’ostéopathie",
    "Médecines douces",
    "alternative_medicine",
    "osteopath",
    "osteopathy",
    prices=("55.00", "60.00", "65.00"),
)
PSYCHOLOGY = Act(
    "PSY",
    "Séance chez un psychologue",
    "Psychologie",
    "other",
    "psychologist",
    "psychology",
    prices=("60.00", "70.00"),
)
KNEE_BRACE = Act(
    "LPP",
    "Genouillère articulée",
    "Petit appareillage",
    "medical_device",
    "medical_supplies",
    "device",
    dated("98.61"),
    "0.60",
    ("98.61", "139.00"),
    third_party=True,
)
INSOLES = Act(
    "LPP",
    "Semelles orthopédiques, la paire",
    "Petit appareillage",
    "medical_device",
    "podiatrist",
    "device",
    dated("28.86"),
    "0.60",
    ("140.00",),
)
PREGNANCY_SCAN = Act(
    "JQQM010",
    "Échographie du deuxième trimestre",
    "Suivi de grossesse",
    "maternity",
    "gynaecologist",
    "maternity",
    dated("81.88"),
    "0.70",
    ("110.00",),
)
MIDWIFE_CLASS = Act(
    "SP",
    "Préparation à la naissance, une séance",
    "Suivi de grossesse",
    "maternity",
    "midwife",
    "maternity",
    dated("33.60"),
    "1.00",
)
THERMAL_CURE = Act(
    "FTH",
    "Cure thermale, forfait rhumatologie",
    "Cure thermale",
    "thermal_cure",
    "thermal_spa",
    "thermal",
    dated("583.65"),
    "0.65",
    ("640.00",),
)
