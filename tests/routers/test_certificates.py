"""Certificates of affiliation and of termination."""

from typing import Any

import httpx
import pytest

from app.container import Container
from app.schemas.certificates import AffiliationCertificateRead, TerminationCertificateRead
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.families import another_family, id_of, signed_in_member, signed_in_spouse
from tests.factories.feeds import (
    apply_feed,
    beneficiary_body,
    benefit_level_body,
    contract_body,
    cover,
    make_portfolio,
    member_body,
)
from tests.factories.papers import (
    audited,
    contract_id,
    documents,
    reference_of,
    text_of,
)
from tests.queries import count_queries

NOBODY = "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d"
ENDED = {"terminated_on": "2026-04-10", "termination_reason": "Fin du contrat de travail"}
KINDS = ("affiliation", "termination")
BOTH = pytest.mark.parametrize("kind", KINDS)
EVERY = pytest.mark.parametrize("kind", [*KINDS, *(f"{kind}/document" for kind in KINDS)])


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    """Camille and Lou on 14 March 2026, covered since 2020."""
    clock.set_to("2026-03-14 12:00")
    return await signed_in_member(container)


async def path_of(container: Container, kind: str, ref: str = "C-1") -> str:
    return f"/v1/contracts/{await contract_id(container, ref)}/certificates/{kind}"


async def cover_member(container: Container, *covers: dict[str, Any]) -> None:
    await apply_feed(container, "members", "M-1", member_body(1, covers=list(covers)))


async def end_the_family(container: Container) -> None:
    await cover_member(container, cover(**ENDED))
    child = beneficiary_body(covers=[cover(**ENDED)])
    await apply_feed(container, "beneficiaries", "M-1-2", child)


async def state_of(client: httpx.AsyncClient, pdf: bytes) -> str:
    answer = await client.get(f"/v1/documents/{reference_of(pdf)}/verification")
    return str(answer.json()["status"])


@EVERY
class TestWhoMayRead:
    @pytest.mark.usefixtures("member")
    async def test_nobody_unless_signed_in(
        self, client: httpx.AsyncClient, container: Container, kind: str
    ) -> None:
        response = await client.get(await path_of(container, kind))
        assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")

    async def test_a_contract_of_others_is_no_contract(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], kind: str
    ) -> None:
        await apply_feed(container, "contracts", "C-9", contract_body(number="OTHER"))
        for contract in (await contract_id(container, "C-9"), NOBODY, "odd"):
            path = f"/v1/contracts/{contract}/certificates/{kind}"
            response = await client.get(path, headers=member)
            assert (response.status_code, response.json()["code"]) == (404, "contract_not_found")

    async def test_under_the_same_contract_each_family_reads_its_own(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], kind: str
    ) -> None:
        await end_the_family(container)
        stranger = await another_family(container)
        path = await path_of(container, kind)
        own = await client.get(path, headers=member)
        theirs = await client.get(path, headers=stranger)
        assert own.status_code == 200
        if kind.startswith("termination"):
            assert theirs.json()["code"] == "termination_date_unknown"
        else:
            text = text_of(theirs.content) if kind.endswith("document") else theirs.text
            assert ("Bernard" in text, "Camille" in text and "Martin" in text) == (True, False)

    async def test_an_adult_dependent_has_one_of_their_own(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], kind: str
    ) -> None:
        assert member
        spouse = await signed_in_spouse(container)
        leaving = beneficiary_body(
            "M-1", "spouse", 3, first_name="Dominique", birth_date="1987-02-01",
            email="d@example.org", covers=[cover(**ENDED)],
        )  # fmt: skip
        await apply_feed(container, "beneficiaries", "M-1-3", leaving)
        response = await client.get(await path_of(container, kind), headers=spouse)
        text = text_of(response.content) if kind.endswith("document") else response.text
        assert ("Dominique" in text, "Camille" in text, "Lou" in text) == (True, False, False)


class TestWhenThereIsNone:
    @pytest.mark.parametrize("kind", ["affiliation", "affiliation/document"])
    async def test_cover_that_ended_or_has_not_begun_says_when(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], kind: str
    ) -> None:
        path = await path_of(container, kind)
        for period, code in (
            (cover(terminated_on="2026-02-10"), "cover_ended"),
            (cover(starts_on="2026-04-01"), "cover_not_started"),
        ):
            await cover_member(container, period)
            response = await client.get(path, headers=member)
            assert (response.status_code, response.json()["code"]) == (409, code)

    @pytest.mark.parametrize("kind", ["termination", "termination/document"])
    async def test_no_termination_is_certified_before_its_day_is_known(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], kind: str
    ) -> None:
        path = await path_of(container, kind)
        # A new level after an end is no end.
        await cover_member(
            container, cover(terminated_on="2025-12-31"), cover(starts_on="2026-01-01")
        )
        response = await client.get(path, headers=member)
        assert (response.status_code, response.json()["code"]) == (409, "termination_date_unknown")
        assert await documents(container) == []


