"""What the file of a change request holds besides its columns: details, documents, timeline."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from app.repositories.base import AnyRow
from app.repositories.change_requests import ChangeRequestReader
from app.schemas.base import Body, Read
from app.schemas.change_request_details import (
    AdditionDetails,
    AdditionRead,
    RemovalDetails,
    RemovalRead,
    SubscriberCaseRead,
    SubscriberRead,
    SubscriptionCaseRead,
    SubscriptionDetails,
    SubscriptionRead,
)
from app.schemas.change_requests import ChangeRequestDocumentRead, ChangeRequestStepRead
from app.security.keyring import Keyring
from app.security.sealed_places import SealedPlace
from app.services.timelines import Timeline
from app.values.change_requests import (
    LIFECYCLE,
    STATE_LABELS,
    ChangeRequestKind,
    ChangeRequestState,
)
from app.values.labels import Labels
from app.values.masks import mask_nir
from app.values.money import ZERO
from app.values.relationships import LABELS

PLACE = SealedPlace.CHANGE_REQUEST_DETAILS


def timeline_with(keyring: Keyring) -> Timeline[ChangeRequestState]:
    """The timelines of change requests."""
    return Timeline(keyring, SealedPlace.CHANGE_REQUEST_REASON, LIFECYCLE, STATE_LABELS)


def seal_details(keyring: Keyring, request_id: UUID, details: Body) -> bytes:
    """The details as they rest in the request's row."""
    return keyring.seal(details.model_dump_json().encode(), PLACE, request_id)


def open_details(keyring: Keyring, request_id: UUID, kind: ChangeRequestKind, sealed: bytes) -> Any:
    """The details of a row, in the type of its kind."""
    return _KEPT[kind].model_validate_json(keyring.open(sealed, PLACE, request_id))


class ChangeRequestFile:
    """Reads the file of requests; `told` says what one side of the counter reads of each kind."""

    def __init__(self, requests: ChangeRequestReader, keyring: Keyring, told: "Told") -> None:
        self._requests = requests
        self._told = told
        self._keyring = keyring
        self._timeline = timeline_with(keyring)

    async def parts_of(self, row: AnyRow, language: str) -> dict[str, Any]:
        """The values of `documents`, of `timeline`, and of the object of the request's kind."""
        details = open_details(self._keyring, row.id, row.kind, row.details_sealed)
        documents = await self._requests.list_documents(row.id)
        steps = await self._requests.list_steps(row.id)
        name, tell = self._told[row.kind]
        return {
            name: tell(details, language),
            "documents": [_document(document, language) for document in documents],
            "documents_due": sum(document.received_at is None for document in documents),
            "timeline": [
                ChangeRequestStepRead(**line) for line in self._timeline.told(steps, language)
            ],
        }


def _document(row: AnyRow, language: str) -> ChangeRequestDocumentRead:
    return ChangeRequestDocumentRead(
        code=row.code,
        label=Labels(row.label_fr, row.label_en).in_language(language),
        asked_at=row.asked_at,
        received_at=row.received_at,
    )


def _addition(details: AdditionDetails, language: str) -> AdditionRead:
    situation = {"situation": details.situation} if details.situation else {}
    return AdditionRead(
        **situation,
        relationship=details.relationship,
        relationship_label=LABELS[details.relationship].in_language(language),
        first_name=details.first_name,
        last_name=details.last_name,
        birth_date=details.birth_date,
        nir=mask_nir(details.nir) if details.nir else None,
        united_on=details.united_on,
    )


def _removal(details: RemovalDetails, _language: str) -> RemovalRead:
    return RemovalRead(reason=details.reason)


def _subscription(details: SubscriptionDetails, language: str) -> SubscriptionRead:
    return SubscriptionRead(
        **_of_both_sides(details, language),
        option_id=details.option_id,
        subscribers=[
            SubscriberRead(beneficiary_id=one.beneficiary_id, monthly_price=one.monthly_price)
            for one in details.subscribers
        ],
    )


def _subscription_case(details: SubscriptionDetails, language: str) -> SubscriptionCaseRead:
    return SubscriptionCaseRead(
        **_of_both_sides(details, language),
        option_ref=details.option_ref,
        subscribers=[
            SubscriberCaseRead(beneficiary_ref=one.beneficiary_ref, monthly_price=one.monthly_price)
            for one in details.subscribers
        ],
    )


def _of_both_sides(details: SubscriptionDetails, language: str) -> dict[str, Any]:
    return {
        "label": Labels(details.label_fr, details.label_en).in_language(language),
        "monthly_price": sum((one.monthly_price for one in details.subscribers), ZERO),
        "consent_version": details.consent_version,
        "consented_at": details.consented_at,
    }


_KEPT: dict[ChangeRequestKind, type[Body]] = {
    ChangeRequestKind.ADD_BENEFICIARY: AdditionDetails,
    ChangeRequestKind.REMOVE_BENEFICIARY: RemovalDetails,
    ChangeRequestKind.SUBSCRIBE_OPTION: SubscriptionDetails,
}
Told = Mapping[ChangeRequestKind, tuple[str, Callable[[Any, str], Read]]]
"""For each kind, the field that tells what it is about, and how."""
TOLD_TO_MEMBERS: Told = {
    ChangeRequestKind.ADD_BENEFICIARY: ("addition", _addition),
    ChangeRequestKind.REMOVE_BENEFICIARY: ("removal", _removal),
    ChangeRequestKind.SUBSCRIBE_OPTION: ("subscription", _subscription),
}
TOLD_TO_PARTNERS: Told = {
    **TOLD_TO_MEMBERS,
    ChangeRequestKind.SUBSCRIBE_OPTION: ("subscription", _subscription_case),
}
