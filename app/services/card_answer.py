"""A card's facts as JSON."""

import base64
from collections.abc import Sequence

from pydantic import MISSING

from app.documents.facts import CardDomain
from app.schemas.card import CardBeneficiaryRead, CardContractRead, CardDomainRead, CardRead
from app.services.card import Card


def card_answer(card: Card) -> CardRead:
    """The same facts as JSON."""
    facts = card.facts
    payload = facts.datamatrix_payload
    return CardRead(
        amc_number=facts.amc_number,
        convention_type=facts.convention_type,
        routing_code=facts.routing_code,
        member_number=facts.member_number,
        valid_from=facts.valid_from,
        valid_until=facts.valid_until,
        brand=facts.brand,
        insurer=facts.insurer,
        manager=facts.manager,
        operator=facts.operator,
        responsible=facts.responsible,
        contract=CardContractRead(id=card.contract_id, number=facts.contract_number),
        beneficiaries=[
            CardBeneficiaryRead(
                id=beneficiary_id,
                last_name=beneficiary.last_name,
                first_name=beneficiary.first_name,
                birth_date=beneficiary.birth_date,
                rank=beneficiary.rank,
                card_number=beneficiary.card_number or "",
                token=beneficiary.token or "",
                nir=MISSING if beneficiary.nir is None else beneficiary.nir,
                domains=_domain_answers(beneficiary.domains) if beneficiary.domains else MISSING,
            )
            for beneficiary_id, beneficiary in zip(
                card.beneficiary_ids, facts.beneficiaries, strict=True
            )
        ],
        domains=_domain_answers(facts.domains),
        phone=facts.phone,
        space_url=facts.space_url or "",
        usage=list(facts.usage_lines),
        datamatrix=MISSING if payload is None else base64.b64encode(payload).decode(),
        printed_on=facts.printed_on,
    )


def _domain_answers(domains: Sequence[CardDomain]) -> list[CardDomainRead]:
    return [CardDomainRead(code=d.code, label=d.label, value=d.value) for d in domains]
