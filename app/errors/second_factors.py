"""Errors about sessions, devices and second factors."""

from app.errors.base import DomainError


class SessionNotFound(DomainError):
    """No such open session of this account."""

    status, code = 404, "session_not_found"
    title, title_en = "Session introuvable", "Session not found"


class DeviceNotFound(DomainError):
    """No such device of this account."""

    status, code = 404, "device_not_found"
    title, title_en = "Appareil introuvable", "Device not found"


class SecondFactorNotFound(DomainError):
    """No such second factor of this account, or not at this step."""

    status, code = 404, "second_factor_not_found"
    title, title_en = "Second facteur introuvable", "Second factor not found"


class TooManyFactors(DomainError):
    """The account has as many second factors of this kind as it may."""

    status, code = 409, "too_many_factors"
    title, title_en = "Nombre maximal de seconds facteurs atteint", "No more second factors"


class WrongPasskey(DomainError):
    """What the passkey signed is not what was asked, or not by a passkey of this account."""

    status, code = 409, "wrong_passkey"
    title, title_en = "Clé d'accès refusée", "Passkey refused"
