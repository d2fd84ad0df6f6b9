"""Taking back a document that should not have been issued, by whoever runs the service."""

from app.errors.documents import DocumentNotFound
from app.gateways.clock import Clock
from app.repositories.document_withdrawals import DocumentWithdrawalRepository
from app.security.references import read_reference
from app.services.audit import AuditRecord, AuditTrail
from app.values.audit import ActorKind, AuditAction, AuditResult
from app.values.documents import WithdrawalReason


class AlreadyWithdrawn(Exception):
    """It does not stand any more."""


class DocumentWithdrawal:
    """`document withdraw`: what the feeds contradict is withdrawn without it."""

    def __init__(
        self, documents: DocumentWithdrawalRepository, audit: AuditTrail, clock: Clock
    ) -> None:
        self._documents = documents
        self._audit = audit
        self._clock = clock

    async def withdraw(self, reference: str, reason: WithdrawalReason) -> None:
        """Take it back, and say who did and why.

        Raises:
            DocumentNotFound: mistyped, or of no document; a card's number is of none.
            AlreadyWithdrawn: it was taken back before.
        """
        plain = read_reference(reference)
        if plain is None or not await self._documents.is_reference(plain):
            raise DocumentNotFound
        taken = await self._documents.withdraw(plain, self._clock.now())
        if taken is None:
            raise AlreadyWithdrawn
        self._audit.record(
            AuditRecord(
                action=AuditAction.DOCUMENT_WITHDRAWN,
                result=AuditResult.SUCCEEDED,
                actor_kind=ActorKind.OPERATOR,
                portfolio_id=taken.portfolio_id,
                subject_id=taken.id,
                reason=reason.value,
            )
        )
