"""What the documents state, as plain values: no database row, no configuration object."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CardDomain:
    """One care domain of the grid, such as `PHAR`, "Pharmacie", "100 %".

    `value` is a percentage of the reimbursement base (BR), `TM` (co-payment), `PEC` (prior
    agreement) or `NON`; code lists are reference data, so other values print as they are.
    """

    code: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class CardBeneficiary:
    """One covered person of the card.

    `nir` is given only where the third-party-payment operator requires it on the card.
    `domains` is given only where the person's benefit level differs from the card's: such
    persons get a card of their own, with their own grid. `card_number` names this person's card,
    `token` is the signed statement that it is good.
    """

    last_name: str
    first_name: str
    birth_date: date
    rank: int
    nir: str | None = None
    domains: tuple[CardDomain, ...] = ()
    card_number: str | None = None
    token: str | None = None

    @property
    def full_name(self) -> str:
        """Family name first, as health professionals file it."""
        return f"{self.last_name} {self.first_name}".strip()


@dataclass(frozen=True, slots=True)
class CardFacts:
    """A third-party-payment card (*carte de tiers payant*) on the day `printed_on`.

    `amc_number`, `convention_type`, `routing_code` (*critère secondaire de routage*, CSR),
    `member_number` and the validity are the harmonised fields, always printed in this order.
    `responsible` prints the R mark of a *contrat responsable*. `datamatrix_payload` is opaque:
    the bytes supplied by the back office go into the ECC200 symbol untouched.
    """

    brand: str
    insurer: str
    manager: str
    operator: str | None
    amc_number: str
    convention_type: str
    routing_code: str
    member_number: str
    valid_from: date
    valid_until: date
    responsible: bool
    contract_number: str
    beneficiaries: tuple[CardBeneficiary, ...]
    domains: tuple[CardDomain, ...]
    phone: str
    space_url: str | None
    usage_lines: tuple[str, ...]
    datamatrix_payload: bytes | None
    printed_on: date
