"""Errors of the ways in."""

from app.errors.base import DomainError


class Unauthenticated(DomainError):
    """No token, or one that is not accepted (expired, revoked, forged, of another kind)."""

    status, code = 401, "unauthenticated"
    title, title_en = "Authentification requise", "Authentication required"
    challenge = 'Bearer error="invalid_token"'


class StepUpRequired(DomainError):
    """The second factor is missing or too old (RFC 9470)."""

    status, code = 401, "step_up_required"
    title, title_en = "Confirmation d'identité requise", "Stronger authentication required"
    challenge = 'Bearer error="insufficient_user_authentication", acr_values="aal2", max_age="900"'


class AccountFrozen(DomainError):
    """A factor of the account changed less than 72 hours ago: what a thief would do next waits."""

    status, code = 409, "account_frozen"
    title, title_en = "Opération suspendue par sécurité", "Suspended for safety"
    detail = "Vos moyens de connexion viennent de changer : réessayez après le {until}."
    detail_en = "Your ways of signing in have just changed: try again after {until}."


class PermissionMissing(DomainError):
    """Known, but not allowed to do this."""

    status, code = 403, "permission_missing"
    title, title_en = "Action non autorisée", "Not permitted"


class NetworkNotAllowed(DomainError):
    """The partner's token is good, but may not be used from this address."""

    status, code = 403, "network_not_allowed"
    title, title_en = "Adresse réseau non autorisée", "Network address not allowed"


class InvalidCredentials(DomainError):
    """The e-mail and the password do not open an account; which of them is never told."""

    status, code = 401, "invalid_credentials"
    title, title_en = "Identifiants incorrects", "Wrong credentials"
    challenge = "Bearer"


class FlowNotFound(DomainError):
    """No such flow, or not with this secret."""

    status, code = 404, "flow_not_found"
    title, title_en = "Parcours introuvable", "Flow not found"


class FlowStepOutOfOrder(DomainError):
    """The flow is at another step; `GET /v1/auth/flows/{id}` says which."""

    status, code = 409, "flow_step_out_of_order"
    title, title_en = "Étape non disponible", "Step not available"


class FlowFailed(DomainError):
    """Five submissions were spent, or the flow failed otherwise: begin again."""

    status, code = 409, "flow_failed"
    title, title_en = "Parcours interrompu, recommencez", "Flow failed, start again"


class FlowExpired(DomainError):
    """The flow's fifteen minutes are over: begin again."""

    status, code = 409, "flow_expired"
    title, title_en = "Parcours expiré, recommencez", "Flow expired, start again"


class WrongCode(DomainError):
    """The code is wrong, too old, already used, or meant for something else."""

    status, code = 409, "wrong_code"
    title, title_en = "Code incorrect ou expiré", "Wrong or expired code"


class ResendTooEarly(DomainError):
    """A code was just sent; `Retry-After` says when another may be."""

    status, code = 429, "resend_too_early"
    title, title_en = "Un code vient d'être envoyé", "A code was just sent"


class TooManySends(DomainError):
    """This flow has sent all the codes it may."""

    status, code = 429, "too_many_sends"
    title, title_en = "Nombre maximal d'envois atteint", "No more codes can be sent"


class TooManyAttempts(DomainError):
    """The account's hourly or daily number of tries is spent."""

    status, code = 429, "too_many_attempts"
    title, title_en = "Trop d'essais, réessayez plus tard", "Too many attempts, try later"


class WrongPassword(DomainError):
    """The present password is not the one that was given."""

    status, code = 409, "wrong_password"
    title, title_en = "Mot de passe actuel incorrect", "Wrong current password"


class IdentityMismatch(DomainError):
    """Member number and birth date are not those of the file."""

    status, code = 409, "identity_mismatch"
    title, title_en = "Informations différentes du dossier", "Details differ from the file"


class RecoveryRefused(DomainError):
    """The password was reset less than seven days ago: a phone is not replaced so soon after."""

    status, code = 409, "recovery_refused"
    title, title_en = "Remplacement du téléphone suspendu", "Phone recovery suspended"
    detail = "Le mot de passe vient d'être réinitialisé : réessayez après le {until}."
    detail_en = "The password was reset recently: try again after {until}."


class AlertNotFound(DomainError):
    """No such link, or it was used, or its days are over."""

    status, code = 404, "alert_not_found"
    title, title_en = "Lien inconnu ou expiré", "Unknown or expired link"


class ChannelNotAllowed(DomainError):
    """Step-up never travels by e-mail."""

    status, code = 409, "channel_not_allowed"
    title, title_en = "Canal non disponible", "Channel not available"


class WeakPassword(DomainError):
    """The password is too short, too common, or made of the member's own names."""

    status, code = 409, "weak_password"
    title, title_en = "Mot de passe trop facile à deviner", "Password too easy to guess"


class UnreachablePhone(DomainError):
    """Not a mobile number that may receive our codes."""

    status, code = 409, "unreachable_phone"
    title, title_en = "Numéro de mobile non accepté", "Mobile number not accepted"


class OriginRefused(DomainError):
    """A cookie came from a page of another origin."""

    status, code = 403, "origin_refused"
    title, title_en = "Origine refusée", "Origin refused"
