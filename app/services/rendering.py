"""Printing documents: CPU work, in threads, a few at a time."""

from anyio import CapacityLimiter, to_thread

from app.documents.benefits_facts import BenefitsFacts
from app.documents.certificate_facts import AffiliationFacts, TerminationFacts
from app.documents.facts import CardFacts
from app.documents.seal import DocumentSeal
from app.documents.statement_facts import StatementFacts


class DocumentPress:
    """Draws PDFs without holding up the event loop; more than the limit wait their turn."""

    def __init__(self, concurrency: int) -> None:
        self._limiter = CapacityLimiter(concurrency)

    async def print_affiliation(self, facts: AffiliationFacts, seal: DocumentSeal) -> bytes:
        """The certificate of affiliation as a PDF."""
        return await to_thread.run_sync(_render_affiliation, facts, seal, limiter=self._limiter)

    async def print_termination(self, facts: TerminationFacts, seal: DocumentSeal) -> bytes:
        """The certificate of termination as a PDF."""
        return await to_thread.run_sync(_render_termination, facts, seal, limiter=self._limiter)

    async def print_statement(self, facts: StatementFacts, seal: DocumentSeal) -> bytes:
        """The statement as a PDF."""
        return await to_thread.run_sync(_render_statement, facts, seal, limiter=self._limiter)

    async def print_benefits(self, facts: BenefitsFacts, seal: DocumentSeal) -> bytes:
        """The table of guarantees as a PDF."""
        return await to_thread.run_sync(_render_benefits, facts, seal, limiter=self._limiter)

    async def print_card(self, facts: CardFacts) -> bytes:
        """The card as a PDF."""
        return await to_thread.run_sync(_render_card, facts, limiter=self._limiter)


# The PDF library is loaded by the first who prints, in the thread: it takes a while.


def _render_affiliation(facts: AffiliationFacts, seal: DocumentSeal) -> bytes:
    from app.documents.certificates import render_affiliation  # noqa: PLC0415

    return render_affiliation(facts, seal)


def _render_termination(facts: TerminationFacts, seal: DocumentSeal) -> bytes:
    from app.documents.certificates import render_termination  # noqa: PLC0415

    return render_termination(facts, seal)


def _render_statement(facts: StatementFacts, seal: DocumentSeal) -> bytes:
    from app.documents.statement import render_statement  # noqa: PLC0415

    return render_statement(facts, seal)


def _render_benefits(facts: BenefitsFacts, seal: DocumentSeal) -> bytes:
    from app.documents.benefits import render_benefits  # noqa: PLC0415

    return render_benefits(facts, seal)


def _render_card(facts: CardFacts) -> bytes:
    from app.documents.card import render_card  # noqa: PLC0415

    return render_card(facts)
