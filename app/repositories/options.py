"""Questions about options: who may be offered one, who has one, who asked for one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from app.models.beneficiary import Beneficiary
from app.models.benefit import Benefit as BenefitModel
from app.models.benefit_level import BenefitLevel
from app.models.change_request import ChangeRequest
from app.models.option import Option, OptionOffer, OptionSubscription
from app.repositories.base import WANTED, AnyRow, padded
from app.repositories.benefits import cells
from app.repositories.visibility import reader_parameters, visible
from app.values.benefits import Benefit
from app.values.change_requests import OPEN, ChangeRequestKind
from app.values.family_rights import FamilyRight
from app.values.principals import CurrentMember

_Level, _Raised = aliased(BenefitLevel), aliased(BenefitLevel)
_LEVELS = (
    _Level.id.label("level_id"),
    _Level.name.label("level_name"),
    _Raised.id.label("raised_level_id"),
    _Raised.name.label("raised_level_name"),
)
_OPTION = (
    Option.id.label("option_id"),
    Option.ref.label("option_ref"),
    Option.label_fr,
    Option.label_en,
    Option.description_fr,
    Option.description_en,
    Option.ipid_url,
    Option.prices,
    Option.starts_on,
    Option.ends_on,
    Option.notice_days,
    Option.consent_version,
    Option.consent_fr,
    Option.consent_en,
)
_OFFERS = (
    select(*_OPTION, *_LEVELS)
    .join(OptionOffer, OptionOffer.option_id == Option.id)
    .join(_Level, _Level.id == OptionOffer.benefit_level_id)
    .join(_Raised, _Raised.id == OptionOffer.raised_level_id)
    .where(
        Option.portfolio_id == bindparam("portfolio_id"),
        or_(OptionOffer.contract_id.is_(None), OptionOffer.contract_id == bindparam("contract_id")),
    )
    .order_by(Option.ref, OptionOffer.position)
)
_SUBSCRIPTIONS = (
    select(
        OptionSubscription.option_id,
        OptionSubscription.beneficiary_id,
        OptionSubscription.starts_on,
        OptionSubscription.monthly_price,
        Option.label_fr,
        Option.label_en,
        *_LEVELS,
    )
    .join(Option, Option.id == OptionSubscription.option_id)
    .join(_Level, _Level.id == OptionSubscription.benefit_level_id)
    .join(_Raised, _Raised.id == OptionSubscription.raised_level_id)
    .join(Beneficiary, Beneficiary.id == OptionSubscription.beneficiary_id)
    .where(
        visible(FamilyRight.CARD),
        OptionSubscription.contract_id == bindparam("contract_id"),
    )
    .order_by(OptionSubscription.starts_on, OptionSubscription.id)
)
_ASKED = select(ChangeRequest.id, ChangeRequest.kind, ChangeRequest.details_sealed).where(
    ChangeRequest.member_id == bindparam("family_id"),
    ChangeRequest.contract_id == bindparam("contract_id"),
    ChangeRequest.kind == ChangeRequestKind.SUBSCRIBE_OPTION,
    ChangeRequest.state.in_(OPEN),
)
_BENEFITS = (
    select(BenefitModel.benefit_level_id, *cells(BenefitModel, Benefit._fields))
    .where(
        BenefitModel.benefit_level_id.in_(WANTED),
        or_(BenefitModel.starts_on.is_(None), BenefitModel.starts_on <= bindparam("day")),
        or_(BenefitModel.ends_on.is_(None), BenefitModel.ends_on >= bindparam("day")),
    )
    .order_by(BenefitModel.position)
)


class OptionReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_offers(self, portfolio_id: UUID, contract_id: UUID) -> Sequence[AnyRow]:
        """Every offer of every option that holds under a contract, those of an option together."""
        parameters = {"portfolio_id": portfolio_id, "contract_id": contract_id}
        return (await self._connection.execute(_OFFERS, parameters)).all()

    async def list_subscriptions(
        self, member: CurrentMember, contract_id: UUID
    ) -> Sequence[AnyRow]:
        """Who has which option under a contract, of those whose card the reader may see."""
        parameters: dict[str, Any] = {**reader_parameters(member), "contract_id": contract_id}
        return (await self._connection.execute(_SUBSCRIPTIONS, parameters)).all()

    async def list_asked(self, member: CurrentMember, contract_id: UUID) -> Sequence[AnyRow]:
        """Requests of options that are open in the reader's family, with their sealed details."""
        parameters = {"family_id": member.member_id, "contract_id": contract_id}
        return (await self._connection.execute(_ASKED, parameters)).all()

    async def list_benefits(
        self, level_ids: Iterable[UUID], day: date
    ) -> Mapping[UUID, list[Benefit]]:
        """The guarantees of levels on a day, in the order members read them."""
        found: defaultdict[UUID, list[Benefit]] = defaultdict(list)
        if wanted := padded(level_ids):
            rows = await self._connection.execute(_BENEFITS, {"wanted": wanted, "day": day})
            for level_id, *columns in rows:
                found[level_id].append(Benefit(*columns))
        return found
