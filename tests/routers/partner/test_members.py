"""`PUT /partner/v1/members/{ref}`."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from app.container import Container
from app.models.account import Account
from app.models.audit import AuditEntry
from app.models.beneficiary import Beneficiary
from app.models.contract import Contract
from app.models.cover import Cover
from app.models.member import Member
from app.models.outbox import OutboxMessage
from app.models.partner_token import PartnerToken
from app.security.sealed_places import SealedPlace
from app.services.portfolios import CurrentPortfolio
from app.values.accounts import AccountStatus
from app.values.audit import ActorKind, AuditAction
from tests.factories.accounts import make_active_account
from tests.factories.feeds import apply_agreement, apply_feed, contract_body, cover, member_body
from tests.factories.partners import bearing, make_token
from tests.routers.partner.conftest import rows
from tests.routers.partner.refusals import REFUSED, refusals

PATH = "/partner/v1/members/M-1"
NIR = "295109912611193"


async def covers_of(container: Container, ref: str) -> list[tuple[Any, ...]]:
    question = (
        select(Contract.ref, Cover.starts_on, Cover.terminated_on, Cover.ends_on)
        .join(Cover, Cover.contract_id == Contract.id)
        .join(Beneficiary, Beneficiary.id == Cover.beneficiary_id)
        .where(Beneficiary.ref == ref)
        .order_by(Contract.ref, Cover.starts_on)
    )
    found = await rows(container, question)
    return [tuple(str(value) if value else None for value in row) for row in found]


class TestPutMember:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        body = member_body(1)
        assert await refusals(client, container, "members:write", "PUT", PATH, json=body) == REFUSED

    @pytest.mark.parametrize(
        ("changes", "pointer", "code"),
        [
            ({"nir": "295109912611194"}, "/nir", "invalid_nir"),
            ({"birth_date": "1986-02-30"}, "/birth_date", "invalid_date"),
            ({"birth_date": "2999-01-01"}, "/birth_date", "invalid_date"),
            ({"birth_date": "1789-07-14"}, "/birth_date", "invalid_date"),
            ({"last_name": "Mar\x00tin"}, "/last_name", "value_error"),
            ({"phone": "06 39 98 00 01"}, "/phone", "string_pattern_mismatch"),
            ({"birth_date": 0}, "/birth_date", "invalid_date"),
            ({"birth_date": "1986-05-14T00:00:00"}, "/birth_date", "invalid_date"),
            ({"covers": []}, "/covers", "too_short"),
            ({"covers": [cover(starts_on="soon")]}, "/covers/0/starts_on", "invalid_date"),
            ({"card_payload": "!!!"}, "/card_payload", "string_pattern_mismatch"),
            ({"card_payload": ""}, "/card_payload", "string_pattern_mismatch"),
            ({"colour": "blue"}, "/", "extra_forbidden"),
            (
                {"covers": [cover(starts_on="2024-01-01", terminated_on="2023-12-31")]},
                "/covers/0/terminated_on",
                "period",
            ),
        ],
    )
    async def test_a_malformed_body_is_422_and_never_echoed(
        self, partner: httpx.AsyncClient, changes: dict[str, Any], pointer: str, code: str
    ) -> None:
        response = await partner.put(PATH, json=member_body(1, **changes))
        problem = response.json()
        assert (response.status_code, problem["code"]) == (422, "invalid_request")
        assert [(e["pointer"], e["code"]) for e in problem["errors"]] == [(pointer, code)]
        assert "295109912611194" not in response.text

    async def test_an_unknown_contract_or_level_is_409(self, partner: httpx.AsyncClient) -> None:
        found = []
        for wrong in (cover(contract_ref="C-404"), cover(benefit_level_ref="L-404")):
            problem = (await partner.put(PATH, json=member_body(1, covers=[wrong]))).json()
            found.append((problem["status"], problem["code"], problem["errors"][0]["pointer"]))
        assert found == [
            (409, "unknown_reference", "/covers/0/contract_ref"),
            (409, "unknown_reference", "/covers/0/benefit_level_ref"),
        ]

    @pytest.mark.parametrize("starts_on", ["2021-12-31", "2024-07-01"])
    async def test_a_cover_that_starts_outside_its_contract_is_409(
        self, partner: httpx.AsyncClient, container: Container, starts_on: str
    ) -> None:
        period = {"starts_on": "2022-01-01", "ends_on": "2024-06-30"}
        await apply_feed(container, "contracts", "C-2", contract_body(**period))
        history = [cover(), cover(contract_ref="C-2", starts_on=starts_on)]
        problem = (await partner.put(PATH, json=member_body(1, covers=history))).json()
        assert (problem["status"], problem["code"]) == (409, "cover_outside_contract")
        assert [error["pointer"] for error in problem["errors"]] == ["/covers/1/starts_on"]

    async def test_a_cover_may_start_on_the_first_and_last_day_of_its_contract(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        period = {"starts_on": "2022-01-01", "ends_on": "2024-06-30"}
        await apply_feed(container, "contracts", "C-2", contract_body(**period))
        history = [
            cover(contract_ref="C-2", starts_on="2022-01-01", terminated_on="2022-01-31"),
            cover(contract_ref="C-2", starts_on="2024-06-30"),
        ]
        assert (await partner.put(PATH, json=member_body(1, covers=history))).status_code == 201

    async def test_overlapping_covers_are_409(self, partner: httpx.AsyncClient) -> None:
        history = [cover(), cover(starts_on="2024-01-01")]
        response = await partner.put(PATH, json=member_body(1, covers=history))
        assert (response.status_code, response.json()["code"]) == (409, "overlapping_covers")

    async def test_a_member_number_in_use_is_409(self, partner: httpx.AsyncClient) -> None:
        await partner.put(PATH, json=member_body(1))
        taken = member_body(2, member_number="00000001")
        response = await partner.put("/partner/v1/members/M-2", json=taken)
        assert (response.status_code, response.json()["code"]) == (409, "reference_taken")
        assert [error["pointer"] for error in response.json()["errors"]] == ["/member_number"]

    async def test_an_email_in_use_is_409_and_leaves_nothing(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        await partner.put(PATH, json=member_body(1))
        taken = member_body(2, email="MEMBER-1@example.org")
        response = await partner.put("/partner/v1/members/M-2", json=taken)
        assert (response.status_code, response.json()["code"]) == (409, "reference_taken")
        assert [error["pointer"] for error in response.json()["errors"]] == ["/email"]
        assert await rows(container, select(Member).where(Member.ref == "M-2")) == []

    async def test_a_new_member_is_kept_sealed_and_invited(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        body = member_body(1, nir=NIR, card_payload="b3BhcXVl")
        response = await partner.put(PATH, json=body)
        (member,) = await rows(container, select(Member))
        (person,) = await rows(container, select(Beneficiary))
        (account,) = await rows(container, select(Account))
        assert response.status_code == 201
        assert response.json() == {"ref": "M-1", "id": str(member.id), "outcome": "created"}
        assert (person.ref, person.relationship, person.rank) == ("M-1", "self", 1)
        assert (person.member_id, member.member_number) == (member.id, "00000001")
        assert (person.last_name, person.address["city"]) == ("Martin", "Paris")
        opened = container.keyring.open(person.nir_sealed, SealedPlace.BENEFICIARY_NIR, person.id)
        assert opened == NIR.encode()
        assert person.nir_index == container.keyring.blind_index(NIR)
        payload = container.keyring.open(
            person.card_payload_sealed, SealedPlace.BENEFICIARY_CARD_PAYLOAD, person.id
        )
        assert payload == b"opaque"
        assert (account.beneficiary_id, account.status) == (person.id, AccountStatus.INVITED)
        assert len(await rows(container, select(OutboxMessage.id))) == 1

    async def test_sent_again_it_changes_nothing_and_invites_nobody(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        await partner.put(PATH, json=member_body(1, nir=NIR))
        before = await rows(container, select(Beneficiary.id, Beneficiary.updated_at))
        response = await partner.put(PATH, json=member_body(1, nir=NIR))
        assert (response.status_code, response.json()["outcome"]) == (200, "unchanged")
        assert await rows(container, select(Beneficiary.id, Beneficiary.updated_at)) == before
        assert len(await rows(container, select(OutboxMessage.id))) == 1

    async def test_an_email_that_comes_later_invites(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        await partner.put(PATH, json=member_body(1, email=None))
        assert await rows(container, select(Account.id)) == []
        await partner.put(PATH, json=member_body(1))
        (account,) = await rows(container, select(Account.email))
        assert account.email == "member-1@example.org"

    async def test_contact_details_sent_in_vain_are_audited_with_token_address_and_request(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        await make_active_account(container)
        response = await partner.put(
            PATH,
            json=member_body(1, email="new@example.org"),
            headers={"X-Forwarded-For": "198.51.100.7"},
        )
        (token,) = await rows(container, select(PartnerToken.id))
        (entry,) = await rows(
            container,
            select(
                AuditEntry.actor_kind, AuditEntry.actor_id, AuditEntry.ip, AuditEntry.request_id
            ).where(AuditEntry.action == AuditAction.CONTACT_FROM_FEED_IGNORED),
        )
        assert tuple(entry) == (
            ActorKind.PARTNER,
            token.id,
            "198.51.100.7",
            response.headers["X-Request-Id"],
        )

    async def test_the_hash_of_a_line_is_keyed(
        self, partner: httpx.AsyncClient, container: Container, tmp_path: Any
    ) -> None:
        """With a plain hash the NIR could be found by trying them all on a stolen dump."""
        await partner.put(PATH, json=member_body(1, nir=NIR))
        (member,) = await rows(container, select(Member.feed_hash))
        elsewhere = Container(container.settings.model_copy(update={"data_dir": tmp_path / "k2"}))
        assert elsewhere.keyring.mac("feed", b"x") != container.keyring.mac("feed", b"x")
        await elsewhere.close()
        assert len(member.feed_hash) == 32


class TestCoversOfAMember:
    async def test_cover_ends_with_the_month_where_the_portfolio_says_so(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        history = [cover(terminated_on="2024-04-25", termination_reason="Démission")]
        await partner.put(PATH, json=member_body(1, covers=history))
        assert await covers_of(container, "M-1") == [
            ("C-1", "2020-01-01", "2024-04-25", "2024-04-30")
        ]

    async def test_a_change_of_level_within_a_month_does_not_overlap(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        history = [cover(terminated_on="2024-04-15"), cover(starts_on="2024-04-16")]
        await partner.put(PATH, json=member_body(1, covers=history))
        assert await covers_of(container, "M-1") == [
            ("C-1", "2020-01-01", "2024-04-15", "2024-04-15"),
            ("C-1", "2024-04-16", None, None),
        ]

    async def test_the_list_is_the_whole_history_and_covers_that_stay_keep_their_key(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        ids = select(Cover.id).order_by(Cover.starts_on)
        await apply_feed(container, "contracts", "C-2", contract_body())
        both = [cover(), cover(contract_ref="C-2", starts_on="2021-01-01")]
        await partner.put(PATH, json=member_body(1, covers=both))
        first = await rows(container, ids)
        await partner.put(PATH, json=member_body(1, covers=[cover(terminated_on="2024-04-30")]))
        assert await covers_of(container, "M-1") == [
            ("C-1", "2020-01-01", "2024-04-30", "2024-04-30")
        ]
        assert await rows(container, ids) == first[:1]


class TestPutMemberOfAnEmployer:
    async def test_members_and_contracts_of_others_are_as_if_absent(
        self, client: httpx.AsyncClient, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        await apply_agreement(container)
        await apply_feed(container, "contracts", "C-2", contract_body("EMP-2"))
        await apply_feed(container, "members", "M-1", member_body(1))
        token = await make_token(container, portfolio, "members:write", employer_ref="EMP-2")
        own = [cover(contract_ref="C-2")]
        found = []
        for ref, body in (
            ("M-1", member_body(1, covers=own)),
            ("M-2", member_body(2)),
            ("M-2", member_body(2, covers=own)),
        ):
            path = f"/partner/v1/members/{ref}"
            response = await client.put(path, json=body, headers=bearing(token))
            found.append((response.status_code, response.json().get("code")))
        assert found == [(409, "unknown_reference"), (409, "unknown_reference"), (201, None)]

    async def test_the_history_with_another_employer_stays(
        self, client: httpx.AsyncClient, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        await apply_agreement(container)
        await apply_feed(container, "contracts", "C-2", contract_body("EMP-2"))
        both = [cover(terminated_on="2023-12-31"), cover(contract_ref="C-2")]
        await apply_feed(container, "members", "M-1", member_body(1, covers=both))
        token = await make_token(container, portfolio, "members:write", employer_ref="EMP-2")
        ended = [cover(contract_ref="C-2", terminated_on="2024-06-30")]
        response = await client.put(PATH, json=member_body(1, covers=ended), headers=bearing(token))
        assert response.json()["outcome"] == "updated"
        assert await covers_of(container, "M-1") == [
            ("C-1", "2020-01-01", "2023-12-31", "2023-12-31"),
            ("C-2", "2020-01-01", "2024-06-30", "2024-06-30"),
        ]
