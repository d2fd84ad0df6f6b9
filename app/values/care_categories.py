"""Types of care in which members read their reimbursements."""

from enum import StrEnum


class CareCategory(StrEnum):
    """The wire code of a type of care; never changes once published."""

    CONSULTATION = "consultation"
    PHARMACY = "pharmacy"
    LABORATORY = "laboratory"
    IMAGING = "imaging"
    PARAMEDICAL = "paramedical"
    DENTAL = "dental"
    OPTICAL = "optical"
    HEARING = "hearing"
    HOSPITAL = "hospital"
    MEDICAL_DEVICE = "medical_device"
    TRANSPORT = "transport"
    ALTERNATIVE_MEDICINE = "alternative_medicine"
    MATERNITY = "maternity"
    THERMAL_CURE = "thermal_cure"
    PREVENTION = "prevention"
    OTHER = "other"


LABELS: dict[str, tuple[str, str]] = {
    CareCategory.CONSULTATION: ("Consultations et visites", "Consultations and visits"),
    CareCategory.PHARMACY: ("Pharmacie", "Pharmacy"),
    CareCategory.LABORATORY: ("Analyses de laboratoire", "Laboratory tests"),
    CareCategory.IMAGING: ("Imagerie médicale", "Medical imaging"),
    CareCategory.PARAMEDICAL: ("Auxiliaires médicaux", "Paramedical care"),
    CareCategory.DENTAL: ("Dentaire", "Dental"),
    CareCategory.OPTICAL: ("Optique", "Optical"),
    CareCategory.HEARING: ("Aides auditives", "Hearing aids"),
    CareCategory.HOSPITAL: ("Hospitalisation", "Hospital"),
    CareCategory.MEDICAL_DEVICE: ("Appareillage", "Medical devices"),
    CareCategory.TRANSPORT: ("Transport sanitaire", "Medical transport"),
    CareCategory.ALTERNATIVE_MEDICINE: ("Médecines douces", "Alternative medicine"),
    CareCategory.MATERNITY: ("Maternité", "Maternity"),
    CareCategory.THERMAL_CURE: ("Cure thermale", "Thermal cure"),
    CareCategory.PREVENTION: ("Prévention", "Prevention"),
    CareCategory.OTHER: ("Autres soins", "Other care"),
}
"""French and English labels, in the order a member reads them."""


def category_label(category: str, language: str) -> str:
    """The label of a code in the reader's language, French unless English was asked."""
    french, english = LABELS[category]
    return english if language == "en" else french
