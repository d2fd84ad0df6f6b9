"""Texts of the mails and SMS that ways in send. In French: they go to people, not to clients."""

from app.services.outbox import Letter
from app.services.portfolios import CurrentPortfolio
from app.values.data_exports import KEPT
from app.values.flows import CodePurpose


def invitation(portfolio: CurrentPortfolio, to: str) -> Letter:
    """The first mail: where to activate the account, with the address we know."""
    return mail_of(
        portfolio,
        to,
        "Activez votre espace assuré",
        "Votre espace assuré vous attend : remboursements, carte de tiers payant, démarches.\n\n"
        f"Activez-le avec cette adresse e-mail : {_space(portfolio)}",
    )


EMAIL_CODES = {
    CodePurpose.ACTIVATION: ("Votre code d'activation", "Votre code d'activation est"),
    CodePurpose.RESET: (
        "Votre code pour choisir un nouveau mot de passe",
        "Votre code pour choisir un nouveau mot de passe est",
    ),
    CodePurpose.RECOVERY: (
        "Votre code pour changer de téléphone",
        "Votre code pour enregistrer un nouveau téléphone est",
    ),
    CodePurpose.EMAIL_CURRENT: (
        "Votre code pour changer d'adresse e-mail",
        "Vous quittez cette adresse e-mail pour une autre. Votre code est",
    ),
    CodePurpose.EMAIL_NEW: (
        "Votre code pour utiliser cette adresse e-mail",
        "Votre code pour utiliser cette adresse e-mail est",
    ),
}
"""Subject and beginning of the mail, by what its code proves; the others go by SMS alone."""


def email_code(
    portfolio: CurrentPortfolio, to: str, purpose: CodePurpose, code: str, minutes: int
) -> Letter:
    """A code by e-mail."""
    subject, beginning = EMAIL_CODES[purpose]
    return mail_of(
        portfolio,
        to,
        subject,
        f"{beginning} {code}. Il est valable {minutes} minutes.\n\n"
        f"Saisissez-le sur {_space(portfolio)} et ne le communiquez à personne.\n"
        "Vous n'avez rien demandé ? Ignorez ce message.",
    )


def sms_code(portfolio: CurrentPortfolio, to: str, code: str, minutes: int) -> Letter:
    """A code by SMS; its last line lets phones fill the code in on our own pages only."""
    configuration = portfolio.configuration
    return Letter(
        to=to,
        text=(
            f"{configuration.brand} : votre code est {code}, valable {minutes} min. "
            "Ne le communiquez à personne.\n\n"
            f"@{configuration.sms_domain} #{code}"
        ),
    )


def already_active(portfolio: CurrentPortfolio, to: str) -> Letter:
    """Somebody asked to activate an account that is active."""
    return mail_of(
        portfolio,
        to,
        "Votre espace est déjà activé",
        "Une activation vient d'être demandée avec votre adresse e-mail, "
        "mais votre espace est déjà activé.\n\n"
        f"Connectez-vous avec votre mot de passe : {_space(portfolio)}\n"
        "Vous n'avez rien demandé ? Ignorez ce message.",
    )


def choose_email(portfolio: CurrentPortfolio, to: str) -> Letter:
    """An SMS was asked for, and there is no mobile number to send it to."""
    return mail_of(
        portfolio,
        to,
        "Recevez votre code par e-mail",
        "Nous n'avons pas de numéro de mobile auquel envoyer votre code d'activation.\n\n"
        f"Sur {_space(portfolio)}, choisissez de le recevoir par e-mail.\n"
        "Vous n'avez rien demandé ? Ignorez ce message.",
    )


def activate_first(portfolio: CurrentPortfolio, to: str) -> Letter:
    """A new password was asked for an account that has none yet."""
    return mail_of(
        portfolio,
        to,
        "Activez d'abord votre espace",
        "Un nouveau mot de passe vient d'être demandé avec votre adresse e-mail, "
        "mais votre espace n'est pas encore activé.\n\n"
        f"Activez-le avec cette adresse : {_space(portfolio)}\n"
        "Vous n'avez rien demandé ? Ignorez ce message.",
    )


