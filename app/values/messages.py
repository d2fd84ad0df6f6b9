"""Threads between a member and the administrator: what they are about, and where they stand."""

from enum import StrEnum
from types import MappingProxyType
from typing import Final

from app.values.labels import Labels
from app.values.lifecycles import Lifecycle, StepActor


class MessageCategory(StrEnum):
    """What a thread is about; each has subjects of its own."""

    CONTRACT = "contract"
    REIMBURSEMENTS = "reimbursements"
    QUOTES = "quotes"
    TELETRANSMISSION = "teletransmission"
    BENEFICIARIES = "beneficiaries"
    THIRD_PARTY_CARD = "third_party_card"
    CONTACT_DETAILS = "contact_details"
    THIRD_PARTY_ACCIDENT = "third_party_accident"
    PERSONAL_DATA = "personal_data"
    COMPLAINT = "complaint"


class ThreadState(StrEnum):
    """Where a thread stands."""

    OPEN = "open"
    """The administrator's turn."""
    ANSWERED = "answered"
    """The member's turn, if they wish."""
    CLOSED = "closed"
    """Ended; a reply of the member within `REOPENING_DAYS` opens it again."""


REOPENING_DAYS: Final = 30

CATEGORY_LABELS: Final = MappingProxyType(
    {
        MessageCategory.CONTRACT: Labels("Mon contrat", "My contract"),
        MessageCategory.REIMBURSEMENTS: Labels("Mes remboursements", "My reimbursements"),
        MessageCategory.QUOTES: Labels(
            "Devis et prises en charge hospitalières", "Quotes and hospital prior agreements"
        ),
        MessageCategory.TELETRANSMISSION: Labels("Télétransmission", "Télétransmission"),
        MessageCategory.BENEFICIARIES: Labels("Mes bénéficiaires", "My beneficiaries"),
        MessageCategory.THIRD_PARTY_CARD: Labels(
            "Ma carte de tiers payant", "My third-party-payment card"
        ),
        MessageCategory.CONTACT_DETAILS: Labels(
            "Mes coordonnées et mon compte bancaire", "My contact and bank details"
        ),
        MessageCategory.THIRD_PARTY_ACCIDENT: Labels(
            "Accident causé par un tiers", "Accident caused by a third party"
        ),
        MessageCategory.PERSONAL_DATA: Labels(
            "Mes données personnelles (RGPD)", "My personal data (GDPR)"
        ),
        MessageCategory.COMPLAINT: Labels("Réclamation", "Complaint"),
    }
)

_OTHER = {"other": Labels("Autre demande", "Something else")}
SUBJECTS: Final = MappingProxyType(
    {
        MessageCategory.CONTRACT: {
            "benefits": Labels("Mes garanties", "My benefits"),
            "contributions": Labels("Mes cotisations", "My contributions"),
            "options": Labels("Options et surcomplémentaire", "Optional covers"),
            "certificates": Labels("Attestations", "Certificates"),
            "termination": Labels("Départ de l’entreprise", "Leaving my employer"),
            "portability": Labels("Portabilité", "Cover kept after leaving"),
            **_OTHER,
        },
        MessageCategory.REIMBURSEMENTS: {
            "missing": Labels("Un remboursement manque", "A reimbursement is missing"),
            "amount": Labels("Le montant m’étonne", "The amount surprises me"),
            "statement": Labels("Comprendre un décompte", "Understanding a statement"),
            "payment": Labels("Virement non reçu", "Payment not received"),
            "documents": Labels("Documents à fournir", "Documents to send"),
            **_OTHER,
        },
        MessageCategory.QUOTES: {
            "follow_up": Labels("Où en est mon devis ?", "Where does my quote stand?"),
            "estimate": Labels("Comprendre une estimation", "Understanding an estimate"),
            "hospital": Labels("Prise en charge hospitalière", "Hospital prior agreement"),
            **_OTHER,
        },
        MessageCategory.TELETRANSMISSION: {
            "not_working": Labels("Elle ne fonctionne pas", "It does not work"),
            "overlap": Labels(
                "Deux complémentaires se chevauchent", "Two complementary insurers overlap"
            ),
            "stop": Labels("L’arrêter", "Stopping it"),
            **_OTHER,
        },
        MessageCategory.BENEFICIARIES: {
            "add": Labels("Ajouter un proche", "Adding somebody"),
            "remove": Labels("Retirer un proche", "Removing somebody"),
            "student": Labels("Enfant étudiant ou apprenti", "Child studying or apprenticed"),
            **_OTHER,
        },
        MessageCategory.THIRD_PARTY_CARD: {
            "lost": Labels("Carte perdue ou volée", "Lost or stolen card"),
            "refused": Labels("Carte refusée", "Card refused"),
            "mistake": Labels("Erreur sur la carte", "Mistake on the card"),
            **_OTHER,
        },
        MessageCategory.CONTACT_DETAILS: {
            "address": Labels("Adresse", "Address"),
            "email_or_phone": Labels("E-mail ou téléphone", "E-mail or phone"),
            "bank": Labels("Compte bancaire", "Bank account"),
            **_OTHER,
        },
        MessageCategory.THIRD_PARTY_ACCIDENT: {
            "declare": Labels("Déclarer un accident", "Reporting an accident"),
            "follow_up": Labels("Suite d’une déclaration", "After a report"),
            **_OTHER,
        },
        MessageCategory.PERSONAL_DATA: {
            "access": Labels("Accéder à mes données", "Reading my data"),
            "rectification": Labels("Faire corriger", "Having it corrected"),
            "erasure": Labels("Faire effacer", "Having it erased"),
            "objection": Labels("M’opposer à un usage", "Objecting to a use"),
            **_OTHER,
        },
        MessageCategory.COMPLAINT: {
            "reimbursement": Labels("Sur un remboursement", "About a reimbursement"),
            "delay": Labels("Sur un délai", "About a delay"),
            "service": Labels("Sur l’accueil ou le service", "About how I was served"),
            "contract": Labels("Sur mon contrat", "About my contract"),
            **_OTHER,
        },
    }
)
"""The subjects of each category, in the order members read them."""

STATE_LABELS: Final = MappingProxyType(
    {
        ThreadState.OPEN: Labels("En attente de notre réponse", "Waiting for our answer"),
        ThreadState.ANSWERED: Labels("Réponse reçue", "Answered"),
        ThreadState.CLOSED: Labels("Close", "Closed"),
    }
)
LIFECYCLE: Final[Lifecycle[ThreadState]] = Lifecycle(
    {
        StepActor.MEMBER: {
            ThreadState.ANSWERED: (ThreadState.OPEN,),
            ThreadState.CLOSED: (ThreadState.OPEN,),
        },
        StepActor.PARTNER: {
            ThreadState.OPEN: (ThreadState.ANSWERED, ThreadState.CLOSED),
            ThreadState.ANSWERED: (ThreadState.CLOSED,),
        },
    }
)
ACKNOWLEDGED_WITHIN: Final = 10
"""Working days from a complaint's arrival to the word that it came (ACPR, recommendation
2022-R-01)."""
ANSWERED_WITHIN: Final = 2
"""Months from a complaint's arrival to its answer (the same)."""
