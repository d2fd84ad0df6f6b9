"""The OpenAPI documents: one whole, one for members, one for partners."""

import pkgutil
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts

from app import __version__, errors
from app.dependencies.guards import Guard
from app.dependencies.idempotency import REPLAYED, CreatingRoute
from app.dependencies.rates import count_way_in
from app.errors.base import DomainError
from app.errors.idempotency import IdempotencyKeyBusy, IdempotencyKeyReused
from app.errors.requests import (
    BodyTooLarge,
    InternalError,
    MalformedBody,
    RateLimited,
    TemporarilyUnavailable,
    UnknownHost,
    UnsupportedMediaType,
)
from app.http.problems import MEDIA_TYPE, problems
from app.schemas.descriptions import describe_fields
from app.schemas.problem import Problem

MEMBER_PREFIX, PARTNER_PREFIX = "/v1/", "/partner/v1/"
DESCRIPTION = """\
The member space of a complementary health insurer.

- JSON in `snake_case`; timestamps in RFC 3339 UTC, dates in ISO 8601.
- **Amounts are euros (EUR)**, as decimal strings: `"42.10"`.
- Identifiers are opaque strings: keep them, send them back, read nothing into them.
- Errors are `application/problem+json` (RFC 9457): decide on `code`, show `title` and `detail`.
- Lists answer `{items, next_cursor}`; send `cursor` to go on, `limit` up to 100.
- `Accept-Language: en` gives labels and problem texts in English; French otherwise.
- Every answer bears `X-Request-Id`: quote it when you ask for help.
- What creates takes an `Idempotency-Key`: sent again within 24 hours, it is done once.
- Where requests are counted, answers bear `RateLimit-Policy` and `RateLimit`.
"""
SCHEMES: dict[str, dict[str, str]] = {
    "member": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "Access token of a member, from `POST /v1/auth/login`.",
    },
    "partner": {
        "type": "http",
        "scheme": "bearer",
        "description": "API token of a partner, from `python -m app token create`.",
    },
}
HEADERS = {
    "ETag": "Names this state of the answer; send it back as `If-None-Match`.",
    REPLAYED: "`true` on an answer that was given before under this key, and had its effect then.",
    "RateLimit": "For each policy, how many requests are left (`r`) for how many seconds (`t`).",
    "RateLimit-Policy": "How many requests (`q`) in how many seconds (`w`), for each policy "
    "this one was counted against.",
    "Retry-After": "Seconds to wait before sending the request again.",
    "WWW-Authenticate": "What is wrong with the token (RFC 6750), or that one is needed.",
    "X-Request-Id": "Names the request; quote it when you ask for help.",
}
LIMIT_HEADERS = ("RateLimit", "RateLimit-Policy")
UNCOUNTED = {str(MalformedBody.status), str(BodyTooLarge.status)}
"""Answers to a body that cannot be read: the request is counted after it was."""
IF_NONE_MATCH: dict[str, Any] = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The `ETag` of the answer you hold: 304 without a body if it still stands.",
    "schema": {"type": "string"},
}


def install(app: FastAPI) -> None:
    """Give the application its document, made once, on first request."""
    app.openapi = lambda: _remembered(app)  # type: ignore[method-assign]


def member_document(app: FastAPI) -> dict[str, Any]:
    """What SPA and mobile developers generate clients from."""
    return _part(app, "Espace Assuré — member API", lambda path: path.startswith(MEMBER_PREFIX))


def partner_document(app: FastAPI) -> dict[str, Any]:
    """What integration partners generate clients from."""
    return _part(app, "Espace Assuré — partner API", lambda path: path.startswith(PARTNER_PREFIX))


def guard_of(route: APIRoute) -> list[Guard]:
    """The guards a route carries; exactly one, if the house is in order."""
    return [
        dependency.call
        for dependency in _flatten(route.dependant.dependencies)
        if isinstance(dependency.call, Guard)
    ]


def _flatten(dependencies: list[Any]) -> list[Any]:
    return [
        item
        for dependency in dependencies
        for item in (dependency, *_flatten(dependency.dependencies))
    ]


