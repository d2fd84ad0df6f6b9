"""Errors about webhooks."""

from app.errors.base import DomainError


class WebhookNotFound(DomainError):
    """No such webhook of this partner."""

    status, code = 404, "webhook_not_found"
    title, title_en = "Webhook introuvable", "Webhook not found"


class DeliveryNotFound(DomainError):
    """No such delivery to a webhook of this partner."""

    status, code = 404, "delivery_not_found"
    title, title_en = "Envoi introuvable", "Delivery not found"


class WebhookAddressRefused(DomainError):
    """The address is on no public network, or not encrypted."""

    status, code = 409, "webhook_address_refused"
    title, title_en = "Adresse de webhook refusée", "Webhook address refused"
    detail = "L’adresse doit commencer par https:// et désigner une machine d’internet."
    detail_en = "The address must begin with https:// and name a machine of the internet."


class TooManyWebhooks(DomainError):
    """The partner has as many as it may have."""

    status, code = 409, "too_many_webhooks"
    title, title_en = "Trop de webhooks", "Too many webhooks"


class DeliveryPending(DomainError):
    """The delivery is still on its way: there is nothing to replay."""

    status, code = 409, "delivery_pending"
    title, title_en = "Envoi en cours", "Delivery pending"
