"""Row 23, confidentiality inside a family: who sees what of whom, on every operation.

The contract is walked: an operation that takes a beneficiary, or whose answer tells of persons,
fails here until the tables below say which right it needs and whom it tells of.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pypdf import PdfReader

from app.container import Container
from app.main import create_app
from app.schemas.additions import NEWCOMER_EXAMPLE
from app.settings import Profile, Settings
from app.values.family_rights import FamilyKind, FamilyRight
from app.values.ids import new_id
from tests.clock import AdjustableClock
from tests.factories.benefits import apply_rules
from tests.factories.change_requests import ask_change, change_request_id
from tests.factories.families import (
    CONFIDENTIAL,
    id_of,
    reimburse,
    signed_in_dependent,
    signed_in_member,
)
from tests.factories.feeds import apply_feed, beneficiary_body, cover, make_portfolio
from tests.factories.messages import MISSING, open_thread, thread_id
from tests.factories.options import apply_option
from tests.factories.papers import contract_id, statement_id

CARD, TOTALS, LINES = FamilyRight
ALL, NOTHING = frozenset(FamilyRight), frozenset[FamilyRight]()
SUMMED = frozenset({CARD, TOTALS})
LEFT = [cover(terminated_on="2025-12-31")]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the family on 14 March 2026, with one act of their own price in euros."""

    name: str
    price: int
    off: Collection[FamilyRight]
    """What the member sees of them in a portfolio that says nothing of confidentiality."""
    on: Collection[FamilyRight]
    """The same where adults are confidential."""
    covered: bool = True
    body: Mapping[str, Any] | None = None


FAMILY = {
    "M-1": Person("Camille", 1, ALL, ALL),
    "M-1-2": Person("Lou", 2, ALL, ALL),
    "M-1-3": Person(
        "Dominique", 4, ALL, SUMMED, body={"relationship": "spouse", "birth_date": "1987-02-01"}
    ),
    "M-1-4": Person("Alexis", 8, ALL, SUMMED, body={"birth_date": "2005-02-01"}),
    "M-1-5": Person(
        "Claude",
        16,
        NOTHING,
        NOTHING,
        covered=False,
        body={"relationship": "spouse", "birth_date": "1986-02-01", "covers": LEFT},
    ),
    "M-1-6": Person(
        "Sacha", 32, ALL, ALL, covered=False, body={"birth_date": "2001-02-01", "covers": LEFT}
    ),
}
"""The member, a minor, a spouse, an adult child, an ex-spouse, and an adult child who left."""
KINDS = {
    FamilyKind.MINOR: ["M-1-2"],
    FamilyKind.ADULT: ["M-1-3", "M-1-4"],
    FamilyKind.FORMER_PARTNER: ["M-1-5"],
    FamilyKind.CEASED: ["M-1-6"],
}
READERS = ("M-1", "M-1-3", "M-1-4", "M-1-5", "M-1-6")

GRANTED = ({CARD}, {TOTALS}, {CARD, TOTALS}, {TOTALS, LINES}, {CARD, TOTALS, LINES})
"""What a portfolio may grant of a kind, besides nothing."""

NEEDED = {
    "getReimbursementSummary": TOTALS,
    "listReimbursements": LINES,
    "listStatements": LINES,
    "getCard": CARD,
    "getCardDocument": CARD,
    "getContractBenefits": CARD,
    "getContractBenefitsDocument": CARD,
    "simulateReimbursement": LINES,
    "getBeneficiary": CARD,
    "discloseNir": CARD,
    "setTeletransmission": CARD,
    "updateBeneficiary": CARD,
    "removeBeneficiary": CARD,
    "listThreads": LINES,
    "openThread": LINES,
    "listRequests": LINES,
}
"""Operation that takes `beneficiary_id` → the right over that person it needs."""
OF_THE_COVERED = {"getCard", "getCardDocument", "simulateReimbursement"}
"""Operations that answer 409 about somebody who may be seen and is not covered today."""
NAMELESS = {"discloseNir", "setTeletransmission"}
"""Operations whose answer names nobody: it is about whom it was asked."""
BODIES: dict[str, dict[str, Any]] = {
    "simulateReimbursement": {"acts": [{"code": "gp", "price": "30.00"}]},
    "setTeletransmission": {"enabled": True},
    "updateBeneficiary": {},
    "updateProfile": {},
    "addBeneficiary": NEWCOMER_EXAMPLE,
    "openThread": MISSING,
    "replyToThread": {"text": "Encore un mot."},
    "requestOption": {
        "option_id": "none",
        "beneficiary_ids": ["none"],
        "starts_on": "2026-04-01",
        "consent": True,
        "consent_version": "v1",
    },
}
"""Operation that is asked with a body → the body; whose path has no id gets it added here."""


