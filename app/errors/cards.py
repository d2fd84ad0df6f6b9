"""Errors about card numbers."""

from app.errors.base import DomainError


class CardNotFound(DomainError):
    """No card of this number among those the reader may see."""

    status, code = 404, "card_not_found"
    title, title_en = "Carte introuvable", "Card not found"


class CardAlreadyReplaced(DomainError):
    """The card of this number was replaced before: it is worthless already."""

    status, code = 409, "card_already_replaced"
    title, title_en = "Carte déjà remplacée", "Card already replaced"
