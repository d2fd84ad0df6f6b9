"""What members read of the audit trail: who did something about their account, and what."""

from enum import StrEnum
from uuid import UUID

from app.values.audit import ActorKind, AuditAction
from app.values.labels import Labels


class ActivityActor(StrEnum):
    """Who did it: `me` signed in, an insurer's partner system, somebody who runs the service, the
    service by itself, or a `stranger`: whoever was not signed in, be it the member or not.
    """

    ME = "me"
    PARTNER = "partner"
    OPERATOR = "operator"
    SYSTEM = "system"
    STRANGER = "stranger"


_ACTORS = {
    ActorKind.PARTNER: ActivityActor.PARTNER,
    ActorKind.OPERATOR: ActivityActor.OPERATOR,
    ActorKind.SYSTEM: ActivityActor.SYSTEM,
}
LABELS: dict[str, Labels] = {
    AuditAction.ACTIVATION: Labels("Activation du compte", "Account activation"),
    AuditAction.ACTIVATION_CODE: Labels("Code d’activation saisi", "Activation code entered"),
    AuditAction.LOGIN: Labels("Connexion", "Login"),
    AuditAction.LOGIN_STEP_UP: Labels(
        "Deuxième facteur demandé à la connexion", "Second factor asked for at login"
    ),
    AuditAction.LOGIN_PHONE: Labels(
        "Numéro de mobile saisi à la connexion", "Mobile number entered at login"
    ),
    AuditAction.LOGIN_CODE: Labels("Code de connexion saisi", "Login code entered"),
    AuditAction.STEP_UP: Labels("Identité confirmée", "Identity confirmed"),
    AuditAction.STEP_UP_PHONE: Labels(
        "Numéro de mobile saisi pour confirmer l’identité",
        "Mobile number entered to confirm the identity",
    ),
    AuditAction.STEP_UP_CODE: Labels(
        "Code saisi pour confirmer l’identité", "Code entered to confirm the identity"
    ),
    AuditAction.FACTOR_SUBMITTED: Labels("Deuxième facteur présenté", "Second factor shown"),
    AuditAction.PASSWORD_RESET: Labels("Mot de passe réinitialisé", "Password reset"),
    AuditAction.PASSWORD_RESET_CODE: Labels(
        "Code saisi pour un mot de passe oublié", "Code entered for a forgotten password"
    ),
    AuditAction.PASSWORD_CHANGED: Labels("Mot de passe modifié", "Password changed"),
    AuditAction.PHONE_CHANGED: Labels("Numéro de mobile modifié", "Mobile number changed"),
    AuditAction.PHONE_CODE: Labels(
        "Code saisi pour changer de mobile", "Code entered to change the mobile number"
    ),
    AuditAction.PHONE_RECOVERY_STARTED: Labels(
        "Téléphone perdu : récupération demandée", "Lost phone: recovery asked for"
    ),
    AuditAction.PHONE_RECOVERY_CODE: Labels(
        "Code saisi pour un téléphone perdu", "Code entered for a lost phone"
    ),
    AuditAction.EMAIL_CHANGED: Labels("Adresse e-mail modifiée", "E-mail address changed"),
    AuditAction.EMAIL_CODE: Labels(
        "Code saisi pour changer d’adresse e-mail", "Code entered to change the e-mail address"
    ),
    AuditAction.FACTOR_ADDED: Labels("Deuxième facteur ajouté", "Second factor added"),
    AuditAction.FACTOR_REMOVED: Labels("Deuxième facteur retiré", "Second factor removed"),
    AuditAction.RECOVERY_CODES_MADE: Labels("Codes de secours créés", "Recovery codes made"),
    AuditAction.ALERT_ANSWERED: Labels(
        "Alerte de sécurité : « ce n’était pas moi »", "Security alert: “it was not me”"
    ),
    AuditAction.BANK_DETAILS_CHANGED: Labels(
        "Coordonnées bancaires modifiées", "Bank details changed"
    ),
    AuditAction.DATA_EXPORT_REQUESTED: Labels(
        "Export de mes données demandé", "Export of my data asked for"
    ),
    AuditAction.ACCOUNT_CLOSED: Labels("Compte fermé", "Account closed"),
    AuditAction.SESSION_ENDED: Labels("Session fermée", "Session ended"),
    AuditAction.DEVICE_FORGOTTEN: Labels("Appareil oublié", "Device forgotten"),
    AuditAction.LOGOUT: Labels("Déconnexion", "Logout"),
    AuditAction.LOGOUT_EVERYWHERE: Labels(
        "Déconnexion de tous les appareils", "Logout on every device"
    ),
    AuditAction.REFRESH_REUSED: Labels(
        "Session fermée : son jeton a été réutilisé", "Session closed: its token was used again"
    ),
    AuditAction.CARD_DOCUMENT_READ: Labels(
        "Carte de tiers payant téléchargée", "Third-party-payment card downloaded"
    ),
    AuditAction.CARD_NIR_READ: Labels(
        "Numéro de sécurité sociale affiché sur la carte",
        "Social security number shown on the card",
    ),
    AuditAction.NIR_DISCLOSED: Labels(
        "Numéro de sécurité sociale affiché", "Social security number shown"
    ),
    AuditAction.TELETRANSMISSION_CHANGED: Labels(
        "Télétransmission modifiée", "Link with the statutory fund changed"
    ),
    AuditAction.CHANGE_REQUEST_OPENED: Labels(
        "Demande de modification envoyée", "Change request sent"
    ),
    AuditAction.CHANGE_REQUEST_MOVED: Labels(
        "Demande de modification : nouvel état", "Change request: new state"
    ),
    AuditAction.CONTACT_EDITED: Labels("Coordonnées modifiées", "Contact details changed"),
    AuditAction.NOTIFICATIONS_CHOSEN: Labels(
        "Préférences de notification modifiées", "Notification preferences changed"
    ),
    AuditAction.MESSAGE_WRITTEN: Labels("Message écrit", "Message written"),
    AuditAction.CARD_REISSUED: Labels(
        "Carte de tiers payant remplacée", "Third-party-payment card replaced"
    ),
    AuditAction.CERTIFICATE_DOCUMENT_READ: Labels(
        "Attestation téléchargée", "Certificate downloaded"
    ),
    AuditAction.STATEMENT_DOCUMENT_READ: Labels("Décompte téléchargé", "Statement downloaded"),
    AuditAction.BENEFITS_DOCUMENT_READ: Labels(
        "Tableau de garanties téléchargé", "Table of guarantees downloaded"
    ),
    AuditAction.DOWNLOAD_LINK_USED: Labels(
        "Document téléchargé par lien", "Document downloaded by link"
    ),
    AuditAction.DOCUMENT_WITHDRAWN: Labels("Document retiré", "Document withdrawn"),
    AuditAction.CONTACT_FROM_FEED_IGNORED: Labels(
        "Coordonnées envoyées par votre gestionnaire, non reprises",
        "Contact details sent by your administrator, not taken over",
    ),
    AuditAction.IMPORT_STARTED: Labels("Import de données", "Import of data"),
    AuditAction.PARTNER_TOKEN_CREATED: Labels("Accès partenaire créé", "Partner access created"),
    AuditAction.PARTNER_TOKEN_ROTATED: Labels(
        "Accès partenaire renouvelé", "Partner access renewed"
    ),
    AuditAction.PARTNER_TOKEN_REVOKED: Labels("Accès partenaire révoqué", "Partner access revoked"),
    AuditAction.PARTNER_TOKEN_USED: Labels("Accès partenaire utilisé", "Partner access used"),
    AuditAction.WEBHOOK_CREATED: Labels("Webhook partenaire créé", "Partner webhook created"),
    AuditAction.WEBHOOK_DELETED: Labels("Webhook partenaire supprimé", "Partner webhook deleted"),
    AuditAction.KEYS_ROTATED: Labels("Clés de chiffrement renouvelées", "Encryption keys renewed"),
}
"""What each action is called, for people."""
_OTHER = Labels("Autre opération", "Another operation")


def action_label(action: str, language: str) -> str:
    """The action for people; one that a newer version recorded is another operation."""
    return LABELS.get(action, _OTHER).in_language(language)


def actor_seen_by(account_id: UUID, kind: ActorKind, actor_id: UUID | None) -> ActivityActor:
    """Who acted, as the account's holder sees it."""
    if kind is ActorKind.MEMBER and actor_id == account_id:
        return ActivityActor.ME
    return _ACTORS.get(kind, ActivityActor.STRANGER)
