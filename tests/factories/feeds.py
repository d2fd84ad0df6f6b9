"""What partners send, about fictional people, and ways to have it applied."""

import json
from collections.abc import Iterable
from decimal import Decimal
from importlib.resources import files
from itertools import count
from typing import Any

from app.container import Container
from app.repositories.portfolios import PortfolioRepository
from app.schemas.imports import FeedResultRead
from app.schemas.portfolios import PortfolioFile
from app.services.feeds.desk import FeedService
from app.services.feeds.kinds import KINDS
from app.services.feeds.source import FeedSource
from app.services.portfolios import CurrentPortfolio, PortfolioService
from app.values.imports import ImportKind
from app.values.principals import CurrentPartner

_numbers = count(1)
ADDITIONS = json.loads(files("app.demo").joinpath("portfolio.json").read_text())["configuration"][
    "additions"
]
"""Who may be added to a family in the demo."""


def nir(birth: str = "8605", sex: int = 2, order: int | None = None, place: str = "75112") -> str:
    """A valid NIR: sex, birth as `YYMM`, place, order of the act, and the key that fits."""
    order = next(_numbers) % 1000 if order is None else order
    number = f"{sex}{birth}{place}{order:03d}"
    digits = number.replace("2A", "19").replace("2B", "18")
    return f"{number}{97 - int(digits) % 97:02d}"


def portfolio_file(code: str = "hcr", host: str = "*", **configuration: Any) -> PortfolioFile:
    """A portfolio as its file describes it."""
    return PortfolioFile.model_validate(
        {
            "code": code,
            "name": f"Portefeuille {code}",
            "hosts": [host],
            "configuration": {
                "brand": "HCR Bien-Être",
                "sender_email": "espace@example.org",
                "member_space_url": "https://espace.example.org/",
                "sms_domain": "espace.example.org",
                "phone_line": "01 44 20 97 80",
                "cover_ends": "end_of_month",
                "additions": ADDITIONS,
                "card": {
                    "nir_shown": False,
                    "domains": [
                        {"code": "PHAR", "label_fr": "Pharmacie", "label_en": "Pharmacy"},
                        {"code": "HOSP", "label_fr": "Hôpital", "label_en": "Hospital"},
                    ],
                    "usage": ["Présentez cette carte au professionnel de santé."],
                },
                **configuration,
            },
        }
    )


async def make_portfolio(
    container: Container, code: str = "hcr", host: str = "*", **configuration: Any
) -> CurrentPortfolio:
    """A portfolio that answers at the host; `*` is every host."""
    file = portfolio_file(code, host, **configuration)
    async with container.database.unit_of_work() as session:
        service = PortfolioService(PortfolioRepository(session), container.clock)
        portfolio_id = await service.apply(file)
    return CurrentPortfolio(portfolio_id, file.code, file.name, file.configuration)


def benefit_level_body(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Confort",
        "third_party_payment": [
            {"domain": "PHAR", "value": "100 %"},
            {"domain": "HOSP", "value": "PEC"},
        ],
        **changes,
    }


def contract_body(employer_ref: str = "EMP-1", **changes: Any) -> dict[str, Any]:
    return {
        "number": "HCR-2020-0117",
        "employer": {"ref": employer_ref, "name": "Hôtel du Lac", "siret": "12345678200010"},
        "insurer": "Mutuelle Exemple",
        "manager": "Gestion Exemple",
        "responsible": True,
        "amc_number": "12345678",
        "convention_type": "SP",
        "routing_code": "0117",
        "operator": "Viamedis",
        "starts_on": "2020-01-01",
        **changes,
    }


def cover(
    contract_ref: str = "C-1",
    benefit_level_ref: str = "L-1",
    starts_on: str = "2020-01-01",
    **more: Any,
) -> dict[str, Any]:
    """A period of cover; `terminated_on` and `termination_reason` end it."""
    return {
        "contract_ref": contract_ref,
        "benefit_level_ref": benefit_level_ref,
        "starts_on": starts_on,
        **more,
    }


