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
    """Code of the care domain, as printed: `PHAR`."""
    label: str
    """Name to show, in the reader's language; the code itself when the portfolio names none."""
    value: Annotated[str, Field(examples=["100 %", "TM", "PEC", "NON"])]
    """A percentage of the base, `TM` (co-payment), `PEC` (prior agreement) or `NON`."""


class CardBeneficiaryRead(Read):
    """A covered beneficiary on the card."""

    id: OpaqueId
    """The beneficiary's id, as `beneficiary_id` takes it."""
    last_name: str
    """Family name, as the administrator's file has it."""
    first_name: str
    """First name, as the administrator's file has it."""
    birth_date: date
    """Day of birth."""
    rank: int
    """Rank in the family: the member is 1."""
    nir: str | MISSING = MISSING
    """Only where the operator requires it on its cards, and not in the 72 hours after a change of
    the ways in."""
    domains: list[CardDomainRead] | MISSING = MISSING
    """Only where the beneficiary's level differs from the card's."""


class CardContractRead(Read):
    """The contract the card belongs to."""

    id: OpaqueId
    """The contract's id, as `contract_id` takes it."""
    number: str
    """Contract number as printed; given by the administrator."""


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
    """The insurer's number for third-party payment (*numéro AMC*), 8 to 10 digits."""
    convention_type: str
    """Code of the agreement providers are paid under (*type de convention*): `SP`."""
    routing_code: str
    """CSR, *critère secondaire de routage*."""
    member_number: str
    """The member's number with the insurer (*numéro d'adhérent*)."""
    valid_from: date
    """First day of validity: 1 January, or the first day of cover if that is later."""
    valid_until: date
    """Last day of validity: 31 December, or the last day of cover if that is earlier."""
    brand: str
    """Name of the cover as members know it."""
    insurer: str
    """Who bears the risk."""
    manager: str
    """Who administers the contract on the insurer's behalf."""
    operator: str | None
    """The third-party-payment network that settles with providers; null when the contract names
    none."""
    responsible: bool
    """Whether the card bears the R of a *contrat responsable*."""
    contract: CardContractRead
    beneficiaries: list[CardBeneficiaryRead]
    """Who the card is for: the reader and those covered with them, or the one asked for."""
    domains: list[CardDomainRead]
    """What the card grants, in the order it is printed."""
    phone: str
    """Where to call with questions, as printed on the card."""
    space_url: str
    """Address of the member space, as printed on the card."""
    usage: list[str]
    """How to use the card, one paragraph each, in the portfolio's language."""
    datamatrix: str | MISSING = MISSING
    """Base64 of the opaque payload, when the administrator supplied one."""
    printed_on: date
    """Day in Europe/Paris on which these facts were true."""