def email_in_use(portfolio: CurrentPortfolio, to: str) -> Letter:
    """Somebody wants this address for an account, and another account has it."""
    return mail_of(
        portfolio,
        to,
        "Cette adresse a déjà un espace",
        "Quelqu'un vient de demander à utiliser votre adresse e-mail pour un autre espace, "
        "mais elle en a déjà un. Rien n'a changé.\n\n"
        "Vous n'avez rien demandé ? Ignorez ce message.",
    )


def activated(portfolio: CurrentPortfolio, to: str) -> Letter:
    """The account was just activated."""
    return mail_of(
        portfolio,
        to,
        "Votre espace assuré est activé",
        f"Votre espace est activé. Connectez-vous : {_space(portfolio)}\n\n"
        f"Ce n'était pas vous ? Appelez-nous : {portfolio.configuration.phone_line}",
    )


def closed(portfolio: CurrentPortfolio, to: str) -> Letter:
    """The account was just closed by its holder."""
    return mail_of(
        portfolio,
        to,
        "Votre espace assuré est fermé",
        "Votre espace vient d'être fermé : plus personne ne peut s'y connecter. "
        "Votre contrat, lui, n'a pas changé.",
        f"Ce n'était pas vous ? Appelez-nous : {portfolio.configuration.phone_line}",
    )


def contact_differs(portfolio: CurrentPortfolio, to: str, *, email: bool, phone: bool) -> Letter:
    """A feed brought other contact details than the proved ones, which stay as they are."""
    told = [name for name, differs in (("e-mail", email), ("téléphone", phone)) if differs]
    return mail_of(
        portfolio,
        to,
        "Vos coordonnées nous ont été transmises différemment",
        f"Nous avons reçu pour vous d'autres coordonnées ({' et '.join(told)}).",
        "Par sécurité, rien n'a changé : nous continuons d'écrire ici. Pour modifier vos "
        f"coordonnées, connectez-vous : {_space(portfolio)}",
    )


def address_changed(portfolio: CurrentPortfolio, to: str) -> Letter:
    """The postal address was changed in the member space; the mail does not repeat it."""
    return mail_of(
        portfolio,
        to,
        "Votre adresse postale a changé",
        "L'adresse postale de votre espace vient d'être modifiée.",
        f"Ce n'était pas vous ? Appelez-nous : {portfolio.configuration.phone_line}",
    )


def refresh_reused(portfolio: CurrentPortfolio, to: str) -> Letter:
    """A session was ended because its secret was used twice."""
    return mail_of(
        portfolio,
        to,
        "Une de vos connexions a été fermée par sécurité",
        "Une connexion à votre espace a été utilisée de façon inhabituelle : "
        "nous l'avons fermée.\n\n"
        f"Reconnectez-vous : {_space(portfolio)}. En cas de doute, appelez-nous : "
        f"{portfolio.configuration.phone_line}",
    )


def bank_details_changed(portfolio: CurrentPortfolio, to: str) -> Letter:
    """Where reimbursements go was changed: the account itself is not named."""
    return mail_of(
        portfolio,
        to,
        "Vos coordonnées bancaires ont changé",
        "Les coordonnées bancaires de votre espace viennent de changer : "
        "vos remboursements iront au nouveau compte.\n\n"
        "C'est vous ? Il n'y a rien à faire. Ce n'est pas vous ? Changez votre mot de passe, "
        f"puis appelez-nous : {portfolio.configuration.phone_line}",
    )


def data_export_ready(portfolio: CurrentPortfolio, to: str) -> Letter:
    """The export that was asked for can be downloaded, for a while, after signing in."""
    return mail_of(
        portfolio,
        to,
        "Vos données sont prêtes",
        "L’archive de vos données que vous avez demandée est prête. Connectez-vous à votre espace "
        f"dans les {KEPT.days} jours pour la télécharger : "
        f"{_space(portfolio)}",
        "Vous n’avez rien demandé ? Changez votre mot de passe, "
        f"puis appelez-nous : {portfolio.configuration.phone_line}",
    )


def mail_of(portfolio: CurrentPortfolio, to: str, subject: str, *paragraphs: str) -> Letter:
    """A mail of the brand: greeting, paragraphs, signature."""
    brand = portfolio.configuration.brand
    body = "\n\n".join(("Bonjour,", *paragraphs, brand))
    return Letter(
        to=to,
        subject=f"{brand} – {subject}",
        text=body,
        sender=portfolio.configuration.sender_email,
    )


def _space(portfolio: CurrentPortfolio) -> str:
    return str(portfolio.configuration.member_space_url)
