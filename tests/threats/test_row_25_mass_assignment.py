"""Row 25, mass assignment: no object of any body, at any depth, takes a field we do not know."""

import copy
from collections.abc import Iterator
from typing import Any

import httpx
import orjson
from fastapi import FastAPI

from app.container import Container
from tests.factories.accounts import make_active_account, sign_in, start_activation
from tests.factories.imports import ndjson
from tests.factories.operations import JSON, NDJSON, Operation, Place, operations_of, replaced
from tests.factories.partners import bearing, make_token
from tests.test_openapi import APP, DOCUMENTS

UNKNOWN = "is_administrator"
FREE = {"StatementLineFeed.rule_trace"}
"""Objects of the partner's own making, kept as they are: their fields name nothing of ours."""
IGNORED, IGNORED_FIELD = "PasskeyExtensions", "clientExtensionResults"
"""What browsers add of their own accord (WebAuthn, section 9): it has no field, nothing is read."""


def objects(value: Any, place: Place = ()) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Every object of a body, itself included, and where it is."""
    if isinstance(value, dict):
        yield place, value
        for key, item in value.items():
            yield from objects(item, (*place, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from objects(item, (*place, index))


def swollen(example: Any) -> dict[str, Any]:
    """The example with one unknown field, in each of its objects: by the object's pointer."""
    return {
        "".join(f"/{step}" for step in place) or "/": replaced(
            copy.deepcopy(example), place, {**inner, UNKNOWN: True}
        )
        for place, inner in objects(example)
        if IGNORED_FIELD not in place
    }


class Callers:
    """Whoever may call an operation."""

    def __init__(self, client: httpx.AsyncClient, container: Container) -> None:
        self._client, self._container = client, container

    async def prepare(self) -> None:
        account = await make_active_account(self._container)
        portfolio = await self._container.portfolios.at_host("espace.test")
        self._headers = {
            "member": await sign_in(self._container, account),
            "partner": bearing(await make_token(self._container, portfolio)),
        }
        self._flow = await start_activation(self._client, account.email)

    async def send(self, operation: Operation, content: bytes) -> httpx.Response:
        headers = {"Flow-Secret": self._flow["secret"], "Content-Type": operation.media_type or ""}
        for scheme in operation.security:
            headers |= self._headers[scheme]
        path = operation.path.replace("{flow_id}", self._flow["id"])
        path = path.replace("{", "").replace("}", "")
        return await self._client.request(operation.method, path, headers=headers, content=content)

    async def results(self, import_id: str) -> list[dict[str, Any]]:
        path = f"/partner/v1/imports/{import_id}/results"
        answer = await self._client.get(path, headers=self._headers["partner"])
        return [orjson.loads(line) for line in answer.content.splitlines()]


async def test_every_object_of_every_body_refuses_an_unknown_field(
    app: FastAPI, client: httpx.AsyncClient, container: Container
) -> None:
    callers = Callers(client, container)
    await callers.prepare()
    tried = 0
    for operation in operations_of(app):
        if operation.media_type != JSON:
            continue
        for pointer, body in swollen(operation.example).items():
            response = await callers.send(operation, orjson.dumps(body))
            assert response.status_code == 422, (operation.name, pointer)
            found = {(one["pointer"], one["code"]) for one in response.json()["errors"]}
            assert found == {(pointer, "extra_forbidden")}, operation.name
            tried += 1
    assert tried > 20


async def test_a_line_of_an_import_with_one_is_rejected(
    app: FastAPI, client: httpx.AsyncClient, container: Container
) -> None:
    callers = Callers(client, container)
    await callers.prepare()
    for operation in operations_of(app):
        if operation.media_type != NDJSON:
            continue
        lines = swollen(orjson.loads(operation.example))
        imported = (await callers.send(operation, ndjson(*lines.values()))).json()
        assert imported["rejected"] == imported["lines"] == len(lines), operation.name
        for result, pointer in zip(await callers.results(imported["id"]), lines, strict=True):
            assert result["code"] == "invalid_request", operation.name
            assert result["errors"] == [{"pointer": pointer, "code": "extra_forbidden"}]


def test_bodies_are_of_types_that_are_tried_here() -> None:
    types = {operation.media_type for operation in operations_of(APP)}
    assert types <= {JSON, NDJSON, None}


def test_what_no_example_shows_is_closed_as_well() -> None:
    bodies = schemas_of_bodies(DOCUMENTS["whole"])
    assert len(bodies) > 10
    assert {name for name, schema in bodies.items() if is_open(schema)} == {IGNORED}
    assert not bodies[IGNORED].get("properties")
    fields = {
        f"{name}.{field}": rules
        for name, schema in bodies.items()
        for field, rules in schema.get("properties", {}).items()
    }
    loose = {name for name, rules in fields.items() if any(is_open(o) for _, o in objects(rules))}
    assert loose == FREE


def schemas_of_bodies(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The schemas that requests are made of, by their name."""
    found: dict[str, dict[str, Any]] = {}
    left: list[Any] = [
        operation.get("requestBody", {})
        for methods in document["paths"].values()
        for operation in methods.values()
    ]
    while left:
        for _, node in objects(left.pop()):
            name = str(node.get("$ref", "")).rpartition("/")[2]
            if name and name not in found:
                found[name] = document["components"]["schemas"][name]
                left.append(found[name])
    return found


def is_open(rules: dict[str, Any]) -> bool:
    """Whether the rules are of an object that takes fields they do not name."""
    return rules.get("type") == "object" and rules.get("additionalProperties") is not False