def _remembered(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        app.openapi_schema = _part(app, "Espace Assuré", lambda _path: True)
    return app.openapi_schema


def _part(app: FastAPI, title: str, wanted: Callable[[str], bool]) -> dict[str, Any]:
    routes = [
        context.original_route
        for context in iter_route_contexts(app.routes)
        if isinstance(context.original_route, APIRoute)
        and context.original_route.include_in_schema
        and wanted(context.original_route.path_format)
    ]
    document = get_openapi(
        title=title,
        version=__version__,
        description=DESCRIPTION,
        routes=routes,
        tags=[tag for tag in app.openapi_tags or [] if _is_used(tag["name"], routes)],
        separate_input_output_schemas=False,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        servers=[{"url": "/", "description": "This server"}],
    )
    _add_problem_schema(document)
    describe_fields(document["components"]["schemas"])
    _add_security(document, routes)
    _add_common_problems(document)
    _add_limits(document, routes)
    _add_keys(document, routes)
    _absent_parameters(document)
    _add_headers(document)
    _plain_nullables(document)
    _restore_nulls(document)
    return document


def _is_used(tag: str, routes: list[APIRoute]) -> bool:
    return any(tag in route.tags for route in routes)


def _add_problem_schema(document: dict[str, Any]) -> None:
    # Operations refer to it by name: responses of another media type cannot name a model.
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schema["properties"]["code"]["enum"] = sorted(set(_codes(DomainError)))
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas |= {**schema.pop("$defs"), "Problem": schema}
    document["components"]["schemas"] = dict(sorted(schemas.items()))


def _codes(error: type[DomainError]) -> Iterator[str]:
    """The codes of every error of the product below this one, whichever operation answers it."""
    for module in pkgutil.iter_modules(errors.__path__, f"{errors.__name__}."):
        import_module(module.name)
    for kind in error.__subclasses__():
        if kind.__module__.startswith(f"{errors.__name__}."):
            yield kind.code
        yield from _codes(kind)


def _add_common_problems(document: dict[str, Any]) -> None:
    """What any operation may answer, whatever its rules: said once, here."""
    for path, methods in document["paths"].items():
        for operation in methods.values():
            common: list[type[DomainError]] = [TemporarilyUnavailable, InternalError]
            if path.startswith((MEMBER_PREFIX, PARTNER_PREFIX)):
                common.append(UnknownHost)
            if "requestBody" in operation:
                common += [MalformedBody, BodyTooLarge, UnsupportedMediaType]
            for status, response in problems(*common).items():
                _merge_problem(operation["responses"], str(status), response)


def _merge_problem(responses: dict[str, Any], status: str, problem: dict[str, Any]) -> None:
    known = responses.setdefault(status, problem)
    examples = known["content"][MEDIA_TYPE]["examples"]
    examples |= problem["content"][MEDIA_TYPE]["examples"]
    known["description"] = ", ".join(f"`{code}`" for code in examples)


def _add_security(document: dict[str, Any], routes: list[APIRoute]) -> None:
    used: dict[str, dict[str, str]] = {}
    for route in routes:
        guards = guard_of(route)
        schemes = [guard.scheme for guard in guards if guard.scheme]
        used |= {name: SCHEMES[name] for name in schemes}
        for method in route.methods or ():
            operation = document["paths"][route.path_format][method.lower()]
            operation["security"] = [{name: []} for name in schemes]
            for status, response in problems(*(e for g in guards for e in g.refusals)).items():
                _merge_problem(operation["responses"], str(status), response)
    document.setdefault("components", {})["securitySchemes"] = dict(sorted(used.items()))


def is_limited(route: APIRoute) -> bool:
    """Whether requests of one address to this operation are counted."""
    return any(one.call is count_way_in for one in _flatten(route.dependant.dependencies))


def _add_limits(document: dict[str, Any], routes: list[APIRoute]) -> None:
    for route in filter(is_limited, routes):
        for method in route.methods or ():
            answers = document["paths"][route.path_format][method.lower()]["responses"]
            for status, response in problems(RateLimited).items():
                _merge_problem(answers, str(status), response)
            for status, answer in answers.items():
                if status not in UNCOUNTED:
                    answer["headers"] = _references(LIMIT_HEADERS)


def _add_keys(document: dict[str, Any], routes: list[APIRoute]) -> None:
    for route in routes:
        if isinstance(route, CreatingRoute) and route.takes_key:
            answers = document["paths"][route.path_format]["post"]["responses"]
            for status, response in problems(IdempotencyKeyBusy, IdempotencyKeyReused).items():
                _merge_problem(answers, str(status), response)
            answers[str(route.status_code)].setdefault("headers", {}).update(
                _references([REPLAYED])
            )
            answers["409"].setdefault("headers", {}).update(_references(["Retry-After"]))


def _references(headers: Iterable[str]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in headers}


def _absent_parameters(document: dict[str, Any]) -> None:
    """An optional parameter is left out; nobody can send null in an address or a header."""
    for path in document["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", ()):
                schema = parameter["schema"]
                choices = [c for c in schema.pop("anyOf", ()) if c != {"type": "null"}]
                if len(choices) > 1:
                    schema["anyOf"] = choices
                elif choices:
                    parameter["schema"] = {**choices[0], **schema}


def _add_headers(document: dict[str, Any]) -> None:
    """What answers bear besides their body, and what is sent back of it."""
    document["components"]["headers"] = {
        name: {"description": text, "schema": {"type": "string"}} for name, text in HEADERS.items()
    }
    for operation in (o for item in document["paths"].values() for o in item.values()):
        answers = operation["responses"]
        for status, answer in answers.items():
            borne = {
                "ETag": "304" in answers and status in ("200", "304"),
                "Retry-After": status in ("429", "503"),
                "WWW-Authenticate": status == "401",
                "X-Request-Id": True,
            }
            names = [name for name in borne if borne[name]]
            answer["headers"] = answer.get("headers", {}) | _references(names)
        if "304" in answers:
            operation.setdefault("parameters", []).append(IF_NONE_MATCH)


def _plain_nullables(node: Any) -> None:
    """Write `anyOf: [scalar, null]` as `type: [scalar, "null"]`, which generators understand."""
    if isinstance(node, list):
        for item in node:
            _plain_nullables(item)
    if not isinstance(node, dict):
        return
    for item in node.values():
        _plain_nullables(item)
    choices = node.get("anyOf")
    if isinstance(choices, list) and {"type": "null"} in choices:
        others = [choice for choice in choices if choice != {"type": "null"}]
        if len(others) == 1 and isinstance(others[0].get("type"), str):
            del node["anyOf"]
            node |= {**others[0], **node, "type": [others[0]["type"], "null"]}
            if "enum" in node:
                node["enum"] = [*node["enum"], None]


def _restore_nulls(document: dict[str, Any]) -> None:
    """Put back the nulls of examples: the framework drops them, and required fields with them."""
    schemas = document["components"]["schemas"]
    for schema in schemas.values():
        if "examples" in schema:
            schema["examples"] = [_completed(item, schema, schemas) for item in schema["examples"]]
    for operation in (o for item in document["paths"].values() for o in item.values()):
        for part in (operation.get("requestBody", {}), *operation["responses"].values()):
            for media in part.get("content", {}).values():
                for example in media.get("examples", {}).values():
                    example["value"] = _completed(example["value"], media["schema"], schemas)


def _completed(value: Any, schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    while "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    if isinstance(value, list):
        return [_completed(item, schema.get("items", {}), schemas) for item in value]
    if not isinstance(value, dict):
        return value
    properties = schema.get("properties", {})
    nulls = {
        name: None
        for name in schema.get("required", ())
        if name not in value and "null" in properties.get(name, {}).get("type", ())
    }
    return {
        name: _completed(item, properties.get(name, {}), schemas)
        for name, item in {**value, **nulls}.items()
    }
