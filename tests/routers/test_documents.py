"""Verification of documents, and files by link."""

from urllib.parse import quote
from uuid import UUID

import httpx
import pytest

from app.container import Container
from app.schemas.documents import DocumentVerificationRead
from app.schemas.downloads import DownloadLinkRead
from app.security.references import LETTERS, make_reference
from app.services.downloads import PATH
from app.values.ids import new_id
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.apps import calling, opened
from tests.factories.families import (
    CONSULTATION,
    another_family,
    reimburse,
    rich_family,
    signed_in_member,
)
from tests.factories.feeds import apply_feed, cover, make_portfolio, member_body
from tests.factories.papers import (
    audited,
    contract_id,
    documents,
    link_to_document,
    reference_of,
    statement_id,
    text_of,
)
from tests.queries import count_queries


def verification(reference: str) -> str:
    return f"/v1/documents/{quote(reference, safe='')}/verification"


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    clock.set_to("2026-03-14 12:00")
    headers = await signed_in_member(container)
    await reimburse(container, [CONSULTATION])
    return headers


@pytest.fixture
async def pdf(client: httpx.AsyncClient, container: Container, member: dict[str, str]) -> bytes:
    """A statement that was downloaded."""
    path = f"/v1/statements/{await statement_id(container, 'S-1')}/document"
    return (await client.get(path, headers=member)).content


