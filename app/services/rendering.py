"""Printing documents: CPU work, in threads, a few at a time."""

from anyio import CapacityLimiter, to_thread

from app.documents.facts import CardFacts


class DocumentPress:
    """Draws PDFs without holding up the event loop; more than the limit wait their turn."""

    def __init__(self, concurrency: int) -> None:
        self._limiter = CapacityLimiter(concurrency)

    async def print_card(self, facts: CardFacts) -> bytes:
        """The card as a PDF."""
        return await to_thread.run_sync(_render_card, facts, limiter=self._limiter)


def _render_card(facts: CardFacts) -> bytes:
    # The PDF library is loaded by the first who prints, in the thread: it takes a while.
    from app.documents.card import render_card  # noqa: PLC0415

    return render_card(facts)
