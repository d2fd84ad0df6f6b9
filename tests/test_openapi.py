"""The published documents: what a client developer may rely on."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator

from app.main import create_app
from app.openapi import member_document, partner_document
from app.settings import Profile, Settings

APP = create_app(Settings(profile=Profile.DEMO))
DOCUMENTS = {
    "member": member_document(APP),
    "partner": partner_document(APP),
    "whole": APP.openapi(),
}
PROBLEM = "application/problem+json"
METHODS = {"get", "post", "put", "patch", "delete"}


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method in METHODS:
                yield f"{method.upper()} {path}", operation


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for item in node.values():
            yield from nodes(item)
    elif isinstance(node, list):
        for item in node:
            yield from nodes(item)


def read_by_clients(document: dict[str, Any]) -> set[str]:
    """The schemas of successful answers, and those they are made of."""
    found: set[str] = set()
    left: list[Any] = [
        response.get("content", {})
        for _, operation in operations(document)
        for status, response in operation["responses"].items()
        if int(status) < 400
    ]
    while left:
        for node in nodes(left.pop()):
            name = node.get("$ref", "").rpartition("/")[2]
            if name and name not in found:
                found.add(name)
                left.append(document["components"]["schemas"][name])
    return found


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
class TestDocument:
    def test_every_operation_is_named_described_and_tagged(self, document: dict[str, Any]) -> None:
        for name, operation in operations(document):
            assert operation["operationId"].isidentifier(), name
            assert operation["operationId"][0].islower(), name
            assert "_" not in operation["operationId"], name
            assert operation.get("summary"), name
            assert operation.get("description"), name
            assert len(operation["tags"]) == 1, name

    def test_operation_ids_are_unique(self, document: dict[str, Any]) -> None:
        ids = Counter(operation["operationId"] for _, operation in operations(document))
        assert [name for name, count in ids.items() if count > 1] == []

    def test_every_operation_says_how_to_authenticate(self, document: dict[str, Any]) -> None:
        for name, operation in operations(document):
            assert "security" in operation, name

    def test_every_refusal_is_a_problem_with_its_codes(self, document: dict[str, Any]) -> None:
        for name, operation in operations(document):
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    assert list(response["content"]) == [PROBLEM], name
                    assert response["content"][PROBLEM]["examples"], name

    def test_schemas_read_as_if_written_by_hand(self, document: dict[str, Any]) -> None:
        schemas = document.get("components", {}).get("schemas", {})
        for name in schemas:
            assert not name.startswith("Body_"), name
            assert not name.endswith(("-Input", "-Output")), name
            assert "HTTPValidationError" not in name
            assert "[" not in name, name

    def test_what_is_read_is_called_so(self, document: dict[str, Any]) -> None:
        schemas = document.get("components", {}).get("schemas", {})
        for name in read_by_clients(document):
            if "properties" in schemas[name]:
                assert name.endswith(("Read", "Summary", "Page")), name

    def test_bounds_are_words_of_json_schema(self, document: dict[str, Any]) -> None:
        # A bound that follows a validator comes out under the library's own name.
        own = {"ge", "gt", "le", "lt", "min_length", "max_length"}
        assert [node for node in nodes(document) if own & node.keys()] == []

    def test_nothing_is_any_of_null(self, document: dict[str, Any]) -> None:
        assert [n for n in nodes(document) if {"type": "null"} in n.get("anyOf", [])] == []

    def test_every_field_says_what_it_is(self, document: dict[str, Any]) -> None:
        schemas = document["components"]["schemas"]
        silent = [
            f"{name}.{field}"
            for name, schema in schemas.items()
            for field, rules in schema.get("properties", {}).items()
            if not (rules.get("description") or target(document, rules).get("description"))
        ]
        assert silent == []
        assert [name for name, schema in schemas.items() if not schema.get("description")] == []

    def test_every_parameter_and_header_says_what_it_is(self, document: dict[str, Any]) -> None:
        for name, operation in operations(document):
            for parameter in operation.get("parameters", []):
                assert parameter.get("description"), (name, parameter["name"])
            for status, answer in operation["responses"].items():
                assert "X-Request-Id" in answer["headers"], (name, status)
                for header, rules in answer["headers"].items():
                    assert target(document, rules).get("description"), (name, status, header)

    def test_identifiers_are_opaque_strings(self, document: dict[str, Any]) -> None:
        for place, rules in identifiers(document):
            kinds = rules["type"] if isinstance(rules["type"], list) else [rules["type"]]
            assert set(kinds) <= {"string", "null"}, place
            assert not {"format", "pattern", "minLength"} & rules.keys(), place

    def test_the_codes_of_problems_are_listed(self, document: dict[str, Any]) -> None:
        listed = document["components"]["schemas"]["Problem"]["properties"]["code"]["enum"]
        assert listed == sorted(set(listed))
        answered = {
            code
            for _, operation in operations(document)
            for answer in operation["responses"].values()
            for code in answer.get("content", {}).get(PROBLEM, {}).get("examples", {})
        }
        assert answered <= set(listed)
        # No operation answers it by itself: the address or the lines of a stream do.
        assert {"not_found", "method_not_allowed", "broken_line"} <= set(listed)


def target(document: dict[str, Any], rules: dict[str, Any]) -> dict[str, Any]:
    """What the rules refer to; themselves if they refer to nothing."""
    found: dict[str, Any] = {"#": document}
    if "$ref" not in rules:
        return rules
    for step in rules["$ref"].split("/"):
        found = found[step]
    return found


def identifiers(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field and parameter that names something by its id."""
    for name, schema in document["components"]["schemas"].items():
        for field, rules in schema.get("properties", {}).items():
            if is_identifier(field):
                yield f"{name}.{field}", rules
    for name, operation in operations(document):
        for parameter in operation.get("parameters", []):
            if is_identifier(parameter["name"]):
                yield f"{name} {parameter['name']}", parameter["schema"]


