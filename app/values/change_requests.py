"""Change requests (*demandes de modification*): kinds, states, who may move them, and the words."""

from enum import StrEnum

from app.values.labels import Labels
from app.values.lifecycles import Lifecycle, StepActor


class ChangeRequestKind(StrEnum):
    """What is to change."""

    ADD_BENEFICIARY = "add_beneficiary"
    REMOVE_BENEFICIARY = "remove_beneficiary"
    SUBSCRIBE_OPTION = "subscribe_option"


class ChangeRequestState(StrEnum):
    """Where the request stands."""

    REQUESTED = "requested"
    AWAITING_DOCUMENTS = "awaiting_documents"
    VALIDATED = "validated"
    REFUSED = "refused"
    CANCELLED = "cancelled"


S = ChangeRequestState
LIFECYCLE = Lifecycle(
    {
        StepActor.PARTNER: {
            S.REQUESTED: {S.AWAITING_DOCUMENTS, S.VALIDATED, S.REFUSED},
            # Documents also come by post, which the administrator then says.
            S.AWAITING_DOCUMENTS: {S.REQUESTED},
        },
        StepActor.MEMBER: {
            S.REQUESTED: {S.CANCELLED},
            S.AWAITING_DOCUMENTS: {S.REQUESTED, S.CANCELLED},
        },
    }
)
OPEN = tuple(state for state in S if LIFECYCLE.is_open(state))
"""States of a request that nobody has decided or withdrawn."""
KIND_LABELS = {
    ChangeRequestKind.ADD_BENEFICIARY: Labels("Ajout d’un bénéficiaire", "Adding a beneficiary"),
    ChangeRequestKind.REMOVE_BENEFICIARY: Labels(
        "Retrait d’un bénéficiaire", "Removing a beneficiary"
    ),
    ChangeRequestKind.SUBSCRIBE_OPTION: Labels(
        "Souscription d’une option", "Subscribing to an option"
    ),
}
STATE_LABELS = {
    S.REQUESTED: Labels("En cours d’examen", "Being examined"),
    S.AWAITING_DOCUMENTS: Labels("En attente de documents", "Waiting for documents"),
    S.VALIDATED: Labels("Acceptée", "Accepted"),
    S.REFUSED: Labels("Refusée", "Refused"),
    S.CANCELLED: Labels("Annulée", "Cancelled"),
}
