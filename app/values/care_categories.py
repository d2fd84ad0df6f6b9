"""Types of care in which members read their reimbursements."""

from enum import StrEnum

from app.values.labels import Labels


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


LABELS: dict[str, Labels] = {
    CareCategory.CONSULTATION: Labels("Consultations et visites", "Consultations and visits"),
    CareCategory.PHARMACY: Labels("Pharmacie", "Pharmacy"),
    CareCategory.LABORATORY: Labels("Analyses de laboratoire", "Laboratory tests"),
    CareCategory.IMAGING: Labels("Imagerie médicale", "Medical imaging"),
    CareCategory.PARAMEDICAL: Labels("Auxiliaires médicaux", "Paramedical care"),
    CareCategory.DENTAL: Labels("Dentaire", "Dental"),
    CareCategory.OPTICAL: Labels("Optique", "Optical"),
    CareCategory.HEARING: Labels("Aides auditives", "Hearing aids"),
    CareCategory.HOSPITAL: Labels("Hospitalisation", "Hospital"),
    CareCategory.MEDICAL_DEVICE: Labels("Appareillage", "Medical devices"),
    CareCategory.TRANSPORT: Labels("Transport sanitaire", "Medical transport"),
    CareCategory.ALTERNATIVE_MEDICINE: Labels("Médecines douces", "Alternative medicine"),
    CareCategory.MATERNITY: Labels("Maternité", "Maternity"),
    CareCategory.THERMAL_CURE: Labels("Cure thermale", "Thermal cure"),
    CareCategory.PREVENTION: Labels("Prévention", "Prevention"),
    CareCategory.OTHER: Labels("Autres soins", "Other care"),
}
"""In the order a member reads them."""
