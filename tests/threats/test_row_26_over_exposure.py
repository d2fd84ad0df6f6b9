"""Row 26, over-exposure: answers hold what the document declares, and no full NIR.

Every GET of the contract is called for a family that has something of everything.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from jsonschema import Draft202012Validator

from app.container import Container
from tests.clock import AdjustableClock
from tests.factories.accounts import deliver, start_activation
from tests.factories.content import publish_all
from tests.factories.families import RichFamily, rich_family
from tests.factories.imports import ndjson
from tests.factories.operations import JSON, NDJSON
from tests.factories.papers import link_to_document, reference_of, statement_id
from tests.factories.partners import bearing, make_token
from tests.factories.visits import Visit, Visitor
from tests.test_openapi import DOCUMENTS, nodes, read_by_clients

ON_THE_CARD = "GET /v1/card"
IN_ITS_PLACE = "nir"


@pytest.fixture
def today(clock: AdjustableClock) -> None:
    clock.set_to("2026-03-14 12:00")


async def visit_everything(
    app: FastAPI, client: httpx.AsyncClient, container: Container, family: RichFamily
) -> list[Visit]:
    portfolio = await container.portfolios.at_host("espace.test")
    await publish_all(container)
    partner = bearing(await make_token(container, portfolio))
    rejected = ndjson({"ref": "M-7", "nir": family.nirs[1]}, family.nirs[0].encode())
    imported = await client.post(
        "/partner/v1/imports/members", headers=partner | {"Content-Type": NDJSON}, content=rejected
    )
    flow = await start_activation(client, "nobody@example.org")
    await deliver(container)
    headers = {
        "everybody": {"Flow-Secret": flow["secret"]},
        "member": family.headers,
        "partner": partner,
    }
    printed = f"/v1/statements/{await statement_id(container, 'S-1')}/document"
    pdf = await client.get(printed, headers=family.headers)
    known = {
        "data_export_id": family.export_id,
        "flow_id": flow["id"],
        "import_id": imported.json()["id"],
        "reference": reference_of(pdf.content),
        "token": await link_to_document(container, family.headers),
    }
    return await Visitor(app, client, headers, known).visit_all()


@pytest.mark.usefixtures("today")
class TestAnswers:
    async def test_each_is_what_the_document_declares_and_none_is_empty(
        self, app: FastAPI, client: httpx.AsyncClient, container: Container
    ) -> None:
        visits = await visit_everything(app, client, container, await rich_family(container))
        components = app.openapi()["components"]
        checked = set()
        for visit in visits:
            assert visit.response.status_code == 200, (visit.name, visit.response.text)
            kind = visit.response.headers["content-type"].partition(";")[0]
            assert kind in visit.content, visit.name
            if kind == JSON:
                body = visit.response.json()
                schema = {**visit.content[JSON]["schema"], "components": components}
                faults = list(Draft202012Validator(schema).iter_errors(body))
                assert not faults, (visit.name, faults[0].json_path, faults[0].message)
                assert body.get("items") != [], f"{visit.name}: the family has none of it"
                checked.add(visit.name)
        assert len(checked) > 10

    @pytest.mark.parametrize("nir_shown", [False, True])
    async def test_a_full_nir_is_on_the_card_that_shows_it_and_nowhere_else(
        self, app: FastAPI, client: httpx.AsyncClient, container: Container, nir_shown: bool
    ) -> None:
        family = await rich_family(container, nir_shown=nir_shown)
        visits = await visit_everything(app, client, container, family)
        showing = {
            (visit.name, place)
            for visit in visits
            if visit.response.headers["content-type"].partition(";")[0] in {JSON, NDJSON}
            for place in places_of(visit.response, [*family.nirs, family.newcomer_nir])
        }
        expected = {(ON_THE_CARD, IN_ITS_PLACE)} if nir_shown else set()
        assert showing == expected


class TestSchemas:
    def test_every_schema_of_an_answer_is_closed(self) -> None:
        document = DOCUMENTS["whole"]
        names = read_by_clients(document)
        assert len(names) > 20
        loose = {
            (name, node.get("title"))
            for name in names
            for node in nodes(document["components"]["schemas"][name])
            if node.get("type") == "object" and node.get("additionalProperties") is not False
        }
        assert loose == set()


def places_of(response: httpx.Response, nirs: list[str]) -> Iterator[str]:
    """The names of the fields whose value contains a NIR, key or no key."""
    lines = response.text.splitlines() if NDJSON in response.headers["content-type"] else None
    for document in map(json.loads, lines or [response.text]):
        yield from _fields_with(document, "", nirs)


def _fields_with(node: Any, name: str, nirs: list[str]) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _fields_with(value, key, nirs)
    elif isinstance(node, list):
        for item in node:
            yield from _fields_with(item, name, nirs)
    elif any(nir[:13] in re.sub(r"\W", "", str(node)) for nir in nirs):
        yield name
