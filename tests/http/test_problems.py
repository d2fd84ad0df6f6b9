"""Problem documents: refused fields in the reader's language."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

import app
from app.container import Container
from app.errors.validation import INVALID, SENTENCES, field_problems, sentence_of
from app.schemas.base import Body
from tests.factories.families import signed_in_member

ROOT = Path(app.__file__).parents[1]
ENGLISH = {"Accept-Language": "en"}
WRONG: tuple[Any, ...] = (None, True, -1, 10**30, 1.5, "", "é", "1.234", "x" * 5000, [], {}, [{}])


def codes_of_calls() -> Iterator[tuple[str, str]]:
    """Every code given to a field problem or to a validator's refusal, and the module it is in."""
    for path in (ROOT / "app").rglob("*.py"):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                place = {"FieldProblem": 1, "PydanticCustomError": 0}.get(node.func.id)
                # The library's codes are passed on as they are: see the schemas' own test.
                if place is not None and module != "app.errors.validation":
                    yield module, _value(node.args[place], module)


def _value(node: ast.expr, module: str) -> str:
    if isinstance(node, ast.Name):
        return str(getattr(import_module(module), node.id))
    assert isinstance(node, ast.Constant), f"{module}: a code is a constant"
    return str(node.value)


def every_body(kind: type[Body] = Body) -> Iterator[type[Body]]:
    for child in kind.__subclasses__():
        yield child
        yield from every_body(child)


class TestSentences:
    def test_every_code_of_ours_has_one(self) -> None:
        found = list(codes_of_calls())
        assert len(found) > 5
        assert [(module, code) for module, code in found if code not in SENTENCES] == []

    def test_every_refusal_of_a_schema_has_one(self) -> None:
        codes = set()
        for body in every_body():
            for name in body.model_fields:
                for value in WRONG:
                    try:
                        body.model_validate({name: value})
                    except ValidationError as error:
                        codes |= {problem.code for problem in field_problems(error.errors())}
        assert "missing" in codes
        assert codes - set(SENTENCES) == set()

    @pytest.mark.parametrize("code", SENTENCES)
    def test_each_is_in_two_languages(self, code: str) -> None:
        sentence = SENTENCES[code]
        assert sentence.fr
        assert sentence.en
        assert sentence.fr != sentence.en

    def test_any_other_code_gets_a_general_one(self) -> None:
        assert sentence_of("never_heard_of") is INVALID


@pytest.fixture
async def member(container: Container) -> dict[str, str]:
    return await signed_in_member(container)


class TestFieldMessages:
    @pytest.mark.usefixtures("member")
    async def test_a_malformed_field_is_told_in_french(self, client: httpx.AsyncClient) -> None:
        body = (await client.post("/v1/auth/login", json={})).json()
        assert {item["message"] for item in body["errors"]} == {"Champ obligatoire"}

    @pytest.mark.usefixtures("member")
    async def test_a_malformed_field_is_told_in_english(self, client: httpx.AsyncClient) -> None:
        body = (await client.post("/v1/auth/login", json={}, headers=ENGLISH)).json()
        assert body["title"] == "Invalid request"
        assert {item["message"] for item in body["errors"]} == {"Required field"}

    @pytest.mark.parametrize(
        ("headers", "message"),
        [({}, "La fin précède le début"), (ENGLISH, "Ends before it starts")],
        ids=["french", "english"],
    )
    async def test_a_rule_of_ours_is_told_in_the_readers_language(
        self,
        client: httpx.AsyncClient,
        member: dict[str, str],
        headers: dict[str, str],
        message: str,
    ) -> None:
        query = {"from": "2026-02-02", "to": "2026-02-01"}
        response = await client.get("/v1/reimbursements", params=query, headers=member | headers)
        assert response.json()["errors"] == [
            {"pointer": "/query/to", "code": "period", "message": message}
        ]
