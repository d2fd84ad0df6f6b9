"""Bank details that people gave. The accounts are nobody's: their keys are right, no more."""

import orjson
from sqlalchemy import select

from app.container import Container
from app.models.bank_details import BankDetails
from app.models.beneficiary import Beneficiary
from app.security.sealed_places import SealedPlace
from app.values.ids import new_id

IBAN = "FR7630006000011234567890189"
BIC = "AGRIFRPPXXX"
OTHER_IBAN = "DE89370400440532013000"


async def give_bank_details(container: Container, ref: str = "M-1") -> None:
    """Bank details of this person, given now."""
    now, details_id = container.clock.now(), new_id()
    plain = orjson.dumps({"holder": "Camille Martin", "iban": IBAN, "bic": BIC})
    async with container.database.unit_of_work() as session:
        person = await session.scalar(select(Beneficiary.id).where(Beneficiary.ref == ref))
        session.add(
            BankDetails(
                id=details_id,
                beneficiary_id=person,
                details_sealed=container.keyring.seal(plain, SealedPlace.BANK_DETAILS, details_id),
                created_at=now,
                updated_at=now,
            )
        )