ASKING = {
    "member_only",
    "member_not_removable",
    "removal_already_asked",
    "addition_already_asked",
}
"""Why it is refused to ask for somebody to be added or removed: each was asked about before, and
dependents ask for nobody.
"""
IN_PATH = "{beneficiary_id}"


def text_of(response: httpx.Response) -> str:
    """What the answer says, in JSON or in print."""
    if response.headers["content-type"] != "application/pdf":
        return response.text
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)


def named_in(response: httpx.Response) -> set[str]:
    """Who of the family the answer names, or gives away by the price of their one act.

    Whole words: three letters turn up by chance within the signature of a card token.
    """
    if response.is_success and response.request.url.path == "/v1/statements":
        costs = {one["totals"]["actual_cost"] for one in response.json()["items"]}
        return {ref for ref, person in FAMILY.items() if f"{person.price}.00" in costs}
    text = text_of(response)
    return {ref for ref, person in FAMILY.items() if re.search(rf"\b{person.name}\b", text)}


Rights = Mapping[str, Collection[FamilyRight]]
"""What one reader sees of each of the family."""


def having(rights: Rights, right: FamilyRight) -> list[str]:
    return [ref for ref in FAMILY if right in rights[ref]]


def _home(response: httpx.Response, _reader: str, rights: Rights) -> None:
    focus = response.json()["reimbursements"]
    summed = sum(FAMILY[ref].price for ref in having(rights, TOTALS))
    readable = having(rights, LINES)
    badges = {badge["code"]: badge["count"] for badge in response.json()["badges"]}
    assert Decimal(focus["totals"]["actual_cost"]) == summed
    # Care is the newer, the later a person stands in the family.
    assert [line["spent"] for line in focus["latest"]] == [
        f"{FAMILY[ref].price}.00" for ref in reversed(readable[-3:])
    ]
    assert named_in(response) == set(readable[-3:])
    assert badges.get("recent_payments", 0) == len(readable)


def _own(response: httpx.Response, reader: str, _rights: Rights) -> None:
    assert response.status_code == 200
    assert named_in(response) == {reader}


def _written(response: httpx.Response, reader: str, _rights: Rights) -> None:
    assert (response.status_code, named_in(response)) == (201, {reader})


def _nameless(response: httpx.Response, _reader: str, _rights: Rights) -> None:
    assert (response.status_code, named_in(response)) == (200, set())


def _withdrawal(response: httpx.Response, reader: str, _rights: Rights) -> None:
    # Withdrawn by the first walk, refused in those that follow.
    assert response.status_code in (200, 409)
    assert named_in(response) <= {reader}


def _simulation(response: httpx.Response, reader: str, rights: Rights) -> None:
    if FAMILY[reader].covered:
        _own(response, reader, rights)
    else:
        assert (response.status_code, response.json()["code"]) == (409, "cover_ended")


def _lines(response: httpx.Response, _reader: str, rights: Rights) -> None:
    assert response.status_code == 200
    assert named_in(response) == set(having(rights, LINES))


def _everyone_on_the_card(response: httpx.Response, _reader: str, rights: Rights) -> None:
    assert (response.status_code, named_in(response)) == (200, set(having(rights, CARD)))


def _covered(response: httpx.Response, _reader: str, rights: Rights) -> None:
    shown = {ref for ref in having(rights, CARD) if FAMILY[ref].covered}
    assert (response.status_code, named_in(response)) == (200, shown)


def _asked(response: httpx.Response, _reader: str, _rights: Rights) -> None:
    # The newcomer of the example is added by the first walk, and bears the name of a child.
    if response.status_code != 201:
        assert response.json()["code"] in ASKING
        assert named_in(response) == set()


def _no_such_option(response: httpx.Response, _reader: str, _rights: Rights) -> None:
    # The option of the example is nobody's; `test_option_requests` asks for a real one.
    assert (response.status_code, response.json()["code"]) == (404, "option_not_found")


def _card(response: httpx.Response, reader: str, rights: Rights) -> None:
    if FAMILY[reader].covered:
        shown = {ref for ref in having(rights, CARD) if FAMILY[ref].covered}
        assert (response.status_code, named_in(response)) == (200, shown)
    else:
        assert (response.status_code, response.json()["code"]) == (409, "cover_ended")