def is_identifier(name: str) -> bool:
    return name == "id" or name.endswith("_id")


def examples(document: dict[str, Any]) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Every example with the schema it must satisfy."""
    for name, schema in document["components"]["schemas"].items():
        for example in schema.get("examples", ()):
            yield name, example, {"$ref": f"#/components/schemas/{name}"}
    for name, operation in operations(document):
        for part in (operation.get("requestBody", {}), *operation["responses"].values()):
            for media_type, media in part.get("content", {}).items():
                for example in media.get("examples", {}).values():
                    if "json" in media_type and "ndjson" not in media_type:
                        yield name, example["value"], media["schema"]


class TestExamples:
    def test_every_example_satisfies_its_schema(self) -> None:
        document = DOCUMENTS["whole"]
        checked = 0
        for name, example, schema in examples(document):
            rules = {**schema, "components": document["components"]}
            faults = list(Draft202012Validator(rules).iter_errors(example))
            assert not faults, (name, faults[0].json_path, faults[0].message)
            checked += 1
        assert checked > 100

    def test_every_answer_and_body_has_one(self) -> None:
        document = DOCUMENTS["whole"]
        schemas = document["components"]["schemas"]
        for name, operation in operations(document):
            parts = [operation.get("requestBody", {}), *operation["responses"].values()]
            for media in (m for part in parts for m in part.get("content", {}).values()):
                reference = media.get("schema", {}).get("$ref", "").rpartition("/")[2]
                if reference and "oneOf" not in schemas[reference]:
                    assert media.get("examples") or schemas[reference].get("examples"), name


class TestPublishedFiles:
    @pytest.mark.parametrize("name", ["member", "partner"])
    def test_they_are_deterministic(self, name: str) -> None:
        again = create_app(Settings(profile=Profile.DEMO))
        make = member_document if name == "member" else partner_document
        options = orjson.OPT_SORT_KEYS
        assert orjson.dumps(make(again), option=options) == orjson.dumps(
            DOCUMENTS[name], option=options
        )
