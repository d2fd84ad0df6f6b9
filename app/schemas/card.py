"""The third-party-payment card as JSON: the facts of the PDF."""

from datetime import date
from typing import Annotated, Any

from pydantic import MISSING, ConfigDict, Field

from app.schemas.base import OpaqueId, Read

DOMAINS_EXAMPLE: list[Any] = [
    {"code": "PHAR", "label": "Pharmacie", "value": "100 %"},
    {"code": "HOSP", "label": "Hospitalisation", "value": "PEC"},
]


class CardDomainRead(Read):
    """What the card grants in one care domain."""

    code: str
    label: str
    value: Annotated[str, Field(examples=["100 %", "TM", "PEC", "NON"])]
    """A percentage of the base, `TM` (co-payment), `PEC` (prior agreement) or `NON`."""


class CardBeneficiaryRead(Read):
    """A covered beneficiary on the card."""

    id: OpaqueId
    last_name: str
    first_name: str
    birth_date: date
    rank: int
    nir: str | MISSING = MISSING
    """Only where the operator requires it on its cards."""
    domains: list[CardDomainRead] | MISSING = MISSING
    """Only where the beneficiary's level differs from the card's."""


class CardContractRead(Read):
    """The contract the card belongs to."""

    id: OpaqueId
    number: str


class CardRead(Read):
    """A card as it stands on `printed_on`, the same facts as the PDF.

    The first five fields are those every French card shows at its top left, in this order.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "amc_number": "0123456789",
                    "convention_type": "SP",
                    "routing_code": "VM01",
                    "member_number": "A1234567890BC",
                    "valid_from": "2026-01-01",
                    "valid_until": "2026-12-31",
                    "brand": "HCR Bien-Être",
                    "insurer": "Mutuelle Exemple",
                    "manager": "Gestion Exemple",
                    "operator": "Viamedis",
                    "responsible": True,
                    "contract": {
                        "id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d",
                        "number": "HCR-2020-0117",
                    },
                    "beneficiaries": [
                        {
                            "id": "01985f2e-0000-7c1b-9a53-0f6d1c2b3a4e",
                            "last_name": "Martin",
                            "first_name": "Camille",
                            "birth_date": "1986-05-14",
                            "rank": 1,
                        }
                    ],
                    "domains": DOMAINS_EXAMPLE,
                    "phone": "01 44 20 97 80",
                    "space_url": "https://espace.example.org/",
                    "usage": ["Présentez cette carte avec votre carte Vitale."],
                    "datamatrix": "T1BBUVVF",
                    "printed_on": "2026-03-14",
                }
            ]
        }
    )

    amc_number: str
    convention_type: str
    routing_code: str
    """CSR, *critère secondaire de routage*."""
    member_number: str
    valid_from: date
    valid_until: date
    brand: str
    insurer: str
    manager: str
    operator: str | None
    responsible: bool
    """Whether the card bears the R of a *contrat responsable*."""
    contract: CardContractRead
    beneficiaries: list[CardBeneficiaryRead]
    domains: list[CardDomainRead]
    phone: str
    space_url: str
    usage: list[str]
    datamatrix: str | MISSING = MISSING
    """Base64 of the opaque payload, when the administrator supplied one."""
    printed_on: date