def member_body(number: int | None = None, **changes: Any) -> dict[str, Any]:
    """A member; each number is another person, with e-mail, phone and NIR of its own."""
    number = next(_numbers) if number is None else number
    return {
        "member_number": f"{number:08d}",
        "last_name": "Martin",
        "first_name": "Camille",
        "birth_date": "1986-05-14",
        "nir": nir(order=number % 1000),
        "amo_organism": "011234567",
        "email": f"member-{number}@example.org",
        "phone": f"+3363998{number % 10_000:04d}",
        "address": {"line1": "12 rue des Lilas", "postal_code": "75012", "city": "Paris"},
        "covers": [cover()],
        **changes,
    }


def beneficiary_body(
    member_ref: str = "M-1", relationship: str = "child", rank: int = 2, **changes: Any
) -> dict[str, Any]:
    return {
        "member_ref": member_ref,
        "relationship": relationship,
        "rank": rank,
        "last_name": "Martin",
        "first_name": "Lou",
        "birth_date": "2015-09-01",
        "nir": nir("1509"),
        "covers": [cover()],
        **changes,
    }


def line_body(beneficiary_ref: str | None = "M-1", **changes: Any) -> dict[str, Any]:
    """A consultation of 30 euros: 19 from the statutory fund, 9 from us, 2 left to pay."""
    named = {"beneficiary_ref": beneficiary_ref} if beneficiary_ref else {}
    return {
        **named,
        "care_date": "2024-03-04",
        "category": "consultation",
        "act_code": "GS",
        "act_label": "Consultation généraliste",
        "act_family": "Consultations",
        "quantity": 1,
        "provider_name": "Dr Claire Fontaine",
        "provider_rpps": "10001234567",
        "spent": "30.00",
        "base": "30.00",
        "statutory_rate": "0.7000",
        "statutory_gross": "21.00",
        "flat_deduction": "2.00",
        "statutory_net": "19.00",
        "other_insurer": "0.00",
        "complementary": "9.00",
        "left_to_pay": "2.00",
        "payee": "member",
        "third_party_payment": False,
        "paid_on": "2024-03-10",
        "payment_reference": "VIR-0001",
        **changes,
    }


def totals_of(lines: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The sums a statement of these lines must tell."""
    lines = list(lines)
    columns = {
        "spent": "spent",
        "statutory": "statutory_net",
        "other_insurer": "other_insurer",
        "complementary": "complementary",
        "left_to_pay": "left_to_pay",
    }
    return {
        total: f"{sum((Decimal(line[column]) for line in lines), Decimal()):.2f}"
        for total, column in columns.items()
    }


def statement_body(
    member_ref: str = "M-1", lines: list[dict[str, Any]] | None = None, **changes: Any
) -> dict[str, Any]:
    """A statement of these lines, by default one consultation of the member; totals fit."""
    lines = [line_body(member_ref)] if lines is None else lines
    return {
        "member_ref": member_ref,
        "issued_on": "2024-03-09",
        "source": "noemie",
        "totals": totals_of(lines),
        "lines": lines,
        **changes,
    }


async def apply_feed(
    container: Container,
    kind: str,
    ref: str,
    body: dict[str, Any],
    portfolio: CurrentPortfolio | None = None,
    partner: CurrentPartner | None = None,
) -> FeedResultRead:
    """Send one resource through the real service, as an operator would or this partner.

    `kind` is `benefit-levels`, `contracts`, `members`, `beneficiaries` or `statements`.
    """
    portfolio = portfolio or await container.portfolios.at_host("espace.test")
    wanted = ImportKind(kind)
    line = KINDS[wanted].line.model_validate({**body, "ref": ref})
    async with container.database.unit_of_work() as session:
        return await FeedService(session, container.feed_desk()).put(
            wanted, FeedSource(portfolio, partner), ref, line
        )


async def apply_agreement(container: Container, portfolio: CurrentPortfolio | None = None) -> None:
    """The contract `C-1` and the level `L-1` that the other bodies name by default."""
    await apply_feed(container, "benefit-levels", "L-1", benefit_level_body(), portfolio)
    await apply_feed(container, "contracts", "C-1", contract_body(), portfolio)


async def apply_family(
    container: Container, portfolio: CurrentPortfolio | None = None, **member: Any
) -> None:
    """The agreement, the member `M-1` and the child `M-1-2`."""
    await apply_agreement(container, portfolio)
    await apply_feed(container, "members", "M-1", member_body(1, **member), portfolio)
    await apply_feed(container, "beneficiaries", "M-1-2", beneficiary_body(), portfolio)
