"""Contact details that a member edits of the people of the family."""

from typing import Any

import httpx
import pytest

from app.container import Container
from app.schemas.beneficiaries import BeneficiaryRead
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.families import another_family, id_of, signed_in_member, signed_in_spouse
from tests.factories.feeds import apply_feed, beneficiary_body

ADDRESS = {
    "line1": "3 quai de la Gare",
    "line2": None,
    "postal_code": "67000",
    "city": "Strasbourg",
}
NOBODY = "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d"


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    """Camille on 14 March 2026."""
    clock.set_to("2026-03-14 12:00")
    return await signed_in_member(container)


async def edit(
    client: httpx.AsyncClient, headers: dict[str, str], person: str, **body: Any
) -> httpx.Response:
    """Change what was just read."""
    path = f"/v1/beneficiaries/{person}"
    tag = (await client.get(path, headers=headers)).headers.get("etag", "*")
    return await client.patch(path, headers=headers | {"If-Match": tag}, json=body)


class TestUpdateBeneficiary:
    @pytest.mark.usefixtures("member")
    async def test_nobody_changes_them_unless_signed_in(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        response = await edit(client, {}, await id_of(container, "M-1-2"), phone=None)
        assert response.json()["code"] == "unauthenticated"

    async def test_another_familys_child_is_nobodys(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await another_family(container)
        for person in (await id_of(container, "M-2-2"), NOBODY, "odd"):
            response = await edit(client, member, person, phone="+33639980002")
            assert (response.status_code, response.json()["code"]) == (
                404,
                "beneficiary_not_found",
            )

    async def test_without_if_match_nothing_is_changed(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        path = f"/v1/beneficiaries/{await id_of(container, 'M-1-2')}"
        bare = await client.patch(path, headers=member, json={"address": ADDRESS})
        assert (bare.status_code, bare.json()["code"]) == (428, "precondition_required")
        stale = await client.patch(
            path, headers=member | {"If-Match": '"x"'}, json={"address": ADDRESS}
        )
        assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")
        assert "address" not in (await client.get(path, headers=member)).json()

    @pytest.mark.parametrize(
        "body", [{"phone": "0639980002"}, {"email": "nobody"}, {"rank": 1}, {"address": {}}]
    )
    async def test_what_is_malformed_is_refused(
        self,
        client: httpx.AsyncClient,
        container: Container,
        member: dict[str, str],
        body: dict[str, Any],
    ) -> None:
        response = await edit(client, member, await id_of(container, "M-1-2"), **body)
        assert (response.status_code, response.json()["code"]) == (422, "invalid_request")

    async def test_whoever_has_an_account_proves_their_own(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await signed_in_spouse(container)
        for ref in ("M-1", "M-1-3"):
            person = await id_of(container, ref)
            response = await edit(client, member, person, email="other@example.org")
            assert (response.status_code, response.json()["code"]) == (409, "contact_is_proved")
            assert (await edit(client, member, person, address=ADDRESS)).status_code == 200

    async def test_what_is_left_out_stays_and_null_removes(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        child = await id_of(container, "M-1-2")
        response = await edit(client, member, child, email="lou@example.org", phone="+33639980002")
        assert_declared(response.content, BeneficiaryRead)
        told = await edit(client, member, child, email=None, address=ADDRESS)
        assert (told.json()["email"], told.json()["phone"]) == (None, "+33639980002")
        assert told.json()["address"] == {**ADDRESS, "country": "FR"}
        read = await client.get(f"/v1/beneficiaries/{child}", headers=member)
        assert read.headers["etag"] == told.headers["etag"]

    async def test_each_field_stands_until_the_feed_sends_something_else_of_it(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        child = await id_of(container, "M-1-2")
        await edit(client, member, child, email="lou@example.org", phone="+33639980002")

        async def feed(**changes: Any) -> tuple[str | None, str | None]:
            await apply_feed(container, "beneficiaries", "M-1-2", beneficiary_body(**changes))
            read = (await client.get(f"/v1/beneficiaries/{child}", headers=member)).json()
            return read["email"], read["phone"]

        assert await feed(birth_date="2015-09-02") == ("lou@example.org", "+33639980002")
        assert await feed(phone="+33639980003") == ("lou@example.org", "+33639980003")
        assert await feed(birth_date="2015-09-03") == ("lou@example.org", None)
