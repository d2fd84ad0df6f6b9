"""Families with reimbursements, and their members signed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.container import Container
from app.models.account import Account
from app.models.beneficiary import Beneficiary
from app.models.second_factor import SecondFactor
from app.schemas.portfolios import FamilyRightsConfiguration
from app.security.sealed_places import SealedPlace
from app.values.accounts import AccountStatus
from app.values.family_rights import Grants, family_view
from app.values.ids import new_id
from app.values.principals import CurrentMember
from app.values.second_factors import FactorKind
from tests.factories.accounts import MadeAccount, make_active_account, sign_in
from tests.factories.bank_details import give_bank_details
from tests.factories.benefits import BENEFITS, apply_rules
from tests.factories.change_requests import CERTIFICATE, ask_change, newcomer, refuse
from tests.factories.data_exports import keep_export
from tests.factories.feeds import (
    apply_agreement,
    apply_feed,
    beneficiary_body,
    benefit_level_body,
    cover,
    line_body,
    make_portfolio,
    member_body,
    nir,
    portfolio_file,
    statement_body,
)
from tests.factories.messages import open_thread
from tests.factories.options import apply_option
from tests.factories.places import load_communes
from tests.factories.providers import POSITIONS, add_provider
from tests.factories.webhooks import set_up_webhook

CONSULTATION: dict[str, Any] = {"care_date": "2026-02-03", "paid_on": "2026-02-10"}
PHARMACY: dict[str, Any] = {
    "care_date": "2026-01-20",
    "category": "pharmacy",
    "act_code": "PH7",
    "act_label": "Médicaments à 65 %",
    "act_family": None,
    "quantity": 3,
    "provider_name": None,
    "provider_rpps": None,
    "spent": "12.40",
    "base": "12.40",
    "statutory_rate": "0.6500",
    "statutory_gross": "8.06",
    "flat_deduction": "3.00",
    "statutory_net": "5.06",
    "other_insurer": "1.00",
    "complementary": "3.34",
    "left_to_pay": "3.00",
    "payee": "provider",
    "third_party_payment": True,
    "paid_on": None,
    "payment_reference": None,
}

CONFIDENTIAL = {"adult": ["card", "totals"]}
"""Family rights of a portfolio that keeps the acts of adults to themselves."""


async def signed_in_member(container: Container, ref: str = "M-1") -> dict[str, str]:
    """Headers of a member; of `M-1`, the portfolio and the family are made if need be."""
    return await sign_in(container, await make_active_account(container, ref))


async def another_family(container: Container) -> dict[str, str]:
    """Headers of `M-2`, whose child is `M-2-2`, in the same portfolio under the same contract."""
    await apply_feed(container, "members", "M-2", member_body(last_name="Bernard"))
    child = beneficiary_body("M-2", last_name="Bernard", first_name="Noé")
    await apply_feed(container, "beneficiaries", "M-2-2", child)
    return await signed_in_member(container, "M-2")


async def signed_in_spouse(container: Container) -> dict[str, str]:
    """Headers of an adult dependent of `M-1` with an account of their own."""
    spouse = beneficiary_body(
        "M-1", "spouse", 3, first_name="Dominique", birth_date="1987-02-01", email="d@example.org"
    )
    await apply_feed(container, "beneficiaries", "M-1-3", spouse)
    return await signed_in_dependent(container, "M-1-3")


async def signed_in_dependent(container: Container, ref: str) -> dict[str, str]:
    """Headers of a dependent, whom no feed invites: the account is made here."""
    now = container.clock.now()
    async with container.database.unit_of_work() as session:
        person = (await session.scalars(select(Beneficiary).where(Beneficiary.ref == ref))).one()
        session.add(
            Account(
                portfolio_id=person.portfolio_id,
                beneficiary_id=person.id,
                email=f"{ref.lower()}@example.org",
                status=AccountStatus.INVITED,
                created_at=now,
                updated_at=now,
            )
        )
    return await signed_in_member(container, ref)


async def member_reading(container: Container, grants: Grants | None = None) -> CurrentMember:
    """The member `M-1` as a guard lets them in today, with a new portfolio's rights by default."""
    question = select(Beneficiary.__table__).where(Beneficiary.ref == "M-1")
    async with container.database.read() as connection:
        row = (await connection.execute(question)).one()
    return CurrentMember(
        portfolio_id=row.portfolio_id,
        account_id=new_id(),
        member_id=row.member_id,
        beneficiary_id=row.id,
        family=family_view(
            FamilyRightsConfiguration().grants if grants is None else grants,
            container.clock.today(),
            row.covered_until,
        ),
        session_id=new_id(),
        device_id=None,
        second_factor_at=None,
        frozen_until=None,
    )