class TestGetAffiliationCertificate:
    async def test_it_tells_the_contract_and_who_is_covered_today(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        level = benefit_level_body(name="Essentiel")
        await apply_feed(container, "benefit-levels", "L-2", level)
        child = beneficiary_body(covers=[cover(benefit_level_ref="L-2", starts_on="2021-01-01")])
        await apply_feed(container, "beneficiaries", "M-1-2", child)
        gone = beneficiary_body(rank=3, covers=[cover(terminated_on="2025-12-31")])
        await apply_feed(container, "beneficiaries", "M-1-3", gone)
        response = await client.get(await path_of(container, "affiliation"), headers=member)
        assert_declared(response.content, AffiliationCertificateRead)
        assert response.headers["cache-control"] == "no-store"
        assert response.json() == {
            "contract": {
                "id": await contract_id(container),
                "number": "HCR-2020-0117",
                "employer": "Hôtel du Lac",
                "insurer": "Mutuelle Exemple",
                "manager": "Gestion Exemple",
                "responsible": True,
                "member_number": "00000001",
            },
            "persons": [
                {
                    "id": await id_of(container, "M-1"),
                    "last_name": "Martin",
                    "first_name": "Camille",
                    "birth_date": "1986-05-14",
                    "relationship": "self",
                    "level": "Confort",
                    "entered_on": "2020-01-01",
                    "ends_on": None,
                },
                {
                    "id": await id_of(container, "M-1-2"),
                    "last_name": "Martin",
                    "first_name": "Lou",
                    "birth_date": "2015-09-01",
                    "relationship": "child",
                    "level": "Essentiel",
                    "entered_on": "2021-01-01",
                    "ends_on": None,
                },
            ],
            "in_force_on": "2026-03-14",
        }

    async def test_a_change_of_level_is_neither_an_entry_nor_an_end(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await cover_member(
            container,
            cover(terminated_on="2026-03-31"),
            cover(starts_on="2026-04-01", terminated_on="2026-12-31"),
        )
        path = await path_of(container, "affiliation")
        camille = (await client.get(path, headers=member)).json()["persons"][0]
        assert (camille["entered_on"], camille["ends_on"]) == ("2020-01-01", "2026-12-31")

    async def test_what_is_still_good_is_not_sent_again(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        path = await path_of(container, "affiliation")
        etag = (await client.get(path, headers=member)).headers["etag"]
        again = await client.get(path, headers=member | {"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")

    @BOTH
    async def test_it_costs_two_queries(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], kind: str
    ) -> None:
        path = await path_of(container, kind)
        await client.get(path, headers=member)
        with count_queries(container) as queries:
            await client.get(path, headers=member)
        assert len(queries) <= 2


class TestGetTerminationCertificate:
    async def test_it_tells_the_last_day_why_and_what_may_follow(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await end_the_family(container)
        headers = member | {"Accept-Language": "en"}
        response = await client.get(await path_of(container, "termination"), headers=headers)
        assert_declared(response.content, TerminationCertificateRead)
        body = response.json()
        # HCR cover goes on to the end of the month.
        assert [person["ends_on"] for person in body["persons"]] == ["2026-04-30"] * 2
        assert (body["ends_on"], body["reason"]) == ("2026-04-30", "Fin du contrat de travail")
        assert [(one["code"], one["until"]) for one in body["rights"]] == [
            ("portability", "2027-04-30"),
            ("evin", None),
        ]
        assert "12 months at most" in body["rights"][0]["text"]

    async def test_who_left_before_is_not_on_it(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await cover_member(container, cover(**ENDED))
        child = beneficiary_body(covers=[cover(terminated_on="2025-12-31")])
        await apply_feed(container, "beneficiaries", "M-1-2", child)
        path = await path_of(container, "termination")
        persons = (await client.get(path, headers=member)).json()["persons"]
        assert [person["first_name"] for person in persons] == ["Camille"]

    async def test_it_stays_readable_long_after(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        clock.set_to("2026-03-14 12:00")
        await signed_in_member(container)
        await end_the_family(container)
        clock.set_to("2028-03-14 12:00")
        headers = await signed_in_member(container)
        for kind in ("termination", "termination/document"):
            path = await path_of(container, kind)
            assert (await client.get(path, headers=headers)).status_code == 200

    async def test_durations_are_the_portfolios(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await end_the_family(container)
        certificates = {"portability_months": 0, "evin_request_months": 9}
        await make_portfolio(container, certificates=certificates)
        container.portfolios._remembered.clear()
        path = await path_of(container, "termination")
        (right,) = (await client.get(path, headers=member)).json()["rights"]
        assert right["code"] == "evin"
        assert "dans les 9 mois" in right["text"]


class TestGetCertificateDocuments:
    @BOTH
    async def test_they_say_in_print_what_they_say_on_screen(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], kind: str
    ) -> None:
        await end_the_family(container)
        path = await path_of(container, kind)
        facts = (await client.get(path, headers=member)).json()
        response = await client.get(f"{path}/document", headers=member)
        assert response.headers["content-type"] == "application/pdf"
        assert response.headers["cache-control"] == "no-store"
        name = {
            "affiliation": "Attestation d'affiliation",
            "termination": "Certificat de radiation",
        }
        assert (
            f'filename="{name[kind]} - Martin Camille.pdf"'
            in (response.headers["content-disposition"])
        )
        assert response.headers["document-reference"] == reference_of(response.content)
        text = " ".join(text_of(response.content).split())
        contract = facts["contract"]
        for fact in (
            *(contract[one] for one in ("number", "employer", "insurer", "manager")),
            *("00000001", "Martin Camille", "Martin Lou", "14/05/1986", "Assuré", "Enfant"),
            *("Confort", "01/01/2020", "L. 871-1", "Fait le 14/03/2026"),
            *(right["label"] for right in facts.get("rights", ())),
            *("30/04/2026" if "ends_on" in facts else "14/03/2026",),
        ):
            assert fact in text, fact

    @BOTH
    async def test_the_same_facts_give_the_same_file_that_day(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], kind: str
    ) -> None:
        await end_the_family(container)
        path = await path_of(container, f"{kind}/document")
        first, second = [await client.get(path, headers=member) for _ in range(2)]
        assert first.content == second.content
        assert first.headers["etag"] == second.headers["etag"]
        entry = ("certificate.document_read", "succeeded", await contract_id(container))
        assert await audited(container, "document_read") == [entry] * 2

    async def test_an_affiliation_is_of_its_day(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        references = []
        for day in ("2026-03-14", "2026-03-15"):
            clock.set_to(f"{day} 12:00")
            headers = await signed_in_member(container)
            path = await path_of(container, "affiliation/document")
            references.append(reference_of((await client.get(path, headers=headers)).content))
        assert references[0] != references[1]

    async def test_an_affiliation_stands_as_long_as_its_day_was_covered(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        path = await path_of(container, "affiliation/document")
        pdf = (await client.get(path, headers=member)).content
        await cover_member(container, cover(terminated_on="2026-03-31"))
        assert await state_of(client, pdf) == "valid"
        await cover_member(container, cover(terminated_on="2026-02-10"))
        assert await state_of(client, pdf) == "withdrawn"

    async def test_it_falls_with_the_cover_of_anybody_on_it(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        path = await path_of(container, "affiliation/document")
        pdf = (await client.get(path, headers=member)).content
        child = beneficiary_body(covers=[cover(terminated_on="2025-12-31")])
        await apply_feed(container, "beneficiaries", "M-1-2", child)
        assert await state_of(client, pdf) == "withdrawn"
        again = (await client.get(path, headers=member)).content
        assert (await state_of(client, again), "Lou" in text_of(again)) == ("valid", False)

    @pytest.mark.parametrize(
        ("covers", "state"),
        [
            ([cover(terminated_on="2026-04-20")], "valid"),
            ([cover(terminated_on="2026-05-20")], "withdrawn"),
            ([cover()], "withdrawn"),
            ([cover(**ENDED), cover(starts_on="2026-06-01")], "withdrawn"),
        ],
    )
    async def test_a_termination_stands_as_long_as_it_ends_that_day(
        self,
        client: httpx.AsyncClient,
        container: Container,
        member: dict[str, str],
        covers: list[dict[str, Any]],
        state: str,
    ) -> None:
        await end_the_family(container)
        path = await path_of(container, "termination/document")
        pdf = (await client.get(path, headers=member)).content
        await cover_member(container, *covers)
        assert await state_of(client, pdf) == state

    @pytest.mark.parametrize(
        ("contract", "states"),
        [
            ({"ends_on": "2026-03-14"}, ["valid", "withdrawn"]),
            ({"ends_on": "2026-03-13"}, ["withdrawn", "withdrawn"]),
            ({"ends_on": "2026-04-30"}, ["valid", "valid"]),
            ({"starts_on": "2026-03-15"}, ["withdrawn", "valid"]),
            ({"number": "OTHER"}, ["valid", "valid"]),
        ],
    )
    async def test_the_period_of_a_contract_takes_both_back(
        self,
        client: httpx.AsyncClient,
        container: Container,
        member: dict[str, str],
        contract: dict[str, Any],
        states: list[str],
    ) -> None:
        await end_the_family(container)
        paths = [await path_of(container, f"{kind}/document") for kind in KINDS]
        printed = [(await client.get(path, headers=member)).content for path in paths]
        await apply_feed(container, "contracts", "C-1", contract_body(**contract))
        assert [await state_of(client, pdf) for pdf in printed] == states

    async def test_a_contract_that_ends_another_day_takes_its_terminations_back(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await apply_feed(container, "contracts", "C-1", contract_body(ends_on="2026-04-30"))
        path = await path_of(container, "termination/document")
        pdf = (await client.get(path, headers=member)).content
        assert "30/04/2026" in text_of(pdf)
        await apply_feed(container, "contracts", "C-1", contract_body(ends_on="2026-05-31"))
        assert await state_of(client, pdf) == "withdrawn"
        assert "31/05/2026" in text_of((await client.get(path, headers=member)).content)
