"""The profile of whoever is signed in."""

from typing import Any

import httpx
import pytest

from app.container import Container
from app.schemas.profiles import ProfileRead
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.accounts import account_of, messages_to
from tests.factories.families import id_of, signed_in_member, signed_in_spouse
from tests.factories.feeds import apply_feed, member_body
from tests.factories.messages import administrator, answer, write
from tests.queries import count_queries

ME = "/v1/me"
ADDRESS = {"line1": "3 quai de la Gare", "line2": None, "postal_code": "20000", "city": "Ajaccio"}
FED = {"line1": "12 rue des Lilas", "postal_code": "75012", "city": "Paris"}


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    """Camille on 14 March 2026."""
    clock.set_to("2026-03-14 12:00")
    return await signed_in_member(container)


async def edit(client: httpx.AsyncClient, headers: dict[str, str], **body: Any) -> httpx.Response:
    """Change the profile as just read."""
    read = await client.get(ME, headers=headers)
    assert_declared(read.content, ProfileRead)
    match = {"If-Match": read.headers["etag"]}
    return await client.patch(ME, headers=headers | match, json=body)


class TestGetProfile:
    @pytest.mark.usefixtures("member")
    async def test_nobody_reads_it_unless_signed_in(self, client: httpx.AsyncClient) -> None:
        assert (await client.get(ME)).json()["code"] == "unauthenticated"

    async def test_each_reads_their_own(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        spouse = await signed_in_spouse(container)
        names = [(await client.get(ME, headers=h)).json()["first_name"] for h in (member, spouse)]
        assert names == ["Camille", "Dominique"]

    async def test_it_tells_who_is_signed_in(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        with count_queries(container) as queries:
            response = await client.get(ME, headers=member)
        assert len(queries) <= 3
        account = await account_of(container, "M-1")
        sent = member_body()
        assert response.json() == {
            "beneficiary_id": await id_of(container, "M-1"),
            "first_name": "Camille",
            "last_name": "Martin",
            "birth_date": sent["birth_date"],
            "relationship": "self",
            "member_number": response.json()["member_number"],
            "nir": response.json()["nir"],
            "amo_organism": sent.get("amo_organism"),
            "email": account.email,
            "phone": account.phone,
            "address": {"line2": None, "country": "FR", **sent["address"]},
            "notifications": [
                {"topic": "messages", "label": "Réponses à mes messages", "channel": "email"},
                {"topic": "requests", "label": "Suivi de mes demandes", "channel": "email"},
            ],
        }
        again = await client.get(ME, headers=member | {"If-None-Match": response.headers["etag"]})
        assert again.status_code == 304


class TestUpdateProfile:
    @pytest.mark.usefixtures("member")
    async def test_nobody_changes_it_unless_signed_in(self, client: httpx.AsyncClient) -> None:
        response = await client.patch(ME, json={}, headers={"If-Match": "*"})
        assert response.json()["code"] == "unauthenticated"

    async def test_it_must_say_what_it_is_based_on(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        bare = await client.patch(ME, headers=member, json={"address": ADDRESS})
        assert (bare.status_code, bare.json()["code"]) == (428, "precondition_required")
        stale = await client.patch(
            ME, headers=member | {"If-Match": '"stale"'}, json={"address": ADDRESS}
        )
        assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")

    async def test_of_two_devices_the_second_reads_again(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        tag = {"If-Match": (await client.get(ME, headers=member)).headers["etag"]}
        first = await client.patch(ME, headers=member | tag, json={"address": ADDRESS})
        assert first.status_code == 200
        other = {"address": {**ADDRESS, "line1": "4 quai de la Gare"}}
        second = await client.patch(ME, headers=member | tag, json=other)
        assert second.json()["code"] == "precondition_failed"
        next_tag = {"If-Match": first.headers["etag"]}
        third = await client.patch(ME, headers=member | next_tag, json=other)
        assert third.json()["address"]["line1"] == "4 quai de la Gare"

    @pytest.mark.parametrize(
        ("body", "pointer"),
        [
            ({"email": "other@example.org"}, "/"),
            ({"phone": "+33639980009"}, "/"),
            ({"address": {**ADDRESS, "postal_code": "7501"}}, "/address"),
            ({"address": {**ADDRESS, "postal_code": "00100"}}, "/address"),
            ({"address": {**ADDRESS, "postal_code": "96100"}}, "/address"),
            ({"address": {**ADDRESS, "city": "a\u0007"}}, "/address/city"),
            ({"address": None}, "/address"),
            ({"notifications": {"security": "none"}}, "/notifications"),
            ({"notifications": {"messages": "pigeon"}}, "/notifications/messages"),
        ],
    )
    async def test_what_is_malformed_is_refused(
        self,
        client: httpx.AsyncClient,
        member: dict[str, str],
        body: dict[str, Any],
        pointer: str,
    ) -> None:
        response = await edit(client, member, **body)
        assert response.status_code == 422, response.text
        assert response.json()["errors"][0]["pointer"] == pointer

    @pytest.mark.parametrize(
        "abroad", [{"country": "FR", "postal_code": "97410"}, {"country": "BE", "postal_code": "4"}]
    )
    async def test_overseas_and_foreign_codes_are_taken(
        self, client: httpx.AsyncClient, member: dict[str, str], abroad: dict[str, str]
    ) -> None:
        address = {**ADDRESS, **abroad, "postal_code": abroad["postal_code"].ljust(4, "0")}
        response = await edit(client, member, address=address)
        assert response.json()["address"] == address

    async def test_a_new_address_is_announced_without_being_repeated(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        response = await edit(client, member, address=ADDRESS)
        assert_declared(response.content, ProfileRead)
        assert response.json()["address"] == {**ADDRESS, "country": "FR"}
        account = await account_of(container, "M-1")
        mail, *_ = await messages_to(container, account.email)
        assert "adresse postale" in mail
        assert "quai" not in mail
        activity = (await client.get("/v1/me/activity", headers=member)).json()["items"][0]
        assert activity["action"] == "contact.edited"
        sent = len(await messages_to(container, account.email))
        await edit(client, member, address=ADDRESS)
        assert len(await messages_to(container, account.email)) == sent

    async def test_notices_leave_as_chosen(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        account, desk = await account_of(container, "M-1"), await administrator(container)
        thread = (await write(client, member))["id"]
        told, places = [], (account.email, account.phone)
        for channel in ("sms", "none", "email"):
            response = await edit(client, member, notifications={"messages": channel})
            assert response.json()["notifications"][0]["channel"] == channel
            before = [len(await messages_to(container, to)) for to in places]
            await answer(client, desk, thread, "Bonjour.")
            after = [len(await messages_to(container, to)) for to in places]
            told.append([a - b for a, b in zip(after, before, strict=True)])
        assert told == [[0, 1], [0, 0], [1, 0]]


class TestWhatTheFeedSendsLater:
    async def test_an_edit_stands_until_the_feed_sends_something_else(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        async def feed(number: str, **changes: Any) -> str | None:
            body = member_body(member_number=number, **changes)
            await apply_feed(container, "members", "M-1", body)
            profile = (await client.get(ME, headers=member)).json()
            line: str | None = profile.get("address", {}).get("line1")
            return line

        assert await feed("1", address=FED) == FED["line1"]
        await edit(client, member, address=ADDRESS)
        assert await feed("2", address=FED) == ADDRESS["line1"]
        assert await feed("3", address={**FED, "line1": "1 place Neuve"}) == "1 place Neuve"
        assert await feed("4", address=FED) == FED["line1"]
        await edit(client, member, address=ADDRESS)
        twice = {**ADDRESS, "line1": "5 quai de la Gare"}
        await edit(client, member, address=twice)
        assert await feed("5", address=FED) == twice["line1"]
        assert await feed("6", address=None) is None