async def id_of(container: Container, ref: str) -> str:
    """The id of the person a feed named so."""
    async with container.database.read() as connection:
        return str(await connection.scalar(select(Beneficiary.id).where(Beneficiary.ref == ref)))


async def reimburse(
    container: Container,
    lines: Iterable[dict[str, Any]],
    ref: str = "S-1",
    member_ref: str = "M-1",
) -> None:
    """A statement of the member with these lines; a line is of the member unless it says."""
    bodies = [line_body(**{"beneficiary_ref": member_ref, **line}) for line in lines]
    await apply_feed(container, "statements", ref, statement_body(member_ref, bodies))


@dataclass(frozen=True, slots=True)
class RichFamily:
    """A family that has something of everything; `nirs` are everybody's."""

    account: MadeAccount
    headers: dict[str, str]
    nirs: list[str]
    newcomer_nir: str
    """Of the child whom the member asked to have added."""
    webhook_secret: str
    export_id: str


TOTP_SECRET = b"JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
REFUSAL = "Le canari du motif de refus"
CARD_PAYLOAD = "Y2FuYXJ5IG9mIHRoZSBjYXJkIHBheWxvYWQ="


async def rich_family(container: Container, *, nir_shown: bool = False) -> RichFamily:
    """Camille signed in on 14 March 2026 at the earliest, a spouse, and a child at another level;
    the cover ends in a long time: every certificate can be had. `nir_shown` says whether the
    portfolio's cards bear NIRs.
    """
    card = portfolio_file().configuration.card.model_dump() | {"nir_shown": nir_shown}
    await make_portfolio(container, card=card)
    await apply_agreement(container)
    await apply_rules(container)
    grid = [{"domain": "PHAR", "value": "70 %"}]
    level = benefit_level_body(name="Essentiel", third_party_payment=grid, benefits=BENEFITS[:3])
    await apply_feed(container, "benefit-levels", "L-2", level)
    nirs = [nir("8605", order=731), nir("8702", order=732), nir("1509", order=733)]
    leaving = [cover(terminated_on="2046-12-31", termination_reason="Fin du contrat")]
    member = member_body(1, nir=nirs[0], card_payload=CARD_PAYLOAD, covers=leaving)
    spouse = beneficiary_body("M-1", "spouse", 2, nir=nirs[1], birth_date="1987-02-01")
    child = beneficiary_body(
        "M-1", rank=3, nir=nirs[2], covers=[{**member["covers"][0], "benefit_level_ref": "L-2"}]
    )
    await apply_option(container)
    await apply_feed(container, "members", "M-1", member)
    await apply_feed(container, "beneficiaries", "M-1-2", spouse)
    await apply_feed(container, "beneficiaries", "M-1-3", child)
    lines = [CONSULTATION, PHARMACY, {**CONSULTATION, "beneficiary_ref": "M-1-3"}]
    await reimburse(container, lines)
    await load_communes(container)
    await add_provider(container, POSITIONS["Pontarlier"], specialty="nurse")
    account = await make_active_account(container)
    await _add_totp(container, account)
    await give_bank_details(container)
    export_id = await keep_export(container, account)
    newcomer_nir = nir("2602", order=736)
    await _ask_changes(container, newcomer_nir)
    for ref in ("M-1", "M-1-2", "M-1-3"):
        await open_thread(container, ref)
    headers, secret = await sign_in(container, account), await set_up_webhook(container)
    return RichFamily(account, headers, nirs, newcomer_nir, secret, export_id)


async def _ask_changes(container: Container, newcomer_nir: str) -> None:
    """An addition that waits for a document, and a removal that was refused."""
    await ask_change(container, details=newcomer(newcomer_nir), documents=(CERTIFICATE,))
    removal = await ask_change(container, about="M-1-2")
    await refuse(container, removal, REFUSAL)


async def _add_totp(container: Container, account: MadeAccount) -> None:
    now = container.clock.now()
    factor = SecondFactor(
        id=new_id(),
        account_id=account.id,
        kind=FactorKind.TOTP,
        name="Téléphone",
        confirmed_at=now,
        created_at=now,
        updated_at=now,
    )
    place = SealedPlace.SECOND_FACTOR_SECRET
    factor.secret_sealed = container.keyring.seal(TOTP_SECRET, place, factor.id)
    async with container.database.unit_of_work() as session:
        session.add(factor)
