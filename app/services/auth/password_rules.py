"""Whether a password may be chosen by this person."""

from uuid import UUID

import anyio.to_thread

from app.database.database import Database
from app.errors.authentication import WeakPassword
from app.repositories.accounts import AccountReader
from app.services.portfolios import CurrentPortfolio


class PasswordRules:
    """Strength, and the words that are the member's own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def require_strong(
        self, portfolio: CurrentPortfolio, account_id: UUID, password: str
    ) -> None:
        """Refuse what is easy to guess.

        Raises:
            WeakPassword: too short, too common, or made of the member's own names.
        """
        # The lists of common passwords are loaded by the first who chooses one.
        from app.security.password_policy import is_strong  # noqa: PLC0415

        async with self._database.read() as connection:
            own_words = await AccountReader(connection).own_words(account_id)
        words = [*own_words, portfolio.configuration.brand]
        if not await anyio.to_thread.run_sync(is_strong, password, words):
            raise WeakPassword
