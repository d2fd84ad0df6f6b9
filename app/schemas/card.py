"""The third-party-payment card as JSON: the facts of the PDF."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import MISSING, ConfigDict, Field

from app.schemas.base import Body, OpaqueId, Read
from app.schemas.operations import SigningKeyRead
from app.values.cards import CardLoss

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
    card_number: str
    """Number of this person's card; another one after `POST /v1/card/reissues`."""
    token: str
    """The signed statement that the card is good, as its QR code holds it: a JWT (`typ` `card+jwt`,
    EdDSA) whose claims are `iss` (the portfolio), `sub` (the card number), `name`, `birthdate`,
    `rights` (domains by value), `nbf` and `exp`. Verified with `GET /v1/card/verification-keys`,
    good unless `GET /v1/card/revocations` lists its number."""
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
                            "card_number": "7K3M-9XQP-2RT8",
                            "token": "eyJhbGciOiJFZERTQSIsImtpZCI6IjIwMjYiLCJ0eXAiOiJjYXJkK2p3dCJ9"
                            ".eyJzdWIiOiI3SzNNLTlYUVAtMlJUOCJ9.c2lnbmF0dXJl",
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


class CardReissueCreate(Body):
    """A card to replace."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"number": "7K3M-9XQP-2RT8", "loss": "lost"}]}
    )

    number: Annotated[str, Field(min_length=1, max_length=40)]
    """Number of the card that is worthless from now on; case, dashes and spaces do not matter."""
    loss: CardLoss


class CardReissueRead(Read):
    """The card that replaces another one."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "number": "2RTW-7K3M-9XQ5",
                    "revoked": "7K3M-9XQP-2RT8",
                    "issued_at": "2026-03-14T08:30:00Z",
                }
            ]
        }
    )

    number: str
    """The new number, on the card from now on."""
    revoked: str
    """The former number, published as revoked."""
    issued_at: datetime
    """When it was replaced."""


class CardVerificationKeyRead(SigningKeyRead):
    """A public key of card tokens (RFC 7517, RFC 8037)."""

    kid: str
    """Key id, as in the header of card tokens: the calendar year whose cards it signs."""


class CardVerificationKeysRead(Read):
    """What verifies the tokens of this portfolio's cards: a JSON Web Key Set and their issuer."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "issuer": "hcr",
                    "keys": [
                        {
                            "kty": "OKP",
                            "crv": "Ed25519",
                            "use": "sig",
                            "alg": "EdDSA",
                            "kid": "2026",
                            "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                        }
                    ],
                }
            ]
        }
    )

    issuer: str
    """`iss` of the tokens that these keys verify."""
    keys: list[CardVerificationKeyRead]
    """The keys of this year's cards and of the next year's."""


class CardRevocationsRead(Read):
    """Numbers of cards that are worthless although their token has not expired."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"year": 2026, "numbers": ["7K3M-9XQP-2RT8"], "next_after": None}]
        }
    )

    year: int
    """The calendar year whose cards the list is about; older ones have expired."""
    numbers: list[str]
    """Replaced, or of somebody who left the contract meanwhile, or whose contract ended; in
    alphabetical order, 10,000 at most."""
    next_after: str | None
    """What `after` takes for the following numbers; null when there are none."""