def _affiliation(response: httpx.Response, reader: str, rights: Rights) -> None:
    # It lists who is on the card.
    _card(response, reader, rights)


def _termination(response: httpx.Response, reader: str, rights: Rights) -> None:
    if FAMILY[reader].covered:
        told = (response.status_code, response.json()["code"])
        assert told == (409, "termination_date_unknown")
    else:
        # Who left with the reader that day is told of, as far as the reader may see them.
        assert (response.status_code, named_in(response)) == (200, {reader})
        assert CARD in rights[reader]


TELLING: dict[str, Callable[[httpx.Response, str, Rights], None]] = {
    "getHome": _home,
    "getReimbursementSummary": _own,
    "listReimbursements": _lines,
    "listStatements": _lines,
    "getStatement": _own,
    "getStatementDocument": _own,
    "getAffiliationCertificate": _affiliation,
    "getAffiliationCertificateDocument": _affiliation,
    "getTerminationCertificate": _termination,
    "getTerminationCertificateDocument": _termination,
    "listChangeRequests": _everyone_on_the_card,
    "getChangeRequest": _own,
    "cancelChangeRequest": _withdrawal,
    "getProfile": _own,
    "updateProfile": _own,
    "updateBeneficiary": _own,
    "listThreads": _lines,
    "getThread": _own,
    "openThread": _written,
    "replyToThread": _written,
    "listRequests": _lines,
    "listContractOptions": _covered,
    "requestOption": _no_such_option,
    "getContract": _everyone_on_the_card,
    "listBeneficiaries": _everyone_on_the_card,
    "getBeneficiary": _own,
    "discloseNir": _nameless,
    "setTeletransmission": _nameless,
    "addBeneficiary": _asked,
    "removeBeneficiary": _asked,
    "getCard": _card,
    "getCardDocument": _card,
    "getContractBenefits": _own,
    "getContractBenefitsDocument": _own,
    "simulateReimbursement": _simulation,
}
"""Operation that tells of persons → whom it must tell of when none is named."""


def _names(document: Mapping[str, Any], node: Any, seen: set[str]) -> Iterator[str]:
    """The names of all properties below a schema."""
    if isinstance(node, list):
        for item in node:
            yield from _names(document, item, seen)
    elif isinstance(node, dict):
        if (ref := node.get("$ref")) and ref not in seen:
            seen.add(ref)
            yield from _names(
                document, document["components"]["schemas"][ref.rpartition("/")[2]], seen
            )
        yield from node.get("properties", {})
        for item in node.values():
            yield from _names(document, item, seen)


@dataclass(frozen=True, slots=True)
class Walked:
    """An operation of members, as the contract tells it."""

    method: str
    path: str
    takes_beneficiary: bool
    tells_of_persons: bool


def _content(part: Mapping[str, Any]) -> list[dict[str, Any]]:
    return list(part.get("content", {}).values())


