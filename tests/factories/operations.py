"""Every operation of the published contract, with a body that is right and ways to spoil it."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from fastapi import FastAPI

from app.main import create_app
from app.settings import Profile, Settings

JSON, NDJSON = "application/json", "application/x-ndjson"
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation as the OpenAPI document tells it; `example` is its body, None without one."""

    id: str
    method: str
    path: str
    security: tuple[str, ...]
    media_type: str | None
    example: Any
    query: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def leaves(self) -> bool:
        """Whether who calls it is signed out: walks that go on leave it aside."""
        return self.id in {"logOut", "logOutEverywhere", "closeAccount"}


@cache
def published_app() -> FastAPI:
    """The application as it is published: no database behind it."""
    return create_app(Settings(profile=Profile.DEMO))


def operations_of(app: FastAPI) -> list[Operation]:
    """All of them, so that those of later slices are covered without a new line."""
    document = app.openapi()
    return [
        _operation(document, method.upper(), path, described)
        for path, methods in document["paths"].items()
        for method, described in methods.items()
    ]


def leaves(value: Any, place: Place = ()) -> Iterator[Place]:
    """Where the plain values of a body are."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*place, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, (*place, index))
    else:
        yield place


def replaced(body: Any, place: Place, value: Any) -> Any:
    """The body with another value at that place."""
    if not place:
        return value
    spoiled = copy.deepcopy(body)
    inner = spoiled
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    return spoiled


def _operation(
    document: dict[str, Any], method: str, path: str, described: dict[str, Any]
) -> Operation:
    content = described.get("requestBody", {}).get("content", {})
    media_type = next(iter(content), None)
    parameters = described.get("parameters", [])
    return Operation(
        id=described["operationId"],
        method=method,
        path=path,
        security=tuple(name for scheme in described["security"] for name in scheme),
        media_type=media_type,
        example=_example(document, content[media_type]) if media_type else None,
        query=tuple(one["name"] for one in parameters if one["in"] == "query"),
    )


def _example(document: dict[str, Any], content: dict[str, Any]) -> Any:
    if "example" in content:
        return content["example"]
    schema = content["schema"]
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema["examples"][0]
