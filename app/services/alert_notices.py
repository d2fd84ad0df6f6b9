"""Texts of the alerts: what happened, and the link of whoever did not do it. In French."""

from app.services.notices import mail_of
from app.services.outbox import Letter
from app.services.portfolios import CurrentPortfolio
from app.values.alerts import AlertKind

TOLD = {
    AlertKind.PASSWORD_CHANGED: (
        "Votre mot de passe a changé",
        "Le mot de passe de votre espace vient de changer.",
    ),
    AlertKind.PHONE_CHANGED: (
        "Votre numéro de téléphone a changé",
        "Le numéro de téléphone de votre espace vient de changer.",
    ),
    AlertKind.EMAIL_CHANGED: (
        "Votre adresse e-mail a changé",
        "L'adresse e-mail de votre espace vient de changer : celle-ci ne sert plus.",
    ),
    AlertKind.FACTOR_ADDED: (
        "Un moyen de connexion a été ajouté",
        "Un moyen de confirmer votre identité vient d'être ajouté à votre espace.",
    ),
    AlertKind.FACTOR_REMOVED: (
        "Un moyen de connexion a été retiré",
        "Un moyen de confirmer votre identité vient d'être retiré de votre espace.",
    ),
    AlertKind.RECOVERY_CODES_MADE: (
        "Vos codes de secours ont changé",
        "De nouveaux codes de secours viennent d'être créés ; les anciens ne servent plus.",
    ),
    AlertKind.PHONE_RECOVERY_STARTED: (
        "Remplacement de votre téléphone demandé",
        "Quelqu'un qui connaît votre mot de passe déclare votre téléphone perdu.",
    ),
}


def mail(portfolio: CurrentPortfolio, to: str, kind: AlertKind, token: str) -> Letter:
    """What happened, and the link."""
    subject, happened = TOLD[kind]
    return mail_of(
        portfolio,
        to,
        subject,
        happened,
        f"C'est vous ? Il n'y a rien à faire.\n"
        f"Ce n'est pas vous ? Annulez tout de suite : {link(portfolio, token)}",
        f"Vous pouvez aussi nous appeler : {portfolio.configuration.phone_line}",
    )


def sms(portfolio: CurrentPortfolio, to: str, kind: AlertKind, token: str) -> Letter:
    """The same in few words."""
    subject, _ = TOLD[kind]
    brand = portfolio.configuration.brand
    text = f"{brand} : {subject}. Ce n'est pas vous ? {link(portfolio, token)}"
    return Letter(to=to, text=text)


def secured(portfolio: CurrentPortfolio, to: str) -> Letter:
    """The link was followed."""
    return mail_of(
        portfolio,
        to,
        "Votre espace a été mis en sécurité",
        "Le lien d'une alerte a été suivi : toutes les connexions sont fermées et le mot de passe "
        "ne sert plus.",
        "Choisissez un nouveau mot de passe avec « Mot de passe oublié » : "
        f"{portfolio.configuration.member_space_url}",
    )


def link(portfolio: CurrentPortfolio, token: str) -> str:
    """The page of the member space that answers the alert.

    The token is in the fragment: it reaches no server's log, the page sends it.
    """
    return f"{str(portfolio.configuration.member_space_url).rstrip('/')}/alerte#{token}"
