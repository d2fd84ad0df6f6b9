"""`PUT /partner/v1/statements/{ref}`."""

from decimal import Decimal
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from app.container import Container
from app.models.beneficiary import Beneficiary
from app.models.statement import Statement, StatementLine
from app.repositories.feeds.statements import LINE_COLUMNS
from tests.factories.feeds import (
    apply_family,
    apply_feed,
    line_body,
    member_body,
    nir,
    statement_body,
)
from tests.routers.partner.conftest import rows
from tests.routers.partner.refusals import REFUSED, refusals

PATH = "/partner/v1/statements/S-1"


class TestPutStatement:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        scope, body = "statements:write", statement_body()
        assert await refusals(client, container, scope, "PUT", PATH, json=body) == REFUSED

    @pytest.mark.parametrize(
        ("line", "pointer", "code"),
        [
            ({"spent": "-1.00"}, "/lines/0/spent", "negative_amount"),
            ({"spent": "30.0"}, "/lines/0/spent", "string_pattern_mismatch"),
            ({"spent": "3e1"}, "/lines/0/spent", "string_pattern_mismatch"),
            ({"spent": "３0.00"}, "/lines/0/spent", "string_pattern_mismatch"),
            ({"spent": 30}, "/lines/0/spent", "string_type"),
            ({"care_date": 0}, "/lines/0/care_date", "invalid_date"),
            ({"care_date": "1704067200"}, "/lines/0/care_date", "invalid_date"),
            ({"quantity": "3"}, "/lines/0/quantity", "int_type"),
            ({"quantity": True}, "/lines/0/quantity", "int_type"),
            ({"quantity": 3.0}, "/lines/0/quantity", "int_type"),
            ({"third_party_payment": "false"}, "/lines/0/third_party_payment", "bool_type"),
            ({"third_party_payment": 0}, "/lines/0/third_party_payment", "bool_type"),
            ({"spent": "30.001"}, "/lines/0/spent", "string_pattern_mismatch"),
            ({"spent": 30.5}, "/lines/0/spent", "string_type"),
            ({"care_date": "2999-01-01"}, "/lines/0/care_date", "invalid_date"),
            ({"quantity": 0}, "/lines/0/quantity", "greater_than_equal"),
            ({"nir": "295109912611194"}, "/lines/0/nir", "invalid_nir"),
            ({"nir": "295109912611193"}, "/lines/0", "person_named_once"),
            ({"rule_trace": [{"note": "a\x00b"}]}, "/lines/0/rule_trace", "value_error"),
        ],
    )
    async def test_a_malformed_line_is_422(
        self,
        partner: httpx.AsyncClient,
        container: Container,
        line: dict[str, Any],
        pointer: str,
        code: str,
    ) -> None:
        await apply_family(container)
        body = statement_body()
        body["lines"][0].update(line)
        problem = (await partner.put(PATH, json=body)).json()
        assert (problem["status"], problem["code"]) == (422, "invalid_request")
        assert [(e["pointer"], e["code"]) for e in problem["errors"]] == [(pointer, code)]

    async def test_infinity_in_a_rule_trace_is_4xx(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        await apply_family(container)
        body = statement_body(lines=[line_body(rule_trace=[{"ceiling": 12345}])])
        response = await partner.put(PATH, json=body)
        assert response.status_code == 201
        text = response.request.content.replace(b"12345", b"1e999")
        response = await partner.put(
            PATH, content=text, headers={"Content-Type": "application/json"}
        )
        assert response.status_code in {400, 422}

    @pytest.mark.parametrize("field", ["statutory_net", "left_to_pay"])
    async def test_an_unbalanced_line_is_409(
        self, partner: httpx.AsyncClient, container: Container, field: str
    ) -> None:
        await apply_family(container)
        lines = [line_body(), line_body(**{field: "2.01"})]
        problem = (await partner.put(PATH, json=statement_body(lines=lines))).json()
        assert (problem["status"], problem["code"]) == (409, "unbalanced_line")
        assert problem["errors"][0]["pointer"] == f"/lines/1/{field}"

    async def test_totals_one_cent_off_are_409(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        await apply_family(container)
        body = statement_body()
        body["totals"]["complementary"] = "9.01"
        problem = (await partner.put(PATH, json=body)).json()
        assert (problem["status"], problem["code"]) == (409, "totals_mismatch")
        assert [error["pointer"] for error in problem["errors"]] == ["/totals/complementary"]

    async def test_a_person_outside_the_family_is_409(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        await apply_family(container)
        other = nir(order=777)
        await apply_feed(container, "members", "M-2", member_body(2, nir=other))
        found = []
        for body in (
            statement_body("M-404"),
            statement_body("M-1-2"),
            statement_body(lines=[line_body("M-2")]),
            statement_body(lines=[line_body(None, nir=other)]),
        ):
            problem = (await partner.put(PATH, json=body)).json()
            found.append((problem["code"], problem["errors"][0]["pointer"]))
        assert found == [
            ("unknown_reference", "/member_ref"),
            ("unknown_reference", "/member_ref"),
            ("unknown_reference", "/lines/0/beneficiary_ref"),
            ("unknown_reference", "/lines/0/nir"),
        ]

    async def test_lines_find_their_person_by_reference_or_nir(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        own = nir(order=778)
        await apply_family(container, nir=own)
        lines = [line_body("M-1-2"), line_body(None, nir=own), line_body("M-1")]
        response = await partner.put(PATH, json=statement_body(lines=lines))
        assert response.status_code == 201
        question = (
            select(Beneficiary.ref)
            .join(StatementLine, StatementLine.beneficiary_id == Beneficiary.id)
            .order_by(StatementLine.id)
        )
        assert [row.ref for row in await rows(container, question)] == ["M-1-2", "M-1", "M-1"]

    async def test_every_field_of_a_line_is_kept(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        await apply_family(container)
        body = line_body(rule_trace=[{"rule": "percent_of_base", "rate": 2}], quantity=3)
        response = await partner.put(PATH, json=statement_body(lines=[body]))
        (statement,) = await rows(container, select(Statement))
        (line,) = await rows(container, select(StatementLine))
        assert response.status_code == 201
        assert response.json() == {"ref": "S-1", "id": str(statement.id), "outcome": "created"}
        assert (statement.total_spent, statement.total_statutory) == (
            Decimal("30.00"),
            Decimal("19.00"),
        )
        assert (statement.total_complementary, statement.total_left_to_pay) == (
            Decimal("9.00"),
            Decimal("2.00"),
        )
        kept = {name: getattr(line, name) for name in LINE_COLUMNS}
        for name in ("id", "statement_id", "member_id", "beneficiary_id"):
            kept.pop(name)
        as_sent = {
            name: str(value) if isinstance(value, Decimal) or name.endswith(("_on", "_date"))
            else value
            for name, value in kept.items()
        }  # fmt: skip
        del body["beneficiary_ref"]
        assert as_sent == {**body, "position": 0, "provider_finess": None, "source": "noemie"}

    async def test_sent_again_it_changes_nothing_and_with_other_lines_replaces_them(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        await apply_family(container)
        two = statement_body(lines=[line_body(), line_body("M-1-2")])
        outcomes = []
        for body in (two, two, statement_body()):
            outcomes.append((await partner.put(PATH, json=body)).json()["outcome"])  # noqa: PERF401
        assert outcomes == ["created", "unchanged", "updated"]
        (statement,) = await rows(container, select(Statement.total_spent))
        assert statement.total_spent == Decimal("30.00")
        assert len(await rows(container, select(StatementLine.id))) == 1

    def test_the_bulk_insert_knows_every_column(self) -> None:
        columns = {column.name for column in StatementLine.__table__.columns}
        assert set(LINE_COLUMNS) == columns
