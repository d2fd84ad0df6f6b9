"""Bank details (*coordonnées bancaires*): where a person's reimbursements are paid."""

from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Identified, Timestamped


class BankDetails(Identified, Timestamped, Base):
    """The account of one person, as they gave it; holder, IBAN and BIC are sealed together."""

    __tablename__ = "bank_details"

    beneficiary_id: Mapped[UUID] = mapped_column(ForeignKey("beneficiaries.id"), unique=True)
    details_sealed: Mapped[bytes] = mapped_column(LargeBinary)
