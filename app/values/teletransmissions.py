"""Télétransmission (NOEMIE): states of a person's link, who may move it where, and the words.

The complementary insurer asks for the link; the statutory fund then sends statements by itself.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.values.labels import Labels


class TeletransmissionState(StrEnum):
    """Where the link stands. Who never asked is `inactive`."""

    INACTIVE = "inactive"
    ACTIVATION_REQUESTED = "activation_requested"
    ACTIVE = "active"
    REJECTED = "rejected"
    SUSPENDED = "suspended"
    DEACTIVATION_REQUESTED = "deactivation_requested"


class TeletransmissionCause(StrEnum):
    """Why the statutory fund rejected the link or the manager suspended it."""

    NIR_UNKNOWN = "nir_unknown"
    WRONG_ORGANISM = "wrong_organism"
    OVERLAP = "overlap"
    NO_RIGHTS = "no_rights"
    COVER_ENDED = "cover_ended"


S = TeletransmissionState
BY_MEMBER = {
    (S.INACTIVE, True): S.ACTIVATION_REQUESTED,
    (S.REJECTED, True): S.ACTIVATION_REQUESTED,
    (S.SUSPENDED, True): S.ACTIVATION_REQUESTED,
    (S.ACTIVATION_REQUESTED, False): S.INACTIVE,
    (S.ACTIVE, False): S.DEACTIVATION_REQUESTED,
    (S.DEACTIVATION_REQUESTED, True): S.ACTIVE,
}
"""State and what the member wants (on or off) → the next state; anything else is refused."""
WANTED = {
    S.ACTIVATION_REQUESTED: True,
    S.ACTIVE: True,
    S.INACTIVE: False,
    S.DEACTIVATION_REQUESTED: False,
}
"""What the member already has, or has asked for: asking again changes nothing."""
BY_PARTNER = {
    S.ACTIVATION_REQUESTED: {S.ACTIVE, S.REJECTED},
    S.ACTIVE: {S.SUSPENDED},
    S.SUSPENDED: {S.ACTIVE, S.INACTIVE},
    S.DEACTIVATION_REQUESTED: {S.INACTIVE},
}
"""State → the states a partner may move it to."""
WITH_CAUSE = frozenset({S.REJECTED, S.SUSPENDED})
"""States that say why."""
LABELS = {
    S.INACTIVE: Labels("Désactivée", "Off"),
    S.ACTIVATION_REQUESTED: Labels("Activation demandée", "Activation requested"),
    S.ACTIVE: Labels("Active", "On"),
    S.REJECTED: Labels("Refusée par votre caisse", "Rejected by your statutory fund"),
    S.SUSPENDED: Labels("Suspendue", "Suspended"),
    S.DEACTIVATION_REQUESTED: Labels("Désactivation demandée", "Deactivation requested"),
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a state means and what can be done next, in words."""

    meaning: Labels
    next_step: Labels | None


_STATES = {
    S.INACTIVE: Explanation(
        Labels(
            "Votre caisse ne nous envoie pas vos décomptes : envoyez-les-nous pour être remboursé.",
            "Your statutory fund does not send us your statements: send them to be reimbursed.",
        ),
        Labels("Activez la télétransmission.", "Switch it on."),
    ),
    S.ACTIVATION_REQUESTED: Explanation(
        Labels(
            "La demande est transmise à votre caisse, qui répond en quelques jours.",
            "The request was sent to your statutory fund, which answers within a few days.",
        ),
        None,
    ),
    S.ACTIVE: Explanation(
        Labels(
            "Votre caisse nous envoie vos décomptes : vous n'avez rien à faire.",
            "Your statutory fund sends us your statements: there is nothing to do.",
        ),
        None,
    ),
    S.DEACTIVATION_REQUESTED: Explanation(
        Labels(
            "L'arrêt est demandé à votre caisse ; vous pouvez encore y renoncer.",
            "Your statutory fund was asked to stop; you can still change your mind.",
        ),
        None,
    ),
}
_CAUSES = {
    TeletransmissionCause.NIR_UNKNOWN: Explanation(
        Labels(
            "Votre caisse ne reconnaît pas ce numéro de sécurité sociale.",
            "Your statutory fund does not know this social security number.",
        ),
        Labels(
            "Envoyez-nous votre attestation de droits, puis activez-la de nouveau.",
            "Send us your certificate of rights, then switch it on again.",
        ),
    ),
    TeletransmissionCause.WRONG_ORGANISM: Explanation(
        Labels(
            "Vous dépendez d'une autre caisse que celle de notre fichier.",
            "You belong to another statutory fund than the one in our file.",
        ),
        Labels(
            "Envoyez-nous une attestation de droits récente, puis activez-la de nouveau.",
            "Send us a recent certificate of rights, then switch it on again.",
        ),
    ),
    TeletransmissionCause.OVERLAP: Explanation(
        Labels(
            "Une autre mutuelle reçoit déjà vos décomptes (chevauchement).",
            "Another complementary insurer already receives your statements (overlap).",
        ),
        Labels(
            "Demandez-lui d'arrêter sa télétransmission, puis activez-la de nouveau ici.",
            "Ask it to stop its link, then switch it on again here.",
        ),
    ),
    TeletransmissionCause.NO_RIGHTS: Explanation(
        Labels(
            "Vos droits ne sont pas ouverts auprès de votre caisse.",
            "Your rights are not open with your statutory fund.",
        ),
        Labels(
            "Mettez vos droits à jour auprès de votre caisse, puis activez-la de nouveau.",
            "Have your statutory fund update your rights, then switch it on again.",
        ),
    ),
    TeletransmissionCause.COVER_ENDED: Explanation(
        Labels("La couverture a pris fin.", "The cover has ended."),
        None,
    ),
}


def explain(state: TeletransmissionState, cause: TeletransmissionCause | None) -> Explanation:
    """The words of a state: its cause's, where it has one."""
    return _CAUSES[cause] if cause else _STATES[state]
