"""Texts of the mails about change requests. In French: they go to people, not to clients.

What was asked, of whom and why it was refused is read in the member space: a mail tells none of it.
"""

from functools import partial

from app.services.member_notices import Writing
from app.services.notices import mail_of
from app.services.outbox import Letter
from app.services.portfolios import CurrentPortfolio
from app.values.change_requests import ChangeRequestState

TOLD = {
    ChangeRequestState.REQUESTED: (
        "Nous avons reçu vos documents",
        "Vos documents sont arrivés : votre demande est en cours d'examen.",
    ),
    ChangeRequestState.AWAITING_DOCUMENTS: (
        "Votre demande attend des documents",
        "Il nous manque des documents pour traiter votre demande.",
    ),
    ChangeRequestState.VALIDATED: (
        "Votre demande est acceptée",
        "Votre demande de modification est acceptée.",
    ),
    ChangeRequestState.REFUSED: (
        "Votre demande n'a pas pu être acceptée",
        "Votre demande de modification n'a pas pu être acceptée. Votre espace vous dit pourquoi.",
    ),
}


def moved_to(state: ChangeRequestState) -> Writing:
    """The administrator moved a request."""
    return partial(_moved, state)


def _moved(state: ChangeRequestState, portfolio: CurrentPortfolio, to: str) -> Letter:
    subject, happened = TOLD[state]
    space = portfolio.configuration.member_space_url
    return mail_of(portfolio, to, subject, happened, f"Pour la suivre, connectez-vous : {space}")
