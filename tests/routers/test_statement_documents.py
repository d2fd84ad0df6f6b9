"""Printed statements: the facts on paper, one file as long as they are the same."""

import asyncio
from pathlib import Path

import httpx
import pytest

from app.container import Container
from tests.clock import AdjustableClock
from tests.factories.families import (
    CONSULTATION,
    PHARMACY,
    another_family,
    reimburse,
    signed_in_member,
    signed_in_spouse,
)
from tests.factories.feeds import apply_feed, beneficiary_body, make_portfolio
from tests.factories.papers import audited, documents, reference_of, statement_id, text_of

NOBODY = "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d"


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    clock.set_to("2026-03-14 12:00")
    headers = await signed_in_member(container)
    await reimburse(container, [CONSULTATION, PHARMACY])
    return headers


@pytest.fixture
async def path(container: Container, member: dict[str, str]) -> str:
    assert member
    return f"/v1/statements/{await statement_id(container, 'S-1')}/document"


def files_of(container: Container) -> list[Path]:
    kept = container.settings.data_dir / "storage"
    return [one for one in kept.rglob("*") if one.is_file()]


class TestGetStatementDocument:
    async def test_nobody_downloads_it_unless_signed_in(
        self, client: httpx.AsyncClient, path: str
    ) -> None:
        response = await client.get(path)
        assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")

    async def test_another_familys_is_as_good_as_missing(
        self, client: httpx.AsyncClient, container: Container, path: str
    ) -> None:
        stranger = await another_family(container)
        for one in (path, f"/v1/statements/{NOBODY}/document"):
            response = await client.get(one, headers=stranger)
            assert (response.status_code, response.json()["code"]) == (404, "statement_not_found")
        assert await documents(container) == []

    async def test_it_says_in_print_what_the_statement_says_on_screen(
        self, client: httpx.AsyncClient, member: dict[str, str], path: str
    ) -> None:
        response = await client.get(path, headers=member | {"Accept-Language": "en"})
        assert response.headers["content-type"] == "application/pdf"
        assert response.headers["content-language"] == "fr"
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["content-disposition"].startswith(
            'attachment; filename="Decompte du 2024-03-09.pdf"'
        )
        text = " ".join(text_of(response.content).split())
        for fact in (
            *("S-1", "09/03/2024", "00000001", "Martin Camille", "Consultation généraliste"),
            *("Dr Claire Fontaine", "Médicaments à 65 % (× 3)", "03/02/2026", "70 %", "65 %"),
            *("42,40 €", "12,34 €", "5,00 €", "VIR-0001", "10/02/2026", "* 19,00", "En cours"),
            *("Professionnel (tiers payant)", "9,00 €", "3,34 €", "01 44 20 97 80"),
        ):
            assert fact in text, fact

    async def test_the_same_facts_give_the_same_file_again(
        self,
        client: httpx.AsyncClient,
        container: Container,
        clock: AdjustableClock,
        member: dict[str, str],
        path: str,
    ) -> None:
        first = await client.get(path, headers=member)
        clock.set_to("2026-06-01 12:00")
        later = await client.get(path, headers=await signed_in_member(container))
        assert first.content == later.content
        assert len(await documents(container)) == 1
        assert "Édité le 14/03/2026" in text_of(later.content)

    async def test_who_holds_the_file_is_not_sent_it_and_leaves_no_trace(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], path: str
    ) -> None:
        first = await client.get(path, headers=member)
        again = await client.get(path, headers=member | {"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        for answer in (first, again):
            assert answer.headers["document-reference"] == reference_of(first.content)
        assert len(await audited(container, "document_read")) == 1

    async def test_every_copy_leaves_a_trace(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], path: str
    ) -> None:
        for _ in range(2):
            await client.get(path, headers=member)
        subject = await statement_id(container, "S-1")
        entry = ("statement.document_read", "succeeded", subject)
        assert await audited(container, "document_read") == [entry] * 2

    async def test_many_at_once_keep_one_file(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], path: str
    ) -> None:
        answers = await asyncio.gather(*(client.get(path, headers=member) for _ in range(6)))
        assert len({answer.content for answer in answers}) == 1
        assert len(await documents(container)) == 1
        assert len(files_of(container)) == 1

    @pytest.mark.parametrize("damage", [Path.unlink, lambda file: file.write_bytes(b"%PDF-forged")])
    async def test_a_file_that_was_lost_or_altered_is_drawn_again(
        self,
        client: httpx.AsyncClient,
        container: Container,
        member: dict[str, str],
        path: str,
        damage: object,
    ) -> None:
        before = await client.get(path, headers=member)
        (file,) = files_of(container)
        assert callable(damage)
        damage(file)
        after = await client.get(path, headers=member)
        assert after.content == before.content
        assert len(files_of(container)) == 1

    async def test_other_lines_withdraw_what_was_printed(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], path: str
    ) -> None:
        before = reference_of((await client.get(path, headers=member)).content)
        await reimburse(container, [CONSULTATION])
        after = reference_of((await client.get(path, headers=member)).content)
        verified = [
            (await client.get(f"/v1/documents/{one}/verification")).json()["status"]
            for one in (before, after)
        ]
        assert (before != after, verified) == (True, ["withdrawn", "valid"])

    async def test_readers_who_see_other_lines_have_other_files(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        spouse = await signed_in_spouse(container)
        await make_portfolio(container, family_rights={"adult": ["card", "totals"]})
        container.portfolios._remembered.clear()
        await reimburse(container, [CONSULTATION, {"beneficiary_ref": "M-1-3"}], ref="S-2")
        path = f"/v1/statements/{await statement_id(container, 'S-2')}/document"
        texts = [
            text_of((await client.get(path, headers=headers)).content)
            for headers in (member, spouse)
        ]
        assert [("Camille" in text, "Dominique" in text) for text in texts] == [
            (True, False),
            (False, True),
        ]

    async def test_two_of_the_same_name_are_told_apart(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        namesake = beneficiary_body(first_name="Camille", birth_date="2015-09-01")
        await apply_feed(container, "beneficiaries", "M-1-2", namesake)
        lines = [CONSULTATION, {"beneficiary_ref": "M-1-2"}]
        await reimburse(container, lines, ref="S-3")
        path = f"/v1/statements/{await statement_id(container, 'S-3')}/document"
        printed = (await client.get(path, headers=member)).content
        text = " ".join(text_of(printed).split())
        for person in (
            "Martin Camille, né(e) le 14/05/1986 (rang 1)",
            "Martin Camille, né(e) le 01/09/2015 (rang 2)",
        ):
            # Once over the lines, once among the sums.
            assert text.count(person) == 2
