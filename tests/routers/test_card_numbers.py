"""Numbers of cards: replaced when lost, and verified offline by what is published."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import httpx
import jwt
import pytest
import zxingcpp
from pypdfium2 import PdfDocument

from app.container import Container
from app.schemas.card import CardReissueRead, CardRevocationsRead, CardVerificationKeysRead
from app.security.references import make_reference, written
from app.services import card_numbers
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.families import another_family, id_of, signed_in_member, signed_in_spouse
from tests.factories.feeds import (
    apply_feed,
    beneficiary_body,
    contract_body,
    cover,
    make_portfolio,
    member_body,
)
from tests.factories.papers import audited, contract_id
from tests.queries import count_queries

CARD, REISSUES = "/v1/card", "/v1/card/reissues"
KEYS, REVOCATIONS = "/v1/card/verification-keys", "/v1/card/revocations"


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    clock.set_to("2026-03-14 12:00")
    return await signed_in_member(container)


async def cards_of(client: httpx.AsyncClient, headers: dict[str, str]) -> list[dict[str, Any]]:
    """The persons on the card, with number and token."""
    return list((await client.get(CARD, headers=headers)).json()["beneficiaries"])


async def lose(
    client: httpx.AsyncClient, headers: dict[str, str], number: str, loss: str = "lost"
) -> httpx.Response:
    return await client.post(REISSUES, json={"number": number, "loss": loss}, headers=headers)


def verify(token: str, published: dict[str, Any], revoked: list[str], day: str) -> dict[str, Any]:
    """What an offline reader does: nothing of the product, only what it publishes."""
    header = jwt.get_unverified_header(token)
    assert header["typ"] == "card+jwt"
    (key,) = [one for one in published["keys"] if one["kid"] == header["kid"]]
    claims: dict[str, Any] = jwt.decode(
        token,
        jwt.PyJWK(key).key,
        algorithms=["EdDSA"],
        issuer=published["issuer"],
        options={"verify_exp": False, "verify_nbf": False, "verify_iat": False},
    )
    now = datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()
    if not claims["nbf"] <= now < claims["exp"]:
        raise jwt.ExpiredSignatureError
    if claims["sub"] in revoked:
        raise jwt.InvalidTokenError("revoked")
    return claims


class TestCardNumbers:
    async def test_each_person_has_one_and_keeps_it(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        first = await cards_of(client, member)
        numbers = [one["card_number"] for one in first]
        assert len(set(numbers)) == 2
        await apply_feed(container, "members", "M-1", member_body(1, first_name="Camilla"))
        assert [one["card_number"] for one in await cards_of(client, member)] == numbers
        alone = {"beneficiary_id": await id_of(container, "M-1-2")}
        card = (await client.get(CARD, params=alone, headers=member)).json()
        assert card["beneficiaries"][0]["card_number"] == numbers[1]

    async def test_whoever_changes_contract_has_another(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        own, child = [one["card_number"] for one in await cards_of(client, member)]
        await apply_feed(container, "contracts", "C-2", contract_body("EMP-2", number="HCR-2"))
        both = member_body(1, covers=[cover(), cover("C-2", starts_on="2026-02-01")])
        await apply_feed(container, "members", "M-1", both)
        (new,) = await cards_of(client, member)
        assert new["card_number"] not in {own, child}
        # The first contract goes on, and so does its card.
        first = {"contract_id": await contract_id(container)}
        card = (await client.get(CARD, params=first, headers=member)).json()
        assert [one["card_number"] for one in card["beneficiaries"]] == [own, child]
        await lose(client, member, new["card_number"])
        again = (await cards_of(client, member))[0]["card_number"]
        assert again not in {own, child, new["card_number"]}

    async def test_two_first_readers_at_once_give_one_number(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        found = await asyncio.gather(*(cards_of(client, member) for _ in range(6)))
        assert len({one["card_number"] for cards in found for one in cards}) == 2


class TestReissueCard:
    @pytest.mark.usefixtures("member")
    async def test_nobody_replaces_one_unless_signed_in(self, client: httpx.AsyncClient) -> None:
        response = await lose(client, {}, written(make_reference()))
        assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")

    async def test_anothers_number_is_as_good_as_missing(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        spouse, stranger = await signed_in_spouse(container), await another_family(container)
        numbers = [one["card_number"] for one in await cards_of(client, member)]
        own, child, _ = numbers
        for headers in (spouse, stranger):
            for number in (own, child, written(make_reference()), "7K3M-9XQP-2RT0", "odd"):
                response = await lose(client, headers, number)
                assert (response.status_code, response.json()["code"]) == (404, "card_not_found")
        assert [one["card_number"] for one in await cards_of(client, member)] == numbers

    @pytest.mark.parametrize(
        "body",
        [{}, {"number": ""}, {"number": "x", "loss": "sold"}, {"number": "x" * 41, "loss": "lost"}],
    )
    async def test_a_malformed_body_is_refused(
        self, client: httpx.AsyncClient, member: dict[str, str], body: dict[str, str]
    ) -> None:
        response = await client.post(REISSUES, json=body, headers=member)
        assert (response.status_code, response.json()["code"]) == (422, "invalid_request")

    async def test_the_lost_number_is_revoked_and_another_one_given(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        own, child = [one["card_number"] for one in await cards_of(client, member)]
        response = await lose(client, member, child.lower().replace("-", " "), "stolen")
        assert response.status_code == 201
        assert_declared(response.content, CardReissueRead)
        new, issued_at = (response.json()[name] for name in ("number", "issued_at"))
        assert issued_at.startswith("2026-03-14T11:00:00")
        assert response.json() == {
            "number": new,
            "revoked": child,
            "issued_at": issued_at,
        }
        assert [one["card_number"] for one in await cards_of(client, member)] == [own, new]
        assert new != child
        subject = await id_of(container, "M-1-2")
        assert await audited(container, "reissued") == [("card.reissued", "succeeded", subject)]

    async def test_sent_twice_it_replaces_one_card_once(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        number = (await cards_of(client, member))[0]["card_number"]
        answers = await asyncio.gather(*(lose(client, member, number) for _ in range(4)))
        codes = sorted(answer.json().get("code", "") for answer in answers)
        assert codes == ["", *["card_already_replaced"] * 3]
        (new,) = [one.json()["number"] for one in answers if one.status_code == 201]
        assert (await cards_of(client, member))[0]["card_number"] == new

    async def test_what_the_client_held_of_the_card_is_no_longer_good(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        before = await client.get(CARD, headers=member)
        known = member | {"If-None-Match": before.headers["etag"]}
        assert (await client.get(CARD, headers=known)).status_code == 304
        await lose(client, member, before.json()["beneficiaries"][0]["card_number"])
        assert (await client.get(CARD, headers=known)).status_code == 200


class TestGetCardVerificationKeys:
    async def test_they_are_this_years_and_the_next_ones(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        assert member
        response = await client.get(KEYS)
        assert_declared(response.content, CardVerificationKeysRead)
        assert response.json()["issuer"] == "hcr"
        assert [key["kid"] for key in response.json()["keys"]] == ["2026", "2027"]
        assert response.headers["cache-control"] == "public, max-age=3600"
        known = {"If-None-Match": response.headers["etag"]}
        assert (await client.get(KEYS, headers=known)).status_code == 304

    async def test_each_portfolio_has_its_own(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        assert member
        await make_portfolio(container, "other", "other.test")
        own = (await client.get(KEYS)).json()
        other = (await client.get(KEYS, headers={"Host": "other.test"})).json()
        assert other["issuer"] == "other"
        assert not {key["x"] for key in own["keys"]} & {key["x"] for key in other["keys"]}


class TestListCardRevocations:
    async def test_it_lists_what_was_replaced_this_year(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        clock.set_to("2025-12-31 22:00")
        headers = await signed_in_member(container)
        old = (await cards_of(client, headers))[0]["card_number"]
        await lose(client, headers, old)
        told = {"year": 2025, "numbers": [old], "next_after": None}
        assert (await client.get(REVOCATIONS)).json() == told
        # In Paris.
        clock.set_to("2026-01-01 00:30")
        headers = await signed_in_member(container)
        empty = await client.get(REVOCATIONS)
        assert_declared(empty.content, CardRevocationsRead)
        assert empty.json() == {"year": 2026, "numbers": [], "next_after": None}
        numbers = [one["card_number"] for one in await cards_of(client, headers)]
        for number in numbers:
            await lose(client, headers, number)
        full = await client.get(REVOCATIONS, headers={"If-None-Match": empty.headers["etag"]})
        assert full.json() == {"year": 2026, "numbers": sorted(numbers), "next_after": None}

    async def test_a_card_of_who_left_is_worthless_from_the_day_after(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        clock.set_to("2026-03-14 12:00")
        headers = await signed_in_member(container)
        child = (await cards_of(client, headers))[1]["card_number"]
        gone = beneficiary_body(covers=[cover(terminated_on="2026-03-20")])
        await apply_feed(container, "beneficiaries", "M-1-2", gone)
        listed = []
        for day in ("2026-03-31 23:30", "2026-04-01 00:30"):
            clock.set_to(day)
            listed.append((await client.get(REVOCATIONS)).json()["numbers"])
        assert listed == [[], [child]]

    async def test_a_contract_that_ended_takes_every_card_under_it_along(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        clock.set_to("2026-03-14 12:00")
        headers = await signed_in_member(container)
        numbers = [one["card_number"] for one in await cards_of(client, headers)]
        await apply_feed(container, "contracts", "C-1", contract_body(ends_on="2026-03-31"))
        listed = []
        for day in ("2026-03-31 23:30", "2026-04-01 00:30"):
            clock.set_to(day)
            listed.append((await client.get(REVOCATIONS)).json()["numbers"])
        assert listed == [[], sorted(numbers)]
        await apply_feed(container, "contracts", "C-1", contract_body())
        assert (await client.get(REVOCATIONS)).json()["numbers"] == []

    async def test_who_is_under_another_contract_now_left_the_first(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        clock.set_to("2026-03-14 12:00")
        headers = await signed_in_member(container)
        own, child = [one["card_number"] for one in await cards_of(client, headers)]
        await apply_feed(container, "contracts", "C-2", contract_body("EMP-2", number="HCR-2"))
        moved = [cover(terminated_on="2026-03-10"), cover("C-2", starts_on="2026-04-01")]
        await apply_feed(container, "members", "M-1", member_body(1, covers=moved))
        clock.set_to("2026-04-02 12:00")
        assert (await client.get(REVOCATIONS)).json()["numbers"] == [own]
        headers = await signed_in_member(container)
        (alone,) = await cards_of(client, headers)
        assert alone["card_number"] not in {own, child}
        shown = await client.get(REVOCATIONS)
        assert shown.json()["numbers"] == [own]

    async def test_a_cover_that_the_feed_takes_back_is_none(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        child = (await cards_of(client, member))[1]["card_number"]
        await apply_feed(container, "contracts", "C-2", contract_body("EMP-2", number="HCR-2"))
        elsewhere = beneficiary_body(covers=[cover("C-2")])
        await apply_feed(container, "beneficiaries", "M-1-2", elsewhere)
        assert (await client.get(REVOCATIONS)).json()["numbers"] == [child]

    async def test_it_comes_in_pages(
        self,
        client: httpx.AsyncClient,
        member: dict[str, str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(card_numbers, "PAGE_OF_NUMBERS", 2)
        revoked = []
        for _ in range(5):
            number = (await cards_of(client, member))[0]["card_number"]
            await lose(client, member, number)
            revoked.append(number)
        found: list[str] = []
        sizes = []
        after: str | None = None
        while after is not None or not sizes:
            page = (await client.get(REVOCATIONS, params={"after": after} if after else {})).json()
            found, after = found + page["numbers"], page["next_after"]
            sizes.append(len(page["numbers"]))
        assert (found, sizes) == (sorted(revoked), [2, 2, 1])

    @pytest.mark.parametrize("after", ["odd", "7K3M-9XQP-2RT0"])
    async def test_no_page_begins_after_what_is_no_number(
        self, client: httpx.AsyncClient, member: dict[str, str], after: str
    ) -> None:
        assert member
        response = await client.get(REVOCATIONS, params={"after": after})
        assert (response.status_code, response.json()["code"]) == (400, "invalid_cursor")

    async def test_another_portfolio_lists_its_own(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await lose(client, member, (await cards_of(client, member))[0]["card_number"])
        await make_portfolio(container, "other", "other.test")
        other = await client.get(REVOCATIONS, headers={"Host": "other.test"})
        assert other.json()["numbers"] == []

    async def test_it_costs_one_query(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        assert member
        await client.get(REVOCATIONS)
        with count_queries(container) as queries:
            await client.get(REVOCATIONS)
        assert len(queries) == 1


class TestOffline:
    async def test_a_printed_card_is_verified_with_what_is_published_alone(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        pdf = (await client.get("/v1/card/document", headers=member)).content
        symbols = [
            symbol
            for page in PdfDocument(pdf)
            for symbol in zxingcpp.read_barcodes(page.render(scale=3).to_pil())
        ]
        assert {symbol.format for symbol in symbols} == {zxingcpp.BarcodeFormat.QRCode}
        published = (await client.get(KEYS)).json()
        revoked = (await client.get(REVOCATIONS)).json()["numbers"]
        shown = await cards_of(client, member)
        assert {symbol.text for symbol in symbols} == {one["token"] for one in shown}
        token = shown[1]["token"]
        claims = verify(token, published, revoked, "2026-07-01")
        assert claims == {
            "iss": "hcr",
            "sub": shown[1]["card_number"],
            "iat": _paris("2026-03-14"),
            "nbf": _paris("2026-01-01"),
            "exp": _paris("2027-01-01"),
            "name": "Martin Lou",
            "birthdate": "2015-09-01",
            "rights": {"100 %": "PHAR", "PEC": "HOSP"},
        }
        with pytest.raises(jwt.ExpiredSignatureError):
            verify(token, published, revoked, "2027-01-02")
        await lose(client, member, shown[1]["card_number"])
        revoked = (await client.get(REVOCATIONS)).json()["numbers"]
        with pytest.raises(jwt.InvalidTokenError, match="revoked"):
            verify(token, published, revoked, "2026-07-01")
        assert verify(shown[0]["token"], published, revoked, "2026-07-01")

    async def test_what_is_altered_or_anothers_is_not_good(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        token = (await cards_of(client, member))[0]["token"]
        published = (await client.get(KEYS)).json()
        head, body, signature = token.split(".")
        other = body[:-4] + ("AAAA" if body[-4:] != "AAAA" else "BBBB")
        with pytest.raises(jwt.InvalidTokenError):
            verify(f"{head}.{other}.{signature}", published, [], "2026-07-01")
        await make_portfolio(container, "other", "other.test")
        elsewhere = (await client.get(KEYS, headers={"Host": "other.test"})).json()
        with pytest.raises(jwt.InvalidTokenError):
            verify(token, elsewhere, [], "2026-07-01")

    async def test_a_token_signs_nobody_in(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        token = (await cards_of(client, member))[0]["token"]
        response = await client.get(CARD, headers={"Authorization": f"Bearer {token}"})
        assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")

    async def test_it_says_no_more_than_the_persons_own_rights(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        ended = beneficiary_body(covers=[cover(terminated_on="2026-05-20")])
        await apply_feed(container, "beneficiaries", "M-1-2", ended)
        published = (await client.get(KEYS)).json()
        camille, lou = [
            verify(one["token"], published, [], "2026-04-01")
            for one in await cards_of(client, member)
        ]
        assert (camille["exp"], lou["exp"]) == (_paris("2027-01-01"), _paris("2026-06-01"))


def _paris(day: str) -> int:
    offset = "+02:00" if "03-29" < day[5:] < "10-25" else "+01:00"
    return int(datetime.fromisoformat(f"{day}T00:00:00{offset}").timestamp())