class TestVerifyDocument:
    async def test_it_tells_kind_day_and_state_and_nothing_of_anybody(
        self, client: httpx.AsyncClient, container: Container, pdf: bytes
    ) -> None:
        reference = reference_of(pdf)
        response = await client.get(verification(reference))
        assert_declared(response.content, DocumentVerificationRead)
        (document,) = await documents(container)
        assert response.json() == {
            "reference": reference,
            "kind": "statement",
            "label": "Décompte de remboursements",
            "status": "valid",
            "issued_on": "2026-03-14",
            "withdrawn_on": None,
            "sha256": document.sha256.hex(),
        }
        assert response.headers["cache-control"] == "no-store"

    async def test_what_people_type_is_understood(
        self, client: httpx.AsyncClient, pdf: bytes
    ) -> None:
        reference = reference_of(pdf)
        for typed in (
            reference.lower(),
            reference.replace("-", ""),
            reference.replace("-", " "),
            reference.replace("0", "O").replace("1", "l"),
        ):
            answer = (await client.get(verification(typed))).json()
            assert answer["reference"] == reference, typed

    async def test_a_mistyped_one_is_unknown_and_asks_no_database(
        self, client: httpx.AsyncClient, container: Container, pdf: bytes
    ) -> None:
        reference = reference_of(pdf)
        letter = LETTERS[(LETTERS.index(reference[0]) + 1) % len(LETTERS)]
        for wrong in (letter + reference[1:], reference[:-1], "x", "ÉÉÉÉ-ÉÉÉÉ-ÉÉÉÉ"):
            with count_queries(container) as queries:
                response = await client.get(verification(wrong))
            assert (response.status_code, response.json()["code"]) == (404, "document_not_found")
            assert len(queries) == 0

    async def test_one_that_was_never_issued_is_unknown(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        assert member
        response = await client.get(verification(make_reference()))
        assert (response.status_code, response.json()["code"]) == (404, "document_not_found")

    async def test_another_portfolio_does_not_know_it(
        self, client: httpx.AsyncClient, container: Container, pdf: bytes
    ) -> None:
        await make_portfolio(container, "other", "other.test")
        path = verification(reference_of(pdf))
        response = await client.get(path, headers={"Host": "other.test"})
        assert response.json()["code"] == "document_not_found"

    async def test_a_card_is_verified_by_its_number(
        self,
        client: httpx.AsyncClient,
        container: Container,
        clock: AdjustableClock,
        member: dict[str, str],
    ) -> None:
        answer = await client.get("/v1/card/document", headers=member)
        number = answer.headers["document-reference"]
        assert number in text_of(answer.content)
        response = await client.get(verification(number))
        assert_declared(response.content, DocumentVerificationRead)
        valid = {
            "reference": number,
            "kind": "card",
            "label": "Carte de tiers payant",
            "status": "valid",
            "issued_on": "2026-03-14",
            "withdrawn_on": None,
        }
        assert response.json() == valid
        await make_portfolio(container, "other", "other.test")
        elsewhere = await client.get(verification(number), headers={"Host": "other.test"})
        assert elsewhere.json()["code"] == "document_not_found"
        body = {"number": number, "loss": "lost"}
        clock.advance(seconds=60)
        new = (await client.post("/v1/card/reissues", json=body, headers=member)).json()["number"]
        replaced = (await client.get(verification(number))).json()
        assert replaced == valid | {"status": "withdrawn", "withdrawn_on": "2026-03-14"}
        assert (await client.get(verification(new))).json()["status"] == "valid"

    async def test_a_card_falls_the_day_after_its_holders_last_one(
        self,
        client: httpx.AsyncClient,
        container: Container,
        clock: AdjustableClock,
        member: dict[str, str],
    ) -> None:
        answer = await client.get("/v1/card/document", headers=member)
        path = verification(answer.headers["document-reference"])
        ended = member_body(1, covers=[cover(terminated_on="2026-03-20")])
        await apply_feed(container, "members", "M-1", ended)
        told = []
        for moment in ("2026-03-31 23:30", "2026-04-01 00:30"):
            clock.set_to(moment)
            told.append((await client.get(path)).json()["withdrawn_on"])
        assert told == [None, "2026-04-01"]

    async def test_nobody_tries_many(
        self, container: Container, clock: AdjustableClock, member: dict[str, str]
    ) -> None:
        assert member
        settings = container.settings
        async with (
            opened(settings, clock, verifications_per_minute=3) as limited,
            calling(limited) as client,
        ):
            tries = [await client.get(verification(make_reference())) for _ in range(4)]
        assert [one.status_code for one in tries] == [404, 404, 404, 429]
        assert "retry-after" in tries[-1].headers
        assert tries[-1].headers["ratelimit-policy"].startswith('"verifications";q=3')


async def link_to(container: Container, headers: dict[str, str], name: UUID | None = None) -> str:
    return PATH + await link_to_document(container, headers, name)


class TestLinks:
    """`link=true` on each operation that hands out a document."""

    @pytest.mark.parametrize(
        "path",
        [
            "/v1/statements/{statement}/document",
            "/v1/contracts/{contract}/benefits/document",
            "/v1/contracts/{contract}/certificates/affiliation/document",
            "/v1/contracts/{contract}/certificates/termination/document",
        ],
    )
    async def test_a_browser_opens_the_very_file_without_a_token(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock, path: str
    ) -> None:
        clock.set_to("2026-03-14 12:00")
        family = await rich_family(container)
        address = path.format(
            statement=await statement_id(container, "S-1"), contract=await contract_id(container)
        )
        answer = await client.get(address, headers=family.headers, params={"link": "true"})
        assert_declared(answer.content, DownloadLinkRead)
        copy = await client.get(address, headers=family.headers)
        assert answer.headers["document-reference"] == copy.headers["document-reference"]
        linked = await client.get(answer.json()["path"])
        assert (linked.status_code, linked.content) == (200, copy.content)
        clock.advance(seconds=61)
        assert (await client.get(answer.json()["path"])).status_code == 404

    async def test_another_familys_has_none(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        assert member
        address = f"/v1/statements/{await statement_id(container, 'S-1')}/document?link=true"
        others = await another_family(container)
        assert (await client.get(address, headers=others)).status_code == 404


class TestFollowDownloadLink:
    async def test_it_is_the_file_under_its_name(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], pdf: bytes
    ) -> None:
        response = await client.get(await link_to(container, member))
        assert (response.status_code, response.content) == (200, pdf)
        assert response.headers["content-type"] == "application/pdf"
        assert response.headers["content-length"] == str(len(pdf))
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["content-disposition"] == (
            'attachment; filename="Decompte du 2024-03-09.pdf"; '
            "filename*=UTF-8''D%C3%A9compte%20du%202024-03-09.pdf"
        )

    async def test_it_may_be_followed_for_a_minute_and_each_time_leaves_a_trace(
        self,
        client: httpx.AsyncClient,
        container: Container,
        clock: AdjustableClock,
        member: dict[str, str],
        pdf: bytes,
    ) -> None:
        assert pdf
        path = await link_to(container, member)
        answers = []
        for _ in range(3):
            answers.append((await client.get(path)).status_code)
            clock.advance(seconds=30)
        assert answers == [200, 200, 404]
        (document,) = await documents(container)
        entry = ("download.link_used", "succeeded", str(document.id))
        assert await audited(container, "link_used") == [entry] * 2

    async def test_it_ends_with_its_session(
        self,
        client: httpx.AsyncClient,
        container: Container,
        member: dict[str, str],
        pdf: bytes,
    ) -> None:
        assert pdf
        path = await link_to(container, member)
        await client.post("/v1/auth/logout", headers=member)
        response = await client.get(path)
        assert (response.status_code, response.json()["code"]) == (404, "download_not_found")

    async def test_altered_foreign_and_empty_links_are_answered_alike(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], pdf: bytes
    ) -> None:
        assert pdf
        path = await link_to(container, member)
        # The last character holds spare bits: a change of another one is a change of the token.
        altered = [
            path[:place] + ("A" if path[place] != "A" else "B") + path[place + 1 :]
            for place in range(len("/v1/downloads/"), len(path) - 1)
        ]
        missing = await link_to(container, member, new_id())
        for one in (*altered, missing, path + "A", path[:-1], "/v1/downloads/x"):
            response = await client.get(one)
            assert (response.status_code, response.json()["code"]) == (404, "download_not_found")
        await make_portfolio(container, "other", "other.test")
        elsewhere = await client.get(path, headers={"Host": "other.test"})
        assert elsewhere.json()["code"] == "download_not_found"

    async def test_a_file_that_is_gone_is_a_link_that_is_over(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], pdf: bytes
    ) -> None:
        assert pdf
        path = await link_to(container, member)
        (document,) = await documents(container)
        await container.storage.delete(document.storage_key)
        assert (await client.get(path)).json()["code"] == "download_not_found"
        assert await audited(container, "link_used") == []

    async def test_the_address_tells_of_nobody(
        self, container: Container, member: dict[str, str], pdf: bytes
    ) -> None:
        assert pdf
        token = (await link_to(container, member)).removeprefix("/v1/downloads/")
        assert len(token) < 200
        assert token.replace("-", "").replace("_", "").isalnum()
