"""Texts of the mails about messages. In French: they go to people, not to clients.

What was written is read in the member space: a mail tells none of it.
"""

from app.services.notices import mail_of
from app.services.outbox import Letter
from app.services.portfolios import CurrentPortfolio


def answered(portfolio: CurrentPortfolio, to: str) -> Letter:
    """The administrator wrote."""
    space = portfolio.configuration.member_space_url
    return mail_of(
        portfolio,
        to,
        "Un message vous attend",
        "Nous venons de vous écrire dans votre espace assuré.",
        f"Pour lire ce message, connectez-vous : {space}",
    )


def closed(portfolio: CurrentPortfolio, to: str) -> Letter:
    """The administrator ended a thread."""
    space = portfolio.configuration.member_space_url
    return mail_of(
        portfolio,
        to,
        "Une conversation est terminée",
        "Nous avons clos une conversation de votre espace assuré. Vous pouvez la rouvrir en y "
        "répondant pendant 30 jours.",
        f"Pour la relire, connectez-vous : {space}",
    )