def _walk(app: FastAPI) -> Iterator[tuple[str, Walked]]:
    document = app.openapi()
    for path, method, operation in (
        (path, method, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if {"member": []} in operation["security"]
    ):
        taken = {parameter["name"] for parameter in operation.get("parameters", ())}
        schemas = [
            media.get("schema")
            for status, answer in operation["responses"].items()
            if status.startswith("2")
            for media in _content(answer)
        ]
        sent = [media.get("schema") for media in _content(operation.get("requestBody", {}))]
        taken |= set(_names(document, sent, set()))
        takes = "beneficiary_id" in taken
        names = set(_names(document, schemas, set()))
        # What answers in print tells what its twin tells.
        printed = path.endswith("/document")
        tells = takes or printed or not names.isdisjoint({"first_name", "beneficiary_id"})
        yield operation["operationId"], Walked(method, path, takes, tells)


CONTRACT = dict(_walk(create_app(Settings(profile=Profile.DEMO))))


class TestTheContract:
    def test_every_operation_that_takes_or_tells_of_a_beneficiary_is_in_the_tables(self) -> None:
        assert {name for name, one in CONTRACT.items() if one.takes_beneficiary} == set(NEEDED)
        assert {name for name, one in CONTRACT.items() if one.tells_of_persons} == set(TELLING)


@pytest.fixture
async def readers(container: Container, clock: AdjustableClock) -> dict[str, dict[str, str]]:
    """Everybody with an account signed in; each of the family has one act, paid last month, and has
    asked something about themself.
    """
    clock.set_to("2026-03-14 12:00")
    headers = {"M-1": await signed_in_member(container)}
    await apply_rules(container)
    await apply_option(container)
    for rank, (ref, person) in enumerate(FAMILY.items(), 1):
        if person.body is not None:
            body = beneficiary_body("M-1", "child", rank, first_name=person.name)
            await apply_feed(container, "beneficiaries", ref, {**body, **person.body})
            headers[ref] = await signed_in_dependent(container, ref)
        price = f"{person.price}.00"
        act = {
            "beneficiary_ref": ref,
            "care_date": f"2025-12-{10 + rank}",
            "paid_on": "2026-02-20",
            "spent": price,
            "left_to_pay": price,
            **dict.fromkeys(("statutory_gross", "flat_deduction", "statutory_net"), "0.00"),
            "complementary": "0.00",
        }
        await reimburse(container, [act], ref=f"S-{rank}")
        await ask_change(container, ref, about=ref)
        await open_thread(container, ref)
    return headers


async def configure(container: Container, family_rights: Mapping[str, Collection[str]]) -> None:
    """Change the rights of the portfolio; requests know at once."""
    await make_portfolio(container, family_rights=family_rights)
    container.portfolios._remembered.clear()


def rights_of(reader: str, *, confidential: bool) -> Rights:
    """The member sees as the family's table says; any other account holder only themself."""
    if reader != "M-1":
        return {ref: ALL if ref == reader else NOTHING for ref in FAMILY}
    return {ref: person.on if confidential else person.off for ref, person in FAMILY.items()}


async def check_named(
    client: httpx.AsyncClient, container: Container, headers: dict[str, str], rights: Rights
) -> None:
    """Each of the family is asked for by id: seen, confidential, or nobody."""
    ids = {"{contract_id}": await contract_id(container)}
    for operation, needed in NEEDED.items():
        nobody = await _ask(client, operation, headers, str(new_id()), ids)
        for ref, person in FAMILY.items():
            answer = await _ask(client, operation, headers, await id_of(container, ref), ids)
            where = (operation, ref, sorted(rights[ref]))
            if needed not in rights[ref]:
                expected = (403, "confidential") if rights[ref] else (404, "beneficiary_not_found")
                assert (answer.status_code, answer.json()["code"]) == expected, where
                assert named_in(answer) == set(), where
            elif operation == "removeBeneficiary":
                assert answer.json()["code"] in ASKING, where
                assert named_in(answer) == set(), where
            elif operation in OF_THE_COVERED and not person.covered:
                assert (answer.status_code, answer.json()["code"]) == (409, "cover_ended"), where
            else:
                named = set() if operation in NAMELESS else {ref}
                assert (answer.is_success, named_in(answer)) == (True, named), where
            if not rights[ref]:
                assert _masked(answer) == _masked(nobody), where


async def check_unnamed(
    client: httpx.AsyncClient,
    container: Container,
    headers: dict[str, str],
    reader: str,
    rights: Rights,
) -> None:
    """Nobody is named: each operation tells of whom it may; a statement is the reader's own."""
    ids = {
        "{contract_id}": await contract_id(container),
        "{statement_id}": await statement_id(container, statement_of(reader)),
        "{change_request_id}": await change_request_id(container, reader),
        "{message_id}": await thread_id(container, reader),
        IN_PATH: await id_of(container, reader),
    }
    for operation, check in TELLING.items():
        check(await _ask(client, operation, headers, ids=ids), reader, rights)


async def check_statements(
    client: httpx.AsyncClient, container: Container, headers: dict[str, str], rights: Rights
) -> None:
    """The statement of each of the family, on screen and in print: read, or as good as missing."""
    for ref in FAMILY:
        ids = {"{statement_id}": await statement_id(container, statement_of(ref))}
        for operation in ("getStatement", "getStatementDocument"):
            answer = await _ask(client, operation, headers, ids=ids)
            if LINES in rights[ref]:
                assert (answer.status_code, named_in(answer)) == (200, {ref}), (operation, ref)
            else:
                told = (answer.status_code, answer.json()["code"])
                assert told == (404, "statement_not_found"), (operation, ref)


def statement_of(ref: str) -> str:
    """The statement that has the one act of this person."""
    return f"S-{list(FAMILY).index(ref) + 1}"


async def _ask(
    client: httpx.AsyncClient,
    operation: str,
    headers: dict[str, str],
    person: str | None = None,
    ids: Mapping[str, str] | None = None,
) -> httpx.Response:
    method, path = CONTRACT[operation].method, CONTRACT[operation].path
    headers = headers | {"If-Match": "*"}
    for name, value in (ids or {}).items():
        path = path.replace(name, value)
    if IN_PATH in path:
        path, person = path.replace(IN_PATH, str(person)), None
    named = {"beneficiary_id": person} if person else {}
    if operation in BODIES:
        body = {**BODIES[operation], **named}
        return await client.request(method, path, json=body, headers=headers)
    return await client.request(method, path, params=named, headers=headers)


def _masked(response: httpx.Response) -> dict[str, Any]:
    """The problem without what is the request's own."""
    return {k: v for k, v in response.json().items() if k not in ("request_id", "instance")}


@pytest.mark.parametrize("confidential", [False, True])
class TestEveryReader:
    async def test_of_a_named_person_they_see_what_the_matrix_says(
        self,
        client: httpx.AsyncClient,
        container: Container,
        readers: dict[str, dict[str, str]],
        confidential: bool,
    ) -> None:
        await configure(container, CONFIDENTIAL if confidential else {})
        for reader in READERS:
            rights = rights_of(reader, confidential=confidential)
            await check_named(client, container, readers[reader], rights)

    async def test_when_nobody_is_named_others_are_left_out_as_the_matrix_says(
        self,
        client: httpx.AsyncClient,
        container: Container,
        readers: dict[str, dict[str, str]],
        confidential: bool,
    ) -> None:
        await configure(container, CONFIDENTIAL if confidential else {})
        for reader in READERS:
            rights = rights_of(reader, confidential=confidential)
            await check_unnamed(client, container, readers[reader], reader, rights)
            await check_statements(client, container, readers[reader], rights)


class TestEachKindAndRight:
    @pytest.mark.parametrize("kind", list(FamilyKind))
    async def test_what_is_granted_over_one_kind_is_seen_of_that_kind_alone(
        self,
        client: httpx.AsyncClient,
        container: Container,
        readers: dict[str, dict[str, str]],
        kind: FamilyKind,
    ) -> None:
        for granted in GRANTED:
            await configure(container, dict.fromkeys(FamilyKind, ()) | {kind: granted})
            rights = dict.fromkeys(FAMILY, NOTHING) | dict.fromkeys(KINDS[kind], granted)
            rights["M-1"] = ALL
            await check_named(client, container, readers["M-1"], rights)
            await check_unnamed(client, container, readers["M-1"], "M-1", rights)
            await check_statements(client, container, readers["M-1"], rights)


class TestCursors:
    async def test_one_made_under_more_rights_leads_to_what_may_be_seen_now(
        self, client: httpx.AsyncClient, container: Container, readers: dict[str, dict[str, str]]
    ) -> None:
        lines, headers = "/v1/reimbursements", readers["M-1"]
        spouse = {"beneficiary_id": await id_of(container, "M-1-3")}
        await reimburse(
            container, [{"beneficiary_ref": "M-1-3", "care_date": "2026-01-05"}], ref="S-9"
        )
        first = [
            (await client.get(lines, params={"limit": 1, **of}, headers=headers)).json()
            for of in ({}, spouse)
        ]
        assert all(named["items"][0]["beneficiary"]["first_name"] == "Dominique" for named in first)
        every, named = ({"cursor": page["next_cursor"]} for page in first)
        before = await client.get(lines, params=every, headers=headers)
        await configure(container, CONFIDENTIAL)
        after = await client.get(lines, params=every, headers=headers)
        refused = await client.get(lines, params={**spouse, **named}, headers=headers)
        assert named_in(before) == {"M-1", "M-1-2", "M-1-3", "M-1-4", "M-1-6"}
        assert named_in(after) == {"M-1", "M-1-2", "M-1-6"}
        assert (refused.status_code, refused.json()["code"]) == (403, "confidential")

    async def test_the_members_cursor_is_of_no_use_to_another_of_the_family(
        self, client: httpx.AsyncClient, readers: dict[str, dict[str, str]]
    ) -> None:
        lines = "/v1/reimbursements"
        page = (await client.get(lines, params={"limit": 1}, headers=readers["M-1"])).json()
        cursor = {"cursor": page["next_cursor"]}
        response = await client.get(lines, params=cursor, headers=readers["M-1-3"])
        assert (response.status_code, response.json()["code"]) == (400, "invalid_cursor")
