"""Errors about contact details."""

from app.errors.base import DomainError


class ContactIsProved(DomainError):
    """An e-mail or phone by which somebody comes in, which is changed by proving the new one."""

    status, code = 409, "contact_is_proved"
    title, title_en = "Coordonnée de connexion", "Contact used to come in"
    detail = (
        "Cette personne a son propre compte : son e-mail et son téléphone se changent depuis ce "
        "compte, avec POST /v1/me/email-changes et POST /v1/me/phone-changes."
    )
    detail_en = (
        "This person has an account of their own: e-mail and phone are changed from there, by "
        "POST /v1/me/email-changes and POST /v1/me/phone-changes."
    )
